using System;
using System.Globalization;
using System.Security;

namespace TokenTools.Boomi;

/// <summary>The settings of a request for an installer token as a front end binds them, and the rules for them.</summary>
/// <remarks>
/// Rules: https://developer.boomi.com/docs/api/platformapi/InstallerToken, and Boomi's own tools for undocumented details.
/// </remarks>
internal sealed class InstallerTokenSpec
{
    /// <summary>The lifetime that Boomi's own tools request, in minutes. The service documents no default.</summary>
    public const int DefaultMinutes = 60;

    /// <summary>Represents text that is not a number, in a front end that can only bind numbers.</summary>
    public const int InvalidMinutes = int.MinValue;

    private const string Cloud = "CLOUD";

    private const int LongestWord = 20;

    /// <summary>One of <see cref="InstallerTokenRequest.InstallTypes"/>, in any case.</summary>
    public string? InstallType { get; set; }

    /// <summary>The lifetime in minutes, 30 to 1440, as text; null or blank for 60. Not together with <see cref="ValidFor"/>.</summary>
    public string? DurationMinutes { get; set; }

    /// <summary>The lifetime as a duration of whole minutes, 30m to 1d. Not together with <see cref="DurationMinutes"/>.</summary>
    public TimeSpan? ValidFor { get; set; }

    /// <summary>True if the user specified a duration: a missing value is then an error instead of the default.</summary>
    public bool RequiresValidFor { get; set; }

    /// <summary>The runtime cloud's id: required for CLOUD and not allowed for any other type.</summary>
    public string? CloudId { get; set; }

    /// <summary>The account to request the token from; null or blank for the connection's.</summary>
    public string? AccountId { get; set; }

    /// <summary>The account to act for through the Partner API; null or blank for the connection's, if it has one.</summary>
    public string? OverrideAccountId { get; set; }

    /// <summary>The current code of the second factor, for this request only; null for none.</summary>
    public SecureString? OneTimePassword { get; set; }

    /// <summary>Checks everything that can be checked without a request.</summary>
    /// <exception cref="TokenException">A setting cannot be used.</exception>
    public InstallerTokenRequest Build()
    {
        var type = ValidInstallType();
        var minutes = ValidMinutes();
        var cloudId = ValueOrNull(CloudId);
        if (type == Cloud && cloudId is null)
        {
            throw new TokenArgumentException(nameof(CloudId), nameof(Messages.CloudIdMissing));
        }

        if (type != Cloud && cloudId is not null)
        {
            throw new TokenArgumentException(nameof(CloudId), nameof(Messages.CloudIdNotAllowed), type);
        }

        var accountId = ValueOrNull(AccountId);
        BoomiAccountId.Validate(accountId, nameof(AccountId));
        var overrideAccountId = ValueOrNull(OverrideAccountId);
        BoomiAccountId.Validate(overrideAccountId, nameof(OverrideAccountId));
        return new InstallerTokenRequest(type, minutes, cloudId, accountId, overrideAccountId)
        {
            OneTimePassword = BoomiOneTimePassword.Validate(OneTimePassword),
        };
    }

    /// <summary>Parses a number of minutes. Its range is checked by <see cref="Build"/>.</summary>
    /// <exception cref="TokenArgumentException">The text is not a whole number.</exception>
    public static int ParseMinutes(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var minutes)
        ? minutes
        : throw NotANumber();

    /// <summary>True for a word, which can be shown as an invalid install type. Other text may be a misplaced token.</summary>
    public static bool IsWord(string text)
    {
        foreach (var c in text)
        {
            if (c is not (>= 'A' and <= 'Z' or >= 'a' and <= 'z' or '_'))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= LongestWord;
    }

    private string ValidInstallType()
    {
        var type = (InstallType ?? string.Empty).Trim().ToUpperInvariant();
        return InstallerTokenRequest.InstallTypes.ContainsKey(type) ? type
            : type.Length == 0 ? throw new TokenArgumentException(nameof(InstallType), nameof(Messages.InstallTypeMissing))
            : throw new TokenArgumentException(
                nameof(InstallType),
                nameof(Messages.InstallTypeUnknown),
                IsWord(type) ? InstallType!.Trim() : MessageText.Format(nameof(Messages.InstallTypeNotShown)));
    }

    private int ValidMinutes()
    {
        var minutes = ValueOrNull(DurationMinutes);
        if (ValidFor is not { } duration)
        {
            return RequiresValidFor ? throw new TokenArgumentException(nameof(ValidFor), nameof(Messages.DurationEmpty))
                : minutes is null ? DefaultMinutes
                : InRange(ParseMinutes(minutes));
        }

        if (minutes is not null)
        {
            throw TokenArgumentException.Exclusive(
                nameof(ValidFor), new SettingName(nameof(DurationMinutes)), new SettingName(nameof(ValidFor)));
        }

        var shortest = TimeSpan.FromMinutes(InstallerTokenRequest.ShortestMinutes);
        var longest = TimeSpan.FromMinutes(InstallerTokenRequest.LongestMinutes);
        return duration.Ticks % TimeSpan.TicksPerMinute == 0 && duration >= shortest && duration <= longest
            ? (int)duration.TotalMinutes
            : throw new TokenArgumentException(
                nameof(ValidFor),
                nameof(Messages.InstallerValidForOutOfRange),
                Duration.Format(duration),
                Duration.Format(shortest),
                Duration.Format(longest));
    }

    private static TokenArgumentException NotANumber() => new(
        nameof(DurationMinutes),
        nameof(Messages.InstallerDurationNotANumber),
        new SettingName(nameof(DurationMinutes)),
        InstallerTokenRequest.ShortestMinutes,
        InstallerTokenRequest.LongestMinutes);

    private static int InRange(int minutes)
    {
        if (minutes == InvalidMinutes)
        {
            throw NotANumber();
        }

        SettingParser.RequireRange(
            minutes, InstallerTokenRequest.ShortestMinutes, InstallerTokenRequest.LongestMinutes, nameof(DurationMinutes));
        return minutes;
    }

    // An empty cell of a CSV file means no value.
    private static string? ValueOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text!.Trim();
}
