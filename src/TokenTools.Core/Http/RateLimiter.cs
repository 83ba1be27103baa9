using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Http;

/// <summary>Limits the requests of a connection, over all threads and runspaces that use it, to N in any one second.</summary>
/// <remarks>
/// A sliding window: it records when requests were sent, and issues a permit while fewer than N requests were sent in the last second or
/// have a permit and are not sent yet. A burst of N is sent immediately, and no interval of one second contains more than N, regardless of
/// when the service's interval starts. (A token bucket would allow up to 2N in the first second.) Callers are served in order of arrival.
/// </remarks>
internal sealed class RateLimiter
{
    // A margin over one second, because the latency of requests varies.
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(1020);

    private readonly object _gate = new();
    private readonly SemaphoreSlim _queue = new(1, 1);
    private readonly SemaphoreSlim _sending = new(0);
    private readonly IClock _clock;
    private readonly Queue<TimeSpan> _sent = new();
    private readonly TimeSpan _window;
    private readonly int _limit;
    private int _unsentCount;
    private bool _awaitsSending;
    private TimeSpan _pausedUntil = TimeSpan.MinValue;

    /// <param name="perSecond">Requests per second; a number N below 1 means one request in 1/N seconds.</param>
    /// <param name="clock">The clock.</param>
    public RateLimiter(double perSecond, IClock clock)
    {
        _clock = clock;
        // 2.5 per second are 2 in 0.8 seconds.
        _limit = Math.Max(1, (int)Math.Floor(perSecond));
        _window = TimeSpan.FromSeconds(Window.TotalSeconds * _limit / perSecond);
    }

    /// <summary>Waits for a permit for one request, which the caller disposes of when the request has ended.</summary>
    public async Task<Permit> WaitAsync(CancellationToken cancellationToken)
    {
        // Only the first caller in the queue waits on the clock. Therefore a canceled caller uses no permit, and no burst follows a pause.
        await _queue.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                TimeSpan? delay;
                lock (_gate)
                {
                    var now = _clock.Elapsed;
                    delay = DelayAt(now);
                    if (delay <= TimeSpan.Zero)
                    {
                        _unsentCount++;
                        return new Permit(this);
                    }

                    _awaitsSending = delay is null;
                }

                await (delay is { } time ? _clock.Delay(time, cancellationToken) : _sending.WaitAsync(cancellationToken))
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            _queue.Release();
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

    // How long to wait before another attempt to issue a permit; null until one of the requests with a permit has been sent.
    private TimeSpan? DelayAt(TimeSpan now)
    {
        while (_sent.Count > 0 && _sent.Peek() + _window <= now)
        {
            _sent.Dequeue();
        }

        return _unsentCount + _sent.Count < _limit ? Later(_pausedUntil, now) - now
            : _unsentCount < _limit ? Later(_pausedUntil, _sent.Peek() + _window) - now
            : null;
    }

    private void AddSent(bool isFirst)
    {
        lock (_gate)
        {
            _sent.Enqueue(_clock.Elapsed);
            if (!isFirst)
            {
                return;
            }

            _unsentCount--;
            if (_awaitsSending)
            {
                _awaitsSending = false;
                _sending.Release();
            }
        }
    }

    /// <summary>The permission to send one request.</summary>
    internal sealed class Permit : IDisposable
    {
        private readonly RateLimiter _limiter;
        private int _isSent;

        internal Permit(RateLimiter limiter) => _limiter = limiter;

        /// <summary>
        /// Starts the window of the request when it is sent, which may be later than the permit was issued: a connection is established
        /// first, or the machine is busy. Otherwise the request and those after it could reach the service in the same second. What is sent
        /// again, over another connection, counts again.
        /// </summary>
        public void MarkSent() => _limiter.AddSent(Interlocked.Exchange(ref _isSent, 1) == 0);

        /// <summary>
        /// Called when the request has ended. If it has no body, the time at which it was sent is unknown; if it failed, whether it was
        /// sent is unknown. Such a request counts from now, the latest possible time.
        /// </summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isSent, 1) == 0)
            {
                _limiter.AddSent(isFirst: true);
            }
        }
    }
}
