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

namespace TokenTools.Core.Tests.Threading;

/// <summary>Each input is processed once and has one outcome, in order; few outcomes are held.</summary>
public sealed class OrderedTaskQueueTests : IDisposable
{
    private static readonly TimeSpan ShortTime = TimeSpan.FromMilliseconds(50);

    private readonly AutoResetEvent _outcomeAvailable = new(false);

    public void Dispose() => _outcomeAvailable.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(32)]
    public void TryTake_OutcomesInAnyOrder_ReturnsInputOrder(int workers)
    {
        var random = new Random(5);
        var delays = Enumerable.Range(0, 300).Select(_ => random.Next(4)).ToArray();
        using var queue = Start(workers, async (input, _, _) =>
        {
            await Task.Delay(delays[input]);
            return input * 2;
        });

        Assert.Equal(Enumerable.Range(0, 300), TakeAll(queue, 300, out var outcomes));
        Assert.Equal(Enumerable.Range(0, 300).Select(static input => input * 2), outcomes.Select(static outcome => outcome.Result));
    }

    [Fact]
    public void TryTake_AnyMixOfResultsExceptionsAndCompletedInputs_ReturnsOneOutcomeEachInOrder() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<byte>(), (kinds, width) =>
        {
            var started = new ConcurrentDictionary<int, int>();
            using var queue = Start(1 + (width % 40), async (input, _, _) =>
            {
                started.AddOrUpdate(input, 1, static (_, count) => count + 1);
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
                    queue.AddCompleted(i, -i);
                }
                else
                {
                    queue.Add(i);
                }
            }

            Assert.Equal(Enumerable.Range(0, kinds.Length), Take(queue, kinds.Length, out var outcomes));
            for (var i = 0; i < kinds.Length; i++)
            {
                if (kinds[i] % 5 == 0)
                {
                    Assert.Equal(-i, outcomes[i].Result);
                    Assert.False(started.ContainsKey(i));
                }
                else
                {
                    Assert.Equal(1, started[i]);
                    Assert.Equal(kinds[i] % 3 == 0 ? "input " + i : null, outcomes[i].Exception?.InnerException?.Message);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Add_MoreInputsThanWorkers_ProcessesAsManyAtATimeAsWorkers(int workers)
    {
        int now = 0, most = 0;
        using var queue = Start(workers, async (input, _, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(2);
            Interlocked.Decrement(ref now);
            return input;
        });

        TakeAll(queue, 100, out _);

        Assert.Equal(workers, most);
    }

    [Fact]
    public void TryTake_AfterSlowFirstInput_RestartsAllWorkers()
    {
        // The first input is slow: the others continue until the maximum of outcomes is reached. Then all are taken at once.
        const int Workers = 8;
        using var first = new ManualResetEventSlim();
        using var together = new CountdownEvent(Workers);
        var started = 0;
        using var queue = Start(Workers, async (input, _, _) =>
        {
            Interlocked.Increment(ref started);
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
        Enumerable.Range(0, 101 + Workers).ToList().ForEach(queue.Add);
        Requests.Until(() => Volatile.Read(ref started) == 2 * Workers);
        Thread.Sleep(ShortTime);
        Assert.Equal(2 * Workers, started);

        first.Set();

        Assert.Equal(Enumerable.Range(0, 101 + Workers), Take(queue, 101 + Workers, out _));
    }

    [Fact]
    public void Add_OneWorker_StartsNextInputWhenLastOutcomeIsTaken()
    {
        var started = 0;
        using var queue = Start(1, (input, _, _) => Task.FromResult(Interlocked.Increment(ref started)));
        queue.Add(1);
        queue.Add(2);
        Requests.Until(() => Volatile.Read(ref started) == 1);
        Thread.Sleep(ShortTime);
        Assert.Equal(1, started);
        Requests.Until(() => queue.TryTake(out _, out _));
        Requests.Until(() => Volatile.Read(ref started) == 2);
    }

    [Fact]
    public void TryTake_WorkThrows_ReturnsTheSameException()
    {
        var thrown = new InvalidOperationException("as it was");
                using var queue = Start(2, (_, _, _) => throw thrown);
        queue.Add(0);

        Take(queue, 1, out var outcomes);

        Assert.Same(thrown, outcomes[0].Exception!.InnerException);
    }

    [Fact]
    public void Cancel_InputsInProgress_EndsWaitsAndDrainReturnsTheStartedInputs()
    {
        using var midway = new CountdownEvent(3);
        using var goOn = new ManualResetEventSlim();
        var started = 0;
        using var queue = Start(4, async (input, cancellationToken, _) =>
        {
            Interlocked.Increment(ref started);
            if (input == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            midway.Signal();
            await Task.Run(goOn.Wait);
            return input;
        });
        Enumerable.Range(0, 100).ToList().ForEach(queue.Add);
        midway.Wait();

        queue.Cancel();
        queue.Add(100);
        Assert.Equal(4, queue.PendingCount);
        Task.Delay(ShortTime).ContinueWith(_ => goOn.Set(), TaskScheduler.Default);
        var rest = queue.Drain(Requests.LongTimeout, Requests.LongTimeout);

        Assert.Equal(4, started);
        Assert.Equal([0, 1, 2, 3], rest.Select(static item => item.Key));
        Assert.IsAssignableFrom<OperationCanceledException>(rest[1].Value.Exception!.InnerException);
        Assert.Equal([0, 2, 3], rest.Where(static item => item.Value.Status == TaskStatus.RanToCompletion).Select(static item => item.Value.Result));
        Assert.Equal(0, queue.PendingCount);
    }

    [Fact]
    public void Drain_LongerThanDrainTimeout_AbortsInProgressOnly()
    {
        using var midway = new CountdownEvent(3);
        var ends = new ConcurrentDictionary<int, string>();
        using var queue = Start(3, async (input, cancellationToken, abortToken) =>
        {
            midway.Signal();
            try
            {
                await Task.Delay(Timeout.Infinite, input == 0 ? cancellationToken : abortToken);
            }
            catch (OperationCanceledException error)
            {
                ends[input] = error.CancellationToken == abortToken ? "aborted" : "canceled";
                throw;
            }

            return input;
        });
        Enumerable.Range(0, 3).ToList().ForEach(queue.Add);
        midway.Wait();

        queue.Cancel();
        var rest = queue.Drain(ShortTime, Requests.LongTimeout);

        Assert.Equal([0, 1, 2], rest.Select(static item => item.Key));
        Assert.All(rest, static item => Assert.IsAssignableFrom<OperationCanceledException>(item.Value.Exception!.InnerException));
        Assert.Equal(["canceled", "aborted", "aborted"], rest.Select(item => ends[item.Key]));
    }

    [Fact]
    public void Drain_WorkIgnoresAbort_ReturnsCanceledOutcomeAfterAbortTimeout()
    {
        using var midway = new ManualResetEventSlim();
        using var never = new ManualResetEventSlim();
        using var queue = Start(1, async (input, _, _) =>
        {
            midway.Set();
            await Task.Run(never.Wait);
            return input;
        });
        queue.Add(0);
        midway.Wait();

        queue.Cancel();
        var waited = Stopwatch.StartNew();
        var rest = Assert.Single(queue.Drain(ShortTime, ShortTime));

        Assert.InRange(waited.Elapsed, ShortTime, Requests.LongTimeout);
        Assert.True(rest.Value.IsCanceled);
        never.Set();
    }

    [Fact]
    public void Cancel_AfterDispose_DoesNothing()
    {
        var queue = Start(1, (input, _, _) => Task.FromResult(input));
        queue.Dispose();
        queue.Cancel();
    }

    [Fact]
    public void TryTake_HundredThousandInputs_HoldsNoMoreThanForAThousand()
    {
        // Counts the inputs that are still referenced: the memory of the process depends on other tests as well.
        static int Held(int inputs, EventWaitHandle woken)
        {
            const int MaximumPending = 256;
            var most = 0;
            var given = new List<WeakReference>();
            using var queue = new OrderedTaskQueue<byte[], byte[]>(
                32, static async (_, _, _) => { await Task.Yield(); return new byte[64]; }, () => woken.Set());
            for (var i = 0; i < inputs; i++)
            {
                given.Add(Add(queue));
                while (queue.PendingCount > MaximumPending || (i == inputs - 1 && queue.PendingCount > 0))
                {
                    if (!queue.TryTake(out _, out _))
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

        // In a separate method, so that no local variable refers to it.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Add(OrderedTaskQueue<byte[], byte[]> queue)
        {
            var input = new byte[64];
            queue.Add(input);
            return new WeakReference(input);
        }

        // Those not taken, and those that workers hold.
        Assert.InRange(Held(1_000, _outcomeAvailable), 1, 256 + 64 + 1);
        Assert.InRange(Held(100_000, _outcomeAvailable), 1, 256 + 64 + 1);
    }

    private OrderedTaskQueue<int, int> Start(int workers, Func<int, CancellationToken, CancellationToken, Task<int>> work) =>
        new(workers, work, () => _outcomeAvailable.Set());

    private IEnumerable<int> TakeAll(OrderedTaskQueue<int, int> queue, int count, out List<Task<int>> outcomes)
    {
        Enumerable.Range(0, count).ToList().ForEach(queue.Add);
        return Take(queue, count, out outcomes);
    }

    private List<int> Take(OrderedTaskQueue<int, int> queue, int count, out List<Task<int>> outcomes)
    {
        var inputs = new List<int>();
        outcomes = [];
        var waited = Stopwatch.StartNew();
        while (inputs.Count < count)
        {
            if (queue.TryTake(out var input, out var outcome))
            {
                inputs.Add(input);
                outcomes.Add(outcome);
                Assert.True(outcome.IsCompleted);
            }
            else
            {
                Assert.True(waited.Elapsed < Requests.LongTimeout, "No outcome arrived.");
                _outcomeAvailable.WaitOne(100);
            }
        }

        Assert.Equal(0, queue.PendingCount);
        return inputs;
    }
}
