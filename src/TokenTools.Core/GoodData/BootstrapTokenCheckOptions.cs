using System;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>How an organization is asked about a bootstrap token.</summary>
public sealed class BootstrapTokenCheckOptions
{
    /// <summary>The organization's address, such as https://analytics.example.com, or its host alone.</summary>
    public string? Uri { get; set; }

    /// <summary>The Host header; null for the address's own. By it the platform knows the organization.</summary>
    public string? HostHeader { get; set; }

    /// <summary>How long to ask again while the organization may still appear; null to ask once.</summary>
    public TimeSpan? Wait { get; set; }

    /// <summary>
    /// How to talk to it. <see cref="HttpOptions.RetryInterval"/> is what the first wait stays below; it doubles up to 10 seconds.
    /// Nothing is repeated without <see cref="Wait"/>.
    /// </summary>
    internal HttpOptions Http { get; set; } = new();
}
