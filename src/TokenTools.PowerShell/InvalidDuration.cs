using System;

namespace TokenTools.PowerShell;

/// <summary>Durations that represent text that is not a duration, where the engine can only bind a duration.</summary>
internal static class InvalidDuration
{
    private static readonly string[] ErrorIds =
    [
        nameof(Messages.DurationEmpty),
        nameof(Messages.DurationInvalid),
        nameof(Messages.DurationTooLong),
        nameof(Messages.DurationWithoutUnit),
        nameof(Messages.DurationZero),
    ];

    /// <summary>The duration that represents the text of an error. No text in the grammar of durations is one of them.</summary>
    public static TimeSpan Of(TokenFormatException error) => TimeSpan.FromTicks(long.MinValue + Array.IndexOf(ErrorIds, error.ErrorId));

    /// <summary>Returns a valid duration.</summary>
    /// <exception cref="TokenFormatException">The duration represents text that is not a duration.</exception>
    public static TimeSpan? Check(TimeSpan? duration, string key) =>
        duration is { } value && value.Ticks - long.MinValue < ErrorIds.Length && value.Ticks < 0
            ? TokenFormatException.ForSetting<TimeSpan?>(
                key, () => throw new TokenFormatException(ErrorIds[value.Ticks - long.MinValue], new SettingName(key)))
            : duration;
}
