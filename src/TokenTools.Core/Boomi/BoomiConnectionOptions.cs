using System.Security;
using TokenTools.Http;

namespace TokenTools.Boomi;

/// <summary>What a connection to the Boomi Platform API is made of.</summary>
public sealed class BoomiConnectionOptions
{
    /// <summary>The Platform API's address in the United States, and the default.</summary>
    public const string UnitedStates = "https://api.boomi.com";

    /// <summary>The Platform API's address for European Platform accounts.</summary>
    public const string GreatBritain = "https://api.platform.gb.boomi.com";

    /// <summary>
    /// The documented limit, https://developer.boomi.com/docs/GettingStarted/API_licensing; past it the service answers 503.
    /// </summary>
    public const double DefaultRequestsPerSecond = 10;

    /// <summary>The account whose API is used.</summary>
    public string? AccountId { get; set; }

    /// <summary>The user's name, with or without <c>BOOMI_TOKEN.</c> before it.</summary>
    public string? UserName { get; set; }

    /// <summary>The platform API token or the password.</summary>
    public SecureString? Secret { get; set; }

    /// <summary>True if <see cref="Secret"/> is a platform API token: then <c>BOOMI_TOKEN.</c> goes before the name, once.</summary>
    public bool IsApiToken { get; set; }

    /// <summary>The Platform API's address, without the <c>/api/rest/v1</c>; null for the United States.</summary>
    public string? BaseUri { get; set; }

    /// <summary>The account to act for, through the Partner API; null for <see cref="AccountId"/> itself.</summary>
    public string? OverrideAccountId { get; set; }

    /// <summary>How to talk to the service.</summary>
    internal HttpOptions Http { get; set; } = new() { RequestsPerSecond = DefaultRequestsPerSecond };
}
