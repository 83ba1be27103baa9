using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A setting that creates caveats: its key, the values that it accepts, and their conversion to caveats.</summary>
/// <remarks>The module has a parameter with the key as its name; the command line generates its options from these.</remarks>
internal sealed class CaveatSetting
{
    private static readonly Dictionary<string, string> NoWords = new(0);

    private readonly Func<object, DateTimeOffset, IEnumerable<TokenCaveat>> _create;

    private CaveatSetting(
        string key,
        CaveatValueKind valueKind,
        string valueName,
        string description,
        Func<object, DateTimeOffset, IEnumerable<TokenCaveat>> create)
    {
        Key = key;
        ValueKind = valueKind;
        ValueName = valueName;
        Description = description;
        _create = create;
    }

    /// <summary>The key, such as <c>IpAddress</c>.</summary>
    public string Key { get; }

    /// <summary>The values that it accepts.</summary>
    public CaveatValueKind ValueKind { get; }

    /// <summary>A word for one value, such as <c>address</c>.</summary>
    public string ValueName { get; }

    /// <summary>The description, as a sentence.</summary>
    public string Description { get; }

    /// <summary>Suggested values with their descriptions; empty if they are not known in advance.</summary>
    public IReadOnlyDictionary<string, string> Words { get; private init; } = NoWords;

    /// <summary>A setting with a list of strings, each an element of one caveat.</summary>
    public static CaveatSetting TextList(
        string key,
        string valueName,
        string description,
        Func<IReadOnlyList<string>, TokenCaveat> create,
        IReadOnlyDictionary<string, string>? words = null) =>
        new(key, CaveatValueKind.TextList, valueName, description, (value, _) => [create(Texts(value))]) { Words = words ?? NoWords };

    /// <summary>A setting with a list of whole numbers, each an element of one caveat.</summary>
    public static CaveatSetting NumberList(
        string key, string valueName, string description, Func<IReadOnlyList<string>, TokenCaveat> create) =>
        new(key, CaveatValueKind.NumberList, valueName, description, (value, _) => [create(Texts(value))]);

    /// <summary>A setting with one string.</summary>
    public static CaveatSetting Text(
        string key, string valueName, string description, Func<string, TokenCaveat> create, IReadOnlyDictionary<string, string> words) =>
        new(key, CaveatValueKind.Text, valueName, description, (value, _) => [create(Texts(value)[0])]) { Words = words };

    /// <summary>A flag.</summary>
    public static CaveatSetting Flag(string key, string description, Func<TokenCaveat> create) =>
        new(key, CaveatValueKind.Flag, string.Empty, description, (value, _) => value is true ? [create()] : []);

    /// <summary>A setting with a duration, counted from the time at which the caveats are built.</summary>
    public static CaveatSetting Duration(string key, string description, Func<TimeSpan, DateTimeOffset, TokenCaveat> create) =>
        new(key, CaveatValueKind.Duration, "duration", description, (value, now) => [create(ToDuration(value, key), now)]);

    /// <summary>A setting with a point in time.</summary>
    public static CaveatSetting PointInTime(string key, string description, Func<DateTimeOffset, TokenCaveat> create) =>
        new(key, CaveatValueKind.PointInTime, "time", description, (value, _) => [create(ToPointInTime(value))]);

    /// <summary>A setting with whole caveats, in any form that <see cref="TokenCaveat.FromObject"/> accepts.</summary>
    public static CaveatSetting CaveatList(string key, string valueName, string description) => new(
        key,
        CaveatValueKind.CaveatList,
        valueName,
        description,
        (value, _) => (value as IEnumerable<object?> ?? [value]).Select(caveat => TokenCaveat.FromObject(caveat).Validate(key)));

    /// <summary>The caveats for a value: one, several, or none for a flag that is off.</summary>
    /// <param name="value">The value that the front end bound: text, or a value of the setting's kind.</param>
    /// <param name="now">The time at which durations start.</param>
    /// <exception cref="TokenException">The value is invalid.</exception>
    public IEnumerable<TokenCaveat> Create(object value, DateTimeOffset now) => _create(value, now);

    /// <summary>A duration as bound: a span of time, or text.</summary>
    /// <param name="value">The value.</param>
    /// <param name="key">The setting's key, for the error.</param>
    /// <exception cref="TokenFormatException">The value is not a duration.</exception>
    public static TimeSpan ToDuration(object value, string key) =>
        value is TimeSpan span ? TokenTools.Duration.Validate(span) : TokenTools.Duration.Parse(value as string, key);

    /// <summary>A point in time as bound: a time, or text.</summary>
    /// <exception cref="TokenFormatException">The value is not a point in time.</exception>
    public static DateTimeOffset ToPointInTime(object value) =>
        value is DateTimeOffset time ? time : TokenTools.PointInTime.Parse(value as string);

    private static string[] Texts(object value) =>
        value is IEnumerable list and not string ? list.Cast<object?>().Select(ToText).ToArray() : [ToText(value)];

    private static string ToText(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
}

/// <summary>The values that a caveat setting accepts. Each can be specified as text.</summary>
internal enum CaveatValueKind
{
    /// <summary>A duration.</summary>
    Duration,

    /// <summary>A point in time.</summary>
    PointInTime,

    /// <summary>One string.</summary>
    Text,

    /// <summary>A list of strings.</summary>
    TextList,

    /// <summary>A list of whole numbers.</summary>
    NumberList,

    /// <summary>On or off.</summary>
    Flag,

    /// <summary>A list of caveats: objects, JSON or caveat text.</summary>
    CaveatList,
}
