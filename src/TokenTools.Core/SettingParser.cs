using System;
using System.Collections.Generic;
using System.Globalization;

namespace TokenTools;

/// <summary>Parses and checks the values of settings, so that the same text has the same meaning in every front end.</summary>
internal static class SettingParser
{
    /// <summary>Parses a whole number.</summary>
    /// <param name="text">The text; null for a setting that is not specified.</param>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="TokenArgumentException">The text is not a whole number.</exception>
    public static int? ParseNumber(string? text, string key) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw NotANumber(key);

    /// <summary>The error for a text that is not a whole number, which it does not show: it may be a misplaced secret.</summary>
    public static TokenArgumentException NotANumber(string key) => new(key, nameof(Messages.NumberInvalid), new SettingName(key));

    /// <summary>Parses the text of a setting of a type that is known only at run time.</summary>
    /// <param name="type">The type, not nullable: a number, a duration, a time, a choice, true or false, or text.</param>
    /// <param name="text">The text.</param>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="TokenException">The text does not have the required form.</exception>
    public static object Parse(Type type, string text, string key) =>
        type == typeof(int) ? ParseNumber(text, key)!
        : type == typeof(TimeSpan) ? TokenFormatException.ForSetting(key, () => Duration.Parse(text, key))
        : type == typeof(DateTimeOffset) ? TokenFormatException.ForSetting(key, () => PointInTime.Parse(text))
        : type == typeof(bool) ? (bool.TryParse(text, out var isOn) ? isOn : throw NotABoolean(key))
        : type.IsEnum ? ParseChoice(type, text, key)
        : text;

    private static TokenArgumentException NotABoolean(string key) => new(
        key, nameof(Messages.ChoiceInvalid), new SettingName(key), "True, False");

    /// <summary>Parses the name of a choice: in any case, and abbreviated if that is unambiguous, like PowerShell.</summary>
    /// <typeparam name="T">The choices.</typeparam>
    /// <param name="text">The text; null for a setting that is not specified.</param>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="TokenArgumentException">The text is not the name of a choice.</exception>
    public static T? ParseChoice<T>(string? text, string key)
        where T : struct, Enum => text is null ? null : (T)ParseChoice(typeof(T), text, key);

    /// <summary>Parses the name of a choice of an enumeration that is known only at run time.</summary>
    /// <exception cref="TokenArgumentException">The text is not the name of a choice.</exception>
    public static object ParseChoice(Type choices, string text, string key) =>
        Enum.Parse(choices, FindChoice(Enum.GetNames(choices), text, key));

    /// <summary>Finds a choice by its name, which is its text: in any case, and abbreviated if that is unambiguous.</summary>
    /// <remarks>The whole name of a choice is unambiguous, even if the name of another one starts with it.</remarks>
    /// <typeparam name="T">The choices.</typeparam>
    /// <param name="choices">All choices.</param>
    /// <param name="text">The text.</param>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="TokenArgumentException">The text is not the name of a choice.</exception>
    public static T FindChoice<T>(IReadOnlyList<T> choices, string text, string key)
        where T : class
    {
        var matches = new List<T>();
        foreach (var choice in choices)
        {
            var name = choice.ToString()!;
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return choice;
            }

            if (text.Length > 0 && name.StartsWith(text, StringComparison.OrdinalIgnoreCase))
            {
                matches.Add(choice);
            }
        }

        return matches.Count == 1
            ? matches[0]
            : throw new TokenArgumentException(
                key, nameof(Messages.ChoiceInvalid), new SettingName(key), string.Join(", ", choices));
    }

    /// <summary>Checks that a number is within its range. Null, for a setting that is not given, is accepted.</summary>
    /// <exception cref="TokenArgumentException">The number is out of range, or not a number.</exception>
    public static void RequireRange(double? value, double minimum, double maximum, string key)
    {
        // NaN is neither less nor greater.
        if (value is not null && !(value >= minimum && value <= maximum))
        {
            throw new TokenArgumentException(key, nameof(Messages.SettingOutOfRange), new SettingName(key), value, minimum, maximum);
        }
    }
}
