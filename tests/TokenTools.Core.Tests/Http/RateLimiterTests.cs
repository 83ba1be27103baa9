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

/// <summary>A connection keeps to its rate, however many threads use it.</summary>
public class RateLimiterTests
{
    [Fact]
    public async Task A_request_that_leaves_late_has_its_second_from_then_on()
    {
        var clock = new FakeClock();
        var limiter = new RateLimiter(2, clock);
        var first = await limiter.WaitAsync(CancellationToken.None);
        await limiter.WaitAsync(CancellationToken.None);
        await clock.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None);

        limiter.MarkSent(first);

        // 300 ms after its turn, and a second and a bit after it left.
        Assert.Equal(1320, (await limiter.WaitAsync(CancellationToken.None) - first).TotalMilliseconds, 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(10)]
    [InlineData(0.5)]
    [InlineData(33.3)]
    public async Task No_second_holds_more_than_it_may(double rate)
    {
        var turns = await FromThreadsAsync(rate, threads: 1, each: 150, static () => TimeSpan.Zero);

        KeepsTo(turns, rate);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2.5)]
    public async Task Eight_threads_keep_to_it_together(double rate)
    {
        var turns = await FromThreadsAsync(rate, threads: 8, each: 25, static () => TimeSpan.Zero);

        Assert.Equal(200, turns.Count);
        KeepsTo(turns, rate);
    }

    [Fact]
    public async Task Sleepers_who_wake_late_keep_to_it_too()
    {
        var random = new Random(1);
        var turns = await FromThreadsAsync(10, threads: 8, each: 25, () => TimeSpan.FromMilliseconds(random.Next(400)));

        KeepsTo(turns, 10);
    }

    [Fact]
    public async Task It_isnt_slower_than_it_must_be()
    {
        var turns = await FromThreadsAsync(10, threads: 1, each: 101, static () => TimeSpan.Zero);

        // Ten windows and a bit.
        Assert.InRange((turns[^1] - turns[0]).TotalSeconds, 10, 10.5);
    }

    [Fact]
    public async Task As_many_as_a_second_may_hold_go_at_once()
    {
        var clock = new FakeClock { Held = true };
        var limiter = new RateLimiter(10, clock);

        var waits = Enumerable.Range(0, 11).Select(_ => limiter.WaitAsync(default)).ToArray();

        Assert.All(waits.Take(10), wait => Assert.True(wait.IsCompletedSuccessfully));
        Assert.False(waits[10].IsCompleted);
        clock.MoveOn();
        await waits[10];
        Assert.InRange(clock.Elapsed.TotalSeconds - 3600, 1, 1.1);
    }

    [Fact]
    public async Task Turns_come_in_the_order_of_asking()
    {
        var clock = new FakeClock { Held = true };
        var limiter = new RateLimiter(2, clock);
        var waits = Enumerable.Range(0, 10).Select(_ => limiter.WaitAsync(default)).ToArray();

        await RunAsync(clock, Task.WhenAll(waits));

        var turns = waits.Select(wait => wait.Result).ToArray();
        Assert.Equal(turns.Order(), turns);
        Assert.Equal(5, turns.Distinct().Count());
    }

    [Fact]
    public async Task After_a_refusal_everybody_waits_and_then_goes_at_the_old_rate()
    {
        var clock = new FakeClock { Held = true };
        var limiter = new RateLimiter(10, clock);
        var waits = Enumerable.Range(0, 40).Select(_ => limiter.WaitAsync(default)).ToArray();
        Requests.Until(() => clock.Pending == 1);

        limiter.PauseFor(TimeSpan.FromSeconds(7));
        await RunAsync(clock, Task.WhenAll(waits));

        var turns = waits.Select(wait => wait.Result).ToArray();
        var later = turns.Skip(10).Select(turn => turn.TotalSeconds - 3600).ToArray();
        Assert.All(later, turn => Assert.True(turn >= 7));
        Assert.InRange(later.Max(), 9, 9.5);
        KeepsTo(turns, 10);
    }

    [Fact]
    public async Task A_shorter_refusal_doesnt_open_what_a_longer_one_closed()
    {
        var clock = new FakeClock();
        var limiter = new RateLimiter(10, clock);

        limiter.PauseFor(TimeSpan.FromSeconds(9));
        limiter.PauseFor(TimeSpan.FromSeconds(1));
        await limiter.WaitAsync(default);

        Assert.Equal(9, clock.Elapsed.TotalSeconds - 3600);
    }

    [Fact]
    public async Task Those_who_gave_up_waiting_hold_nobody_up()
    {
        var clock = new FakeClock { Held = true };
        var limiter = new RateLimiter(1, clock);
        using var cancellationToken = new CancellationTokenSource();
        await limiter.WaitAsync(default);
        var gaveUp = Enumerable.Range(0, 100).Select(_ => limiter.WaitAsync(cancellationToken.Token)).ToArray();
        await cancellationToken.CancelAsync();
        foreach (var wait in gaveUp)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        }

        await RunAsync(clock, limiter.WaitAsync(default));

        Assert.InRange(clock.Elapsed.TotalSeconds - 3600, 1, 1.1);
    }

    [Fact]
    public async Task Who_has_stopped_already_takes_no_turn()
    {
        var limiter = new RateLimiter(1, new FakeClock { Held = true });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => limiter.WaitAsync(new CancellationToken(canceled: true)));

        Assert.True(limiter.WaitAsync(default).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_service_that_is_busy_holds_back_everybody_on_the_connection()
    {
        using var server = new RawServer(RawAnswer.Of(503, "", "Retry-After: 30"), RawAnswer.Of(200));
        var clock = new FakeClock { Held = true };
        var options = new HttpOptions { RequestsPerSecond = 10, NoProxy = true, Timeout = Requests.Patience };
        using var client = new ServiceClient("Service", server.Uri, options, clock);

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
    public async Task The_next_request_holds_back_after_a_last_refusal_too(string header, double seconds)
    {
        using var server = new RawServer(RawAnswer.Of(503, "", header), RawAnswer.Of(200));
        var clock = new FakeClock();
        var options = new HttpOptions { RequestsPerSecond = 10, MaximumRetryCount = 0, NoProxy = true, Timeout = Requests.Patience };
        using var client = new ServiceClient("Service", server.Uri, options, clock);

        Assert.NotNull((await client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly))).Error);
        Assert.Null((await client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly))).Error);

        // More than five minutes nobody waits for.
        Assert.Equal(seconds, clock.Elapsed.TotalSeconds - 3600);
    }

    /// <summary>Half-open windows: the request after the N-th goes a second later at the earliest.</summary>
    private static void KeepsTo(IReadOnlyList<TimeSpan> turns, double rate)
    {
        var sorted = turns.Order().ToArray();
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
        var turns = new ConcurrentQueue<TimeSpan>();
        var work = Enumerable.Range(0, threads).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                turns.Enqueue(await limiter.WaitAsync(default));
            }
        })).ToArray();
        await RunAsync(clock, Task.WhenAll(work));
        return [.. turns];
    }

    // Moves time on whenever somebody waits. Who is about to ask may then find it later than it was: as in life.
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
}
