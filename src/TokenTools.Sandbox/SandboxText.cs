using System;
using System.Globalization;
using System.Text;

namespace TokenTools.Sandbox;

/// <summary>Messages and errors of the sandbox's own resources.</summary>
internal static class SandboxText
{
    /// <summary>A message that is rendered when it is shown.</summary>
    public static MessageText Create(string name, params object?[] arguments) => new(SandboxMessages.ResourceManager, name, arguments);

    /// <summary>An error about a setting's value.</summary>
    public static TokenArgumentException ArgumentError(string settingKey, string errorId, params object?[] arguments) =>
        new(settingKey, Create(errorId, arguments));

    /// <summary>A time span in the grammar of <see cref="TokenTools.Duration"/>, such as 2d or -1h30m, as the user typed it.</summary>
    public static string Duration(TimeSpan span)
    {
        if (span.Ticks % TimeSpan.TicksPerSecond != 0 || span == TimeSpan.Zero || span == TimeSpan.MinValue)
        {
            return span.ToString("c", CultureInfo.InvariantCulture);
        }

        var text = new StringBuilder(span < TimeSpan.Zero ? "-" : string.Empty);
        var magnitude = span.Duration();
        (int Value, char Unit)[] parts =
            [(magnitude.Days, 'd'), (magnitude.Hours, 'h'), (magnitude.Minutes, 'm'), (magnitude.Seconds, 's')];
        foreach (var (value, unit) in parts)
        {
            if (value > 0)
            {
                text.Append(value.ToString(CultureInfo.InvariantCulture)).Append(unit);
            }
        }

        return text.ToString();
    }
}
