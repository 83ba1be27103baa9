using System;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>How far a service's clock is ahead, in seconds, from what a response shows.</summary>
public class ServiceTimeTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    // When the request was sent and the response arrived, created and Date, all in seconds after noon by the local clock.
    [Theory]
    [InlineData(0d, 1d, 0.5d, 0d, 0d)] // the same time
    [InlineData(0d, 1d, 7200.5d, 7200d, 7199.5d)] // two hours ahead
    [InlineData(0d, 1d, -7200d, -7200d, -7200d)] // two hours behind
    [InlineData(0d, 100d, 3d, 3d, 0d)] // a slow response is not a difference
    [InlineData(0d, 1d, null, 0d, 0d)]
    [InlineData(0d, 1d, null, 7200d, 7199d)]
    [InlineData(0d, 1d, null, -7200d, -7199d)] // the header has whole seconds
    [InlineData(0d, 1d, 7200d, null, 7199d)]
    [InlineData(0d, 1d, 172800d, null, 0d)] // without a Date header: not the time of the response
    [InlineData(0d, 1d, -400000000d, 0d, 0d)] // the Date header shows that it is not
    [InlineData(0d, 1d, -400000000d, 7200d, 7199d)]
    [InlineData(0d, 1d, null, null, 0d)]
    [InlineData(0d, 1d, 7500d, 7200d, 7499d)] // five minutes apart: the servers' clocks
    [InlineData(0d, 1d, 7501d, 7200d, 7199d)]
    [InlineData(0d, 1d, 86401d, null, 86400d)] // a day
    [InlineData(0d, 1d, 86402d, null, 0d)]
    public void From_Response_IsTheDifference(double sent, double received, double? created, double? date, double offset)
    {
        var response = new ServiceResponse(200, "application/json", "{}")
        {
            Sent = Noon.AddSeconds(sent),
            Received = Noon.AddSeconds(received),
            Date = At(date),
        };

        Assert.Equal(offset, ServiceTime.From(new FakeClock(), response, At(created)).Offset.TotalSeconds);
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(-60, false)]
    [InlineData(61, true)]
    [InlineData(-61, true)]
    public void IsSkewed_MoreThanAMinute_IsTrue(int seconds, bool expected) =>
        Assert.Equal(expected, new ServiceTime(new FakeClock(), TimeSpan.FromSeconds(seconds)).IsSkewed);

    [Fact]
    public void UtcNow_AnyOffset_IsATime()
    {
        var clock = new FakeClock();

        Assert.Equal(clock.UtcNow.AddHours(2), new ServiceTime(clock, TimeSpan.FromHours(2)).UtcNow);
        Assert.Equal(DateTimeOffset.MaxValue, new ServiceTime(clock, TimeSpan.MaxValue).UtcNow);
        Assert.Equal(DateTimeOffset.MinValue, new ServiceTime(clock, -TimeSpan.MaxValue).UtcNow);
    }

    private static DateTimeOffset? At(double? seconds) => seconds is { } value ? Noon.AddSeconds(value) : null;
}
