using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Cli;
using TokenTools.PowerShell;
using TokenTools.Sandbox;
using TokenTools.Tests;
using Shell = System.Management.Automation.PowerShell;

namespace TokenTools.FrontEnds.Tests;

/// <summary>Runs a cmdlet and a command of <c>tokentools</c> in this process with a sandbox, and returns the results.</summary>
internal sealed class FrontEnds : IDisposable
{
    // https://github.com/mouchar/gooddata-cn-tools, k3d/README.md
    private const string BootstrapToken = "YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=";

    // A document without an account and an expiration.
    private const string InstallerToken = """{"installType":"ATOM","token":"atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5"}""";

    // The content of a file in the place of its path: {csv:header;row} or {text:content}.
    private static readonly Regex Content = new(@"\{(?<kind>csv|text):(?<content>[^}]*)\}", RegexOptions.CultureInvariant);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-front-ends-");
    private readonly Runspace _runspace;

    public FrontEnds()
    {
        // The rows have fixed dates, so a token may be valid for decades.
        Sandbox = TokenSandbox.Start(new SandboxOptions { MaxTemporaryTokenTtl = int.MaxValue });
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([typeof(PowerShellVocabulary).Assembly.Location]);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
        Invoke("$global:bootstrapToken = '" + BootstrapToken + "'; $global:installerToken = '" + InstallerToken + "'");
        Invoke("param($Sandbox) $global:sandbox = $Sandbox; Connect-Boomi -Sandbox $Sandbox; Connect-Onezone -Sandbox $Sandbox; Connect-GoodData -Sandbox $Sandbox", Sandbox);
        Invoke("""
            $null = New-BoomiEnvironment Production
            $sandbox.InstallRuntime((New-InstallerToken ATOM -AsPlainText).Token, 'online').SetStatus('ONLINE')
            """);
    }

    public TokenSandbox Sandbox { get; }

    public void Dispose()
    {
        _runspace.Dispose();
        Sandbox.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Runs a script with one cmdlet in it.</summary>
    public Effect RunCmdlet(string script)
    {
        var before = Sandbox.Requests.Count;
        var error = Invoke(script);
        // So that the command can create a named token with the same name.
        foreach (var token in Sandbox.Zone.NamedTokensOf(Sandbox.Zone.User).Where(static token => token.Name.StartsWith("gate", StringComparison.Ordinal)))
        {
            Sandbox.Zone.RemoveNamed(token.Id);
        }

        return new Effect(error, LastBody(before));
    }

    /// <summary>Runs a script and gives all that it shows, apart from its output.</summary>
    public string RunForMessages(string script, params object[] arguments)
    {
        using var shell = Shell.Create(_runspace);
        shell.AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        var errors = new List<ErrorRecord>();
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException error)
        {
            errors.Add(error.ErrorRecord);
        }

        errors.AddRange(shell.Streams.Error);
        var streams = shell.Streams;
        return string.Join('\n', errors.SelectMany(Describe)
            .Concat(streams.Warning.Select(static record => record.Message))
            .Concat(streams.Verbose.Select(static record => record.Message))
            .Concat(streams.Debug.Select(static record => record.Message))
            .Concat(streams.Information.Select(static record => record.ToString()))
            .Concat(streams.Progress.Select(static record => record.ToString())));
    }

    /// <summary>Runs a command line. The connection comes from the environment, as it does for a script.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="destination">Where the result is written; null for a text that is not used.</param>
    /// <param name="input">Standard input; null for an empty one.</param>
    public async Task<Effect> RunCommandAsync(string[] arguments, TextWriter? destination = null, Stream? input = null)
    {
        using var environment = new EnvironmentScope(
            (TokenTools.Boomi.BoomiEnvironment.AccountId, Sandbox.BoomiAccountId),
            (TokenTools.Boomi.BoomiEnvironment.UserName, Sandbox.BoomiUserName),
            (TokenTools.Boomi.BoomiEnvironment.ApiToken, Sandbox.BoomiApiToken),
            (TokenTools.Boomi.BoomiEnvironment.ApiUrl, Sandbox.Uri.AbsoluteUri),
            (TokenTools.Onedata.OnezoneEnvironment.Host, Sandbox.Uri.AbsoluteUri),
            (TokenTools.Onedata.OnezoneEnvironment.ApiKey, Sandbox.OnezoneUserToken),
            (TokenTools.GoodData.GoodDataEnvironment.Host, Sandbox.Uri.AbsoluteUri),
            (TokenTools.GoodData.GoodDataEnvironment.Token, TokenTools.Security.SecureText.Reveal(Sandbox.ToGoodDataOptions().Token!)),
            ("TOKENTOOLS_INVITE_TOKEN", Sandbox.OnezoneUserToken),
            (CliVariables.Token, BootstrapToken));
        var before = Sandbox.Requests.Count;
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(destination ?? output, error, input);
        var result = await CommandRunner.RunAsync(Array.ConvertAll(arguments, WithFile), terminal, CancellationToken.None);
        return new Effect(result.Error?.ErrorId ?? (result.ExitCode == 0 ? null : "exit code " + result.ExitCode + ": " + error), LastBody(before))
        {
            Messages = error.ToString(),
        };
    }

    private string WithFile(string argument) => Content.Replace(argument, match =>
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N"));
        var content = match.Groups["content"].Value;
        File.WriteAllText(path, content == "DOCUMENT" ? InstallerToken
            : match.Groups["kind"].Value == "csv" ? content.Replace(';', '\n') + "\n"
            : content);
        return path;
    });

    // All that a view of an error shows.
    private static IEnumerable<string?> Describe(ErrorRecord record)
    {
        yield return record.ToString();
        yield return record.FullyQualifiedErrorId;
        yield return record.CategoryInfo.ToString();
        yield return record.TargetObject?.ToString();
        yield return record.ErrorDetails?.Message;
        yield return record.ErrorDetails?.RecommendedAction;
        for (var error = record.Exception; error is not null; error = error.InnerException)
        {
            yield return error.Message;
            yield return (error as RuntimeException)?.ErrorRecord?.TargetObject?.ToString();
        }
    }

    private string? Invoke(string script, params object[] arguments)
    {
        using var shell = Shell.Create(_runspace);
        shell.AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        try
        {
            shell.Invoke();
        }
        catch (RuntimeException error)
        {
            return ErrorId(error.ErrorRecord);
        }

        return shell.Streams.Error.FirstOrDefault() is { } record ? ErrorId(record) : null;
    }

    // If a transformation throws, the engine's binding error contains Core's error.
    private static string ErrorId(ErrorRecord record)
    {
        for (var error = record.Exception; error is not null; error = error.InnerException)
        {
            if (error is TokenException own)
            {
                return own.ErrorId;
            }
        }

        return record.FullyQualifiedErrorId.Split(',')[0];
    }

    // The request to the service. Requests for the clock have no body.
    private string? LastBody(int before) => Sandbox.Requests.Skip(before).LastOrDefault(static request => request.Body.Length > 0)?.ToPlainText().Body;

    /// <summary>The result of a front end.</summary>
    /// <param name="ErrorId">The error's id; null for success.</param>
    /// <param name="Request">The body of the request that it sent; null for none.</param>
    internal sealed record Effect(string? ErrorId, string? Request)
    {
        /// <summary>What a command wrote to standard error.</summary>
        public string Messages { get; init; } = string.Empty;
    }
}
