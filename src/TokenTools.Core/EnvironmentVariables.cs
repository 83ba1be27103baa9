using System;
using System.Security;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools;

/// <summary>The environment variables that describe connections, for whoever has nobody at the keyboard.</summary>
internal static class EnvironmentVariables
{
    // Those of Boomi's own tools (OfficialBoomi/boomi-integration:scripts/boomi-common.sh).
    public const string BoomiAccountId = "BOOMI_ACCOUNT_ID";
    public const string BoomiUserName = "BOOMI_USERNAME";
    public const string BoomiApiToken = "BOOMI_API_TOKEN";
    public const string BoomiApiUrl = "BOOMI_API_URL";

    // Those of Onedata's own command line (onezone-rest-cli).
    public const string OnezoneHost = "ONEZONE_HOST";
    public const string OnezoneApiKey = "ONEZONE_API_KEY";

    /// <summary>A variable's value without white space about it; null for none.</summary>
    public static string? Text(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        return string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
    }

    /// <summary>A variable's value as a secret; null for none.</summary>
    public static SecureString? Secret(string name) => Text(name) is { } value ? SecureText.FromString(value) : null;

    /// <summary>What the environment says of a connection to an Onezone; what it doesn't say is null.</summary>
    public static OnezoneConnectionOptions Onezone() => new() { Uri = Text(OnezoneHost), Token = Secret(OnezoneApiKey) };
}
