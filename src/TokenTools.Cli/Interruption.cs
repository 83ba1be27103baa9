using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace TokenTools.Cli;

/// <summary>
/// Turns Ctrl-C, SIGTERM, SIGHUP and SIGQUIT into a cancellation: a token that may exist is reported before the end. A second signal, or the
/// end of the grace period, ends the process. What is lost at the end of the grace period is reported first.
/// </summary>
/// <remarks>While a child process runs, signals are forwarded to it, and this process ends after it.</remarks>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan DefaultGracePeriod = TimeSpan.FromSeconds(2);

    // Standard error may be blocked, too.
    private static readonly TimeSpan ReportTimeout = TimeSpan.FromSeconds(5);

    // Locked while they are called, so that the process does not end in the middle of it because the output has been written after all.
    private static readonly List<Action> Reports = [];

    // A signal either arrives before a child process is started, which is then not started, or is passed to it.
    private static readonly Lock Gate = new();

    // Passes signals to the child process; null if none runs.
    private static Action<PosixSignal>? _receiver;

    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TimeSpan _gracePeriod;
    private Timer? _deadline;

    /// <param name="gracePeriod">The time between the first signal and the end of the process; 2 seconds by default.</param>
    public Interruption(TimeSpan? gracePeriod = null)
    {
        _gracePeriod = gracePeriod ?? DefaultGracePeriod;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Handle),
        ];
    }

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>The exit code for the signal that arrived; null for none.</summary>
    public static int? SignalExitCode { get; private set; }

    /// <summary>Starts a child process, to which signals are passed until <see cref="EndForwarding"/>.</summary>
    /// <param name="start">Starts it.</param>
    /// <param name="receive">Receives each signal.</param>
    /// <param name="cancellationToken">Prevents the start.</param>
    /// <exception cref="OperationCanceledException">A signal arrived before: the process is not started.</exception>
    public static T Start<T>(Func<T> start, Action<T, PosixSignal> receive, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            if (SignalExitCode is not null || cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            var process = start();
            _receiver = signal => receive(process, signal);
            return process;
        }
    }

    /// <summary>Registers a report of what is lost if the grace period ends before the result of this method is disposed of.</summary>
    /// <param name="report">Called on another thread. What is written to standard output may be blocked.</param>
    public static IDisposable AtDeadline(Action report)
    {
        lock (Reports)
        {
            Reports.Add(report);
        }

        return new Registration(report);
    }

    /// <summary>Calls the registered reports. An error of one does not prevent the others.</summary>
    internal static void Report()
    {
        lock (Reports)
        {
            foreach (var report in Reports)
            {
                try
                {
                    report();
                }
#pragma warning disable CA1031 // The process ends.
                catch (Exception)
#pragma warning restore CA1031
                {
                }
            }
        }
    }

    /// <summary>The child process has ended.</summary>
    public static void EndForwarding()
    {
        lock (Gate)
        {
            _receiver = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_registrations, static registration => registration.Dispose());
        lock (Gate)
        {
            SignalExitCode = null;
            _deadline?.Dispose();
        }
    }

    /// <summary>Handles a signal.</summary>
    internal void Handle(PosixSignalContext context)
    {
        lock (Gate)
        {
            var isFirst = SignalExitCode is null;
            context.Cancel = isFirst || _receiver is not null;
            _receiver?.Invoke(context.Signal);
            if (!isFirst)
            {
                return;
            }

            var exitCode = ExitCodeOf(context.Signal);
            SignalExitCode = exitCode;
            if (_receiver is null)
            {
                _deadline = new Timer(_ => End(exitCode), null, _gracePeriod, Timeout.InfiniteTimeSpan);
            }
        }

        // Not on this thread: the continuations of the cancellation may end the process and dispose of this object.
        _ = _cancellation.CancelAsync();
    }

    private static void End(int exitCode)
    {
        var report = new Thread(Report) { IsBackground = true };
        report.Start();
        report.Join(ReportTimeout);
        Environment.Exit(exitCode);
    }

    private static int ExitCodeOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGTERM => ExitCode.Terminated,
        PosixSignal.SIGHUP => ExitCode.HungUp,
        PosixSignal.SIGQUIT => ExitCode.Quit,
        _ => ExitCode.Interrupted,
    };

    private sealed class Registration(Action report) : IDisposable
    {
        public void Dispose()
        {
            lock (Reports)
            {
                Reports.Remove(report);
            }
        }
    }
}
