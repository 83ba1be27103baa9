using System;

namespace TokenTools.Onedata;

/// <summary>What a text looks like that is used as an access token.</summary>
internal static class TokenForm
{
    // Longer than any name of an identity provider.
    private const int LongestPrefix = 64;

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
