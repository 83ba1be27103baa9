using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Core.Tests.Net;
using TokenTools.Threading;
using Xunit;

namespace TokenTools.Core.Tests;

/// <summary>Many inputs, several at once: each worked on once, each with one outcome, in order, and never many lying about.</summary>
public sealed class OrderedWorkTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly AutoResetEvent _woken = new(false);

    public void Dispose() => _woken.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(32)]
    public void Outcomes_come_in_the_inputs_order_whatever_ends_first(int workers)
    {
        var random = new Random(5);
        var delays = Enumerable.Range(0, 300).Select(_ => random.Next(4)).ToArray();
        using var work = Start(workers, async (input, _, _) =>
        {
            await Task.Delay(delays[input]);
            return input * 2;
        });

        Assert.Equal(Enumerable.Range(0, 300), TakeAll(work, 300, out var outcomes));
        Assert.Equal(Enumerable.Range(0, 300).Select(static input => input * 2), outcomes.Select(static outcome => outcome.Result));
    }

    [Fact]
    public void Any_mix_of_successes_failures_and_bad_inputs_gives_each_input_one_outcome_in_order() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<byte>(), (kinds, width) =>
        {
            var begun = new ConcurrentDictionary<int, int>();
            using var work = Start(1 + (width % 40), async (input, _, _) =>
            {
                begun.AddOrUpdate(input, 1, static (_, count) => count + 1);
                if (kinds[input] % 2 == 0)
                {
                    await Task.Yield();
                }

                return kinds[input] % 3 == 0 ? throw new InvalidOperationException("input " + input) : input;
            });
            for (var i = 0; i < kinds.Length; i++)
            {
                if (kinds[i] % 5 == 0)
                {
                    work.AddFailed(i, new FormatException("input " + i));
                }
                else
                {
                    work.Add(i);
                }
            }

            Assert.Equal(Enumerable.Range(0, kinds.Length), Take(work, kinds.Length, out var outcomes));
            for (var i = 0; i < kinds.Length; i++)
            {
                if (kinds[i] % 5 == 0)
                {
                    Assert.IsType<FormatException>(outcomes[i].Exception!.InnerException);
                    Assert.False(begun.ContainsKey(i));
                }
                else
                {
                    Assert.Equal(1, begun[i]);
                    Assert.Equal(kinds[i] % 3 == 0 ? "input " + i : null, outcomes[i].Exception?.InnerException?.Message);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void No_more_are_worked_on_at_once_than_workers(int workers)
    {
        int now = 0, most = 0;
        using var work = Start(workers, async (input, _, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(2);
            Interlocked.Decrement(ref now);
            return input;
        });

        TakeAll(work, 100, out _);

        Assert.Equal(workers, most);
    }

    [Fact]
    public void All_workers_come_back_after_a_slow_one_in_front_held_them_up()
    {
        // The first is slow: the others go on until as many lie untaken as may, and stop. Then all is taken at once.
        const int Workers = 8;
        using var first = new ManualResetEventSlim();
        using var together = new CountdownEvent(Workers);
        var begun = 0;
        using var work = Start(Workers, async (input, _, _) =>
        {
            Interlocked.Increment(ref begun);
            if (input == 0)
            {
                await Task.Run(first.Wait);
            }
            else if (input > 100 && !together.IsSet)
            {
                together.Signal();
                await Task.Run(together.Wait);
            }

            return input;
        });
        Enumerable.Range(0, 101 + Workers).ToList().ForEach(work.Add);
        Requests.Until(() => Volatile.Read(ref begun) == 2 * Workers);
        Thread.Sleep(Moment);
        Assert.Equal(2 * Workers, begun);

        first.Set();

        Assert.Equal(Enumerable.Range(0, 101 + Workers), Take(work, 101 + Workers, out _));
    }

    [Fact]
    public void One_at_a_time_begins_with_the_next_only_when_the_last_was_taken()
    {
        var begun = 0;
        using var work = Start(1, (input, _, _) => Task.FromResult(Interlocked.Increment(ref begun)));
        work.Add(1);
        work.Add(2);
        Requests.Until(() => Volatile.Read(ref begun) == 1);
        Thread.Sleep(Moment);
        Assert.Equal(1, begun);
        Requests.Until(() => work.TryTake(out _, out _));
        Requests.Until(() => Volatile.Read(ref begun) == 2);
    }

    [Fact]
    public void The_error_of_an_input_is_the_very_one_that_was_thrown()
    {
        var thrown = new InvalidOperationException("as it was");
        var refused = new FormatException("from the start");
        using var work = Start(2, (_, _, _) => throw thrown);
        work.Add(0);
        work.AddFailed(1, refused);

        Take(work, 2, out var outcomes);

        Assert.Same(thrown, outcomes[0].Exception!.InnerException);
        Assert.Same(refused, outcomes[1].Exception!.InnerException);
    }

    [Fact]
    public void A_stop_begins_nothing_new_and_ends_waits_and_what_is_under_way_is_handed_over()
    {
        using var midway = new CountdownEvent(3);
        using var goOn = new ManualResetEventSlim();
        var begun = 0;
        using var work = Start(4, async (input, cancellationToken, _) =>
        {
            Interlocked.Increment(ref begun);
            if (input == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            midway.Signal();
            await Task.Run(goOn.Wait);
            return input;
        });
        Enumerable.Range(0, 100).ToList().ForEach(work.Add);
        midway.Wait();

        work.Stop();
        work.Add(100);
        Assert.Equal(4, work.PendingCount);
        Task.Delay(Moment).ContinueWith(_ => goOn.Set(), TaskScheduler.Default);
        var rest = work.Finish(Requests.Patience, Requests.Patience);

        Assert.Equal(4, begun);
        Assert.Equal([0, 1, 2, 3], rest.Select(static item => item.Key));
        Assert.IsAssignableFrom<OperationCanceledException>(rest[1].Value.Exception!.InnerException);
        Assert.Equal([0, 2, 3], rest.Where(static item => item.Value.Status == TaskStatus.RanToCompletion).Select(static item => item.Value.Result));
        Assert.Equal(0, work.PendingCount);
    }

    [Fact]
    public void What_takes_longer_than_the_patience_is_given_up_and_says_by_its_token_that_it_was_under_way()
    {
        using var midway = new CountdownEvent(3);
        using var work = Start(3, async (input, cancellationToken, abortToken) =>
        {
            midway.Signal();
            if (input == 0)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            await Task.Delay(Timeout.Infinite, abortToken);
            return input;
        });
        Enumerable.Range(0, 3).ToList().ForEach(work.Add);
        midway.Wait();

        work.Stop();
        var rest = work.Finish(Moment, Requests.Patience);

        Assert.Equal([false, true, true], rest.Select(item =>
            ((OperationCanceledException)item.Value.Exception!.InnerException!).CancellationToken == work.AbortToken));
    }

    [Fact]
    public void What_doesnt_even_heed_being_given_up_holds_nobody_up()
    {
        using var midway = new ManualResetEventSlim();
        using var never = new ManualResetEventSlim();
        using var work = Start(1, async (input, _, _) =>
        {
            midway.Set();
            await Task.Run(never.Wait);
            return input;
        });
        work.Add(0);
        midway.Wait();

        work.Stop();
        var waited = Stopwatch.StartNew();
        var rest = Assert.Single(work.Finish(Moment, Moment));

        Assert.InRange(waited.Elapsed, Moment, TimeSpan.FromSeconds(20));
        Assert.True(rest.Value.IsCanceled);
        never.Set();
    }

    [Fact]
    public void A_stop_that_comes_when_all_is_over_does_no_harm()
    {
        var work = Start(1, (input, _, _) => Task.FromResult(input));
        work.Dispose();
        work.Stop();
    }

    [Fact]
    public void Memory_stays_flat_from_a_thousand_inputs_to_a_hundred_thousand()
    {
        // Counted by what is still held of this work's own: the process's memory is everybody's.
        static int Held(int inputs, EventWaitHandle woken)
        {
            const int MostUntaken = 256;
            var most = 0;
            var given = new List<WeakReference>();
            using var work = new OrderedTaskQueue<byte[], byte[]>(
                32, static async (_, _, _) => { await Task.Yield(); return new byte[64]; }, () => woken.Set());
            for (var i = 0; i < inputs; i++)
            {
                given.Add(Add(work));
                while (work.PendingCount > MostUntaken || (i == inputs - 1 && work.PendingCount > 0))
                {
                    if (!work.TryTake(out _, out _))
                    {
                        woken.WaitOne(100);
                    }
                }

                if (i % (inputs / 4) == 0)
                {
                    GC.Collect();
                    most = Math.Max(most, given.Count(static input => input.IsAlive));
                }
            }

            return most;
        }

        // In a method of its own, so that no local of this one holds it.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Add(OrderedTaskQueue<byte[], byte[]> work)
        {
            var input = new byte[64];
            work.Add(input);
            return new WeakReference(input);
        }

        // Those not taken yet, and those in the hands of a worker.
        Assert.InRange(Held(1_000, _woken), 1, 256 + 64 + 1);
        Assert.InRange(Held(100_000, _woken), 1, 256 + 64 + 1);
    }

    private OrderedTaskQueue<int, int> Start(int workers, Func<int, CancellationToken, CancellationToken, Task<int>> work) =>
        new(workers, work, () => _woken.Set());

    private IEnumerable<int> TakeAll(OrderedTaskQueue<int, int> work, int count, out List<Task<int>> outcomes)
    {
        Enumerable.Range(0, count).ToList().ForEach(work.Add);
        return Take(work, count, out outcomes);
    }

    private List<int> Take(OrderedTaskQueue<int, int> work, int count, out List<Task<int>> outcomes)
    {
        var inputs = new List<int>();
        outcomes = [];
        var waited = Stopwatch.StartNew();
        while (inputs.Count < count)
        {
            if (work.TryTake(out var input, out var outcome))
            {
                inputs.Add(input);
                outcomes.Add(outcome);
                Assert.True(outcome.IsCompleted);
            }
            else
            {
                Assert.True(waited.Elapsed < Requests.Patience, "Nothing comes.");
                _woken.WaitOne(100);
            }
        }

        Assert.Equal(0, work.PendingCount);
        return inputs;
    }
}
