using System;
using System.ComponentModel;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>The value of a parameter for a point in time: a DateTime, a DateTimeOffset, or text in ISO 8601 form.</summary>
/// <remarks>See <see cref="DurationArgument"/>. PowerShell would convert text with the rules of a culture.</remarks>
[TypeConverter(typeof(ArgumentConverter))]
public sealed class PointInTimeArgument : IEquatable<PointInTimeArgument>, IComparable
{
    private readonly DateTimeOffset? _value;
    private readonly DateTime? _date;
    private readonly string? _text;

    /// <summary>A point in time.</summary>
    public PointInTimeArgument(DateTimeOffset value) => _value = value;

    /// <summary>A date. One of unspecified kind is local time.</summary>
    public PointInTimeArgument(DateTime value) => _date = value;

    private PointInTimeArgument(string text) => _text = text;

    /// <summary>The point in time. One without an offset is local time.</summary>
    /// <exception cref="TokenFormatException">The text is not a date in ISO 8601 form, or the date has no local time.</exception>
    public DateTimeOffset Value => _value ?? (_date is { } date ? PointInTime.From(date) : PointInTime.Parse(_text));

    /// <summary>The point in time as a DateTimeOffset.</summary>
    /// <exception cref="TokenFormatException">The text is not a date in ISO 8601 form, or the date has no local time.</exception>
    public static implicit operator DateTimeOffset(PointInTimeArgument time) =>
        (time ?? throw new ArgumentNullException(nameof(time))).Value;

    /// <summary>Keeps the text of a date, which <see cref="Value"/> parses.</summary>
    public static PointInTimeArgument Parse(string text) => new(text ?? throw new ArgumentNullException(nameof(text)));

    /// <summary>The point in time as a DateTimeOffset; the same as <see cref="Value"/>.</summary>
    /// <exception cref="TokenFormatException">The text is not a date in ISO 8601 form, or the date has no local time.</exception>
    public DateTimeOffset ToDateTimeOffset() => Value;

    /// <inheritdoc/>
    public bool Equals(PointInTimeArgument? other) => other is not null && (TryGetValue() is { } value
        ? other.TryGetValue() == value
        : other.TryGetValue() is null && string.Equals(_text, other._text, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PointInTimeArgument);

    /// <inheritdoc/>
    public override int GetHashCode() => TryGetValue()?.GetHashCode() ?? StringComparer.Ordinal.GetHashCode(_text ?? string.Empty);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => Value.CompareTo(From(obj) is { } other ? other.Value : DateTimeOffset.MinValue);

    /// <summary>The text, or the point in time in ISO 8601 form.</summary>
    public override string ToString() =>
        _text ?? Value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Keeps a value; null for null.</summary>
    internal static PointInTimeArgument? From(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => null,
        PointInTimeArgument time => time,
        DateTimeOffset time => new PointInTimeArgument(time),
        DateTime date => new PointInTimeArgument(date),
        string text => new PointInTimeArgument(text),
        // A number is a guess (2.3) or has another epoch.
        _ => new PointInTimeArgument(string.Empty),
    };

    /// <summary>The point in time of a setting.</summary>
    /// <exception cref="TokenFormatException">It is not a valid date.</exception>
    internal DateTimeOffset Read(string key) => TokenFormatException.ForSetting(key, () => Value);

    private DateTimeOffset? TryGetValue()
    {
        try
        {
            return Value;
        }
        catch (TokenFormatException)
        {
            return null;
        }
    }
}
