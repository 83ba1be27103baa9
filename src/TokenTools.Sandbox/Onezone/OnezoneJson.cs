using System.Collections.Generic;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The JSON in Onezone's responses.</summary>
internal static class OnezoneJson
{
    public static JObject Subject(OnedataSubject subject) => new() { ["type"] = subject.Type, ["id"] = subject.Id };

    /// <summary>A token type. In responses, an invitation always has parameters, which are empty since 21.02.</summary>
    public static JObject Type(OnedataTokenType type)
    {
        var json = type.ToJson();
        if (type.InviteType is not null)
        {
            ((JObject)json[OnedataTokenType.InviteName]!)["parameters"] = new JObject();
        }

        return json;
    }

    public static JArray Caveats(IEnumerable<TokenCaveat> caveats)
    {
        var array = new JArray();
        foreach (var caveat in caveats)
        {
            array.Add(caveat.ToJson());
        }

        return array;
    }

    public static JObject Configuration(Zone zone) => new()
    {
        ["name"] = "Sandbox",
        ["version"] = Zone.Version,
        ["build"] = "sandbox",
        ["domain"] = zone.Domain,
        ["subdomainDelegationSupported"] = false,
        ["supportedIdPs"] = new JArray(),
        ["compatibleOneproviderVersions"] = new JArray(Zone.Version),
    };

    public static JObject User(Zone zone) => new()
    {
        ["userId"] = zone.User.Id,
        ["name"] = "Sandbox User",
        ["fullName"] = "Sandbox User",
        ["username"] = "sandbox",
        ["emails"] = new JArray(),
        ["linkedAccounts"] = new JArray(),
        ["blocked"] = false,
    };

    public static JObject Provider(Zone zone) => new()
    {
        ["providerId"] = zone.Provider.Id,
        ["name"] = "Sandbox Provider",
        ["domain"] = "oneprovider.sandbox.example",
        ["adminEmail"] = "admin@sandbox.example",
        ["latitude"] = 50.0647,
        ["longitude"] = 19.945,
        ["cluster"] = zone.ClusterId,
        ["online"] = true,
    };
}
