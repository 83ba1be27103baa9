using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class RateLimitTests
{
    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(2.5, 2, 0.8)]
    [InlineData(0.5, 1, 2)]
    public async Task Passes_AsManyAsTheRateInItsWindow_ThenNoneUntilTheWindowIsOver(double perSecond, int most, double seconds)
    {
        var limit = new RateLimit(_clock);
        Assert.Equal(most, Enumerable.Range(0, 20).Count(_ => limit.Passes(perSecond)));

        await _clock.Delay(TimeSpan.FromSeconds(seconds - 0.01), CancellationToken.None);
        Assert.False(limit.Passes(perSecond));

        await _clock.Delay(TimeSpan.FromSeconds(0.01), CancellationToken.None);
        Assert.Equal(most, Enumerable.Range(0, 20).Count(_ => limit.Passes(perSecond)));
    }

    [Fact]
    public void Passes_NoRate_Always() => Assert.All(Enumerable.Repeat(new RateLimit(_clock), 20), static limit => Assert.True(limit.Passes(null)));
}
