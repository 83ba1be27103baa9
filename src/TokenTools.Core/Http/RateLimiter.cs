using System;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Http;

/// <summary>Keeps all users of a connection, in whatever runspace, to so many requests in any one second.</summary>
/// <remarks>
/// It remembers when the last N requests went out and lets the next one go a second after the N-th last, so a burst of N
/// goes at once and no second ever holds more than N, wherever the service's own second begins. (A bucket that is
/// refilled evenly would let 2N through in the first one.) Turns are handed out in the order of asking.
/// </remarks>
internal sealed class RateLimiter
{
    // A little more than a second: requests don't all take equally long to arrive.
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(1020);

    private readonly object _gate = new();
    private readonly SemaphoreSlim _line = new(1, 1);
    private readonly IClock _clock;
    private readonly TimeSpan[] _turns;
    private readonly TimeSpan _window;
    private int _oldest;
    private TimeSpan _closedUntil = TimeSpan.MinValue;

    /// <param name="perSecond">Requests per second; under 1 means one in 1/N seconds.</param>
    /// <param name="clock">The clock to go by.</param>
    public RateLimiter(double perSecond, IClock clock)
    {
        _clock = clock;
        // 2.5 per second are 2 in 0.8 seconds.
        var whole = Math.Max(1, (int)Math.Floor(perSecond));
        _window = TimeSpan.FromSeconds(Window.TotalSeconds * whole / perSecond);
        _turns = new TimeSpan[whole];
        for (var i = 0; i < whole; i++)
        {
            _turns[i] = TimeSpan.MinValue;
        }
    }

    /// <summary>Waits for a turn, and says when by the clock it came.</summary>
    public async Task<TimeSpan> WaitAsync(CancellationToken cancellationToken)
    {
        // Only the first in the line waits for the clock. So what counts is when a turn was really taken, not when it was
        // meant to be; whoever gives up takes no turn along; and after a refusal there is no crowd to go at once.
        await _line.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                TimeSpan wait;
                lock (_gate)
                {
                    var now = _clock.Elapsed;
                    var turn = _turns[_oldest] == TimeSpan.MinValue ? _closedUntil : Later(_closedUntil, _turns[_oldest] + _window);
                    if (turn <= now)
                    {
                        _turns[_oldest] = now;
                        _oldest = (_oldest + 1) % _turns.Length;
                        return now;
                    }

                    wait = turn - now;
                }

                await _clock.Delay(wait, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _line.Release();
        }
    }

    /// <summary>
    /// A request leaves only now that had its turn a while ago: a connection was made first, or the machine is busy. Its second
    /// begins now, else it could meet at the service with one that goes a second after its turn.
    /// </summary>
    /// <param name="turn">What <see cref="WaitAsync"/> gave.</param>
    public void MarkSent(TimeSpan turn)
    {
        lock (_gate)
        {
            var index = Array.IndexOf(_turns, turn);
            if (index >= 0)
            {
                _turns[index] = _clock.Elapsed;
            }
        }
    }

    /// <summary>The service refused: nobody goes before that time has passed.</summary>
    public void PauseFor(TimeSpan time)
    {
        lock (_gate)
        {
            _closedUntil = Later(_closedUntil, _clock.Elapsed + time);
        }
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
