using System.Collections.Generic;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A caveat on the place from which a token is used: <c>geo.country = PL|FR</c>, or <c>!=</c> for anywhere else.</summary>
/// <remarks>Where the place of an address is unknown, as in a private network, both forms fail (ctool:src/auth/caveats.erl).</remarks>
public abstract class GeoCaveat : TokenCaveat
{
    private protected const string FilterKey = "filter";
    private protected const string ListKey = "list";

    private const string Whitelist = "whitelist";
    private const string Blacklist = "blacklist";

    private protected GeoCaveat(CaveatKind kind, bool excludes, string[] list)
        : base(kind, kind.Name + (excludes ? " != " : " = ") + string.Join("|", list))
    {
        Filter = excludes ? Blacklist : Whitelist;
        List = new TextList<string>(list);
    }

    /// <summary><c>whitelist</c>: only there; <c>blacklist</c>: anywhere but there.</summary>
    public string Filter { get; }

    /// <summary>The places.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> List { get; }

    internal bool Excludes => Filter == Blacklist;

    internal override string UnverifiedDescription =>
        "unverified " + PlaceName + " caveat: this token can only be used from an IP address that "
        + (Excludes ? "does NOT come" : "comes") + " from the following " + PlaceName + ": " + string.Join(" or ", List);

    // "country" or "region", as the zone's own messages name it.
    private protected abstract string PlaceName { get; }

    internal override string Describe() => (Excludes ? "not in " : "in ") + string.Join(", ", DisplayNames());

    private protected virtual IEnumerable<string> DisplayNames() => List;

    private protected static CaveatList<string>? ParseList(
        string operation, string value, CaveatElementParser<string> parse, out bool excludes)
    {
        excludes = operation == "!=";
        return excludes || operation == "=" ? CaveatList<string>.FromText(value, parse) : null;
    }

    private protected static bool ReadFilter(JObject json, string kind) => (json[FilterKey] as JValue)?.Value as string switch
    {
        Whitelist => false,
        Blacklist => true,
        _ => throw new TokenFormatException(nameof(Messages.CaveatFilterInvalid), kind),
    };

    private protected override void WriteJson(JObject json)
    {
        json[FilterKey] = Filter;
        json[ListKey] = new JArray(List);
    }

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) =>
        Indeterminate(nameof(Messages.CaveatReasonLookup), "place");
}
