using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
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
}
