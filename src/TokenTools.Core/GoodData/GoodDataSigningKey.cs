using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.GoodData;

/// <summary>A key that signs JSON Web Tokens, and whose public part an organization of GoodData.CN knows.</summary>
/// <remarks>gooddata/gooddata-python-sdk:schemas/gooddata-metadata-client.json, JsonApiJwkOut and RsaSpecification</remarks>
public sealed class GoodDataSigningKey
{
    internal GoodDataSigningKey(string id, JObject jwk, SecureString privateKey, string? path, GoodDataChange change)
    {
        Id = id;
        Jwk = jwk;
        PrivateKey = privateKey;
        Path = path;
        Change = change;
    }

    /// <summary>The id of the key in the organization.</summary>
    public string Id { get; }

    /// <summary>The id of the key in the header of its tokens, <c>kid</c>.</summary>
    public string KeyId => (string)Jwk["kid"]!;

    /// <summary>The algorithm of its signatures.</summary>
    public string Algorithm => (string)Jwk["alg"]!;

    /// <summary>The public key as a JSON Web Key.</summary>
    public string PublicKey => Jwk.ToString(Formatting.None);

    /// <summary>The private key in PEM (PKCS#8), for a vault.</summary>
    public SecureString PrivateKey { get; }

    /// <summary>The file with the private key; null for none.</summary>
    public string? Path { get; }

    /// <summary>Whether the public key was created in the organization, or existed.</summary>
    public GoodDataChange Change { get; }

    private JObject Jwk { get; }

    /// <summary>The public key as a resource object of the platform's API.</summary>
    public override string ToString() => new JObject
    {
        ["id"] = Id,
        ["type"] = "jwk",
        ["attributes"] = new JObject { ["content"] = Jwk },
    }.ToString(Formatting.None);
}
