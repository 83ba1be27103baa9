using System;
using System.Security;
using System.Security.Cryptography;

namespace TokenTools.Security;

/// <summary>Secrets from the system's secure source.</summary>
internal static class SecretGenerator
{
    /// <summary>
    /// Letters, digits and <c>_%@-</c>: what the vendor's own Terraform draws bootstrap passwords from, so none of them is a
    /// colon, white space or beyond ASCII (gooddata/gooddata-cn-terraform:modules/k8s-common/gooddata-orgs.tf).
    /// </summary>
    public const string PasswordAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_%@-";

    /// <summary>A password of that many characters, each equally likely.</summary>
    public static SecureString Password(int length)
    {
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

    /// <summary>Fills the array with characters of the alphabet, each equally likely.</summary>
    public static void Fill(char[] chars, string alphabet)
    {
        // Bytes at or above the largest multiple of the alphabet's size are thrown away: taking a remainder of
        // them all would favour the alphabet's first characters.
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
