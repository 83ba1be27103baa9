using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class RequestPipelineDelayTests
{
    private static readonly string In90Seconds = FakeClock.Start.AddSeconds(90).ToString("r", CultureInfo.InvariantCulture);

    private static readonly string InThePast = FakeClock.Start.AddYears(-5).ToString("r", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.25)]
    [InlineData(0.999999)]
    public async Task SendAsync_Retries_BackOffExponentiallyWithFullJitter(double random)
    {
        var clock = await RetriesAsync([RawResponse.Of(503)], new FakeClock { Random = () => random }, retries: 10, interval: 2);

        // 2 s, doubled up to a minute.
        Assert.Equal(
            new double[] { 2, 4, 8, 16, 32, 60, 60, 60, 60, 60 }.Select(ceiling => Math.Round(ceiling * random, 3)),
            clock.Waits.Select(wait => Math.Round(wait.TotalSeconds, 3)));
    }

    [Fact]
    public async Task SendAsync_RetryIntervalOverMinute_IsNotCapped()
    {
        var clock = await RetriesAsync([RawResponse.Of(503)], new FakeClock(), retries: 3, interval: 600);

        Assert.Equal([300, 300, 300], clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task SendAsync_HundredRetries_DoNotOverflow()
    {
        var clock = await RetriesAsync([RawResponse.Of(503)], new FakeClock(), retries: 100, interval: 3600);

        Assert.All(clock.Waits, wait => Assert.Equal(1800, wait.TotalSeconds));
    }

    public static TheoryData<string, double?> Headers() => new()
    {
        { "0", 0 },
        { "7", 7 },
        { "300", 300 },
        { " 7 ", 7 },
        { In90Seconds, 90 },
        { InThePast, 0 },
        // The obsolete formats of RFC 9110 §5.6.7.
        { "Tuesday, 01-Jan-30 00:01:30 GMT", 90 },
        { "Tue Jan  1 00:01:30 2030", 90 },
        // Invalid values are ignored: half a second is the backoff.
        { "-5", null },
        { "soon", null },
        { "", null },
        { "1.5", null },
        { "1,5", null },
        { "10:30", null },
        { "7 seconds", null },
        { "٧", null },
        { "01/02/2031", null },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task SendAsync_RetryAfter_IsHonored(string header, double? seconds)
    {
        foreach (var culture in Cultures.Trying.Prepend(string.Empty))
        {
            // Flows with the asynchronous call.
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var clock = await RetriesAsync([RawResponse.Of(503, "", "Retry-After: " + header), RawResponse.Of(200)], new FakeClock());

            Assert.Equal([seconds ?? 0.5], clock.Waits.Select(wait => wait.TotalSeconds));
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Tue, 01 Jan 2019 00:00:00 GMT")]
    public async Task SendAsync_RetryAfterZero_IsHonoredOnce(string header)
    {
        var clock = await RetriesAsync([RawResponse.Of(503, "", "Retry-After: " + header)], new FakeClock());

        Assert.Equal([0, 1, 2, 4, 8], clock.Waits.Select(static wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData("301", 301)]
    [InlineData("86400", 86400)]
    [InlineData("99999999999999999999999999", 86400 * 365)]
    [InlineData("Tue, 01 Jan 2030 01:00:00 GMT", 3600)]
    public async Task SendAsync_RetryAfterOverFiveMinutes_Throws(string header, double seconds)
    {
        using var server = new RawServer(RawResponse.Of(429, "", "Retry-After: " + header));
        var clock = new FakeClock();
        using var client = Requests.Client(server.Uri, clock);

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly));

        Assert.Single(server.Requests);
        Assert.Empty(clock.Waits);
        Assert.Equal(seconds, Assert.IsType<TokenApiException>(outcome.Error).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task SendAsync_LastRejection_HasRetryAfter()
    {
        using var server = new RawServer(RawResponse.Of(503, "", "Retry-After: 7"));
        var options = new HttpOptions { MaximumRetryCount = 1, NoProxy = true, Timeout = Requests.LongTimeout };
        using var client = new ServiceClient(new PlainProtocol(), server.Uri, options, new FakeClock());

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly));

        var error = Assert.IsType<TokenApiException>(outcome.Error);
        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
        Assert.EndsWith(". It requests a delay of 7 s.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", NoticeLevel.Verbose)]
    [InlineData("6", NoticeLevel.Warning)]
    public async Task SendAsync_Retry_ReportsNotice(string header, NoticeLevel level)
    {
        using var server = new RawServer(RawResponse.Of(503, "", "Retry-After: " + header), RawResponse.Of(200));
        using var client = Requests.Client(server.Uri, new FakeClock());

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly));

        var notice = Assert.Single(outcome.Notices, notice => notice.Level != NoticeLevel.Debug && notice is not ProgressNotice);
        Assert.Equal(level, notice.Level);
        Assert.Equal($"Service returned HTTP 503; retrying in {header} s (retry 1 of 5).", notice.Text);
    }

    [Fact]
    public async Task SendAsync_CanceledDuringDelay_Throws()
    {
        using var server = new RawServer(RawResponse.Of(503, "", "Retry-After: 300"));
        var clock = new FakeClock { Held = true };
        using var client = Requests.Client(server.Uri, clock);
        using var cancellation = new CancellationTokenSource();

        var sending = client.SendAsync(Requests.Post(RetryPolicy.RejectedOnly), progress: null, cancellation.Token);
        Requests.Until(() => clock.Pending == 1);
        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<RequestCanceledException>(() => sending);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task SendAsync_CanceledDuringRequest_Throws()
    {
        using var server = new RawServer(RawResponse.Silence);
        using var client = Requests.Client(server.Uri, new FakeClock());
        using var cancellation = new CancellationTokenSource();

        var sending = client.SendAsync(Requests.Post(RetryPolicy.Idempotent), progress: null, cancellation.Token);
        Requests.Until(() => server.Requests.Count == 1);
        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAsync<RequestCanceledException>(() => sending);
        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.Equal(Requests.Effect, error.PossibleEffect);
        Assert.Single(server.Requests);
    }

    private static async Task<FakeClock> RetriesAsync(RawResponse[] responses, FakeClock clock, int retries = 5, double interval = 1)
    {
        using var server = new RawServer(responses);
        var options = new HttpOptions
        {
            MaximumRetryCount = retries, RetryInterval = TimeSpan.FromSeconds(interval), NoProxy = true, Timeout = Requests.LongTimeout,
        };
        using var client = new ServiceClient(new PlainProtocol(), server.Uri, options, clock);
        await client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly));
        return clock;
    }
}
