using System;
using System.Collections.Generic;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A caveat with a list of allowed values: <c>name = one|another</c>.</summary>
public abstract class WhitelistCaveat : TokenCaveat
{
    private protected const string WhitelistKey = "whitelist";

    private protected WhitelistCaveat(CaveatKind kind, string[] whitelist, IEnumerable<string>? inText = null)
        : base(kind, kind.Name + " = " + string.Join("|", inText ?? whitelist)) => Whitelist = Array.AsReadOnly(whitelist);

    /// <summary>The allowed values, in the form of the API's JSON.</summary>
    public IReadOnlyList<string> Whitelist { get; }

    internal override string Describe() => Preposition + " " + string.Join(", ", Whitelist);

    // The words before the list in a description, such as "from".
    private protected abstract string Preposition { get; }

    private protected override void WriteJson(JObject json) => json[WhitelistKey] = new JArray(Whitelist);
}
