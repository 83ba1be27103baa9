using System.Security;
using TokenTools.Http;

namespace TokenTools.Onedata;

/// <summary>What a connection to an Onezone is made of.</summary>
public sealed class OnezoneConnectionOptions
{
    /// <summary>The zone's host or https address, with or without <c>/api/v3/onezone</c>.</summary>
    public string? Uri { get; set; }

    /// <summary>An access token of a user or provider, as <c>x-auth-token</c> takes it.</summary>
    public SecureString? Token { get; set; }

    /// <summary>How to talk to the zone.</summary>
    internal HttpOptions Http { get; set; } = new();
}
