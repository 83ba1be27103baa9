using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Onedata;
using TokenTools.Sandbox;

namespace TokenTools.Cli.Commands;

/// <summary>Runs a sandbox, like Start-TokenSandbox, until Ctrl-C or while another command runs.</summary>
internal sealed class SandboxCommand : CliCommand
{
    private readonly SettingOptions<SandboxOptions> _settings;
    private readonly Argument<string[]> _command = new("command")
    {
        Description = "A command to run, after --. Its environment has the sandbox's address and credentials. "
            + "The exit code is the command's own, or 127 if the command is not found.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public SandboxCommand()
        : base(
            "sandbox",
            "Simulates the three services on the loopback address, with generated credentials, until Ctrl-C or while a command runs. "
            + "Prints the credentials unmasked: as JSON, or with --output text as export lines for a shell.")
    {
        _settings = new SettingOptions<SandboxOptions>(this);
        _settings.Add(nameof(SandboxOptions.Port), "The port: 1 to 65535, or 0, the default, for a free port.", "n");
        _settings.AddText(
            nameof(SandboxOptions.RequestsPerSecond),
            "The rate limit of each service in requests per second, such as 10 or 0.5: more than 0, at most 1000000. No limit by default.",
            "n",
            static (options, text) => options.RequestsPerSecond = SandboxOptions.ParseRequestsPerSecond(text));
        _settings.AddText(
            nameof(SandboxOptions.ClockSkew),
            "How far the sandbox's clock is ahead of this machine's clock, such as 5m, or -2h if it is behind. At most 3650 days; no skew by default.",
            "duration",
            static (options, text) => options.ClockSkew = Duration.ParseSigned(text, nameof(SandboxOptions.ClockSkew)));
        Add(_command);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools sandbox -- bash",
        "tokentools sandbox -- tokentools installer-token ATOM --output text",
        "tokentools sandbox --port 8080 --requests-per-second 10",
        "tokentools sandbox --output text > sandbox.env &   # once it is written: source sandbox.env; kill %1 ends the sandbox",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var command = context.Parsed.GetValue(_command) ?? [];
        if (command.Length > 0 && context.Parsed.IsSpecified(context.Common.Output))
        {
            throw TokenArgumentException.Exclusive("Output", context.Common.Output.Name, "a command");
        }

        if (command.Length > 0 && context.HasOutputFile)
        {
            throw TokenArgumentException.Exclusive("OutputFile", context.Common.OutputFile.Name, "a command");
        }

        using var sandbox = TokenSandbox.Start(_settings.Read(context.Parsed, new SandboxOptions()));
        var variables = Variables(sandbox);
        if (command.Length > 0)
        {
            var exitCode = await ChildProcess.RunAsync(
                command, variables, sandbox.Uri.Host, context.Terminal, context.CancellationToken);
            NoteIssued(sandbox, context);
            return exitCode;
        }

        context.Write(ToResult(variables, sandbox.Uri.Host));
        context.CloseOutputFile();
        context.Terminal.WriteNote(CliText.Format(nameof(CliMessages.SandboxRuns), sandbox.Uri));
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is the normal end.
        }

        NoteIssued(sandbox, context);
        return Interruption.SignalExitCode is null or ExitCode.Interrupted ? ExitCode.Success : Interruption.SignalExitCode.Value;
    }

    private static void NoteIssued(TokenSandbox sandbox, CommandContext context)
    {
        var installerTokens = sandbox.MintedTokens.Count;
        var onedataTokens = sandbox.Requests.Count(static request => request is { Method: "POST", StatusCode: 200 or 201 }
            && (request.Path.EndsWith("/tokens/temporary", StringComparison.Ordinal)
                || request.Path.EndsWith("/tokens/named", StringComparison.Ordinal)));
        if (installerTokens + onedataTokens > 0)
        {
            context.Terminal.WriteNote(CliText.Format(nameof(CliMessages.SandboxEnded), installerTokens, onedataTokens));
        }
    }

    private static CommandResult ToResult(IReadOnlyList<(string Name, string Value)> variables, string host)
    {
        var json = new JObject();
        foreach (var (name, value) in variables)
        {
            json[name] = value;
        }

        // The other shell can have its own list of hosts without a proxy: the sandbox is added to it.
        var exports = variables.Select(static variable => "export " + variable.Name + "='" + variable.Value + "'\n")
            .Concat(ChildProcess.NoProxyVariables.Select(name =>
                string.Format(CultureInfo.InvariantCulture, "export {0}=\"${{{0}:+${0},}}{1}\"\n", name, host)));
        return new CommandResult(json.ToString(Formatting.Indented)) { Text = string.Concat(exports) };
    }

    // The variables that tokentools and the cmdlets read, and other values for scripts.
    private static (string Name, string Value)[] Variables(TokenSandbox sandbox) =>
    [
        ("TOKENTOOLS_SANDBOX", sandbox.Uri.AbsoluteUri),
        (BoomiEnvironment.ApiUrl, sandbox.Uri.AbsoluteUri),
        (BoomiEnvironment.AccountId, sandbox.BoomiAccountId),
        (BoomiEnvironment.UserName, sandbox.BoomiUserName),
        (BoomiEnvironment.ApiToken, sandbox.BoomiApiToken),
        (OnezoneEnvironment.Host, sandbox.Uri.AbsoluteUri),
        (OnezoneEnvironment.ApiKey, sandbox.OnezoneUserToken),
        ("ONEZONE_CLUSTER_ID", sandbox.OnezoneClusterId),
        ("GOODDATA_HOST", sandbox.Uri.AbsoluteUri),
        ("GOODDATA_USER_NAME", sandbox.GoodDataUserName),
        (CliVariables.Password, sandbox.GoodDataPassword),
    ];
}
