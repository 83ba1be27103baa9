using System;
using System.Globalization;

namespace TokenTools;

/// <summary>The grammar of points in time: ISO 8601, as <c>2030-01-31</c>, <c>2030-01-31T17:30</c> or <c>2030-01-31T17:30:00Z</c>.</summary>
/// <remarks>
/// Other forms depend on a culture (03/04/2030 is March or April; in Thailand 2030 is 1487) or are guesses (2.3), and are rejected.
/// A time without an offset is local time.
/// </remarks>
internal static class PointInTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss K",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Parses a point in time.</summary>
    /// <exception cref="TokenFormatException">The text has another form; the message shows valid ones.</exception>
    public static DateTimeOffset Parse(string? text) => DateTimeOffset.TryParseExact(
        (text ?? string.Empty).Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time
            : throw new TokenFormatException(nameof(Messages.PointInTimeInvalid));

    /// <summary>Converts a date. One of unspecified kind is local time.</summary>
    /// <exception cref="TokenFormatException">It is within a day of the first or last date, where no local time exists.</exception>
    public static DateTimeOffset From(DateTime date) =>
        date.Kind == DateTimeKind.Utc || (date > DateTime.MinValue.AddDays(1) && date < DateTime.MaxValue.AddDays(-1))
            ? new DateTimeOffset(date)
            : throw new TokenFormatException(nameof(Messages.PointInTimeInvalid));
}
