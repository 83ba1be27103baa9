using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>What a signal does at a point that no other process can choose.</summary>
[Collection(InProcess.Name)]
public sealed class InterruptionTests : CliTest
{
    [Fact]
    public async Task Run_SignalWhileTheSecretIsRead_DoesNotStartTheCommand()
    {
        var marker = Path.Combine(Folder, "started");
        using var interruption = new Interruption(Timeout.InfiniteTimeSpan);
        using var input = new InProcess.ObservedInput("secret-of-the-command\n", _ => interruption.Handle(new PosixSignalContext(PosixSignal.SIGTERM)));
        using var output = new StringWriter();

        var outcome = await InProcess.RunAsync(
            ["run", "--environment", "TOKEN=-", "--", "touch", marker], Environment, output, input, interruption.Token);

        Assert.Equal((ExitCode.Interrupted, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Equal(ExitCode.Terminated, Interruption.SignalExitCode);
        Assert.False(System.IO.File.Exists(marker));
    }

    [SigtermTheory]
    [InlineData("named-token ci", "POST*/tokens/named", "The token 'ci' may have been created.")]
    [InlineData("join --invite-token-file invite.txt", "POST*/join", "The token may have been used anyway: check whether the space {space} has been joined.")]
    [InlineData("boomi-environment Test", "POST*/Environment", "The environment Test may have been created anyway.")]
    [InlineData("revoke temporary", "DELETE*/tokens/temporary", "The tokens may have been revoked anyway")]
    [InlineData("gooddata-user ada@example.com", "POST*/entities/users", "The user ada.at.example.com may have been created anyway.")]
    public async Task Run_SigtermWhileAwaitingResponse_SaysWhatMayHaveBeenChanged(string command, string request, string said)
    {
        File("invite.txt", (await InProcess.RunAsync(
            ["temporary-token", "--invite-type", "userJoinSpace", "--target-id", Sandbox.OnezoneSpaceId, "-o", "token"], Environment)).Output);
        Environment["ONEZONE_API_KEY"] = Sandbox.OnezoneOtherUserToken;
        Environment["GOODDATA_TOKEN"] = BootstrapToken();
        Sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5), Match = request });
        var start = Tool.Start(command.Split(' '), Environment);
        start.WorkingDirectory = Folder;
        using var process = Process.Start(start)!;
        var (method, path) = (request.Split('*')[0], request.Split('*')[1]);
        await UntilAsync(() => Sandbox.Requests.Any(item => item.Method == method && item.Path.EndsWith(path, StringComparison.Ordinal)));

        Terminate(process);

        Refused(await Tool.EndAsync(process), ExitCode.Terminated, said.Replace("{space}", Sandbox.OnezoneSpaceId, StringComparison.Ordinal));
    }

    [SigtermFact]
    public async Task Run_SigtermWhileNoProgramReadsTheRows_NamesEachTokenThatWasCreated()
    {
        // The first line is longer than a pipe holds, so that it is never written.
        var csv = File("rows.csv", "InstallType,Site\nATOM," + new string('x', 300_000) + "\n" + string.Concat(Enumerable.Repeat("ATOM\n", 30)));
        using var process = Process.Start(Tool.Start(["installer-token", "--csv", csv, "--throttle-limit", "4"], Environment))!;
        // The first row, and two for each of the four workers.
        await UntilAsync(() => Sandbox.MintedTokens.Count == 9);

        Terminate(process);

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(ExitCode.Terminated, process.ExitCode);
        for (var row = 1; row <= 9; row++)
        {
            Assert.Matches($"tokentools: Row {row}: An installer token for ATOM (was|may have been) created in account " + Sandbox.BoomiAccountId, error);
        }

        Assert.Contains("From row 1 on, a row without a line in the result and without a message has no token.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Row 10", error, StringComparison.Ordinal);
        Assert.Equal(9, Sandbox.MintedTokens.Count);
    }

    [Fact]
    public async Task Write_EndOfTheGracePeriod_NamesTheTokenOfTheResult()
    {
        var error = new StringWriter();
        using var output = new BlockedOutput(Interruption.Report);
        using var scope = new EnvironmentScope(Environment.Select(static pair => (pair.Key, pair.Value)));
        using var input = new MemoryStream();

        var result = await CommandRunner.RunAsync(["installer-token", "ATOM"], new Terminal(output, error, input), CancellationToken.None);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(
            "The result cannot be written: a signal has ended the command. An installer token for ATOM was created in account " + Sandbox.BoomiAccountId,
            error.ToString(),
            StringComparison.Ordinal);
        // Nothing is open any more.
        error.GetStringBuilder().Clear();
        Interruption.Report();
        Assert.Empty(error.ToString());
    }

    [Fact]
    public void Report_ErrorOfOne_DoesNotPreventTheOthers()
    {
        var isReported = false;
        using var first = Interruption.AtDeadline(static () => throw new IOException());
        using var second = Interruption.AtDeadline(() => isReported = true);

        Interruption.Report();

        Assert.True(isReported);
    }

    [Fact]
    public void Dispose_WhileItIsReported_WaitsForTheReport()
    {
        using var isCalled = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        var isReported = false;
        var registration = Interruption.AtDeadline(() =>
        {
            isCalled.Set();
            goesOn.Wait();
            isReported = true;
        });
        var reporter = new Thread(Interruption.Report);
        reporter.Start();
        isCalled.Wait();
        var release = new Thread(goesOn.Set);
        release.Start();

        // Otherwise, the process could end in the middle of it.
        registration.Dispose();

        Assert.True(isReported);
        reporter.Join();
        release.Join();
    }

    [Fact]
    public void Start_SignalThatHasNotCanceledYet_StartsNothing()
    {
        using var interruption = new Interruption(Timeout.InfiniteTimeSpan);
        interruption.Handle(new PosixSignalContext(PosixSignal.SIGTERM));

        Assert.ThrowsAny<OperationCanceledException>(() => Interruption.Start<string>(
            static () => throw new InvalidOperationException("It was started."), static (_, _) => { }, CancellationToken.None));
    }

    [Fact]
    public async Task Start_SignalDuringTheStart_IsPassedToTheProcess()
    {
        using var interruption = new Interruption(Timeout.InfiniteTimeSpan);
        var received = new TaskCompletionSource<(string Process, PosixSignal Signal)>();
        var context = new PosixSignalContext(PosixSignal.SIGTERM);
        Thread? handler = null;
        Interruption.Start(
            () =>
            {
                handler = new Thread(() => interruption.Handle(context));
                handler.Start();
                return "process";
            },
            (process, signal) => received.SetResult((process, signal)),
            CancellationToken.None);

        Assert.Equal(("process", PosixSignal.SIGTERM), await received.Task);
        handler!.Join();
        Assert.True(context.Cancel);
        Interruption.EndForwarding();
    }

    private static void Terminate(Process process) =>
        Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();

    /// <summary>Calls an action when a line is written.</summary>
    private sealed class BlockedOutput(Action whileBlocked) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            whileBlocked();
            base.WriteLine(value);
        }
    }

    private sealed class SigtermFactAttribute : FactAttribute
    {
        public SigtermFactAttribute() => Skip = OperatingSystem.IsWindows() ? "there is no kill on Windows" : null;
    }

    private sealed class SigtermTheoryAttribute : TheoryAttribute
    {
        public SigtermTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "there is no kill on Windows" : null;
    }
}
