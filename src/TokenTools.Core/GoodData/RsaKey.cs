using System;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;

namespace TokenTools.GoodData;

/// <summary>An RSA key that signs JSON Web Tokens. Dispose of it to clear it.</summary>
internal sealed class RsaKey : IDisposable
{
    private RSAParameters _key;

    /// <param name="key">The key with all its private parts, which the object clears when it is disposed of.</param>
    public RsaKey(RSAParameters key) => _key = key;

    /// <summary>The length of the modulus in bits.</summary>
    public int Size => 8 * _key.Modulus!.Length;

    /// <summary>The modulus in base64url, the member <c>n</c> of the JWK.</summary>
    public string Modulus => Base64Url.Encode(_key.Modulus!);

    /// <summary>The exponent in base64url, the member <c>e</c> of the JWK.</summary>
    public string Exponent => Base64Url.Encode(_key.Exponent!);

    internal RSAParameters Parameters => _key;

    /// <summary>Generates a key.</summary>
    /// <remarks>
    /// Not RSA.Create(), which returns an object of 1024 bits in .NET Framework and ignores a size that is set afterwards; RSA.Create(int)
    /// is not part of netstandard2.0.
    /// </remarks>
    public static RsaKey Generate(int size)
    {
        using var rsa = new RSACryptoServiceProvider(size) { PersistKeyInCsp = false };
        return new RsaKey(rsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>The thumbprint of the public key (RFC 7638): base64url of the SHA-256 of its required members.</summary>
    public string Thumbprint()
    {
        // The members in lexicographic order and without white space, as §3.3 requires.
        var members = "{\"e\":\"" + Exponent + "\",\"kty\":\"RSA\",\"n\":\"" + Modulus + "\"}";
        using var hash = SHA256.Create();
        return Base64Url.Encode(hash.ComputeHash(Encoding.ASCII.GetBytes(members)));
    }

    /// <summary>The public key as a JWK (RFC 7517).</summary>
    /// <param name="keyId">The key's id, <c>kid</c>.</param>
    /// <param name="algorithm">The algorithm of signatures, <c>alg</c>.</param>
    public JObject ToJwk(string keyId, JwtAlgorithm algorithm) => new()
    {
        ["kty"] = "RSA",
        ["alg"] = algorithm.ToString(),
        ["use"] = "sig",
        ["kid"] = keyId,
        ["n"] = Modulus,
        ["e"] = Exponent,
    };

    /// <summary>Signs bytes with RSASSA-PKCS1-v1_5 (RFC 7518 §3.3).</summary>
    public byte[] Sign(byte[] data, JwtAlgorithm algorithm)
    {
        using var rsa = new RSACryptoServiceProvider { PersistKeyInCsp = false };
        rsa.ImportParameters(_key);
        return rsa.SignData(data, HashOf(algorithm), RSASignaturePadding.Pkcs1);
    }

    /// <summary>The hash of an algorithm.</summary>
    public static HashAlgorithmName HashOf(JwtAlgorithm algorithm) => algorithm switch
    {
        JwtAlgorithm.RS256 => HashAlgorithmName.SHA256,
        JwtAlgorithm.RS384 => HashAlgorithmName.SHA384,
        JwtAlgorithm.RS512 => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in new[] { _key.D, _key.P, _key.Q, _key.DP, _key.DQ, _key.InverseQ })
        {
            if (part is not null)
            {
                Array.Clear(part, 0, part.Length);
            }
        }

        _key = default;
    }
}
