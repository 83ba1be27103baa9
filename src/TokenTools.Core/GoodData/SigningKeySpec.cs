using System;
using System.IO;
using System.Security;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The settings of a signing key.</summary>
internal sealed class SigningKeySpec
{
    /// <summary>The size in the vendor's recipe.</summary>
    public const int DefaultKeySize = 2048;

    private const int LargestNewKey = 4096;

    // A PEM file of the largest key has 8 KiB.
    private const int LargestFile = 64 * 1024;

    /// <summary>The id of the key in the organization; null for the thumbprint of the public key.</summary>
    public string? Id { get; set; }

    /// <summary>The id of the key in tokens; null for <see cref="Id"/>, or the thumbprint.</summary>
    public string? KeyId { get; set; }

    /// <summary>The algorithm of signatures.</summary>
    public JwtAlgorithm Algorithm { get; set; }

    /// <summary>The size of a generated key in bits; null for <see cref="DefaultKeySize"/>.</summary>
    public int? KeySize { get; set; }

    /// <summary>An existing private key in PEM; null to generate one.</summary>
    public SecureString? PrivateKey { get; set; }

    /// <summary>
    /// The file for the private key; null for none. If it exists, its key is used, so that a repeated request has the same result.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>Checks the settings, without reading or generating a key.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public void Validate()
    {
        if (Id is not null && !GoodDataId.IsValid(Id))
        {
            throw new TokenArgumentException(nameof(Id), nameof(Messages.SigningKeyIdInvalid), new SettingName(nameof(Id)));
        }

        ValidateKeyId(KeyId);
        if (KeySize is not null && PrivateKey is not null)
        {
            throw TokenArgumentException.Exclusive(nameof(KeySize), new SettingName(nameof(KeySize)), new SettingName(nameof(PrivateKey)));
        }

        if (PrivateKey is not null && Path is not null)
        {
            throw TokenArgumentException.Exclusive(nameof(Path), new SettingName(nameof(Path)), new SettingName(nameof(PrivateKey)));
        }

        // .NET Framework generates keys in steps of 8 bits; others differ.
        SettingParser.RequireRange(KeySize, DefaultKeySize, LargestNewKey, nameof(KeySize));
        if (KeySize % 8 is not (null or 0))
        {
            throw new TokenArgumentException(nameof(KeySize), nameof(Messages.SigningKeySizeInvalid), new SettingName(nameof(KeySize)));
        }
    }

    /// <summary>Reads or generates the key, and writes it into the file before the organization knows it.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid, or the file cannot be read or written.</exception>
    public Prepared Prepare(OwnerOnlyFile files)
    {
        Validate();
        var pem = PrivateKey ?? (Path is not null && OwnerOnlyFile.Exists(Path) ? ReadFile(Path, nameof(Path)) : null);
        using var key = pem is null ? RsaKey.Generate(KeySize ?? DefaultKeySize)
            : RsaPem.Read(pem, PrivateKey is null ? nameof(Path) : nameof(PrivateKey));
        var privateKey = pem ?? RsaPem.Write(key);
        if (pem is null && Path is not null)
        {
            files.Write(Path, replace: false, stream => SecureText.WithUtf8(privateKey, bytes =>
            {
                stream.Write(bytes, 0, bytes.Length);
                return true;
            }));
        }

        var keyId = KeyId ?? Id ?? key.Thumbprint();
        return new Prepared(Id ?? keyId, key.ToJwk(keyId, Algorithm), privateKey);
    }

    /// <summary>Reads a private key's file.</summary>
    /// <exception cref="TokenArgumentException">It cannot be read.</exception>
    public static SecureString ReadFile(string path, string key)
    {
        byte[] bytes = [];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            bytes = new byte[LargestFile];
            var length = 0;
            for (int read; length < bytes.Length && (read = file.Read(bytes, length, bytes.Length - length)) > 0; length += read)
            {
            }

            return SecureText.FromUtf8(bytes, 0, length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException
            or System.Text.DecoderFallbackException)
        {
            throw new TokenArgumentException(key, nameof(Messages.PrivateKeyFileUnreadable), new SettingName(key), path);
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
        }
    }

    /// <summary>Checks the id of a key in tokens; null is accepted.</summary>
    /// <exception cref="TokenArgumentException">It is not valid.</exception>
    internal static void ValidateKeyId(string? keyId)
    {
        // RsaSpecification.kid allows more characters, which no tool generates.
        if (keyId is not null && !GoodDataId.IsValid(keyId))
        {
            throw new TokenArgumentException(nameof(KeyId), nameof(Messages.SigningKeyIdInvalid), new SettingName(nameof(KeyId)));
        }
    }

    /// <summary>A key that is ready to be uploaded.</summary>
    /// <param name="Id">The id in the organization.</param>
    /// <param name="Jwk">The public key.</param>
    /// <param name="PrivateKey">The private key in PEM.</param>
    internal sealed record Prepared(string Id, JObject Jwk, SecureString PrivateKey);
}
