using System;
using System.Collections.Generic;

namespace TokenTools.Sandbox.Pipeline;

/// <summary>A sliding-window rate limit. Rejected requests do not count. Thread-safe.</summary>
internal sealed class SlidingWindowLimiter
{
    private readonly Queue<TimeSpan> _accepted = new();
    private readonly Func<TimeSpan> _elapsed;

    /// <param name="elapsed">A monotonic clock.</param>
    public SlidingWindowLimiter(Func<TimeSpan> elapsed) => _elapsed = elapsed;

    /// <summary>True if the request is within the limit.</summary>
    /// <param name="requestsPerSecond">The limit; null for none.</param>
    public bool TryAcquire(double? requestsPerSecond)
    {
        if (requestsPerSecond is not { } limit)
        {
            return true;
        }

        // 0.5 requests per second are 1 request in a window of 2 seconds.
        var permits = Math.Max(1, (int)Math.Floor(limit));
        var window = TimeSpan.FromTicks((long)(TimeSpan.TicksPerSecond * permits / limit));
        lock (_accepted)
        {
            var now = _elapsed();
            while (_accepted.Count > 0 && now - _accepted.Peek() >= window)
            {
                _accepted.Dequeue();
            }

            if (_accepted.Count >= permits)
            {
                return false;
            }

            _accepted.Enqueue(now);
            return true;
        }
    }
}
