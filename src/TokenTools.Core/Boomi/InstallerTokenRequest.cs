using System;
using System.Collections.Generic;
using System.Security;

namespace TokenTools.Boomi;

/// <summary>A valid request for an installer token, created by <see cref="InstallerTokenSpec.Build"/>.</summary>
/// <remarks>https://developer.boomi.com/docs/api/platformapi/InstallerToken</remarks>
internal sealed class InstallerTokenRequest
{
    /// <summary>The shortest lifetime of a token, in minutes.</summary>
    public const int ShortestMinutes = 30;

    /// <summary>The longest lifetime of a token, in minutes.</summary>
    public const int LongestMinutes = 1440;

    internal InstallerTokenRequest(string installType, int durationMinutes, string? cloudId, string? accountId, string? overrideAccountId)
    {
        InstallType = installType;
        DurationMinutes = durationMinutes;
        CloudId = cloudId;
        AccountId = accountId;
        OverrideAccountId = overrideAccountId;
    }

    /// <summary>Every install type in the service's schema, with what it installs.</summary>
    public static IReadOnlyDictionary<string, string> InstallTypes { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ATOM"] = "a basic runtime on one machine",
        ["MOLECULE"] = "a runtime cluster",
        ["CLOUD"] = "a private runtime cloud; requires the cloud's id",
        ["BROKER"] = "an API broker",
        ["GATEWAY"] = "an API gateway",
    };

    /// <summary>The install type in the service's spelling.</summary>
    public string InstallType { get; }

    /// <summary>The token's lifetime, in minutes.</summary>
    public int DurationMinutes { get; }

    /// <summary>The runtime cloud, for CLOUD only.</summary>
    public string? CloudId { get; }

    /// <summary>The account to request the token from; null for the connection's.</summary>
    public string? AccountId { get; }

    /// <summary>The account to act for through the Partner API; null for the connection's, if it has one.</summary>
    public string? OverrideAccountId { get; }

    /// <summary>The code of the second factor, for this request only; null for none.</summary>
    internal SecureString? OneTimePassword { get; set; }

    /// <summary>The request's body.</summary>
    public string ToJson()
    {
        var body = new JsonObjectText().Add("installType", InstallType).Add("durationMinutes", DurationMinutes);
        return (CloudId is null ? body : body.Add("cloudId", CloudId)).ToString();
    }
}
