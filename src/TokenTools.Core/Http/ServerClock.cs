using System;

namespace TokenTools.Http;

/// <summary>
/// The service's time, from the Date header of its latest response and the time since then on this machine's clocks. Independent of
/// what this machine's clock is set to. Thread-safe.
/// </summary>
/// <param name="clock">This machine's clocks.</param>
internal sealed class ServerClock(IClock clock)
{
    // The Date header has whole seconds (RFC 9110 §5.6.7).
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private Reading? _latest;

    /// <summary>The current times of this machine's clocks.</summary>
    public LocalTime Now() => new(clock.Elapsed, clock.UtcNow);

    /// <summary>Records the time of a response.</summary>
    /// <param name="date">The Date header.</param>
    /// <param name="sent">When the request was sent.</param>
    public void Record(DateTimeOffset date, LocalTime sent)
    {
        lock (_gate)
        {
            _latest = new Reading(date, sent, Now());
        }
    }

    /// <summary>A time at which the service's clock was no later than this at a local time; null without a reading.</summary>
    /// <param name="at">The local time, before or after the reading.</param>
    public DateTimeOffset? Earliest(LocalTime at)
    {
        // The service created the response before it arrived. Of this machine's clocks, the monotonic one may stop while the machine
        // sleeps, and the other one may be set.
        var reading = Latest();
        return reading is null ? null : Add(reading.Date, Smaller(at.Elapsed - reading.Received.Elapsed, at.Utc - reading.Received.Utc));
    }

    /// <summary>A time at which the service's clock was no earlier than this at a local time; null without a reading.</summary>
    /// <param name="at">The local time, before or after the reading.</param>
    public DateTimeOffset? Latest(LocalTime at)
    {
        var reading = Latest();
        return reading is null
            ? null
            : Add(reading.Date, Resolution + Larger(at.Elapsed - reading.Sent.Elapsed, at.Utc - reading.Sent.Utc));
    }

    private Reading? Latest()
    {
        lock (_gate)
        {
            return _latest;
        }
    }

    private static TimeSpan Smaller(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Larger(TimeSpan a, TimeSpan b) => a > b ? a : b;

    // A service can send any date.
    private static DateTimeOffset? Add(DateTimeOffset date, TimeSpan time) =>
        date.UtcTicks + time.Ticks > DateTimeOffset.MinValue.UtcTicks && date.UtcTicks + time.Ticks < DateTimeOffset.MaxValue.UtcTicks
            ? date + time
            : null;

    private sealed record Reading(DateTimeOffset Date, LocalTime Sent, LocalTime Received);
}

/// <summary>The times of this machine's clocks at one moment.</summary>
/// <param name="Elapsed">The monotonic clock.</param>
/// <param name="Utc">The system clock.</param>
internal readonly record struct LocalTime(TimeSpan Elapsed, DateTimeOffset Utc);
