using System;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The settings of a JSON Web Token for GoodData.</summary>
/// <remarks>
/// Claims: https://www.gooddata.com/docs/cloud/manage-organization/jwt-access-token/ and, where it is stricter, the server's own check
/// (gooddata/gooddata-server-oauth2, CustomOAuth2Validator.kt): the header has <c>kid</c> and <c>typ</c>; <c>sub</c>, <c>iat</c> and
/// <c>exp</c> are mandatory, and older versions also require <c>name</c>.
/// </remarks>
internal sealed class GoodDataJwtSpec
{
    /// <summary>The default lifetime: enough for one job, and an intercepted token is soon useless.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(10);

    // CustomOAuth2Validator.kt, JWT_NAME_MAX_LENGTH
    private const int LongestName = 511;

    // Longer than a working day is not short-lived.
    private static readonly TimeSpan LongLived = TimeSpan.FromHours(24);

    /// <summary>The private key in PEM.</summary>
    public SecureString? PrivateKey { get; set; }

    /// <summary>The key's id; null for the thumbprint of its public part, the default of a new signing key.</summary>
    public string? KeyId { get; set; }

    /// <summary>The id of the user that the token acts as.</summary>
    public string? UserId { get; set; }

    /// <summary>The user's name; null for the id.</summary>
    public string? Name { get; set; }

    /// <summary>The lifetime; null for <see cref="DefaultLifetime"/>.</summary>
    public TimeSpan? ValidFor { get; set; }

    /// <summary>The algorithm, which must be the signing key's.</summary>
    public JwtAlgorithm Algorithm { get; set; }

    /// <summary>Whether the token is a string instead of a <see cref="SecureString"/>.</summary>
    public bool AsPlainText { get; set; }

    /// <summary>The possible problem with the lifetime; null for none.</summary>
    public TokenWarning? Warning =>
        ValidFor > LongLived ? new TokenWarning(nameof(Messages.JwtLongLived), Duration.Format(ValidFor.Value)) : null;

    /// <summary>Creates the token.</summary>
    /// <param name="now">The current time.</param>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public GoodDataJwt Build(DateTimeOffset now)
    {
        SigningKeySpec.ValidateKeyId(KeyId);
        if (!GoodDataId.IsValid(UserId))
        {
            throw new TokenArgumentException(nameof(UserId), nameof(Messages.BootstrapUserInvalid), new SettingName(nameof(UserId)));
        }

        var name = string.IsNullOrWhiteSpace(Name) ? UserId! : Name!.Trim();
        if (name.Length > LongestName || !SecureText.IsUnicode(name.ToCharArray()))
        {
            throw new TokenArgumentException(nameof(Name), nameof(Messages.JwtNameInvalid), new SettingName(nameof(Name)), LongestName);
        }

        if (PrivateKey is not { Length: > 0 })
        {
            throw new TokenArgumentException(nameof(PrivateKey), nameof(Messages.PrivateKeyInvalid), new SettingName(nameof(PrivateKey)));
        }

        // The claims are whole seconds.
        var issued = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var expires = DateTimeOffset.FromUnixTimeSeconds((now + (ValidFor ?? DefaultLifetime)).ToUnixTimeSeconds());
        using var key = RsaPem.Read(PrivateKey, nameof(PrivateKey));
        var keyId = KeyId ?? key.Thumbprint();
        var id = NewId();
        var header = new JObject { ["alg"] = Algorithm.ToString(), ["kid"] = keyId, ["typ"] = "JWT" };
        var claims = new JObject
        {
            ["sub"] = UserId,
            ["name"] = name,
            ["jti"] = id,
            ["iat"] = issued.ToUnixTimeSeconds(),
            ["exp"] = expires.ToUnixTimeSeconds(),
        };
        var signed = Encode(header) + "." + Encode(claims);
        var token = signed + "." + Base64Url.Encode(Sign(key, signed));
        return new GoodDataJwt(keyId, UserId!, name, id, issued, expires, TokenSecret.FromString(token, AsPlainText));
    }

    // Numbers that are not those of one key have the form of one, and only a signature shows it.
    private byte[] Sign(RsaKey key, string text)
    {
        try
        {
            return key.Sign(Encoding.ASCII.GetBytes(text), Algorithm);
        }
        catch (CryptographicException)
        {
            throw new TokenArgumentException(nameof(PrivateKey), nameof(Messages.PrivateKeyInvalid), new SettingName(nameof(PrivateKey)));
        }
    }

    private static string NewId()
    {
        var digits = new char[32];
        SecretGenerator.Fill(digits, "0123456789abcdef");
        return new string(digits);
    }

    private static string Encode(JObject json) => Base64Url.Encode(Encoding.UTF8.GetBytes(json.ToString(Formatting.None)));
}
