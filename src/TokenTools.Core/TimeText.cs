using System;
using System.Globalization;

namespace TokenTools;

/// <summary>Formats times for people: for views and text output.</summary>
internal static class TimeText
{
    /// <summary>Local time to the second.</summary>
    public static string Local(DateTimeOffset time)
    {
        // The last day of the year 9999 in UTC has no local time in time zones to the east.
        var local = time.UtcDateTime > DateTime.MaxValue.AddDays(-1) ? time.UtcDateTime : time.LocalDateTime;
        return local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>Local time to the second with its offset from UTC, for output that is read elsewhere.</summary>
    public static string WithZone(DateTimeOffset time)
    {
        // The last day of the year 9999 in UTC has no local time in time zones to the east.
        var local = time.UtcDateTime > DateTime.MaxValue.AddDays(-1) ? time.ToUniversalTime() : time.ToLocalTime();
        return local.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
    }

    /// <summary>The remaining time in at most two units, such as 1d 3h or 59m 10s; <c>expired</c> for none.</summary>
    public static string Left(TimeSpan left) => left <= TimeSpan.Zero ? "expired"
        : left.TotalDays >= 1 ? Two((long)left.TotalDays, "d", left.Hours, "h")
        : left.TotalHours >= 1 ? Two(left.Hours, "h", left.Minutes, "m")
        : left.TotalMinutes >= 1 ? Two(left.Minutes, "m", left.Seconds, "s")
        : Two(left.Seconds, "s", 0, string.Empty);

    /// <summary>The time in UTC, rounded up to a whole minute, for messages about the latest time of expiration.</summary>
    public static DateTime CeilingToMinute(DateTimeOffset time)
    {
        var over = time.UtcTicks % TimeSpan.TicksPerMinute;
        return over == 0 || time.UtcTicks > DateTime.MaxValue.Ticks - TimeSpan.TicksPerMinute
            ? time.UtcDateTime
            : time.UtcDateTime.AddTicks(TimeSpan.TicksPerMinute - over);
    }

    private static string Two(long first, string firstUnit, long second, string secondUnit) => string.Format(
        CultureInfo.InvariantCulture, second > 0 ? "{0}{1} {2}{3}" : "{0}{1}", first, firstUnit, second, secondUnit);
}
