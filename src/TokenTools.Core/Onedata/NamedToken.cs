using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Export;
using TokenTools.Http;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>A named token, with what its Onezone knows about it.</summary>
/// <remarks>Fields: oz:src/http/rest/translators/token_rest_translator.erl, named_token_reply/1.</remarks>
public sealed class NamedToken : IExportableToken
{
    // The name of the token that Onezone issues for a new Oneprovider (oz:include/entity_logic.hrl, PROVIDER_ROOT_TOKEN_NAME).
    private const string RootTokenName = "root token";

    private const int LongestName = 300;
    private const int LongestPrivilege = 100;
    private const int MaximumPrivileges = 200;

    private NamedToken(OnedataToken decoded, string name)
    {
        Decoded = decoded;
        Name = name;
    }

    /// <summary>The token: a SecureString, or a string if plain text was requested.</summary>
    public object Token => Decoded.Token;

    /// <summary>The id.</summary>
    public string Id => Decoded.Id;

    /// <summary>The name, which is unique among the tokens of its subject.</summary>
    public string Name { get; }

    /// <summary>The subject of the token.</summary>
    public OnedataSubject? Subject => Decoded.Subject;

    /// <summary><c>accessToken</c>, <c>identityToken</c> or <c>inviteToken</c>.</summary>
    public string Type => Decoded.Type;

    /// <summary>What an invite token invites to, such as <c>userJoinSpace</c>; null for other tokens.</summary>
    public string? InviteType => Decoded.InviteType;

    /// <summary>The id of what an invite token invites to; null for other tokens.</summary>
    public string? TargetId => Decoded.TargetId;

    /// <summary>The caveats, in the order in which they were added.</summary>
    public IReadOnlyList<TokenCaveat> Caveats => Decoded.Caveats;

    /// <summary>When the earliest time caveat expires, in UTC; null when there is none.</summary>
    public DateTimeOffset? ExpiresAt => Decoded.ExpiresAt;

    /// <summary>True if it has expired by now.</summary>
    public bool IsExpired => Decoded.IsExpired;

    /// <summary>How long it is still valid, zero when it has expired; null when it does not expire.</summary>
    public TimeSpan? TimeLeft => Decoded.TimeLeft;

    /// <summary>True if it is revoked, so that no service accepts it until it is restored.</summary>
    public bool Revoked { get; private init; }

    /// <summary>When it was created, in UTC; null if the zone did not report it.</summary>
    public DateTimeOffset? CreationTime { get; private init; }

    /// <summary>What an invite token grants, such as <c>space_view</c>; null for others and if it grants none.</summary>
    public IReadOnlyList<string>? Privileges { get; private init => field = value is null ? null : new TextList<string>(value); }

    /// <summary>How often an invite token can be used; null for any number, and for other tokens.</summary>
    public long? UsageLimit { get; private init; }

    /// <summary>How often an invite token has been used; null for other tokens.</summary>
    public long? UsageCount { get; private init; }

    /// <summary>The user's own data about the token; empty for none.</summary>
    public IReadOnlyDictionary<string, object?> Metadata { get; private init; } = ServiceError.NoDetails;

    /// <summary>True if a request to create it found that it existed already.</summary>
    public bool AlreadyExisted { get; internal set; }

    /// <summary>Warnings about the token; empty for none.</summary>
    public IReadOnlyList<TokenWarning> Warnings => Decoded.Warnings;

    /// <summary>The token's own content.</summary>
    internal OnedataToken Decoded { get; }

    /// <summary>
    /// True for the token with which a Oneprovider authenticates, or one that can do as much: without it, the Oneprovider is cut off from
    /// its zone.
    /// </summary>
    internal bool IsProviderRootToken => Subject?.Type == "oneprovider" && Type == OnedataTokenType.AccessName
        && (Name == RootTokenName || Caveats.Count == 0);

    /// <summary>True if an invite token has been used as often as it can be.</summary>
    internal bool IsUsedUp => UsageCount >= UsageLimit;

    /// <summary>JSON with the field names of Onezone's own. Includes the token only if plain text was requested.</summary>
    public override string ToString() => ToJson(Decoded.Secret.PlainText);

    TokenExport IExportableToken.ToExport() => Decoded.ToExport(ToJson);

    private string ToJson(string? token)
    {
        var json = ToJson();
        if (token is not null)
        {
            json["token"] = token;
        }

        return json.ToString(Formatting.None);
    }

    /// <summary>The same as a string without the token.</summary>
    internal string ToDocument() => ToJson().ToString(Formatting.None);

    /// <summary>The same token as a SecureString.</summary>
    internal NamedToken Secured() => Decoded.Secret.IsPlainText ? With(Decoded.Secured()) : this;

    private NamedToken With(OnedataToken decoded) => new(decoded, Name)
    {
        Revoked = Revoked,
        CreationTime = CreationTime,
        Privileges = Privileges,
        UsageLimit = UsageLimit,
        UsageCount = UsageCount,
        Metadata = Metadata,
        AlreadyExisted = AlreadyExisted,
    };

    private JObject ToJson()
    {
        var metadata = new JObject
        {
            ["creationTime"] = CreationTime is { } time ? time.ToUnixTimeSeconds() : JValue.CreateNull(),
            ["custom"] = FromPlain(Metadata),
        };
        if (Type == OnedataTokenType.InviteName)
        {
            metadata["privileges"] = Privileges is null ? JValue.CreateNull() : new JArray(Privileges);
            metadata["usageLimit"] = UsageLimit is { } limit ? limit : "infinity";
            metadata["usageCount"] = UsageCount;
        }

        var json = JObject.Parse(Decoded.ToString());
        json.Remove("onezoneDomain");
        json.Remove("persistence");
        json.Remove("token");
        json.Property("id", StringComparison.Ordinal)!.AddAfterSelf(new JProperty("name", Name));
        json["metadata"] = metadata;
        json["revoked"] = Revoked;
        return json;
    }

    /// <summary>Reads the zone's details of a token; null if they are incomplete.</summary>
    /// <param name="json">The details.</param>
    /// <param name="decode">Decodes the token's text.</param>
    /// <param name="redactor">Cleans what the zone reports.</param>
    /// <exception cref="TokenFormatException">The token cannot be decoded.</exception>
    internal static NamedToken? FromJson(JObject json, Func<string, OnedataToken> decode, Redactor redactor)
    {
        if (json["token"] is not JValue { Value: string { Length: > 0 } text } || json["name"] is not JValue { Value: string name })
        {
            return null;
        }

        return FromDetails(json, decode(text), name, redactor);
    }

    /// <summary>A token that was returned before, perhaps in another process; null if the document is incomplete.</summary>
    /// <param name="document">The value of <see cref="ToDocument"/>.</param>
    /// <param name="decoded">The token.</param>
    /// <param name="alreadyExisted">The value of <see cref="AlreadyExisted"/>.</param>
    internal static NamedToken? Restore(string document, OnedataToken decoded, bool alreadyExisted)
    {
        if (ResponseBody.ReadJsonObject(document) is not { } json || json["name"] is not JValue { Value: string name })
        {
            return null;
        }

        var token = FromDetails(json, decoded, name, new Redactor());
        token.AlreadyExisted = alreadyExisted;
        return token;
    }

    private static NamedToken FromDetails(JObject json, OnedataToken decoded, string name, Redactor redactor)
    {
        var metadata = json["metadata"] as JObject;
        return new NamedToken(decoded, redactor.RedactToLine(name, LongestName))
        {
            Revoked = json["revoked"] is JValue { Value: true },
            CreationTime = UnixTime.Made(metadata?["creationTime"]),
            Privileges = (metadata?["privileges"] as JArray)?.Take(MaximumPrivileges)
                .Select(element => redactor.RedactToLine((element as JValue)?.Value as string, LongestPrivilege)).ToArray(),
            UsageLimit = Number(metadata, "usageLimit"),
            UsageCount = Number(metadata, "usageCount"),
            Metadata = ServiceErrorCleaner.CleanData(
                metadata?["custom"] is JObject custom ? ResponseBody.ToPlain(custom) : ServiceError.NoDetails, redactor),
        };
    }

    /// <summary>A token that was just created, of which only the request is known.</summary>
    /// <param name="decoded">The token.</param>
    /// <param name="request">The request.</param>
    internal static NamedToken FromRequest(OnedataToken decoded, NamedTokenRequest request) => new(decoded, request.Name)
    {
        Privileges = request.Privileges,
        UsageLimit = request.UsageLimit,
        UsageCount = request.Type.InviteType is null ? null : 0,
        Metadata = request.Metadata is null ? ServiceError.NoDetails : ResponseBody.ToPlain(request.Metadata),
    };

    private static long? Number(JObject? json, string key) => json?[key] is JValue { Value: long number } ? number : null;

    private static JToken FromPlain(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> dictionary => new JObject(
            dictionary.Select(static pair => new JProperty(pair.Key, FromPlain(pair.Value)))),
        object?[] list => new JArray(list.Select(FromPlain)),
        null => JValue.CreateNull(),
        _ => new JValue(value),
    };
}
