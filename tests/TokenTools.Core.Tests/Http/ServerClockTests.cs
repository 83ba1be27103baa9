using System;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>The service's time, between two bounds.</summary>
public class ServerClockTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Bounds_NoResponse_AreNull()
    {
        var clock = new ServerClock(new FakeClock());

        Assert.Null(clock.Earliest(clock.Now()));
        Assert.Null(clock.Latest(clock.Now()));
    }

    // The request is sent at 0 s by both clocks of this machine, and the response arrives at 3 s. At a later time, by the monotonic clock
    // and by the system's: the service created the response at noon to a second later, after the request was sent and before it arrived.
    [Theory]
    [InlineData(3, 3, 0, 4)]
    [InlineData(10, 10, 7, 11)]
    [InlineData(10, 3600, 7, 3601)] // The system clock was set, or the monotonic one stopped.
    [InlineData(3600, 10, 7, 3601)]
    [InlineData(-10, -10, -13, -9)] // Before the request.
    public void Bounds_LaterTime_IncludeTheServicesTime(int elapsed, int utc, int earliest, int latest)
    {
        var local = new FakeClock();
        var clock = new ServerClock(local);
        var sent = clock.Now();
        local.Delay(TimeSpan.FromSeconds(3), default);
        clock.Record(Noon, sent);
        var at = new LocalTime(sent.Elapsed + TimeSpan.FromSeconds(elapsed), sent.Utc.AddSeconds(utc));

        Assert.Equal(Noon.AddSeconds(earliest), clock.Earliest(at));
        Assert.Equal(Noon.AddSeconds(latest), clock.Latest(at));
    }

    [Fact]
    public void Bounds_SecondResponse_ReplacesTheFirst()
    {
        var local = new FakeClock();
        var clock = new ServerClock(local);
        clock.Record(Noon, clock.Now());
        clock.Record(Noon.AddHours(1), clock.Now());

        Assert.Equal(Noon.AddHours(1), clock.Earliest(clock.Now()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9999)]
    public void Bounds_BeyondAnyDate_AreNull(int year)
    {
        var clock = new ServerClock(new FakeClock());
        var sent = clock.Now();
        clock.Record(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero), sent);
        var years = TimeSpan.FromDays(year == 1 ? -800 : 800);
        var at = new LocalTime(sent.Elapsed + years, sent.Utc + years);

        Assert.Null(clock.Earliest(at));
        Assert.Null(clock.Latest(at));
    }
}
