using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good from these IPv4 addresses: <c>ip = 189.34.15.0/24|1.2.3.4/32</c>.</summary>
/// <remarks>An address without a mask stays so in JSON and gets <c>/32</c> in the text, as the zone does (ctool:src/auth/caveats.erl).</remarks>
public sealed class IpCaveat : WhitelistCaveat
{
    private IpCaveat(string[] whitelist)
        : base(CaveatKind.Ip, whitelist, whitelist.Select(Masked))
    {
    }

    internal IEnumerable<Ipv4Range> Ranges => Whitelist.Select(Range);

    /// <summary>Good from these addresses: <c>a.b.c.d</c> or <c>a.b.c.d/mask</c>.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one isn't IPv4 in plain decimal.</exception>
    public static IpCaveat Create(IEnumerable<string> addresses, string parameterName = "IpAddress") =>
        new(Given(addresses, CaveatKind.Ip, parameterName, Ipv4Range.FindProblem));

    // The zone always writes the mask into the text, so a text without one isn't its own.
    internal static TokenCaveat? ReadText(string operation, string value) =>
        Split(operation, value, Ipv4Range.FindProblem) is { } whitelist ? new IpCaveat(whitelist) : null;

    internal static TokenCaveat ReadJson(JObject json) => new IpCaveat(CaveatJson.Texts(json, "ip", "whitelist", Ipv4Range.FindProblem));

    private protected override CaveatProblem? FindElementProblem(string element) => Ipv4Range.FindProblem(element);

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation) =>
        situation.IpAddress is not { } text || !Ipv4Range.TryParse(text, out var peer) ? Indeterminate(nameof(Messages.CaveatVerdictNotGiven), "the IP address")
            : Ranges.Any(range => range.Contains(peer.First)) ? Satisfied(nameof(Messages.CaveatVerdictListed), text)
            : NotSatisfied(nameof(Messages.CaveatVerdictNotListed), text);

    private static string Masked(string address) => address.IndexOf('/') < 0 ? address + "/32" : address;

    private static Ipv4Range Range(string text) => Ipv4Range.TryParse(text, out var range) ? range : throw new InvalidOperationException();
}
