using System;
using System.Linq;
using TokenTools.Sandbox.Pipeline;
using Xunit;

namespace TokenTools.Sandbox.Tests.Pipeline;

public class SlidingWindowLimiterTests
{
    private TimeSpan _now;

    [Fact]
    public void TryAcquire_NoLimit_IsTrue()
    {
        var limiter = new SlidingWindowLimiter(() => _now);
        Assert.True(Enumerable.Range(0, 1000).All(_ => limiter.TryAcquire(null)));
    }

    [Fact]
    public void TryAcquire_BeyondLimit_IsFalseUntilTheWindowHasPassed()
    {
        var limiter = new SlidingWindowLimiter(() => _now);
        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(_ => limiter.TryAcquire(2)));
        _now = TimeSpan.FromMilliseconds(999);
        Assert.False(limiter.TryAcquire(2));
        // Rejected requests do not extend the wait.
        _now = TimeSpan.FromSeconds(1);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => limiter.TryAcquire(2)));
    }

    [Fact]
    public void TryAcquire_LessThanOnePerSecond_WidensTheWindow()
    {
        var limiter = new SlidingWindowLimiter(() => _now);
        Assert.True(limiter.TryAcquire(0.5));
        _now = TimeSpan.FromSeconds(1.9);
        Assert.False(limiter.TryAcquire(0.5));
        _now = TimeSpan.FromSeconds(2);
        Assert.True(limiter.TryAcquire(0.5));
    }
}
