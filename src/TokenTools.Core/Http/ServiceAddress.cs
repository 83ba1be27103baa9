using System;
using System.Net;

namespace TokenTools.Http;

/// <summary>What may be used as a service's address: https, or loopback, or with an explicit allowance plain http.</summary>
internal static class ServiceAddress
{
    /// <summary>Checks an address and gives it with one trailing slash, ready for relative paths.</summary>
    /// <param name="text">An address, or for <paramref name="hostIsEnough"/> a host with an optional port, meaning https.</param>
    /// <param name="parameterName">The parameter it came by.</param>
    /// <param name="allowUnencrypted">Whether plain http to another host is allowed.</param>
    /// <param name="hostIsEnough">Whether a bare host name will do.</param>
    /// <exception cref="TokenArgumentException">It can't be used; nothing was sent.</exception>
    public static Uri Parse(string? text, string parameterName, bool allowUnencrypted, bool hostIsEnough = false)
    {
        var trimmed = (text ?? string.Empty).Trim();
        var candidate = hostIsEnough && trimmed.Length > 0 && trimmed.IndexOf("://", StringComparison.Ordinal) < 0
            ? "https://" + trimmed
            : trimmed;
        if (!Uri.TryCreate(candidate, UriKind.Absolute, out var uri)
            || !CouldBeHost(uri.Host)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.AddressInvalid), new SettingName(parameterName));
        }

        // A password in an address ends up in logs; a query or fragment has no meaning for a base.
        if (uri.UserInfo.Length > 0)
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.AddressHoldsCredentials), new SettingName(parameterName));
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.AddressHoldsQuery), new SettingName(parameterName));
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !IsLoopback(uri) && !allowUnencrypted)
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.AddressUnencrypted), uri.Host);
        }

        return uri.AbsolutePath.EndsWith("/", StringComparison.Ordinal) ? uri : new Uri(uri.AbsoluteUri + "/");
    }

    // RFC 1035 §2.3.4. Above all a token in an address's place is none: it would be looked up for all the network to see.
    private static bool CouldBeHost(string host) =>
        host.Length is > 0 and <= 253 && Array.TrueForAll(host.Split('.'), static label => label.Length <= 63);

    /// <summary>True for this machine's own addresses. Names count only if no resolver can send them elsewhere (RFC 6761 §6.3).</summary>
    public static bool IsLoopback(Uri uri) =>
        IPAddress.TryParse(uri.DnsSafeHost, out var address)
            ? IPAddress.IsLoopback(address)
            : string.Equals(uri.DnsSafeHost, "localhost", StringComparison.OrdinalIgnoreCase);
}
