using System.Security;
using TokenTools.Http;

namespace TokenTools.Onedata;

/// <summary>The options of a connection to a Onezone.</summary>
internal sealed class OnezoneConnectionOptions
{
    /// <summary>The zone's host or https address, with or without <c>/api/v3/onezone</c>.</summary>
    public string? Uri { get; set; }

    /// <summary>An access token of a user or provider, as sent in <c>x-auth-token</c>.</summary>
    public SecureString? Token { get; set; }

    /// <summary>A user's name for signing in with <see cref="Password"/> instead of a token; null for a token.</summary>
    public string? UserName { get; set; }

    /// <summary>The user's password; null for a token.</summary>
    public SecureString? Password { get; set; }

    /// <summary>How requests are sent.</summary>
    public HttpOptions Http { get; set; } = new();
}
