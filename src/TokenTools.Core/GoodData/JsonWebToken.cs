using System;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>What a JSON Web Token contains (RFC 7519), without verification of its signature. It has no part that is a secret.</summary>
internal sealed class JsonWebToken
{
    private JsonWebToken(JObject header, JObject claims)
    {
        Algorithm = Text(header["alg"]);
        KeyId = Text(header["kid"]);
        Issuer = Text(claims["iss"]);
        Subject = Text(claims["sub"]);
        IssuedAt = UnixTime.Made(claims["iat"]);
        ExpiresAt = UnixTime.TryReadEnd(claims["exp"], out var end)
            ? end
            : throw new TokenFormatException(nameof(Messages.JsonWebTokenExpiryInvalid));
    }

    /// <summary>The signature's algorithm.</summary>
    public string? Algorithm { get; }

    /// <summary>The id of the key for the signature.</summary>
    public string? KeyId { get; }

    /// <summary>The issuer.</summary>
    public string? Issuer { get; }

    /// <summary>The subject: for GoodData.CN, the user's id.</summary>
    public string? Subject { get; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary>When it expires; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Reads a token; null if the text is not one.</summary>
    /// <exception cref="TokenFormatException">Its expiration is not a number (RFC 7519 §4.1.4).</exception>
    public static JsonWebToken? TryRead(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 3 && parts[2].Length > 0 && Object(parts[0]) is { } header && header["alg"] is not null
            && Object(parts[1]) is { } claims
            ? new JsonWebToken(header, claims)
            : null;
    }

    private static JObject? Object(string part) =>
        Base64Url.Decode(part) is { } bytes ? ResponseBody.ReadJsonObject(Encoding.UTF8.GetString(bytes)) : null;

    // Anything can be in a token that was issued elsewhere, even a secret.
    private static string? Text(JToken? value) =>
        value is JValue { Value: string text } ? Redactor.ByShape.Redact(TerminalText.Clean(text)) : null;
}
