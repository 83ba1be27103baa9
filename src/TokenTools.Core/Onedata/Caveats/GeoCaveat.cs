using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A caveat on where the user of a token is: <c>geo.country = PL|FR</c>, or <c>!=</c> for anywhere else.</summary>
/// <remarks>Where the place of an address isn't known, as in a private network, both forms fail (ctool:src/auth/caveats.erl).</remarks>
public abstract class GeoCaveat : TokenCaveat
{
    internal const string Whitelist = "whitelist";
    internal const string Blacklist = "blacklist";

    private protected GeoCaveat(CaveatKind kind, bool excludes, string[] list)
        : base(kind, kind.Type + (excludes ? " != " : " = ") + string.Join("|", list))
    {
        Filter = excludes ? Blacklist : Whitelist;
        List = Array.AsReadOnly(list);
    }

    /// <summary><c>whitelist</c>: only there; <c>blacklist</c>: anywhere but there.</summary>
    public string Filter { get; }

    /// <summary>The places.</summary>
    public IReadOnlyList<string> List { get; }

    internal bool Excludes => Filter == Blacklist;

    private protected static string[]? Split(string operation, string value, Func<string, CaveatProblem?> check, out bool excludes)
    {
        excludes = operation == "!=";
        var parts = value.Split('|');
        return operation is "=" or "!=" && parts.All(part => check(part) is null) ? parts : null;
    }

    private protected static bool ReadFilter(JObject json, string type) => (json["filter"] as JValue)?.Value as string switch
    {
        Whitelist => false,
        Blacklist => true,
        _ => throw new TokenFormatException(nameof(Messages.CaveatFilterInvalid), type),
    };

    private protected static string[] Given(IEnumerable<string> values, CaveatKind kind, string parameterName)
    {
        var given = (values ?? throw new ArgumentNullException(nameof(values))).Select(value => value ?? string.Empty).ToArray();
        return given.Length > 0 ? given : throw new TokenArgumentException(parameterName, nameof(Messages.CaveatListEmpty), kind.Type);
    }

    private protected override void WriteJson(JObject json)
    {
        json["filter"] = Filter;
        json["list"] = new JArray(List);
    }

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation) => Indeterminate(nameof(Messages.CaveatVerdictLookup), "place");
}
