using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is valid only from these IPv4 addresses: <c>ip = 189.34.15.0/24|1.2.3.4/32</c>.</summary>
/// <remarks>
/// An address without a mask has none in JSON and <c>/32</c> in the text, as the zone writes it (ctool:src/auth/caveats.erl). A text
/// without a mask was not written by a zone.
/// </remarks>
public sealed class IpCaveat : WhitelistCaveat
{
    private const string Key = "IpAddress";

    internal static readonly CaveatKind Definition = CreateKind<Ipv4Range>(
        "ip", SupportedTokens.All, Ipv4Range.Parse, static list => new IpCaveat(list)) with
    {
        Settings =
        [
            CaveatSetting.TextList(
                Key, "address", "Valid only from these IPv4 addresses, each with or without a mask: 10.0.0.0/8.", Create),
        ],
    };

    private readonly Ipv4Range[] _ranges;

    private IpCaveat(CaveatList<Ipv4Range> list)
        : base(Definition, list.Texts, list.Texts.Select(WithMask)) => _ranges = list.Elements;

    internal override string UnverifiedDescription =>
        "unverified IP caveat: this token can only be used from an IP address that matches: " + string.Join(" or ", Whitelist);

    private protected override string Preposition => "from";

    /// <summary>Valid only from these addresses: <c>a.b.c.d</c> or <c>a.b.c.d/mask</c>.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one is not IPv4 in plain decimal.</exception>
    internal static IpCaveat Create(IEnumerable<string> addresses) =>
        new(CaveatList<Ipv4Range>.FromInput(addresses, Definition.Name, Key, Ipv4Range.Parse));

    internal override AllowedSet GetAllowed() => new AllowedRanges(_ranges);

    internal override CaveatProblem? FindProblem() => null;

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) =>
        context.IpAddress is not { } text || Ipv4Range.Parse(text, out var peer) is not null
            ? Indeterminate(nameof(Messages.CaveatReasonNotSpecified), "IP address")
            : Array.Exists(_ranges, range => range.Contains(peer.First)) ? Satisfied(nameof(Messages.CaveatReasonAllowed), text)
            : NotSatisfied(nameof(Messages.CaveatReasonNotAllowed), text);

    private static string WithMask(string address) => address.IndexOf('/') < 0 ? address + "/32" : address;
}
