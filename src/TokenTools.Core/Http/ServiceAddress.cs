using System;
using System.Net;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>Validates the address of a service: https, or http to loopback, or, where explicitly allowed, http to any host.</summary>
internal static class ServiceAddress
{
    /// <summary>Parses an address; the result has a trailing slash, so that relative paths can be appended.</summary>
    /// <param name="text">An address; with <paramref name="hostIsEnough"/> also a host with an optional port, for https.</param>
    /// <param name="key">The key of the setting that contains the address.</param>
    /// <param name="allowUnencrypted">Whether http to a host other than this machine is allowed.</param>
    /// <param name="hostIsEnough">Whether a host without a scheme is accepted.</param>
    /// <exception cref="TokenArgumentException">The address cannot be used.</exception>
    public static Uri Parse(string? text, string key, bool allowUnencrypted, bool hostIsEnough = false)
    {
        var trimmed = (text ?? string.Empty).Trim();
        var candidate = hostIsEnough && trimmed.Length > 0 && trimmed.IndexOf("://", StringComparison.Ordinal) < 0
            ? "https://" + trimmed
            : trimmed;
        if (!Uri.TryCreate(candidate, UriKind.Absolute, out var uri)
            || !IsHostName(uri.Host)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            throw new TokenArgumentException(key, nameof(Messages.AddressInvalid), new SettingName(key));
        }

        // A password in an address ends up in logs; a query or fragment has no meaning in a base address.
        if (uri.UserInfo.Length > 0)
        {
            throw new TokenArgumentException(key, nameof(Messages.AddressHoldsCredentials), new SettingName(key));
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new TokenArgumentException(key, nameof(Messages.AddressHoldsQuery), new SettingName(key));
        }

        // DNS would send a secret over the network in plain text, and messages show the host.
        if (DisplayText.IsMisplacedSecret(trimmed, uri))
        {
            throw new TokenArgumentException(key, nameof(Messages.AddressInvalid), new SettingName(key));
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !IsLoopback(uri) && !allowUnencrypted)
        {
            throw new TokenArgumentException(key, nameof(Messages.AddressUnencrypted), new SettingName(key), uri.Host);
        }

        return uri.AbsolutePath.EndsWith("/", StringComparison.Ordinal) ? uri : new Uri(uri.AbsoluteUri + "/");
    }

    /// <summary>True for loopback addresses, and for names that every resolver must resolve to one (RFC 6761 §6.3).</summary>
    public static bool IsLoopback(Uri uri) =>
        IPAddress.TryParse(uri.DnsSafeHost, out var address)
            ? IPAddress.IsLoopback(address)
            : string.Equals(uri.DnsSafeHost, "localhost", StringComparison.OrdinalIgnoreCase);

    // RFC 1035 §2.3.4. Rejects in particular a token in place of an address, which DNS would send over the network in plain text.
    private static bool IsHostName(string host) =>
        host.Length is > 0 and <= 253 && Array.TrueForAll(host.Split('.'), static label => label.Length <= 63);
}
