using System;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.Core.Tests.GoodData;

/// <summary>A clock that advances only by delays, which end immediately.</summary>
internal sealed class DelayClock : IClock
{
    private readonly Random _random = new(1);
    private TimeSpan _now = TimeSpan.FromHours(1);
    private int _count;

    public Action<int>? Delayed { get; set; }

    public DateTimeOffset UtcNow => new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public TimeSpan Elapsed => _now;

    public Task Delay(TimeSpan time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _now += time;
        Delayed?.Invoke(++_count);
        return Task.CompletedTask;
    }

    public double NextRandom() => _random.NextDouble();
}
