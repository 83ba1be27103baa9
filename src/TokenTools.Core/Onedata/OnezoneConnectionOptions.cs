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

    /// <summary>How requests are sent.</summary>
    public HttpOptions Http { get; set; } = new();
}
