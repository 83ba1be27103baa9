using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Http;

/// <summary>Time and chance, given from outside so that tests need neither wait nor be lucky.</summary>
internal interface IClock
{
    /// <summary>The date and time, which may jump.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>A time that only ever moves on, for measuring.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Waits; a stop ends it at once.</summary>
    Task Delay(TimeSpan time, CancellationToken cancellationToken);

    /// <summary>A number from 0 up to, and without, 1.</summary>
    double NextRandom();
}

/// <summary>The machine's own.</summary>
internal sealed class SystemClock : IClock
{
    private readonly Random _random = new();

    public static SystemClock Instance { get; } = new();

    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

    public TimeSpan Elapsed => TimeSpan.FromSeconds((double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);

    // Up to the next millisecond: a part of one is no wait at all for Task.Delay.
    public Task Delay(TimeSpan time, CancellationToken cancellationToken) => time > TimeSpan.Zero
        ? Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)), cancellationToken)
        : Task.CompletedTask;

    public double NextRandom()
    {
        // Random isn't made for several threads at once. Nothing secret comes of it: it only spreads retries out.
        lock (_random)
        {
            return _random.NextDouble();
        }
    }
}
