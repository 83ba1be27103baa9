using System;
using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Export;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>A JSON Web Token that GoodData accepts instead of an API token, and that expires.</summary>
/// <remarks>https://www.gooddata.com/docs/cloud/manage-organization/jwt-access-token/</remarks>
public sealed class GoodDataJwt : IExportableToken
{
    internal GoodDataJwt(
        string keyId, string userId, string name, string id, DateTimeOffset issued, DateTimeOffset expires, TokenSecret secret)
    {
        KeyId = keyId;
        UserId = userId;
        Name = name;
        Id = id;
        IssuedAt = issued;
        ExpiresAt = expires;
        Secret = secret;
    }

    /// <summary>The id of the signing key, <c>kid</c>.</summary>
    public string KeyId { get; }

    /// <summary>The id of the user that the token acts as, <c>sub</c>.</summary>
    public string UserId { get; }

    /// <summary>The name that GoodData shows for the user, <c>name</c>.</summary>
    public string Name { get; }

    /// <summary>The token's own id, <c>jti</c>.</summary>
    public string Id { get; }

    /// <summary>When the token was created, in UTC.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>When the token expires, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The same as <see cref="ExpiresAt"/>, the name of this property of other tokens.</summary>
    public DateTimeOffset Expiration => ExpiresAt;

    /// <summary>True once <see cref="ExpiresAt"/> has passed by this machine's clock.</summary>
    public bool IsExpired => SystemClock.Instance.UtcNow >= ExpiresAt;

    /// <summary>The time left by this machine's clock; zero once expired.</summary>
    public TimeSpan TimeLeft => IsExpired ? TimeSpan.Zero : ExpiresAt - SystemClock.Instance.UtcNow;

    /// <summary>The token: a <see cref="SecureString"/>, or a string if the caller requested plain text.</summary>
    public object Token => Secret.Value;

    internal TokenSecret Secret { get; }

    /// <summary>The claims as JSON, and <c>token</c> only if <see cref="Token"/> is a string.</summary>
    public override string ToString() => ToJson(Secret.PlainText);

    TokenExport IExportableToken.ToExport() => new(Secret, ToJson)
    {
        VariableName = GoodDataEnvironment.Token,
        Expiration = ExpiresAt,
        IsExpired = IsExpired,
    };

    private string ToJson(string? token)
    {
        var document = ToJson();
        if (token is not null)
        {
            document["token"] = token;
        }

        return document.ToString(Formatting.None);
    }

    /// <summary>The claims as JSON.</summary>
    internal string ToDocument() => ToJson().ToString(Formatting.None);

    /// <summary>The same token with a SecureString.</summary>
    internal GoodDataJwt Secured() =>
        Secret.IsPlainText ? new GoodDataJwt(KeyId, UserId, Name, Id, IssuedAt, ExpiresAt, Secret.Secured()) : this;

    /// <summary>A token that was created before, perhaps in another process; null if the document is incomplete.</summary>
    /// <param name="document">The value of <see cref="ToDocument"/>.</param>
    /// <param name="secret">The token.</param>
    internal static GoodDataJwt? Restore(string document, TokenSecret secret) =>
        ResponseBody.ReadJsonObject(document) is { } json
        && Text(json, "kid") is { } key && Text(json, "sub") is { } user && Text(json, "name") is { } name && Text(json, "jti") is { } id
        && UnixTime.Made(json["iat"]) is { } issued && UnixTime.End(json["exp"]) is { } expires
            ? new GoodDataJwt(key, user, name, id, issued, expires, secret)
            : null;

    private static string? Text(JObject json, string claim) =>
        json[claim] is JValue { Value: string text } ? TerminalText.Clean(text) : null;

    private JObject ToJson() => new()
    {
        ["kid"] = KeyId,
        ["sub"] = UserId,
        ["name"] = Name,
        ["jti"] = Id,
        ["iat"] = IssuedAt.ToUnixTimeSeconds(),
        ["exp"] = ExpiresAt.ToUnixTimeSeconds(),
    };
}
