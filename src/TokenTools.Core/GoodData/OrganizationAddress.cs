using System;
using System.Net.Http;
using System.Text.RegularExpressions;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>The address of an organization, and the host name by which the platform identifies it.</summary>
internal static class OrganizationAddress
{
    private static readonly Regex Host = new(
        @"\A(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\z", RegexOptions.CultureInvariant);

    /// <summary>Parses an address, or a host name.</summary>
    /// <exception cref="TokenArgumentException">The address cannot be used.</exception>
    public static Uri Parse(string? text, bool allowUnencrypted)
    {
        var address = ServiceAddress.Parse(text, "Uri", allowUnencrypted, hostIsEnough: true);
        return address.AbsolutePath.IndexOf("/api/", StringComparison.OrdinalIgnoreCase) < 0
            ? address
            : throw new TokenArgumentException("Uri", nameof(Messages.OrganizationUriHasApiPath));
    }

    /// <summary>Checks a Host header; null is accepted.</summary>
    /// <exception cref="TokenArgumentException">It is not a host name.</exception>
    public static void ValidateHostHeader(string? text)
    {
        if (text is not null && !IsHost(text))
        {
            throw new TokenArgumentException("HostHeader", nameof(Messages.HostHeaderInvalid));
        }
    }

    // .NET has further rules, which would otherwise cause an error only when the request is created.
    private static bool IsHost(string text)
    {
        if (!Host.IsMatch(text))
        {
            return false;
        }

        using var message = new HttpRequestMessage();
        try
        {
            message.Headers.Host = text;
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
