using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace TokenTools.Cli;

/// <summary>
/// Turns Ctrl-C, SIGTERM, SIGHUP and SIGQUIT into a cancellation: a token that may exist is reported before the end. A second signal, or the
/// end of the grace period, ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Timer? _deadline;

    public Interruption()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, ExitCode.Terminated)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Cancel(context, ExitCode.HungUp)),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => Cancel(context, ExitCode.Quit)),
        ];
    }

    /// <summary>The grace period; infinite while a child process runs, which receives the signal as well.</summary>
    public static TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>The exit code for the signal that arrived; null for none.</summary>
    public static int? SignalExitCode { get; private set; }

    public void Dispose()
    {
        Array.ForEach(_registrations, static registration => registration.Dispose());
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
