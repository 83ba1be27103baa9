using System.Security;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>The options of a connection to an organization of GoodData.CN.</summary>
internal sealed class GoodDataConnectionOptions
{
    /// <summary>The organization's address, such as https://analytics.example.com, or its host name.</summary>
    public string? Uri { get; set; }

    /// <summary>A bootstrap token, another API token or a JSON Web Token.</summary>
    public SecureString? Token { get; set; }

    /// <summary>The Host header, by which the platform identifies the organization; null for the address's host.</summary>
    public string? HostHeader { get; set; }

    /// <summary>How requests are sent.</summary>
    public HttpOptions Http { get; set; } = new();
}
