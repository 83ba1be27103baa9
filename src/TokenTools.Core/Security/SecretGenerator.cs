using System;
using System.Security;
using System.Security.Cryptography;

namespace TokenTools.Security;

/// <summary>Generates secrets with the system's cryptographic random number generator.</summary>
internal static class SecretGenerator
{
    /// <summary>
    /// Letters, digits and <c>_%@-</c>: the alphabet of bootstrap passwords in the vendor's own Terraform, so it has no colon, white space
    /// or character beyond ASCII (gooddata/gooddata-cn-terraform:modules/k8s-common/gooddata-orgs.tf).
    /// </summary>
    public const string PasswordAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_%@-";

    /// <summary>A password of uniformly distributed characters.</summary>
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

    /// <summary>Fills the array with uniformly distributed characters of the alphabet.</summary>
    public static void Fill(char[] chars, string alphabet)
    {
        // Rejection sampling: bytes at or above the largest multiple of the alphabet's size are discarded, because the remainder of all
        // bytes would favour the first characters.
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
