using System.Globalization;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The range of addresses of an IPv4 address with a mask.</summary>
internal readonly struct Ipv4Range
{
    private Ipv4Range(uint first, uint last)
    {
        First = first;
        Last = last;
    }

    /// <summary>The first address.</summary>
    public uint First { get; }

    /// <summary>The last address.</summary>
    public uint Last { get; }

    /// <summary>True if an address is in the range.</summary>
    public bool Contains(uint address) => First <= address && address <= Last;

    /// <summary>Parses four plain decimal numbers, with a mask of 0 to 32 or none; returns the problem, or null.</summary>
    /// <remarks>
    /// Erlang reads a number with a leading zero as octal and one with 0x as hexadecimal (ctool:src/utils/ip_utils.erl uses
    /// inet:parse_ipv4strict_address/1). Such numbers are misleading and are rejected.
    /// </remarks>
    public static CaveatProblem? Parse(string text, out Ipv4Range range) => TryParse(text, out range) ? null : new CaveatProblem(
        text.IndexOf(':') >= 0 ? nameof(Messages.CaveatIpVersion6)
            : HasLeadingZero(text) ? nameof(Messages.CaveatIpLeadingZero)
            : nameof(Messages.CaveatIpInvalid),
        DisplayText.Sanitize(text));

    /// <summary>The problem with an address with or without a mask; null for none.</summary>
    public static CaveatProblem? FindProblem(string text) => Parse(text, out _);

    private static bool TryParse(string text, out Ipv4Range range)
    {
        range = default;
        var slash = text.IndexOf('/');
        var mask = 32;
        if (slash >= 0 && !TryNumber(text.Substring(slash + 1), 32, out mask))
        {
            return false;
        }

        var octets = (slash < 0 ? text : text.Substring(0, slash)).Split('.');
        if (octets.Length != 4)
        {
            return false;
        }

        uint address = 0;
        foreach (var octet in octets)
        {
            if (!TryNumber(octet, 255, out var value))
            {
                return false;
            }

            address = (address << 8) | (uint)value;
        }

        var hosts = mask == 0 ? uint.MaxValue : (uint)((1L << (32 - mask)) - 1);
        range = new Ipv4Range(address & ~hosts, address | hosts);
        return true;
    }

    private static bool TryNumber(string text, int maximum, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number <= maximum
        && text.Length == (number > 99 ? 3 : number > 9 ? 2 : 1);

    private static bool HasLeadingZero(string text)
    {
        foreach (var part in text.Split('.', '/'))
        {
            if (part.Length > 1 && part[0] == '0')
            {
                return true;
            }
        }

        return false;
    }
}
