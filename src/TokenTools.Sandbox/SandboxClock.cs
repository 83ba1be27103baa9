using System;
using TokenTools.Http;

namespace TokenTools.Sandbox;

/// <summary>The sandbox's clock: the machine's clock plus a skew. Thread-safe.</summary>
internal sealed class SandboxClock
{
    private readonly object _gate = new();
    private TimeSpan _skew;

    public TimeSpan Skew
    {
        get
        {
            lock (_gate)
            {
                return _skew;
            }
        }

        set
        {
            lock (_gate)
            {
                _skew = value;
            }
        }
    }

    public DateTimeOffset UtcNow => SystemClock.Instance.UtcNow + Skew;
}
