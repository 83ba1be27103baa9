using System.Collections.Generic;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>A named token, as the zone stores it (oz:src/datastore/models/od_token.erl).</summary>
internal sealed class ZoneToken
{
    public required string Id { get; init; }

    public required string Name { get; set; }

    public required OnedataSubject Subject { get; init; }

    public required OnedataTokenType Type { get; init; }

    public required byte[] Secret { get; init; }

    public IReadOnlyList<TokenCaveat> Caveats { get; init; } = [];

    public long CreationTime { get; init; }

    public JObject CustomMetadata { get; set; } = [];

    public bool Revoked { get; set; }

    /// <summary>What an invitation grants; null for a token or an invitation without privileges.</summary>
    public IReadOnlyList<string>? Privileges { get; init; }

    /// <summary>How often an invitation can be used; null for any number.</summary>
    public long? UsageLimit { get; init; }

    public long UsageCount { get; set; }

    /// <summary>The token's text.</summary>
    public string Serialize(string domain)
    {
        var texts = new List<byte[]>(Caveats.Count);
        foreach (var caveat in Caveats)
        {
            texts.Add(caveat.ToBytes());
        }

        return Macaroon.Create(
            Encoding.ASCII.GetBytes(domain), OnedataIdentifier.ForNamed(Subject, Type, Id).ToBytes(), Secret, texts).Serialize();
    }

    /// <summary>The details, in the order of oz:src/http/rest/translators/token_rest_translator.erl.</summary>
    public JObject ToJson(string domain)
    {
        var metadata = new JObject { ["creationTime"] = CreationTime, ["custom"] = CustomMetadata.DeepClone() };
        if (Type.InviteType is not null)
        {
            metadata["privileges"] = Privileges is null ? JValue.CreateNull() : new JArray(Privileges);
            metadata["usageLimit"] = UsageLimit is { } limit ? limit : "infinity";
            metadata["usageCount"] = UsageCount;
        }

        return new JObject
        {
            ["id"] = Id,
            ["name"] = Name,
            ["subject"] = OnezoneJson.Subject(Subject),
            ["type"] = OnezoneJson.Type(Type),
            ["caveats"] = OnezoneJson.Caveats(Caveats),
            ["metadata"] = metadata,
            ["revoked"] = Revoked,
            ["token"] = Serialize(domain),
        };
    }
}
