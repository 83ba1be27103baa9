using System;
using System.Globalization;
using System.Text.RegularExpressions;
using TokenTools.Security;

namespace TokenTools;

/// <summary>
/// The grammar of durations: <c>90s</c>, <c>30m</c>, <c>2h</c>, <c>1d12h</c>, <c>PT30M</c> and <c>P1DT12H</c> as in ISO 8601, or
/// <c>00:30:00</c> and <c>1.12:00:00</c>, the text of a <see cref="TimeSpan"/>.
/// </summary>
/// <remarks>
/// Whole numbers only; units from large to small, each at most once; longer than zero. A number without a unit is rejected, because 30 may
/// mean seconds or minutes; so is a sign. ISO 8601's years and months are rejected because they have no fixed length.
/// </remarks>
internal static class Duration
{
    private static readonly (string Unit, decimal Length)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
    ];

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    // [0-9], not \d: digits of other scripts are not part of the grammar.
    private static readonly Regex Compact = new(
        @"\A(?:(?<d>[0-9]+)d)?(?:(?<h>[0-9]+)h)?(?:(?<m>[0-9]+)m)?(?:(?<s>[0-9]+)s)?\z", Options);

    private static readonly Regex Iso8601 = new(
        @"\AP(?!\z)(?:(?<w>[0-9]+)W|(?:(?<d>[0-9]+)D)?(?:T(?=[0-9])(?:(?<h>[0-9]+)H)?(?:(?<m>[0-9]+)M)?(?:(?<s>[0-9]+)S)?)?)\z", Options);

    // All three numbers: 1:30 may be hours and minutes, or minutes and seconds.
    private static readonly Regex Clock = new(
        @"\A(?:(?<d>[0-9]+)\.)?(?<h>[01]?[0-9]|2[0-3]):(?<m>[0-5][0-9]):(?<s>[0-5][0-9])\z", Options);

    /// <summary>Parses a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key of the setting, for the error; null if it is the value of none.</param>
    /// <exception cref="TokenFormatException">
    /// The text has another form. The message shows valid ones, and not the text, which may be a misplaced secret.
    /// </exception>
    public static TimeSpan Parse(string? text, string? key = null)
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
            match = Clock.Match(trimmed);
        }

        if (!match.Success)
        {
            throw new TokenFormatException(
                long.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    ? nameof(Messages.DurationWithoutUnit)
                    : nameof(Messages.DurationInvalid),
                key is null ? new MessageText(nameof(Messages.DurationNotNamed)) : new SettingName(key));
        }

        try
        {
            checked
            {
                var days = Number(match, "d") + (7 * Number(match, "w"));
                var seconds = (((((days * 24) + Number(match, "h")) * 60) + Number(match, "m")) * 60) + Number(match, "s");
                var value = new TimeSpan(seconds * TimeSpan.TicksPerSecond);
                return value > TimeSpan.Zero
                    ? value
                    : throw new TokenFormatException(nameof(Messages.DurationZero), "'" + DisplayText.Sanitize(trimmed) + "'");
            }
        }
        catch (OverflowException)
        {
            throw new TokenFormatException(nameof(Messages.DurationTooLong), "'" + DisplayText.Sanitize(trimmed) + "'");
        }
    }

    /// <summary>Checks a duration that is not text.</summary>
    /// <exception cref="TokenFormatException">It is zero or negative.</exception>
    public static TimeSpan Validate(TimeSpan value) =>
        value > TimeSpan.Zero ? value : throw new TokenFormatException(nameof(Messages.DurationZero), Format(value));

    /// <summary>Parses an offset: a duration with an optional minus sign.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key of the setting, for the error; null if it is the value of none.</param>
    /// <exception cref="TokenFormatException">As of <see cref="Parse"/>.</exception>
    public static TimeSpan ParseSigned(string? text, string? key = null)
    {
        var trimmed = (text ?? string.Empty).Trim();
        return trimmed.StartsWith("-", StringComparison.Ordinal) ? -Parse(trimmed.Substring(1), key) : Parse(trimmed, key);
    }

    /// <summary>
    /// Formats a duration in this grammar, with a minus sign where it is negative: in one unit where the number stays short, such as
    /// <c>25h</c> or <c>90m</c>, otherwise in several, such as <c>12d10h20m15s</c>.
    /// </summary>
    /// <remarks>
    /// What a user types as 25h becomes a <see cref="TimeSpan"/> on its way to a message. Fractions of a second, which the grammar does not
    /// have, are shown as a decimal fraction.
    /// </remarks>
    public static string Format(TimeSpan value)
    {
        var sign = value < TimeSpan.Zero ? "-" : string.Empty;
        var ticks = Math.Abs((decimal)value.Ticks);
        foreach (var (unit, length) in Units)
        {
            if (ticks % length == 0 && ticks / length is var count and > 0 && (count < 1000 || unit == "d"))
            {
                return sign + count.ToString("0", CultureInfo.InvariantCulture) + unit;
            }
        }

        var text = string.Empty;
        foreach (var (unit, length) in Units)
        {
            var count = unit == "s" ? ticks / length : Math.Floor(ticks / length);
            ticks -= count * length;
            text += count > 0 ? count.ToString("0.#######", CultureInfo.InvariantCulture) + unit : string.Empty;
        }

        return text.Length == 0 ? "0s" : sign + text;
    }

    private static long Number(Match match, string unit)
    {
        var group = match.Groups[unit];
        return group.Success ? long.Parse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
    }
}
