using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The data that an access token gives access to, as its zone reports it.</summary>
/// <remarks>
/// The zone ignores service, interface and API caveats, and verifies the rest (swagger:paths/tokens/infer_access_token_scope.yaml; Onezone
/// 21.02.4 and later).
/// </remarks>
public sealed class TokenScope
{
    // A zone with more spaces than this is not known.
    private const int MaximumEntries = 10_000;
    private const int LongestText = 300;

    private TokenScope(OnedataToken token, DateTimeOffset? expiresAt)
    {
        TokenId = token.Id;
        ExpiresAt = expiresAt;
    }

    /// <summary>The id of the token.</summary>
    public string TokenId { get; }

    /// <summary>The expiration, in UTC; null if it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>True if the token gives access to data: it is a user's. A Oneprovider's token does not.</summary>
    public bool HasDataAccess { get; private init; }

    /// <summary>True if the token allows reading data, but not changing it.</summary>
    public bool ReadOnly { get; private init; }

    /// <summary>The spaces.</summary>
    public IReadOnlyList<TokenScopeSpace> Spaces { get; private init; } = [];

    /// <summary>The Oneproviders that support the spaces.</summary>
    public IReadOnlyList<TokenScopeProvider> Providers { get; private init; } = [];

    /// <summary>JSON with the field names of Onezone's own.</summary>
    public override string ToString() => ToJson().ToString(Formatting.None);

    internal JObject ToJson() => new()
    {
        ["tokenId"] = TokenId,
        ["validUntil"] = ExpiresAt is { } expiry ? expiry.ToUnixTimeSeconds() : JValue.CreateNull(),
        ["dataAccessScope"] = !HasDataAccess ? JValue.CreateNull() : new JObject
        {
            ["readonly"] = ReadOnly,
            ["spaces"] = new JObject(Spaces.Select(static space => new JProperty(space.Id, new JObject
            {
                ["name"] = space.Name,
                ["supports"] = new JObject(space.Supports.Select(
                    static support => new JProperty(support.Key, new JObject { ["readonly"] = support.Value }))),
            }))),
            ["providers"] = new JObject(Providers.Select(static provider => new JProperty(provider.Id, new JObject
            {
                ["name"] = provider.Name,
                ["domain"] = provider.Domain,
                ["version"] = provider.Version,
                ["online"] = provider.Online,
            }))),
        },
    };

    /// <summary>Reads the zone's response; null if it is incomplete.</summary>
    /// <param name="token">The token.</param>
    /// <param name="json">The response; null if it is not an object.</param>
    /// <param name="redactor">Cleans what the zone reports.</param>
    internal static TokenScope? FromJson(OnedataToken token, JObject? json, Redactor redactor)
    {
        // A missing scope must not be taken for none.
        if (json is null || !json.TryGetValue("dataAccessScope", StringComparison.Ordinal, out var scope)
            || !UnixTime.TryReadEnd(json["validUntil"], out var expiresAt))
        {
            return null;
        }

        if (scope is JValue { Value: null })
        {
            return new TokenScope(token, expiresAt);
        }

        return scope is JObject data && data["readonly"] is JValue { Value: bool isReadOnly }
            && data["spaces"] is JObject spaces && data["providers"] is JObject providers
            ? new TokenScope(token, expiresAt)
            {
                HasDataAccess = true,
                ReadOnly = isReadOnly,
                Spaces = Entries(spaces, redactor).Select(entry => new TokenScopeSpace(
                    entry.Id,
                    Text(entry.Value, "name", redactor),
                    Entries(entry.Value["supports"] as JObject, redactor).ToDictionary(
                        static support => support.Id, static support => support.Value["readonly"] is JValue { Value: true }))).ToArray(),
                Providers = Entries(providers, redactor).Select(entry => new TokenScopeProvider(
                    entry.Id,
                    Text(entry.Value, "name", redactor),
                    Text(entry.Value, "domain", redactor),
                    Text(entry.Value, "version", redactor),
                    entry.Value["online"] is JValue { Value: true })).ToArray(),
            }
            : null;
    }

    // Two ids that are cleaned to the same text are one entry.
    private static IEnumerable<(string Id, JObject Value)> Entries(JObject? json, Redactor redactor) =>
        (json?.Properties() ?? []).Take(MaximumEntries)
            .Select(property => (Id: redactor.RedactToLine(property.Name, LongestText), Value: property.Value as JObject ?? []))
            .GroupBy(static entry => entry.Id, StringComparer.Ordinal).Select(static group => group.First());

    private static string? Text(JObject json, string key, Redactor redactor) =>
        json[key] is JValue { Value: string text } ? redactor.RedactToLine(text, LongestText) : null;
}

/// <summary>A space that a token gives access to.</summary>
public sealed class TokenScopeSpace
{
    internal TokenScopeSpace(string id, string? name, IReadOnlyDictionary<string, bool> supports)
    {
        Id = id;
        Name = name;
        Supports = supports;
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>The name; null if the zone did not report it.</summary>
    public string? Name { get; }

    /// <summary>By the id of each Oneprovider that supports the space, whether its storage is read-only.</summary>
    public IReadOnlyDictionary<string, bool> Supports { get; }

    /// <summary>The name and the id.</summary>
    public override string ToString() => Name is null ? Id : Name + " (" + Id + ")";
}

/// <summary>A Oneprovider that supports a space that a token gives access to.</summary>
public sealed class TokenScopeProvider
{
    internal TokenScopeProvider(string id, string? name, string? domain, string? version, bool online)
    {
        Id = id;
        Name = name;
        Domain = domain;
        Version = version;
        Online = online;
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>The name; null if the zone did not report it.</summary>
    public string? Name { get; }

    /// <summary>The domain, the host for Oneclient; null if the zone did not report it.</summary>
    public string? Domain { get; }

    /// <summary>The version; null if the zone did not report it.</summary>
    public string? Version { get; }

    /// <summary>True if it is connected to the zone.</summary>
    public bool Online { get; }

    /// <summary>The name and the domain.</summary>
    public override string ToString() => Name is null ? Id : Name + " (" + Domain + ")";
}
