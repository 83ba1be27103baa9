using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Http;

namespace TokenTools.Sandbox.GoodData;

/// <summary>Finds the user of a bearer token: an API token or a JSON Web Token.</summary>
/// <remarks>
/// gooddata/gooddata-server-oauth2: BearerTokenReactiveAuthenticationManagerResolver (what is a JSON Web Token, the algorithms) and
/// CustomOAuth2Validator (headers, mandatory claims); an API token is base64 of user, id and secret, as the bootstrap token is.
/// </remarks>
internal sealed class BearerAuthenticator(Organization organization, SandboxClock clock)
{
    private const string UnknownUser = "Unable to lookup user details for provided Bearer token";

    // Spring's JwtTimestampValidator
    private const long AllowedSkewSec = 60;

    private static readonly string[] MandatoryClaims = ["name", "sub", "iat", "exp"];
    private static readonly string[] ForbiddenHeaders = ["jku", "x5u", "jwk", "x5c"];

    /// <summary>The user's id, or the reason why the token is not accepted.</summary>
    public (string? UserId, string? Error) Authenticate(string token)
    {
        var parts = token.Split('.');
        return parts.Length == 3 && parts.All(static part => part.Length > 0) ? OfJwt(parts) : OfApiToken(token);
    }

    private static JObject? Json(string part) =>
        Base64Url.Decode(part) is { } bytes ? ResponseBody.ReadJsonObject(Encoding.UTF8.GetString(bytes)) : null;

    private static long? Number(JObject json, string name) => json[name] is JValue { Value: long number } ? number : null;

    private static bool IsSigned(string[] parts, JObject key)
    {
        if (Base64Url.Decode((string)key["n"]!) is not { } modulus || Base64Url.Decode((string)key["e"]!) is not { } exponent
            || Base64Url.Decode(parts[2]) is not { } signature)
        {
            return false;
        }

        using var rsa = new RSACryptoServiceProvider { PersistKeyInCsp = false };
        rsa.ImportParameters(new RSAParameters { Modulus = modulus, Exponent = exponent });
        var hash = (string?)key["alg"] switch
        {
            "RS384" => HashAlgorithmName.SHA384,
            "RS512" => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA256,
        };
        return rsa.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), signature, hash, RSASignaturePadding.Pkcs1);
    }

    private (string? UserId, string? Error) OfApiToken(string token)
    {
        try
        {
            var plain = Encoding.UTF8.GetString(Convert.FromBase64String(token)).Split([':'], 3);
            if (plain.Length == 3)
            {
                var (user, id, secret) = (plain[0], plain[1], plain[2]);
                var expected = user == organization.UserName && id == BootstrapTokenFactory.TokenId ? organization.Password
                    : organization.Directory.ApiTokens.TryGetValue(user, out var tokens) && tokens.TryGetValue(id, out var known) ? known
                    : null;
                if (expected is not null && RandomText.ConstantTimeEquals(secret, expected))
                {
                    return (user, null);
                }
            }
        }
        catch (FormatException)
        {
        }

        return (null, UnknownUser);
    }

    private (string? UserId, string? Error) OfJwt(string[] parts)
    {
        if (Json(parts[0]) is not { } header || Json(parts[1]) is not { } claims)
        {
            return (null, UnknownUser);
        }

        var key = organization.Directory.SigningKeys.Values.FirstOrDefault(key => (string?)key["kid"] == header["kid"]?.ToString());
        if (key is null || (string?)key["alg"] != header["alg"]?.ToString() || !IsSigned(parts, key))
        {
            return (null, "The JWT contains invalid signature");
        }

        var missing = MandatoryClaims.Where(claim => claims[claim] is null).ToList();
        if (missing.Count > 0 || header["typ"]?.ToString() != "JWT" || ForbiddenHeaders.Any(name => header[name] is not null)
            || Number(claims, "iat") is null || Number(claims, "exp") is not { } expires)
        {
            return (null, "The JWT contains invalid claims: " + string.Join(", ", missing));
        }

        var user = claims["sub"]!.ToString();
        return expires + AllowedSkewSec < clock.UtcNow.ToUnixTimeSeconds() ? (null, "The JWT is expired")
            : organization.Directory.Users.ContainsKey(user) ? (user, null)
            : (null, UnknownUser);
    }
}
