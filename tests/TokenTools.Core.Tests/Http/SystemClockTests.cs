using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class SystemClockTests
{
    [Fact]
    public void Elapsed_MeasuresTimeAndNeverGoesBack()
    {
        var watch = Stopwatch.StartNew();
        var first = SystemClock.Instance.Elapsed;
        var second = SystemClock.Instance.Elapsed;
        Assert.True(SpinWait.SpinUntil(() => watch.ElapsedMilliseconds >= 20, TimeSpan.FromMinutes(1)));
        var third = SystemClock.Instance.Elapsed;

        Assert.True(first <= second);
        Assert.True(third - first <= watch.Elapsed);
        Assert.True(third - second > TimeSpan.Zero);
    }

    [Fact]
    public void UtcNow_IsTheSystemsTime()
    {
        var before = DateTimeOffset.UtcNow;
        var now = SystemClock.Instance.UtcNow;

        Assert.InRange(now, before, DateTimeOffset.UtcNow);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Delay_NoTime_IsOverAtOnce(int ticks) =>
        Assert.True(SystemClock.Instance.Delay(TimeSpan.FromTicks(ticks), default).IsCompletedSuccessfully);

    [Fact]
    public async Task Delay_Canceled_EndsAtOnce()
    {
        using var source = new CancellationTokenSource();
        var delay = SystemClock.Instance.Delay(TimeSpan.FromDays(1), source.Token);
        source.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delay);
    }

    [Fact]
    public void NextRandom_ManyThreads_AreFromZeroToOneAndDiffer()
    {
        var numbers = Enumerable.Range(0, 1000).AsParallel().Select(static _ => SystemClock.Instance.NextRandom()).ToList();

        Assert.All(numbers, static number => Assert.InRange(number, 0, 0.9999999999999999));
        Assert.True(numbers.Distinct().Count() > 900);
    }
}
