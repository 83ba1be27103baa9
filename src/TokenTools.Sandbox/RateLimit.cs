using System;
using System.Collections.Generic;
using TokenTools.Http;

namespace TokenTools.Sandbox;

/// <summary>Lets so many requests through in any one second. Those it refuses don't count.</summary>
internal sealed class RateLimit(IClock clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Queue<TimeSpan> _passed = new();

    public bool Passes(double? perSecond)
    {
        if (perSecond is not { } limit)
        {
            return true;
        }

        // Half a request a second is one in two.
        var most = Math.Max(1, (int)Math.Floor(limit));
        var window = TimeSpan.FromTicks((long)(Window.Ticks * most / limit));
        lock (_passed)
        {
            var now = clock.Elapsed;
            while (_passed.Count > 0 && now - _passed.Peek() >= window)
            {
                _passed.Dequeue();
            }

            if (_passed.Count >= most)
            {
                return false;
            }

            _passed.Enqueue(now);
            return true;
        }
    }
}
