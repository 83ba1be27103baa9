using System;
using System.Security;

namespace TokenTools.Security;

/// <summary>A token's text: in a <see cref="SecureString"/>, or as a string if the caller requested plain text.</summary>
internal sealed class TokenSecret
{
    private readonly string? _plainText;
    private SecureString? _secure;

    private TokenSecret(SecureString? secure, string? plainText)
    {
        _secure = secure;
        _plainText = plainText;
    }

    /// <summary>True if the caller requested plain text.</summary>
    public bool IsPlainText => _plainText is not null;

    /// <summary>The text if the caller requested plain text; null otherwise.</summary>
    public string? PlainText => _plainText;

    /// <summary>The value of the token's public property: a string for plain text, a <see cref="SecureString"/> otherwise.</summary>
    public object Value => _plainText ?? (object)_secure!;

    /// <summary>A secret from text that is in memory as a string.</summary>
    public static TokenSecret FromString(string text, bool asPlainText) =>
        asPlainText ? new TokenSecret(null, text) : new TokenSecret(SecureText.FromString(text), null);

    /// <summary>A secret from characters. The caller must clear the array.</summary>
    public static TokenSecret FromChars(char[] chars, int offset, int count, bool asPlainText) => asPlainText
        ? new TokenSecret(null, new string(chars, offset, count))
        : new TokenSecret(SecureText.FromChars(chars, offset, count), null);

    /// <summary>A secret that is already in a <see cref="SecureString"/>, which is not copied.</summary>
    public static TokenSecret FromSecureString(SecureString secret, bool asPlainText = false) =>
        new(secret, asPlainText ? SecureText.Reveal(secret) : null);

    /// <summary>The secret as a <see cref="SecureString"/>, even if the caller requested plain text.</summary>
    public SecureString ToSecureString() => _secure ??= SecureText.FromString(_plainText!);

    /// <summary>The secret as a string, for APIs that accept nothing else.</summary>
    public string Reveal() => _plainText ?? SecureText.Reveal(_secure!);

    /// <summary>Calls <paramref name="use"/> with the secret's characters and clears them afterwards.</summary>
    public T WithChars<T>(Func<char[], T> use)
    {
        if (_plainText is null)
        {
            return SecureText.WithChars(_secure!, use);
        }

        var chars = _plainText.ToCharArray();
        try
        {
            return use(chars);
        }
        finally
        {
            Array.Clear(chars, 0, chars.Length);
        }
    }

    /// <summary>The same secret as a <see cref="SecureString"/>.</summary>
    public TokenSecret Secured() => IsPlainText ? new TokenSecret(ToSecureString(), null) : this;
}
