using System;
using System.Collections.Generic;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A caveat with a list of allowed values: <c>name = one|another</c>.</summary>
public abstract class WhitelistCaveat : TokenCaveat
{
    private const string WhitelistKey = "whitelist";

    private protected WhitelistCaveat(CaveatKind kind, string[] whitelist, IEnumerable<string>? inText = null)
        : base(kind, kind.Name + " = " + string.Join("|", inText ?? whitelist)) => Whitelist = new TextList<string>(whitelist);

    /// <summary>The allowed values, in the form of the API's JSON.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Whitelist { get; }

    internal override string Describe() => Preposition + " " + string.Join(", ", Whitelist);

    // The words before the list in a description, such as "from".
    private protected abstract string Preposition { get; }

    /// <summary>The kind of a caveat with a list: how its text and its JSON are read.</summary>
    /// <param name="name">The kind's name.</param>
    /// <param name="supportedBy">The token types that can satisfy it.</param>
    /// <param name="parse">Parses an element of the list.</param>
    /// <param name="create">Creates the caveat.</param>
    private protected static CaveatKind CreateKind<T>(
        string name, SupportedTokens supportedBy, CaveatElementParser<T> parse, Func<CaveatList<T>, TokenCaveat> create) => new()
    {
        Name = name,
        SupportedBy = supportedBy,
        JsonKeys = [WhitelistKey],
        ParseText = (operation, value) =>
            operation == "=" && CaveatList<T>.FromText(value, parse) is { } list ? create(list) : null,
        ReadJson = json => create(CaveatList<T>.FromJson(json, name, WhitelistKey, parse)),
    };

    private protected override void WriteJson(JObject json) => json[WhitelistKey] = new JArray(Whitelist);
}
