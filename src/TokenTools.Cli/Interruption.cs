using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace TokenTools.Cli;

/// <summary>Turns Ctrl-C and SIGTERM into a cancellation. A second signal, or the end of the grace period, ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private Timer? _deadline;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, ExitCode.Terminated));
    }

    /// <summary>The grace period; infinite while a child process runs, which receives the signal as well.</summary>
    public static TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>The exit code for the signal that arrived; null for none.</summary>
    public static int? SignalExitCode { get; private set; }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _deadline?.Dispose();
    }

    private void Cancel(PosixSignalContext context, int exitCode)
    {
        if (_cancellation.IsCancellationRequested)
        {
            return;
        }

        SignalExitCode = exitCode;
        context.Cancel = true;
        _deadline = new Timer(_ => Environment.Exit(exitCode), null, GracePeriod, Timeout.InfiniteTimeSpan);
        // Not on this thread: the continuations of the cancellation may end the process and dispose of this object.
        _ = _cancellation.CancelAsync();
    }
}
