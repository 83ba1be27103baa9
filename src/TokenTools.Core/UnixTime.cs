using System;
using System.Numerics;
using Newtonsoft.Json.Linq;

namespace TokenTools;

/// <summary>Points in time that services and tokens state as seconds since 1970 in UTC.</summary>
internal static class UnixTime
{
    // 9999-12-31T23:59:59Z: a DateTimeOffset ends there.
    private const long LastSecond = 253_402_300_799;

    /// <summary>The end of something: what ended before 1970 has ended, and what ends after the year 9999 never does.</summary>
    /// <param name="seconds">Seconds since 1970 in UTC.</param>
    public static DateTimeOffset End(long seconds) =>
        seconds > LastSecond ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeSeconds(Math.Max(0, seconds));

    /// <summary>The end of something that states it as a JSON number, which may have a fraction (RFC 7519, NumericDate).</summary>
    /// <param name="value">The value; null if it is absent.</param>
    /// <returns>Null if it is not a number.</returns>
    public static DateTimeOffset? End(JToken? value) => (value as JValue)?.Value switch
    {
        long seconds => End(seconds),
        double seconds when !double.IsNaN(seconds) => End((long)Math.Max(-1, Math.Min(LastSecond + 1, Math.Floor(seconds)))),
        BigInteger seconds => End(seconds.Sign < 0 ? -1 : long.MaxValue),
        _ => null,
    };

    /// <summary>Reads an optional expiration. False if it is present but invalid, so that it is not treated as absent.</summary>
    /// <param name="value">The value; null if it is absent.</param>
    /// <param name="end">The end; null for none.</param>
    public static bool TryReadEnd(JToken? value, out DateTimeOffset? end)
    {
        end = End(value);
        return end is not null || value is null or JValue { Value: null };
    }

    /// <summary>When something was made. It has no consequence, so an implausible time is not stated.</summary>
    /// <param name="value">The value; null if it is absent.</param>
    /// <returns>Null if it is not a number, before 1970, or after the year 9999, as a time in milliseconds is.</returns>
    public static DateTimeOffset? Made(JToken? value) => value is JValue { Value: (>= 0L and <= LastSecond) or (>= 0.0 and < LastSecond + 1.0) }
        ? End(value)
        : null;
}
