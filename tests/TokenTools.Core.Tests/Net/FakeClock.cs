using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.Core.Tests.Net;

/// <summary>
/// A clock that only advances by delays: each delay completes immediately and is recorded. With <see cref="Held"/>, delays complete when
/// the test advances the clock.
/// </summary>
internal sealed class FakeClock : IClock
{
    private readonly object _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Over)> _pending = [];
    private TimeSpan _elapsed = TimeSpan.FromHours(1);

    public static DateTimeOffset Start { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The random number: 0.5 by default.</summary>
    public Func<double> Random { get; init; } = static () => 0.5;

    /// <summary>How much longer each delay takes than requested.</summary>
    public Func<TimeSpan> Oversleeps { get; init; } = static () => TimeSpan.Zero;

    /// <summary>True for delays that last until <see cref="MoveOn"/>.</summary>
    public bool Held { get; init; }

    /// <summary>All requested delays, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
            {
                return _waits.ToArray();
            }
        }
    }

    public int Pending
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count;
            }
        }
    }

    public DateTimeOffset UtcNow => Start + Elapsed - TimeSpan.FromHours(1);

    public TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return _elapsed;
            }
        }
    }

    public double NextRandom() => Random();

    public Task Delay(TimeSpan time, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        lock (_gate)
        {
            _waits.Add(time);
            if (time <= TimeSpan.Zero)
            {
                return Task.CompletedTask;
            }

            var due = _elapsed + time + Oversleeps();
            if (!Held)
            {
                _elapsed = due;
                return Task.CompletedTask;
            }

            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var entry = (due, over);
            _pending.Add(entry);
            cancellationToken.Register(() =>
            {
                lock (_gate)
                {
                    _pending.Remove(entry);
                }

                over.TrySetCanceled(cancellationToken);
            });
            return over.Task;
        }
    }

    /// <summary>Advances to the next due delay and completes all that are due then. False when there is none.</summary>
    public bool MoveOn()
    {
        TaskCompletionSource[] awake;
        lock (_gate)
        {
            if (_pending.Count == 0)
            {
                return false;
            }

            _elapsed = _pending.Min(entry => entry.Due);
            awake = _pending.Where(entry => entry.Due <= _elapsed).Select(entry => entry.Over).ToArray();
            _pending.RemoveAll(entry => entry.Due <= _elapsed);
        }

        foreach (var over in awake)
        {
            over.TrySetResult();
        }

        return true;
    }
}
