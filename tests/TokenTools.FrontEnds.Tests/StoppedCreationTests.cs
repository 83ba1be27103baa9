using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using TokenTools.PowerShell;
using TokenTools.Sandbox;
using Xunit;
using Shell = System.Management.Automation.PowerShell;

namespace TokenTools.FrontEnds.Tests;

/// <summary>What a cmdlet says of what it created, or may have created, if the pipeline ends just before that is written.</summary>
[Collection("FrontEnds")]
public sealed class StoppedCreationTests : IDisposable
{
    private readonly Runspace _runspace;

    public StoppedCreationTests()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([typeof(PowerShellVocabulary).Assembly.Location]);
        state.Commands.Add(new SessionStateCmdletEntry("New-Unknown", typeof(NewUnknownCommand), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    public void Dispose() => _runspace.Dispose();

    // The permissions are read before a user is changed, and again with the result.
    [Theory]
    [InlineData("New-GoodDataApiToken new", "POST*apiTokens*", 1, "The API token 'new' of the user admin was created but not returned, and its secret cannot be read again.*")]
    [InlineData("New-GoodDataSigningKey -Id new", "POST*jwks*", 1, "The signing key new was created but not returned, and its private key is lost.*")]
    [InlineData("New-GoodDataUser -Id new", "GET*ermissions*", 2, "The user new was created but not returned. The command can be repeated.")]
    [InlineData("New-GoodDataUser new@example.com -Dex", "GET*ermissions*", 2, "Dex has the user new@example.com with a generated password that was not returned.*")]
    [InlineData("New-BoomiEnvironment new", "POST*Environment", 1, "The environment new was created but not returned.*")]
    [InlineData("New-BoomiEnvironmentAttachment $runtime $environment", "POST*EnvironmentAtomAttachment", 1, "Runtime * was attached to environment *, but the result was not returned.*")]
    public void Stop_ResponseArrivedWhileProgressIsShown_WarnsOfWhatWasCreated(string script, string request, int count, string warning)
    {
        using var sandbox = TokenSandbox.Start();
        Invoke(
            """
            param($Sandbox)
            Connect-Boomi -Sandbox $Sandbox
            Connect-GoodData -Sandbox $Sandbox
            $environment = (New-BoomiEnvironment old).Id
            $runtime = $Sandbox.InstallRuntime((New-InstallerToken ATOM -AsPlainText).Token, 'online').Id
            """,
            sandbox);
        var (pattern, remaining) = (new WildcardPattern(request), count);
        using var isShown = new ManualResetEventSlim();
        sandbox.Observer = (sent, isHandled) =>
        {
            if (!isHandled && pattern.IsMatch(sent.Method + " " + sent.Path) && Interlocked.Decrement(ref remaining) == 0)
            {
                isShown.Wait(TimeSpan.FromMinutes(2));
            }
        };
        using var shell = Shell.Create(_runspace);
        shell.AddScript(script);
        var shown = shell.Streams.Progress;
        shown.DataAdded += (_, added) =>
        {
            if (Volatile.Read(ref remaining) > 0)
            {
                return;
            }

            if (shown[added.Index].RecordType == ProgressRecordType.Processing)
            {
                isShown.Set();
            }
            else if (isShown.IsSet)
            {
                // As the engine does after a stop. The progress bar ends with the response.
                throw new PipelineStoppedException();
            }
        };

        Record.Exception(() => shell.Invoke());
        Assert.True(
            new WildcardPattern(warning).IsMatch(Assert.Single(shell.Streams.Warning).Message), string.Join('\n', shell.Streams.Warning));
    }

    [Theory]
    [InlineData("New-Unknown")]
    [InlineData("New-Unknown -IsFatal")]
    public void Stop_ErrorIsAboutToBeWritten_WarnsOfWhatMayExist(string script)
    {
        var warnings = Stop(script);

        Assert.Contains(warnings, static warning => warning.Contains("'new'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("New-Unknown -ErrorAction Stop")]
    [InlineData("New-Unknown -IsFatal")]
    public void Stop_ErrorWithTheWrittenTokensIsAboutToBeWritten_WarnsOfTheTokens(string script)
    {
        var warnings = Stop(script);

        Assert.Contains(warnings, static warning => warning.StartsWith("One token was returned", StringComparison.Ordinal));
    }

    [Fact]
    public void Stop_ErrorOfARequestThatCreatedNothing_IsNotAWarning() =>
        Assert.DoesNotContain(Stop("New-Unknown -NeverApplied"), static warning => warning.Contains("'new'", StringComparison.Ordinal));

    private List<string> Stop(string script)
    {
        using var shell = Shell.Create(_runspace);
        shell.AddScript(script);
        NewUnknownCommand.Stop = () => shell.BeginStop(null, null);
        shell.Invoke();
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        return [.. shell.Streams.Warning.Select(static record => record.Message)];
    }

    private void Invoke(string script, object argument)
    {
        using var shell = Shell.Create(_runspace);
        shell.AddScript(script).AddArgument(argument).Invoke();
        Assert.Empty(shell.Streams.Error);
    }

    /// <summary>Writes a token, and has an error about another one while a stop arrives.</summary>
    [Cmdlet(VerbsCommon.New, "Unknown")]
    public sealed class NewUnknownCommand : TokenCommand
    {
        public NewUnknownCommand() => Written = new WrittenTokens(this, keepsAll: true);

        [Parameter]
        public SwitchParameter IsFatal { get; set; }

        [Parameter]
        public SwitchParameter NeverApplied { get; set; }

        internal static Action Stop { get; set; } = static () => { };

        protected override void ProcessRecord() => ForInput("new", () =>
        {
            WriteRecorded("written", "written", expiration: null, static () => "written");
            Stop();
            Cancellation.Token.WaitHandle.WaitOne();
            throw new TokenApiException(nameof(Messages.NamedTokenMayExist), ["new"], IsFatal ? 401 : 500, NeverApplied);
        });
    }
}
