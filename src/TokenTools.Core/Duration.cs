using System;
using System.Globalization;
using System.Text.RegularExpressions;
using TokenTools.Security;

namespace TokenTools;

/// <summary>The one grammar of durations: <c>90s</c>, <c>30m</c>, <c>2h</c>, <c>1d12h</c>, and ISO 8601's <c>PT30M</c>, <c>P1DT12H</c>.</summary>
/// <remarks>
/// Whole numbers only; units from large to small, each once; longer than zero. A bare number is refused, because
/// nobody can tell whether 30 is seconds or minutes, and so is a sign. ISO years and months are refused, having no fixed length.
/// </remarks>
public static class Duration
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly (long Ticks, string Unit)[] Units =
        [(TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"), (TimeSpan.TicksPerSecond, "s")];

    // [0-9], not \d: other scripts' digits aren't part of the grammar.
    private static readonly Regex Compact = new(
        @"\A(?:(?<d>[0-9]+)d)?(?:(?<h>[0-9]+)h)?(?:(?<m>[0-9]+)m)?(?:(?<s>[0-9]+)s)?\z", Options);

    private static readonly Regex Iso8601 = new(
        @"\AP(?!\z)(?:(?<w>[0-9]+)W|(?:(?<d>[0-9]+)D)?(?:T(?=[0-9])(?:(?<h>[0-9]+)H)?(?:(?<m>[0-9]+)M)?(?:(?<s>[0-9]+)S)?)?)\z", Options);

    /// <summary>Reads a duration.</summary>
    /// <exception cref="TokenFormatException">The text isn't one; the message shows valid forms.</exception>
    public static TimeSpan Parse(string? text)
    {
        var trimmed = (text ?? string.Empty).Trim();
        if (trimmed.Length == 0)
        {
            throw new TokenFormatException(nameof(Messages.DurationEmpty));
        }

        var match = Compact.Match(trimmed);
        if (!match.Success)
        {
            match = Iso8601.Match(trimmed);
        }

        if (!match.Success)
        {
            throw new TokenFormatException(
                long.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    ? nameof(Messages.DurationWithoutUnit)
                    : nameof(Messages.DurationInvalid),
                DisplayText.Sanitize(trimmed));
        }

        try
        {
            checked
            {
                var days = Number(match, "d") + (7 * Number(match, "w"));
                var seconds = (((((days * 24) + Number(match, "h")) * 60) + Number(match, "m")) * 60) + Number(match, "s");
                var value = new TimeSpan(seconds * TimeSpan.TicksPerSecond);
                return value > TimeSpan.Zero ? value : throw new TokenFormatException(nameof(Messages.DurationZero), DisplayText.Sanitize(trimmed));
            }
        }
        catch (OverflowException)
        {
            throw new TokenFormatException(nameof(Messages.DurationTooLong), DisplayText.Sanitize(trimmed));
        }
    }

    /// <summary>Reads a distance in time: a duration, with a minus before it for one that goes back.</summary>
    /// <exception cref="TokenFormatException">The text isn't one; the message shows valid forms.</exception>
    public static TimeSpan ParseSigned(string? text)
    {
        var trimmed = (text ?? string.Empty).Trim();
        return trimmed.StartsWith("-", StringComparison.Ordinal) ? -Parse(trimmed.Substring(1)) : Parse(trimmed);
    }

    /// <summary>Formats a duration in the largest unit of this grammar that gives a whole number, such as 25h, 90m or 1801s.</summary>
    public static string Format(TimeSpan duration)
    {
        foreach (var (ticks, unit) in Units)
        {
            if (duration.Ticks % ticks == 0 && duration != TimeSpan.Zero)
            {
                return (duration.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + unit;
            }
        }

        return duration.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s";
    }

    private static long Number(Match match, string unit)
    {
        var group = match.Groups[unit];
        return group.Success ? long.Parse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
    }
}
