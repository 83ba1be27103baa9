using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class RateLimiterTests
{
    [Fact]
    public async Task MarkSent_RequestSentLate_RestartsItsWindow()
    {
        var clock = new FakeClock();
        var limiter = new RateLimiter(1, clock);
        using var permit = await limiter.WaitAsync(default);
        var issued = clock.Elapsed;
        await clock.Delay(TimeSpan.FromMilliseconds(300), default);

        permit.MarkSent();

        // The 300 ms until it was sent, and the window from then on.
        Assert.Equal(1320, (await SendAsync(limiter, clock) - issued).TotalMilliseconds, 3);
    }

    [Fact]
    public async Task WaitAsync_RequestsNotSentWithinTheWindow_WaitsUntilOneIsSent()
    {
        var clock = new FakeClock();
        var limiter = new RateLimiter(2, clock);
        using var first = await limiter.WaitAsync(default);
        using var second = await limiter.WaitAsync(default);
        await clock.Delay(TimeSpan.FromSeconds(5), default);

        var third = SendAsync(limiter, clock);
        Assert.False(third.IsCompleted);
        var sent = clock.Elapsed;
        second.MarkSent();

        Assert.Equal(1020, (await third - sent).TotalMilliseconds, 3);
    }

    [Fact]
    public async Task MarkSent_RequestSentAgain_CountsAgain()
    {
        var clock = new FakeClock();
        var limiter = new RateLimiter(2, clock);
        using var permit = await limiter.WaitAsync(default);
        var issued = clock.Elapsed;

        permit.MarkSent();
        permit.MarkSent();

        Assert.Equal(1020, (await SendAsync(limiter, clock) - issued).TotalMilliseconds, 3);
    }

    [Fact]
    public async Task Dispose_RequestThatWasNotMarked_StartsItsWindow()
    {
        var clock = new FakeClock();
        var limiter = new RateLimiter(1, clock);
        var permit = await limiter.WaitAsync(default);
        var second = SendAsync(limiter, clock);
        await clock.Delay(TimeSpan.FromSeconds(5), default);
        var ended = clock.Elapsed;

        permit.Dispose();

        Assert.Equal(1020, (await second - ended).TotalMilliseconds, 3);
    }

    [Fact]
    public async Task Dispose_RequestThatWasMarked_CountsOnce()
    {
        var clock = new FakeClock();
        var limiter = new RateLimiter(2, clock);

        Assert.Equal(await SendAsync(limiter, clock), await SendAsync(limiter, clock));
    }

    [Fact]
    public async Task WaitAsync_CanceledWhileRequestsAreNotSent_DelaysNoOne()
    {
        var clock = new FakeClock();
        var limiter = new RateLimiter(1, clock);
        using var cancellation = new CancellationTokenSource();
        var permit = await limiter.WaitAsync(default);
        var canceled = limiter.WaitAsync(cancellation.Token);
        var last = SendAsync(limiter, clock);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        Assert.False(last.IsCompleted);
        var ended = clock.Elapsed;
        permit.Dispose();
        Assert.Equal(1020, (await last - ended).TotalMilliseconds, 3);
    }

    [Theory]
    // The connection is not established.
    [InlineData("https", "POST")]
    // Without a body, only the response shows that it was sent.
    [InlineData("http", "GET")]
    public async Task WaitAsync_RequestMayNotHaveBeenSent_WaitsUntilItEnds(string scheme, string method)
    {
        using var server = new RawServer(static _ => RawResponse.Of(200), greeting: Greeting.Silence);
        var clock = new FakeClock { Held = true };
        var options = new HttpOptions { RequestsPerSecond = 1, NoProxy = true, Timeout = Requests.LongTimeout };
        using var client = new ServiceClient(new PlainProtocol(), new UriBuilder(server.Uri) { Scheme = scheme }.Uri, options, clock);
        using var firstCancellation = new CancellationTokenSource();
        using var secondCancellation = new CancellationTokenSource();
        var request = method == "GET" ? Requests.Get(RetryPolicy.Never) : Requests.Post(RetryPolicy.Never);

        var first = client.TryAsync(request, firstCancellation.Token);
        var second = client.TryAsync(request, secondCancellation.Token);

        Assert.Equal(0, clock.Pending);
        await firstCancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Requests.Until(() => clock.Pending == 1);
        Assert.Equal(1.02, clock.Waits[^1].TotalSeconds);
        await secondCancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task WaitAsync_ClockThatStartsAtZero_IssuesAWindowOfPermitsAtOnce()
    {
        var clock = new ZeroClock();
        var limiter = new RateLimiter(3, clock);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TimeSpan.Zero, await SendAsync(limiter, clock));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(10)]
    [InlineData(0.5)]
    [InlineData(33.3)]
    public async Task WaitAsync_OneThread_KeepsRateInEverySecond(double rate)
    {
        var permits = await FromThreadsAsync(rate, threads: 1, each: 150, static () => TimeSpan.Zero);

        AssertRate(permits, rate);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2.5)]
    public async Task WaitAsync_EightThreads_KeepRateTogether(double rate)
    {
        var permits = await FromThreadsAsync(rate, threads: 8, each: 25, static () => TimeSpan.Zero);

        Assert.Equal(200, permits.Count);
        AssertRate(permits, rate);
    }

    [Fact]
    public async Task WaitAsync_LateTimers_KeepRate()
    {
        var random = new Random(1);
        var permits = await FromThreadsAsync(10, threads: 8, each: 25, () => TimeSpan.FromMilliseconds(random.Next(400)));

        AssertRate(permits, 10);
    }

    [Fact]
    public async Task WaitAsync_OneThread_ReachesRate()
    {
        var permits = await FromThreadsAsync(10, threads: 1, each: 101, static () => TimeSpan.Zero);

        // Ten windows of 1.02 s.
        Assert.InRange((permits[^1] - permits[0]).TotalSeconds, 10, 10.5);
    }

    [Fact]
    public async Task WaitAsync_FirstSecond_AllowsBurst()
    {
        var clock = new FakeClock { Held = true };
        var limiter = new RateLimiter(10, clock);

        var waits = Enumerable.Range(0, 11).Select(_ => SendAsync(limiter, clock)).ToArray();

        Assert.All(waits.Take(10), wait => Assert.True(wait.IsCompletedSuccessfully));
        Assert.False(waits[10].IsCompleted);
        clock.MoveOn();
        await waits[10];
        Assert.InRange(clock.Elapsed.TotalSeconds - 3600, 1, 1.1);
    }

    [Fact]
    public async Task WaitAsync_SeveralCallers_AreServedInOrder()
    {
        var clock = new FakeClock { Held = true };
        var limiter = new RateLimiter(1, clock);
        var waits = Enumerable.Range(0, 10).Select(_ => SendAsync(limiter, clock)).ToArray();

        await RunAsync(clock, Task.WhenAll(waits));

        Assert.Equal(
            Enumerable.Range(0, 10).Select(static i => Math.Round(i * 1.02, 3)),
            waits.Select(static wait => Math.Round(wait.Result.TotalSeconds - 3600, 3)));
    }

    [Fact]
    public async Task PauseFor_WaitingCallers_ResumeAtSameRate()
    {
        var clock = new FakeClock { Held = true };
        var limiter = new RateLimiter(1, clock);
        var waits = Enumerable.Range(0, 4).Select(_ => SendAsync(limiter, clock)).ToArray();
        Requests.Until(() => clock.Pending == 1);

        limiter.PauseFor(TimeSpan.FromSeconds(7));
        await RunAsync(clock, Task.WhenAll(waits));

        Assert.Equal([0, 7, 8.02, 9.04], waits.Select(static wait => Math.Round(wait.Result.TotalSeconds - 3600, 3)));
    }

    [Fact]
    public async Task PauseFor_ShorterPauseAfterLongerOne_KeepsLongerOne()
    {
        var clock = new FakeClock();
        var limiter = new RateLimiter(10, clock);

        limiter.PauseFor(TimeSpan.FromSeconds(9));
        limiter.PauseFor(TimeSpan.FromSeconds(1));
        await SendAsync(limiter, clock);

        Assert.Equal(9, clock.Elapsed.TotalSeconds - 3600);
    }

    [Fact]
    public async Task WaitAsync_CanceledCallers_DelayNoOne()
    {
        var clock = new FakeClock { Held = true };
        var limiter = new RateLimiter(1, clock);
        using var cancellationToken = new CancellationTokenSource();
        await SendAsync(limiter, clock);
        var canceled = Enumerable.Range(0, 100).Select(_ => limiter.WaitAsync(cancellationToken.Token)).ToArray();
        await cancellationToken.CancelAsync();
        foreach (var wait in canceled)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        }

        await RunAsync(clock, SendAsync(limiter, clock));

        Assert.InRange(clock.Elapsed.TotalSeconds - 3600, 1, 1.1);
    }

    [Fact]
    public async Task WaitAsync_AlreadyCanceled_UsesNoPermit()
    {
        var limiter = new RateLimiter(1, new FakeClock { Held = true });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => limiter.WaitAsync(new CancellationToken(canceled: true)));

        Assert.True(limiter.WaitAsync(default).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task PauseFor_RejectedRequest_PausesOtherRequests()
    {
        using var server = new RawServer(RawResponse.Of(503, "", "Retry-After: 30"), RawResponse.Of(200));
        var clock = new FakeClock { Held = true };
        var options = new HttpOptions { RequestsPerSecond = 10, NoProxy = true, Timeout = Requests.LongTimeout };
        using var client = new ServiceClient(new PlainProtocol(), server.Uri, options, clock);

        var first = client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly));
        Requests.Until(() => clock.Pending == 1);
        var second = client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly));
        Requests.Until(() => clock.Pending == 2);
        await RunAsync(clock, Task.WhenAll(first, second));

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(30, clock.Elapsed.TotalSeconds - 3600);
    }

    [Theory]
    [InlineData("Retry-After: 30", 30)]
    [InlineData("Retry-After: 301", 0)]
    [InlineData("X-Other: 1", 0.5)]
    public async Task PauseFor_LastRejection_PausesNextRequest(string header, double seconds)
    {
        using var server = new RawServer(RawResponse.Of(503, "", header), RawResponse.Of(200));
        var clock = new FakeClock();
        var options = new HttpOptions { RequestsPerSecond = 10, MaximumRetryCount = 0, NoProxy = true, Timeout = Requests.LongTimeout };
        using var client = new ServiceClient(new PlainProtocol(), server.Uri, options, clock);

        Assert.NotNull((await client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly))).Error);
        Assert.Null((await client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly))).Error);

        // A Retry-After of more than five minutes is not waited for.
        Assert.Equal(seconds, clock.Elapsed.TotalSeconds - 3600);
    }

    /// <summary>Half-open windows: request N + 1 follows the first one by at least a second.</summary>
    private static void AssertRate(IReadOnlyList<TimeSpan> permits, double rate)
    {
        var sorted = permits.Order().ToArray();
        var whole = Math.Max(1, (int)rate);
        for (var i = whole; i < sorted.Length; i++)
        {
            var gap = (sorted[i] - sorted[i - whole]).TotalSeconds;
            Assert.True(gap >= whole / rate, $"{whole + 1} requests within {gap} s");
        }
    }

    private static async Task<IReadOnlyList<TimeSpan>> FromThreadsAsync(double rate, int threads, int each, Func<TimeSpan> oversleeps)
    {
        var clock = new FakeClock { Held = true, Oversleeps = oversleeps };
        var limiter = new RateLimiter(rate, clock);
        var permits = new ConcurrentQueue<TimeSpan>();
        var work = Enumerable.Range(0, threads).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                permits.Enqueue(await SendAsync(limiter, clock));
            }
        })).ToArray();
        await RunAsync(clock, Task.WhenAll(work));
        return [.. permits];
    }

    // Returns the time of a request that is sent as soon as it has a permit.
    private static async Task<TimeSpan> SendAsync(RateLimiter limiter, IClock clock)
    {
        using var permit = await limiter.WaitAsync(default);
        var time = clock.Elapsed;
        permit.MarkSent();
        return time;
    }

    // Advances the clock whenever a caller waits. It may thus also advance between two calls, as a real clock does.
    private static async Task RunAsync(FakeClock clock, Task work)
    {
        while (!work.IsCompleted)
        {
            if (!clock.MoveOn())
            {
                await Task.Yield();
            }
        }

        await work;
    }

    private sealed class ZeroClock : IClock
    {
        public TimeSpan Elapsed => TimeSpan.Zero;

        public DateTimeOffset UtcNow => FakeClock.Start;

        public Task Delay(TimeSpan time, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A delay of " + time);

        public double NextRandom() => 0;
    }
}
