using System;
using System.ComponentModel;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>The value of a parameter for a duration: a TimeSpan, or text such as 30m.</summary>
/// <remarks>
/// It converts from both without an attribute, which a mock, a proxy function and a restricted endpoint do not have. Text is parsed by
/// the cmdlet, so that its error is one of the module's: a conversion that fails is an error of the engine, which repeats the text.
/// </remarks>
[TypeConverter(typeof(ArgumentConverter))]
public sealed class DurationArgument : IEquatable<DurationArgument>, IComparable
{
    private readonly TimeSpan? _value;
    private readonly string? _text;

    /// <summary>A duration.</summary>
    public DurationArgument(TimeSpan value) => _value = value;

    private DurationArgument(string text) => _text = text;

    /// <summary>The duration; negative only for a parameter that accepts a minus sign.</summary>
    /// <exception cref="TokenFormatException">The text is not a duration.</exception>
    public TimeSpan Value => _value ?? Duration.ParseSigned(_text);

    /// <summary>True for blank text, such as an empty cell of a CSV file.</summary>
    internal bool IsBlank => _value is null && string.IsNullOrWhiteSpace(_text);

    /// <summary>The value as Core's settings accept it: a span of time, or text.</summary>
    internal object Setting => _value ?? (object)_text!;

    /// <summary>The duration as a TimeSpan.</summary>
    /// <exception cref="TokenFormatException">The text is not a duration.</exception>
    public static implicit operator TimeSpan(DurationArgument duration) =>
        (duration ?? throw new ArgumentNullException(nameof(duration))).Value;

    /// <summary>Keeps the text of a duration, which <see cref="Value"/> parses.</summary>
    public static DurationArgument Parse(string text) => new(text ?? throw new ArgumentNullException(nameof(text)));

    /// <summary>The duration as a TimeSpan; the same as <see cref="Value"/>.</summary>
    /// <exception cref="TokenFormatException">The text is not a duration.</exception>
    public TimeSpan ToTimeSpan() => Value;

    /// <inheritdoc/>
    public bool Equals(DurationArgument? other) => other is not null && (TryGetValue() is { } value
        ? other.TryGetValue() == value
        : other.TryGetValue() is null && string.Equals(_text, other._text, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DurationArgument);

    /// <inheritdoc/>
    public override int GetHashCode() => TryGetValue() is { } value ? value.GetHashCode() : StringComparer.Ordinal.GetHashCode(_text);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => Value.CompareTo(From(obj) is { } other ? other.Value : TimeSpan.MinValue);

    /// <summary>The text, or the duration in the same form.</summary>
    public override string ToString() => _text ?? Duration.Format(_value!.Value);

    /// <summary>Keeps a value; null for null.</summary>
    internal static DurationArgument? From(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => null,
        DurationArgument duration => duration,
        TimeSpan span => new DurationArgument(span),
        // The wrapped value: PowerShell parses an unquoted 90s or 7d as a number (Int16, Decimal) but keeps the text as typed.
        _ => new DurationArgument(LanguagePrimitives.ConvertTo<string>(value)),
    };

    /// <summary>The duration of a setting.</summary>
    /// <param name="key">The setting's key.</param>
    /// <param name="signed">True where zero and a minus sign are valid as well.</param>
    /// <exception cref="TokenFormatException">It is not a valid duration.</exception>
    internal TimeSpan Read(string key, bool signed = false) => TokenFormatException.ForSetting(key, () =>
        signed ? _value ?? Duration.ParseSigned(_text, key)
        : _value is { } value ? Duration.Validate(value)
        : Duration.Parse(_text, key));

    private TimeSpan? TryGetValue()
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
