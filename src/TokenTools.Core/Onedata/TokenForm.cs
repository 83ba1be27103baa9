using System;
using System.Text.RegularExpressions;

namespace TokenTools.Onedata;

/// <summary>What a text looks like that is used as an access token.</summary>
internal static class TokenForm
{
    // Longer than any name of an identity provider.
    private const int LongestPrefix = 64;

    // Base64 of the first digits of the length of a macaroon's first packet, and of more than any word starts with.
    private static readonly Regex Pattern = new(@"\A(?:MD[AB]|op[wp]-MD[AB])[A-Za-z0-9+/_-]{40,}=*\z", RegexOptions.CultureInvariant);

    /// <summary>A Onedata token, apart from what may be around it.</summary>
    public static TokenKind Kind { get; } = new(nameof(Messages.TokenKindOnedata), static text =>
    {
        var (start, end) = TokenWrapping.Find(new StringCharacters(text), text.Length, out _);
        return Pattern.IsMatch(text.Substring(start, end - start));
    });

    /// <summary>Parses a token, as <see cref="Macaroon.Parse(char[])"/> does.</summary>
    /// <exception cref="TokenFormatException">It is not one; a token of another kind is named.</exception>
    public static Macaroon Parse(char[] text)
    {
        try
        {
            return Macaroon.Parse(text);
        }
        catch (TokenFormatException) when (TokenKinds.FindOther(new string(text), Kind) is { } other)
        {
            throw new TokenFormatException(other);
        }
    }

    /// <summary>Parses a token that is already in memory as a string.</summary>
    /// <exception cref="TokenFormatException">It is not one; a token of another kind is named.</exception>
    public static Macaroon Parse(string text)
    {
        try
        {
            return Macaroon.Parse(text);
        }
        catch (TokenFormatException) when (TokenKinds.FindOther(text, Kind) is { } other)
        {
            throw new TokenFormatException(other);
        }
    }

    /// <summary>True for text that starts like a Onedata token, apart from what may be around it.</summary>
    public static bool IsOnedata(char[] text)
    {
        var (start, end) = TokenWrapping.Find(new ArrayCharacters(text), text.Length, out _);
        // Base64 of "00", the first digits of the length of every macaroon's first packet.
        return Starts("MDA") || Starts("MDB") || Starts("opw-") || Starts("opp-");

        bool Starts(string prefix) =>
            end - start >= prefix.Length && new string(text, start, prefix.Length) == prefix;
    }

    /// <summary>
    /// True for text with the form of an identity provider's token: the prefix that a zone has for the provider, such as <c>egi:</c> or
    /// <c>github/</c>, and the token (ctool:src/auth/tokens.erl).
    /// </summary>
    public static bool IsThirdParty(char[] text)
    {
        var length = Array.FindIndex(text, static c => !(char.IsLetterOrDigit(c) || c is '.' or '_' or '-'));
        return length > 0 && length < text.Length - 1 && length <= LongestPrefix && text[length] is ':' or '/';
    }
}
