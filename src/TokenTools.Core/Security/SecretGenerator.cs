using System;
using System.Security;
using System.Security.Cryptography;

namespace TokenTools.Security;

/// <summary>Generates secrets from the operating system's cryptographic random number generator.</summary>
internal static class SecretGenerator
{
    /// <summary>
    /// Letters, digits and <c>_%@-</c>, the alphabet of the bootstrap passwords in the vendor's own Terraform: no colon, no white space
    /// and ASCII only (gooddata/gooddata-cn-terraform:modules/k8s-common/gooddata-orgs.tf).
    /// </summary>
    public const string PasswordAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_%@-";

    /// <summary>Generates a password in which each character of the alphabet is equally likely.</summary>
    /// <param name="length">The number of characters, at least 1.</param>
    public static SecureString Password(int length)
    {
        if (length < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(length));
        }

        var chars = new char[length];
        try
        {
            Fill(chars, PasswordAlphabet);
            return SecureText.FromChars(chars, 0, length);
        }
        finally
        {
            Array.Clear(chars, 0, chars.Length);
        }
    }

    /// <summary>Fills an array with characters of an alphabet, each equally likely.</summary>
    public static void Fill(char[] chars, string alphabet)
    {
        // Bytes from the largest multiple of the alphabet's size up are discarded: their remainders would make the alphabet's first
        // characters more likely than the others.
        var limit = 256 - (256 % alphabet.Length);
        var bytes = new byte[64];
        using var random = RandomNumberGenerator.Create();
        try
        {
            for (var filled = 0; filled < chars.Length;)
            {
                random.GetBytes(bytes);
                for (var i = 0; i < bytes.Length && filled < chars.Length; i++)
                {
                    if (bytes[i] < limit)
                    {
                        chars[filled++] = alphabet[bytes[i] % alphabet.Length];
                    }
                }
            }
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
        }
    }
}
