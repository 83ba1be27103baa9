using System;
using System.Security;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>The code of a user's second factor, which a call with user name and password sends beside them.</summary>
/// <remarks>
/// OpenAPI description 3.0.3, introduction: the header <c>X-Boomi-OTP</c>. A code is valid once and for about 30 seconds (RFC 6238), so it
/// belongs to one call: it is neither stored in a connection nor sent again by a retry.
/// </remarks>
internal static class BoomiOneTimePassword
{
    /// <summary>The header of the code.</summary>
    public const string Header = "X-Boomi-OTP";

    /// <summary>The key of the setting.</summary>
    public const string Key = "OneTimePassword";

    // Authenticators show the digits in groups.
    private const int ShortestCode = 6;
    private const int LongestCode = 8;

    /// <summary>Returns a code without white space; null for null.</summary>
    /// <exception cref="TokenArgumentException">It is not a code.</exception>
    public static SecureString? Validate(SecureString? code) => code is null ? null : SecureText.WithChars(code, static chars =>
    {
        var digits = Array.FindAll(chars, static c => !char.IsWhiteSpace(c));
        try
        {
            return digits.Length is >= ShortestCode and <= LongestCode && Array.TrueForAll(digits, static c => c is >= '0' and <= '9')
                ? SecureText.FromChars(digits, 0, digits.Length)
                : throw new TokenArgumentException(Key, nameof(Messages.BoomiOneTimePasswordInvalid), ShortestCode, LongestCode);
        }
        finally
        {
            Array.Clear(digits, 0, digits.Length);
        }
    });
}
