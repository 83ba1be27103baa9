using System;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Http;

/// <summary>Limits the requests of a connection, over all threads and runspaces that use it, to N in any one second.</summary>
/// <remarks>
/// A sliding window: it records when the last N requests were sent and allows the next one a second after the Nth last. A burst of N is
/// sent immediately, and no interval of one second contains more than N, regardless of when the service's interval starts. (A token
/// bucket would allow up to 2N in the first second.) Callers are served in order of arrival.
/// </remarks>
internal sealed class RateLimiter
{
    // A margin over one second, because the latency of requests varies.
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(1020);

    private readonly object _gate = new();
    private readonly SemaphoreSlim _queue = new(1, 1);
    private readonly IClock _clock;
    private readonly TimeSpan[] _permits;
    private readonly TimeSpan _window;
    private int _oldest;
    private TimeSpan _pausedUntil = TimeSpan.MinValue;

    /// <param name="perSecond">Requests per second; a number N below 1 means one request in 1/N seconds.</param>
    /// <param name="clock">The clock.</param>
    public RateLimiter(double perSecond, IClock clock)
    {
        _clock = clock;
        // 2.5 per second are 2 in 0.8 seconds.
        var whole = Math.Max(1, (int)Math.Floor(perSecond));
        _window = TimeSpan.FromSeconds(Window.TotalSeconds * whole / perSecond);
        _permits = new TimeSpan[whole];
        for (var i = 0; i < whole; i++)
        {
            _permits[i] = TimeSpan.MinValue;
        }
    }

    /// <summary>Waits for a permit and returns the time on the clock at which it was issued.</summary>
    public async Task<TimeSpan> WaitAsync(CancellationToken cancellationToken)
    {
        // Only the first caller in the queue waits on the clock. Therefore a permit counts from the time at which it was issued, not at
        // which it was due; a canceled caller uses no permit; and no burst follows a pause.
        await _queue.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                TimeSpan delay;
                lock (_gate)
                {
                    var now = _clock.Elapsed;
                    var due = _permits[_oldest] == TimeSpan.MinValue ? _pausedUntil : Later(_pausedUntil, _permits[_oldest] + _window);
                    if (due <= now)
                    {
                        _permits[_oldest] = now;
                        _oldest = (_oldest + 1) % _permits.Length;
                        return now;
                    }

                    delay = due - now;
                }

                await _clock.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _queue.Release();
        }
    }

    /// <summary>
    /// Restarts the window of a permit when its request is sent, which may be later than the permit was issued: a connection is established
    /// first, or the machine is busy. Otherwise the request and the one after it could reach the service in the same second.
    /// </summary>
    /// <param name="permit">The result of <see cref="WaitAsync"/>.</param>
    public void MarkSent(TimeSpan permit)
    {
        lock (_gate)
        {
            var index = Array.IndexOf(_permits, permit);
            if (index >= 0)
            {
                _permits[index] = _clock.Elapsed;
            }
        }
    }

    /// <summary>Issues no permits for a time, because the service rejected a request as too many.</summary>
    public void PauseFor(TimeSpan time)
    {
        lock (_gate)
        {
            _pausedUntil = Later(_pausedUntil, _clock.Elapsed + time);
        }
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
