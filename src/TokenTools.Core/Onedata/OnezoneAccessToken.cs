using System.Security;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The access token of a connection: a Onedata token, or a token of an identity provider that the zone trusts.</summary>
/// <param name="Secret">The token, as it is sent in <c>x-auth-token</c>.</param>
/// <param name="Decoded">The decoded token; null for the token of an identity provider, which is always a user's.</param>
/// <param name="Around">What was around the token in its text, for a message; null for nothing.</param>
internal sealed record OnezoneAccessToken(SecureString Secret, OnedataToken? Decoded, MessageText? Around)
{
    /// <summary>Reads an access token without what is around it; a token from a file or the clipboard ends with a newline.</summary>
    /// <exception cref="TokenFormatException">The text is not a token that a header can contain.</exception>
    /// <exception cref="TokenArgumentException">There is no token.</exception>
    public static OnezoneAccessToken Parse(SecureString? token)
    {
        var around = TokenWrappers.None;
        var secret = SecureText.WithChars(token ?? new SecureString(), chars =>
        {
            var (start, end) = TokenWrapping.Find(new ArrayCharacters(chars), chars.Length, out around);
            return Trim(chars, start, end);
        });
        return new OnezoneAccessToken(secret, Decode(secret), TokenWrapping.Describe(around));
    }

    private static SecureString Trim(char[] chars, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            // A header cannot contain other characters.
            if (chars[i] is <= ' ' or > '~')
            {
                throw new TokenFormatException(nameof(Messages.OnezoneTokenInvalid));
            }
        }

        return start < end
            ? SecureText.FromChars(chars, start, end - start)
            : throw new TokenArgumentException("Token", nameof(Messages.OnezoneTokenMissing));
    }

    // x-auth-token also accepts the token of an identity provider after the prefix that the zone has for the provider.
    private static OnedataToken? Decode(SecureString token)
    {
        try
        {
            return OnedataToken.Decode(token, new OnedataDecodeOptions());
        }
        catch (TokenFormatException) when (!SecureText.WithChars(token, TokenForm.IsOnedata))
        {
            // A JSON Web Token is one of an identity provider, of which only the prefix is missing.
            if (TokenKinds.FindOther(SecureText.Reveal(token), TokenForm.Kind, TokenKinds.JsonWebToken) is { } other)
            {
                throw new TokenFormatException(other);
            }

            return SecureText.WithChars(token, TokenForm.IsThirdParty)
                ? null
                : throw new TokenFormatException(nameof(Messages.OnezoneTokenUnknown));
        }
    }
}
