using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace TokenTools.Cli;

/// <summary>Ctrl-C and the request to end, as a cancellation; a second one, or two seconds, end the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>How long an end may take once it was asked for; infinite where another process is waited for, which was asked as well.</summary>
    public static TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private Timer? _last;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    public CancellationToken Token => _cancellation.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _last?.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (_cancellation.IsCancellationRequested)
        {
            return;
        }

        signal.Cancel = true;
        _last = new Timer(static _ => Environment.Exit(ExitCode.Interrupted), null, Patience, Timeout.InfiniteTimeSpan);
        // Not on this thread: what a cancellation wakes may run to the end of the process, and dispose of what this is still in.
        _ = _cancellation.CancelAsync();
    }
}
