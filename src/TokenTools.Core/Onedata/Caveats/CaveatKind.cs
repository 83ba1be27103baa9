using System;
using System.Collections.Generic;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>One kind of caveat: how it is written, read, and which tokens it suits.</summary>
/// <remarks>
/// The one place that says which token types support a caveat. The zone accepts any pairing when it makes a token, and the
/// token then never verifies (ctool:src/auth/caveats.erl).
/// </remarks>
internal sealed class CaveatKind
{
    public static readonly CaveatKind Time = new("time", Tokens.All, ["validUntil"], TimeCaveat.ReadText, TimeCaveat.ReadJson);
    public static readonly CaveatKind Ip = new("ip", Tokens.All, ["whitelist"], IpCaveat.ReadText, IpCaveat.ReadJson);
    public static readonly CaveatKind Asn = new("asn", Tokens.All, ["whitelist"], AsnCaveat.ReadText, AsnCaveat.ReadJson);
    public static readonly CaveatKind Country = new("geo.country", Tokens.All, ["filter", "list"], CountryCaveat.ReadText, CountryCaveat.ReadJson);
    public static readonly CaveatKind Region = new("geo.region", Tokens.All, ["filter", "list"], RegionCaveat.ReadText, RegionCaveat.ReadJson);
    public static readonly CaveatKind Service = new("service", Tokens.Access, ["whitelist"], ServiceCaveat.ReadText, ServiceCaveat.ReadJson);
    public static readonly CaveatKind Consumer = new("consumer", Tokens.All, ["whitelist"], ConsumerCaveat.ReadText, ConsumerCaveat.ReadJson);
    public static readonly CaveatKind Interface = new("interface", Tokens.Access | Tokens.Identity, ["interface"], InterfaceCaveat.ReadText, InterfaceCaveat.ReadJson);
    public static readonly CaveatKind Api = new("api", Tokens.Access, ["whitelist"], ApiCaveat.ReadText, ApiCaveat.ReadJson);
    public static readonly CaveatKind DataReadOnly = new("data.readonly", Tokens.Access, [], (_, _) => null, _ => ReadOnlyDataCaveat.Instance);
    public static readonly CaveatKind DataPath = new("data.path", Tokens.Access, ["whitelist"], DataPathCaveat.ReadText, DataPathCaveat.ReadJson);
    public static readonly CaveatKind DataObjectId = new("data.objectid", Tokens.Access, ["whitelist"], DataObjectIdCaveat.ReadText, DataObjectIdCaveat.ReadJson);

    /// <summary>Deprecated: an access token that serves as an identity token.</summary>
    public static readonly CaveatKind IdentityScope = new("authorization", Tokens.Access, [], IdentityScopeCaveat.ReadText, _ => IdentityScopeCaveat.Instance);

    /// <summary>Whatever else a token holds.</summary>
    public static readonly CaveatKind Unknown = new("unknown", Tokens.All, [], (_, _) => null, _ => throw new InvalidOperationException());

    /// <summary>The kinds that the API's JSON names with a <c>type</c>, in the order of Onedata's documentation.</summary>
    public static readonly IReadOnlyList<CaveatKind> All =
        [Time, Ip, Asn, Country, Region, Service, Consumer, Interface, Api, DataReadOnly, DataPath, DataObjectId];

    private readonly Tokens _supportedBy;

    private CaveatKind(
        string type, Tokens supportedBy, string[] keys, Func<string, string, TokenCaveat?> readText, Func<JObject, TokenCaveat> readJson)
    {
        Type = type;
        _supportedBy = supportedBy;
        Keys = keys;
        ReadText = readText;
        ReadJson = readJson;
    }

    [Flags]
    private enum Tokens
    {
        Access = 1,
        Identity = 2,
        Invite = 4,
        All = Access | Identity | Invite,
    }

    /// <summary>The name in JSON and in text.</summary>
    public string Type { get; }

    /// <summary>The keys that its JSON has besides <c>type</c>.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>From the operator and what stands after it; null when it isn't exactly well-formed.</summary>
    public Func<string, string, TokenCaveat?> ReadText { get; }

    /// <summary>From the API's JSON.</summary>
    public Func<JObject, TokenCaveat> ReadJson { get; }

    /// <summary>Whether a token of that type (<c>accessToken</c>, <c>identityToken</c>, <c>inviteToken</c>) can satisfy it.</summary>
    public bool IsSupportedBy(string tokenType) => (_supportedBy & tokenType switch
    {
        OnedataTokenType.AccessName => Tokens.Access,
        OnedataTokenType.IdentityName => Tokens.Identity,
        _ => Tokens.Invite,
    }) != 0;

    /// <summary>The kind of that name; null for none.</summary>
    public static CaveatKind? Find(string? type)
    {
        foreach (var kind in All)
        {
            if (string.Equals(kind.Type, type, StringComparison.Ordinal))
            {
                return kind;
            }
        }

        return null;
    }
}
