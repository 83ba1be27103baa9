using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Http;

/// <summary>Time, delays and randomness, injected so that tests are deterministic and need not wait.</summary>
internal interface IClock
{
    /// <summary>The date and time; may jump when the system clock is set.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>A monotonic time, for measuring durations.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Waits; a cancellation ends the wait immediately.</summary>
    Task Delay(TimeSpan time, CancellationToken cancellationToken);

    /// <summary>A random number from 0 (inclusive) to 1 (exclusive).</summary>
    double NextRandom();
}

/// <summary>The system clock.</summary>
internal sealed class SystemClock : IClock
{
    private readonly Random _random = new();

    public static SystemClock Instance { get; } = new();

#pragma warning disable RS0030 // The one place that reads the system clock.
    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;
#pragma warning restore RS0030

    public TimeSpan Elapsed => TimeSpan.FromSeconds((double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);

    // Rounded up: Task.Delay truncates to whole milliseconds and would return early.
    public Task Delay(TimeSpan time, CancellationToken cancellationToken) => time > TimeSpan.Zero
        ? Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)), cancellationToken)
        : Task.CompletedTask;

    public double NextRandom()
    {
        // Random is not thread-safe. It is not cryptographic either: it only spreads retries out.
        lock (_random)
        {
            return _random.NextDouble();
        }
    }
}
