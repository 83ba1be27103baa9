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

    /// <summary>Waits for a turn.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            TimeSpan turn;
            TimeSpan now;
            lock (_gate)
            {
                now = _clock.Elapsed;
                turn = Later(now, _closedUntil);
                if (_turns[_oldest] != TimeSpan.MinValue)
                {
                    turn = Later(turn, _turns[_oldest] + _window);
                }

                _turns[_oldest] = turn;
                _oldest = (_oldest + 1) % _turns.Length;
            }

            await _clock.Delay(turn - now, stop).ConfigureAwait(false);
            lock (_gate)
            {
                // Whoever waited through a refusal takes a new turn behind it; else all of them would go at once.
                if (_closedUntil <= turn)
                {
                    return;
                }
            }
        }
    }

    /// <summary>The service refused: nobody goes before that time has passed.</summary>
    public void CloseFor(TimeSpan time)
    {
        lock (_gate)
        {
            _closedUntil = Later(_closedUntil, _clock.Elapsed + time);
        }
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
