using System.Collections.Generic;
using System.Linq;
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

    /// <summary>The address of something in the zone, as in Location (oz:src/http/rest/translators/rest_translator.erl).</summary>
    public static string Location(Zone zone, string path) => "https://" + zone.Domain + "/api/v3/onezone/" + path;

    public static JObject User(Zone zone, OnedataSubject user)
    {
        var isOther = Zone.IsSame(user, zone.OtherUser);
        var fullName = isOther ? "Sandbox Guest" : "Sandbox User";
        var username = isOther ? zone.OtherUserName : zone.UserName;
        return new JObject
        {
            ["basicAuthEnabled"] = !isOther,
            ["blocked"] = false,
            ["userId"] = user.Id,
            ["fullName"] = fullName,
            ["username"] = username,
            ["emails"] = new JArray(),
            ["linkedAccounts"] = new JArray(),
            ["creationTime"] = zone.Space.CreationTime,
            // Deprecated, for compatibility.
            ["name"] = fullName,
            ["login"] = username,
            ["alias"] = username,
            ["emailList"] = new JArray(),
        };
    }

    public static JObject Provider(ZoneProvider provider) => new()
    {
        ["providerId"] = provider.Id,
        ["name"] = provider.Name,
        ["domain"] = provider.Domain,
        ["adminEmail"] = "admin@sandbox.example",
        ["latitude"] = 50.0647,
        ["longitude"] = 19.945,
        ["cluster"] = provider.Id,
        ["online"] = true,
    };

    /// <summary>The details of an entity: those that all kinds have, and the supports of a space.</summary>
    public static JObject Entity(ZoneEntity entity)
    {
        var json = new JObject { [entity.Kind.IdKey] = entity.Id };
        if (entity.Kind == OnezoneEntityKind.Cluster)
        {
            json["type"] = "oneprovider";
        }
        else
        {
            json["name"] = entity.Name;
        }

        if (entity.Kind == OnezoneEntityKind.Group)
        {
            json["type"] = "team";
        }

        if (entity.Kind == OnezoneEntityKind.Space)
        {
            // The quota of each Oneprovider, in bytes.
            json["providers"] = new JObject(entity.Supports.Select(static support => new JProperty(support.Key, 1_073_741_824L)));
        }

        json["creator"] = Subject(entity.Creator);
        json["creationTime"] = entity.CreationTime;
        return json;
    }
}
