using System;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class ZoneClockTests
{
    private static readonly DateTimeOffset ZoneTime = DateTimeOffset.FromUnixTimeSeconds(OnedataSamples.Now);

    private readonly TwoClocks _clock = new();
    private int _requests;

    [Fact]
    public async Task GetTimeAsync_ResponseAfterSomeTime_WasSentHalfway()
    {
        var zone = Create(roundTrip: TimeSpan.FromSeconds(3));
        Assert.Equal(ZoneTime.AddSeconds(1.5), await zone.GetTimeAsync(null, CancellationToken.None));
    }

    // The monotonic clock may be behind by at most five seconds, and the system clock may be set.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 1)]
    [InlineData(-5, 1)]
    [InlineData(5.001, 2)]
    [InlineData(-5.001, 2)]
    public async Task GetTimeAsync_Again_IsExtrapolatedUnlessTheClocksDisagree(double jump, int requests)
    {
        var zone = Create();
        await zone.GetTimeAsync(null, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMinutes(10));
        _clock.UtcNow += TimeSpan.FromSeconds(jump);

        var time = await zone.GetTimeAsync(null, CancellationToken.None);

        Assert.Equal(requests, _requests);
        Assert.Equal(requests == 1 ? ZoneTime.AddMinutes(10) : ZoneTime, time);
    }

    [Fact]
    public async Task GetTimeAsync_SystemClockSetDuringTheRequest_IsTheZonesTime()
    {
        var zone = new ZoneClock(_clock, (_, _) =>
        {
            _clock.UtcNow += TimeSpan.FromDays(1);
            return Task.FromResult(ZoneTime);
        });
        Assert.Equal(ZoneTime, await zone.GetTimeAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task GetTimeAsync_AfterAnError_RequestsItAgain()
    {
        var zone = new ZoneClock(_clock, (_, _) => ++_requests == 1
            ? Task.FromException<DateTimeOffset>(new TokenArgumentException("Uri", nameof(Messages.ConnectionClosed)))
            : Task.FromResult(ZoneTime));
        await Assert.ThrowsAsync<TokenArgumentException>(() => zone.GetTimeAsync(null, CancellationToken.None));
        Assert.Equal(ZoneTime, await zone.GetTimeAsync(null, CancellationToken.None));
    }

    [Fact]
    public void StartingAt_ZoneTime_AdvancesWithTheSystemClock()
    {
        var now = Create().StartingAt(ZoneTime);
        Assert.Equal(ZoneTime, now());
        _clock.UtcNow += TimeSpan.FromHours(1);
        Assert.Equal(ZoneTime.AddHours(1), now());
    }

    private ZoneClock Create(TimeSpan roundTrip = default) => new(_clock, (_, _) =>
    {
        _requests++;
        _clock.Advance(roundTrip);
        return Task.FromResult(ZoneTime);
    });

    /// <summary>A clock whose date and monotonic time are set independently.</summary>
    private sealed class TwoClocks : IClock
    {
        public DateTimeOffset UtcNow { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public TimeSpan Elapsed { get; private set; } = TimeSpan.FromHours(1);

        public void Advance(TimeSpan time)
        {
            UtcNow += time;
            Elapsed += time;
        }

        public Task Delay(TimeSpan time, CancellationToken cancellationToken) => throw new NotSupportedException();

        public double NextRandom() => throw new NotSupportedException();
    }
}
