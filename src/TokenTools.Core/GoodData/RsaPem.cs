using System;
using System.Security;
using System.Security.Cryptography;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>Writes and reads RSA private keys as PEM (RFC 7468): PKCS#8, and when reading PKCS#1 as well.</summary>
internal static class RsaPem
{
    /// <summary>The smallest key that RFC 7518 §3.3 allows for signatures.</summary>
    public const int SmallestKey = 2048;

    /// <summary>The largest key: a larger one makes every signature take seconds.</summary>
    public const int LargestKey = 8192;

    private const string Pkcs8 = "PRIVATE KEY";
    private const string Pkcs1 = "RSA PRIVATE KEY";
    private const int LineLength = 64;

    // SEQUENCE { OID 1.2.840.113549.1.1.1 (rsaEncryption), NULL }, RFC 8017 §A.1
    private static readonly byte[] RsaEncryption =
        [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00];

    /// <summary>The key as PKCS#8 in PEM, with <c>\n</c> as line ends.</summary>
    public static SecureString Write(RsaKey key)
    {
        var p = key.Parameters;
        // A private key has about 4.5 times the length of its modulus.
        using var der = new DerWriter((5 * p.Modulus!.Length) + 256);
        foreach (var number in new[] { p.InverseQ!, p.DQ!, p.DP!, p.Q!, p.P!, p.D!, p.Exponent!, p.Modulus! })
        {
            der.WriteInteger(number);
        }

        der.WriteInteger([0]);
        der.WriteHeader(DerWriter.Sequence, 0);
        der.WriteHeader(DerWriter.OctetString, 0);
        der.WriteRaw(RsaEncryption);
        der.WriteInteger([0]);
        der.WriteHeader(DerWriter.Sequence, 0);
        var base64 = der.ToBase64();
        var text = new char[base64.Length + (base64.Length / LineLength) + 100];
        try
        {
            return SecureText.FromChars(text, 0, Format(base64, text));
        }
        finally
        {
            Array.Clear(base64, 0, base64.Length);
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>Reads a key.</summary>
    /// <param name="pem">The PEM text.</param>
    /// <param name="key">The key of the setting with the text, for errors.</param>
    /// <exception cref="TokenArgumentException">The text is not an RSA private key, or one that cannot be used.</exception>
    public static RsaKey Read(SecureString pem, string key) => SecureText.WithChars(pem, chars =>
    {
        var (label, start, end) = FindBlock(chars);
        if (start < 0)
        {
            // What openssl genrsa -des3 writes, in both forms.
            throw new TokenArgumentException(
                key,
                label == "encrypted" ? nameof(Messages.PrivateKeyEncrypted) : nameof(Messages.PrivateKeyInvalid),
                new SettingName(key));
        }

        var der = DecodeBase64(chars, start, end);
        try
        {
            var read = der is null ? null : label == Pkcs1 ? ReadPkcs1(new DerReader(der, 0, der.Length)) : ReadPkcs8(der);
            return read is not { } parameters
                ? throw new TokenArgumentException(key, nameof(Messages.PrivateKeyInvalid), new SettingName(key))
                : 8 * parameters.Modulus!.Length is < SmallestKey or > LargestKey
                    ? throw new TokenArgumentException(
                        key, nameof(Messages.PrivateKeySize), 8 * parameters.Modulus.Length, SmallestKey, LargestKey)
                    : new RsaKey(parameters);
        }
        finally
        {
            if (der is not null)
            {
                Array.Clear(der, 0, der.Length);
            }
        }
    });

    private static int Format(char[] base64, char[] text)
    {
        var length = 0;
        Append("-----BEGIN " + Pkcs8 + "-----\n");
        for (var i = 0; i < base64.Length; i += LineLength)
        {
            var count = Math.Min(LineLength, base64.Length - i);
            Array.Copy(base64, i, text, length, count);
            length += count;
            text[length++] = '\n';
        }

        Append("-----END " + Pkcs8 + "-----\n");
        return length;

        void Append(string line)
        {
            line.CopyTo(0, text, length, line.Length);
            length += line.Length;
        }
    }

    // The label, and where its base64 text starts and ends; -1 for none.
    private static (string? Label, int Start, int End) FindBlock(char[] chars)
    {
        foreach (var label in new[] { Pkcs8, Pkcs1 })
        {
            var begin = IndexOf(chars, "-----BEGIN " + label + "-----", 0);
            if (begin < 0)
            {
                continue;
            }

            var start = begin + label.Length + 16;
            var end = IndexOf(chars, "-----END " + label + "-----", start);
            var isEncrypted = end >= 0 && IndexOf(chars, "Proc-Type:", start) is var header && header >= 0 && header < end;
            return isEncrypted ? ("encrypted", -1, -1) : (label, end < 0 ? -1 : start, end);
        }

        return (IndexOf(chars, "-----BEGIN ENCRYPTED PRIVATE KEY-----", 0) < 0 ? null : "encrypted", -1, -1);
    }

    private static int IndexOf(char[] chars, string text, int start)
    {
        for (var i = start; i <= chars.Length - text.Length; i++)
        {
            var j = 0;
            while (j < text.Length && chars[i + j] == text[j])
            {
                j++;
            }

            if (j == text.Length)
            {
                return i;
            }
        }

        return -1;
    }

    private static byte[]? DecodeBase64(char[] chars, int start, int end)
    {
        try
        {
            return Convert.FromBase64CharArray(chars, start, end - start);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static RSAParameters? ReadPkcs8(byte[] der)
    {
        var outer = new DerReader(der, 0, der.Length).Read(DerWriter.Sequence);
        if (!IsZero(outer?.ReadInteger()) || outer!.Read(DerWriter.Sequence) is not { } algorithm)
        {
            return null;
        }

        // Without the header of the sequence; the parameters, NULL, may be missing.
        var identifier = algorithm.ToArray();
        for (var i = 0; i < 11; i++)
        {
            if (identifier.Length < 11 || identifier[i] != RsaEncryption[i + 2])
            {
                return null;
            }
        }

        return outer.Read(DerWriter.OctetString) is { } content ? ReadPkcs1(content) : null;
    }

    private static RSAParameters? ReadPkcs1(DerReader reader)
    {
        var key = reader.Read(DerWriter.Sequence);
        if (!IsZero(key?.ReadInteger()))
        {
            return null;
        }

        var numbers = new byte[8][];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (key!.ReadInteger() is not { } number)
            {
                return null;
            }

            numbers[i] = number;
        }

        var size = numbers[0].Length;
        var half = (size + 1) / 2;
        return Array.FindIndex(numbers, number => number.Length > size) >= 0
            || Array.FindIndex(numbers, 3, number => number.Length > half) >= 0
            ? null
            : new RSAParameters
            {
                Modulus = numbers[0],
                Exponent = numbers[1],
                // .NET requires these lengths.
                D = Pad(numbers[2], size),
                P = Pad(numbers[3], half),
                Q = Pad(numbers[4], half),
                DP = Pad(numbers[5], half),
                DQ = Pad(numbers[6], half),
                InverseQ = Pad(numbers[7], half),
            };
    }

    // The version of both structures.
    private static bool IsZero(byte[]? number) => number is { Length: 1 } && number[0] == 0;

    private static byte[] Pad(byte[] number, int length)
    {
        var padded = new byte[length];
        Buffer.BlockCopy(number, 0, padded, length - number.Length, number.Length);
        Array.Clear(number, 0, number.Length);
        return padded;
    }
}
