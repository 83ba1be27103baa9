using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>What an installer token shall be good for.</summary>
/// <remarks>Rules: https://developer.boomi.com/docs/api/platformapi/InstallerToken, and where that is silent the vendor's own tools.</remarks>
public sealed class InstallerTokenRequest
{
    /// <summary>The shortest that a token can be good for, in minutes.</summary>
    public const int ShortestMinutes = 30;

    /// <summary>The longest that a token can be good for, in minutes.</summary>
    public const int LongestMinutes = 1440;

    /// <summary>What every tool of the vendor's asks for, in minutes. The service documents no default of its own.</summary>
    public const int DefaultMinutes = 60;

    // The longest seen has 25 characters.
    private const int LongestAccount = 255;

    private static readonly Regex Word = new(@"\A[A-Za-z_]{1,20}\z", RegexOptions.CultureInvariant);

    private InstallerTokenRequest(string installType, int durationMinutes, string? cloudId, string? accountId, string? overrideAccountId)
    {
        InstallType = installType;
        DurationMinutes = durationMinutes;
        CloudId = cloudId;
        AccountId = accountId;
        OverrideAccountId = overrideAccountId;
    }

    /// <summary>Every install type that the service's schema lists, with what it installs.</summary>
    public static IReadOnlyDictionary<string, string> InstallTypes { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ATOM"] = "a basic runtime on one machine",
        ["MOLECULE"] = "a runtime cluster",
        ["CLOUD"] = "a private runtime cloud; needs the cloud's id",
        ["BROKER"] = "an API broker",
        ["GATEWAY"] = "an API gateway",
    };

    /// <summary>The install type in the service's spelling.</summary>
    public string InstallType { get; }

    /// <summary>How long the token is to be good for, in minutes.</summary>
    public int DurationMinutes { get; }

    /// <summary>The runtime cloud, for CLOUD only.</summary>
    public string? CloudId { get; }

    /// <summary>The account to ask for it; null for the connection's.</summary>
    public string? AccountId { get; }

    /// <summary>The account to act for through the Partner API; null for the connection's, if it has one.</summary>
    public string? OverrideAccountId { get; }

    /// <summary>Checks everything that can be checked without asking the service.</summary>
    /// <param name="installType">One of <see cref="InstallTypes"/>, in any case.</param>
    /// <param name="durationMinutes">30 to 1440; null for 60.</param>
    /// <param name="cloudId">Required for CLOUD, refused for others.</param>
    /// <param name="accountId">The account; null or blank for the connection's.</param>
    /// <param name="overrideAccountId">The account to act for through the Partner API; null or blank for the connection's, if it has one.</param>
    /// <exception cref="TokenArgumentException">One of them can't be right.</exception>
    public static InstallerTokenRequest Create(
        string? installType, int? durationMinutes = null, string? cloudId = null, string? accountId = null, string? overrideAccountId = null)
    {
        var type = (installType ?? string.Empty).Trim().ToUpperInvariant();
        if (!InstallTypes.ContainsKey(type))
        {
            throw new TokenArgumentException(
                "InstallType",
                type.Length == 0 ? nameof(Messages.InstallTypeMissing) : nameof(Messages.InstallTypeUnknown),
                IsWord(type) ? type : MessageText.Format(nameof(Messages.InstallTypeNotShown)));
        }

        var minutes = durationMinutes ?? DefaultMinutes;
        if (minutes is < ShortestMinutes or > LongestMinutes)
        {
            throw new TokenArgumentException(
                "DurationMinutes", nameof(Messages.InstallerDurationOutOfRange), minutes, ShortestMinutes, LongestMinutes);
        }

        var cloud = Given(cloudId);
        if (type == "CLOUD" && cloud is null)
        {
            throw new TokenArgumentException("CloudId", nameof(Messages.CloudIdMissing));
        }

        if (type != "CLOUD" && cloud is not null)
        {
            throw new TokenArgumentException("CloudId", nameof(Messages.CloudIdNotAllowed), type);
        }

        var account = Given(accountId);
        CheckAccount(account, "AccountId");
        var actingFor = Given(overrideAccountId);
        CheckAccount(actingFor, "OverrideAccountId");
        return new InstallerTokenRequest(type, minutes, cloud, account, actingFor);
    }

    /// <summary>True for what may be shown of a mistaken install type: one word. Anything else may be a token in the wrong place.</summary>
    internal static bool IsWord(string text) => Word.IsMatch(text);

    /// <summary>Checks a duration for whole minutes within the service's range.</summary>
    /// <exception cref="TokenArgumentException">It isn't.</exception>
    public static int Minutes(TimeSpan duration)
    {
        if (duration.Ticks % TimeSpan.TicksPerMinute != 0
            || duration < TimeSpan.FromMinutes(ShortestMinutes) || duration > TimeSpan.FromMinutes(LongestMinutes))
        {
            throw new TokenArgumentException(
                "ValidFor", nameof(Messages.InstallerValidForOutOfRange), Duration.Format(duration), ShortestMinutes, LongestMinutes);
        }

        return (int)duration.TotalMinutes;
    }

    /// <summary>A number of minutes that is given as text, such as a CSV's.</summary>
    /// <exception cref="TokenArgumentException">It is no whole number.</exception>
    internal static int Minutes(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var minutes)
        ? minutes
        : throw new TokenArgumentException(
            "DurationMinutes", nameof(Messages.InstallerDurationNotANumber), DisplayText.Sanitize(text), ShortestMinutes, LongestMinutes);

    /// <summary>The body that the service takes.</summary>
    internal string ToJson()
    {
        var body = new JObject { ["installType"] = InstallType, ["durationMinutes"] = DurationMinutes };
        if (CloudId is not null)
        {
            body["cloudId"] = CloudId;
        }

        return body.ToString(Formatting.None);
    }

    /// <summary>Refuses what no account can be called; nobody knows what one can. Null is none.</summary>
    internal static void CheckAccount(string? accountId, string parameterName)
    {
        if (accountId is null)
        {
            return;
        }

        // A user or a token in its place would be shown, and go into each request's address, which is logged on the way.
        if (accountId.IndexOf(BoomiTokenPattern.ApiTokenPrefix, StringComparison.OrdinalIgnoreCase) >= 0
            || BoomiTokenPattern.IsApiToken(accountId) || Redactor.ByShape.Redact(accountId) != accountId)
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.BoomiAccountIsUser));
        }

        // No escaping keeps dots in the path, they would lead to another address (RFC 3986 §5.2.4); there is none for half of a character.
        if (accountId is "." or ".." || accountId.Length > LongestAccount || !SecureText.IsUnicode(accountId.ToCharArray()))
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.BoomiAccountLooksMistaken), DisplayText.Sanitize(accountId), new SettingName(parameterName));
        }
    }

    // A CSV's empty cell is no value.
    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text!.Trim();
}
