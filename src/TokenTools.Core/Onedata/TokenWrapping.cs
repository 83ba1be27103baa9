using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>Finds a token in a text that was copied with what is around it in a file, a header or a script.</summary>
internal static class TokenWrapping
{
    private const int LongestName = 64;

    private static readonly string[] Keywords = ["export ", "set ", "$env:", "$"];

    private static readonly string[] Quotes = ["\"\"", "''", "``", "\u201C\u201D", "\u2018\u2019", "\u00AB\u00BB"];

    /// <summary>The start and the end of the token, and what is around it.</summary>
    public static (int Start, int End) Find<T>(T text, int length, out TokenWrappers around)
        where T : struct, ICharacters
    {
        var (start, end) = (0, length);
        around = TokenWrappers.None;
        TokenWrappers before;
        do
        {
            before = around;
            around |= TrimWhiteSpace(text, ref start, ref end);
            around |= TrimDocument(text, ref start, ref end);
            around |= TrimQuotes(text, ref start, ref end);
            around |= TrimScheme(text, ref start, end);
            around |= TrimName(text, ref start, end);
        }
        while (around != before && start < end);
        return (start, end);
    }

    /// <summary>What is around a token, for a message; null for nothing.</summary>
    public static MessageText? Describe(TokenWrappers around)
    {
        if (around == TokenWrappers.None)
        {
            return null;
        }

        var parts = new List<string>();
        Add(TokenWrappers.WhiteSpace, "white space");
        Add(TokenWrappers.Document, "a JSON document");
        Add(TokenWrappers.Quotes, "quotation marks");
        Add(TokenWrappers.Scheme, "the name of a header or scheme");
        Add(TokenWrappers.Name, "the name of a variable");
        return new MessageText(nameof(Messages.OnedataTextAround), string.Join(", ", parts));

        void Add(TokenWrappers part, string name)
        {
            if ((around & part) != 0)
            {
                parts.Add(name);
            }
        }
    }

    [MethodImpl(HotLoop.Optimized)]
    private static TokenWrappers TrimWhiteSpace<T>(T text, ref int start, ref int end)
        where T : struct, ICharacters
    {
        var length = end - start;
        while (start < end && Base62Decoder.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (start < end && Base62Decoder.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end - start < length ? TokenWrappers.WhiteSpace : TokenWrappers.None;
    }

    // As New-TemporaryToken and tokentools write it.
    private static TokenWrappers TrimDocument<T>(T text, ref int start, ref int end)
        where T : struct, ICharacters =>
        start < end && text[start] == '{' && TryFindInDocument(text, ref start, ref end) ? TokenWrappers.Document : TokenWrappers.None;

    // A method of its own, so that only a document's text is copied for the lambda.
    private static bool TryFindInDocument<T>(T text, ref int start, ref int end)
        where T : struct, ICharacters => TokenDocument.TryFind(i => text[i], "token", ref start, ref end);

    [MethodImpl(HotLoop.Optimized)]
    private static TokenWrappers TrimQuotes<T>(T text, ref int start, ref int end)
        where T : struct, ICharacters
    {
        foreach (var pair in Quotes)
        {
            if (end - start >= 2 && text[start] == pair[0] && text[end - 1] == pair[1])
            {
                start++;
                end--;
                return TokenWrappers.Quotes;
            }
        }

        return TokenWrappers.None;
    }

    // "Bearer TOKEN", "x-auth-token: TOKEN": a word and white space. An identity provider's token has no space after its colon.
    [MethodImpl(HotLoop.Optimized)]
    private static TokenWrappers TrimScheme<T>(T text, ref int start, int end)
        where T : struct, ICharacters
    {
        var i = start;
        while (i < end && i - start < LongestName && (IsLetter(text[i]) || text[i] == '-'))
        {
            i++;
        }

        var isHeader = i < end && i > start && text[i] == ':';
        if (isHeader ? i + 1 < end && Base62Decoder.IsWhiteSpace(text[i + 1]) : i < end && text[i] == ' ' && Is(text, start, i, "bearer"))
        {
            start = i + 1;
            return TokenWrappers.Scheme;
        }

        return TokenWrappers.None;
    }

    // "NAME=TOKEN", "export NAME=TOKEN", "$name = 'TOKEN'". A token can contain "=" only at its end.
    [MethodImpl(HotLoop.Optimized)]
    private static TokenWrappers TrimName<T>(T text, ref int start, int end)
        where T : struct, ICharacters
    {
        var first = start;
        foreach (var keyword in Keywords)
        {
            if (first + keyword.Length < end && Is(text, first, first + keyword.Length, keyword))
            {
                first += keyword.Length;
                break;
            }
        }

        var i = first;
        while (i < end && i - first < LongestName && (IsLetter(text[i]) || text[i] is '_' || (i > first && text[i] is >= '0' and <= '9')))
        {
            i++;
        }

        var hasName = i > first && !(i - first > 3 && Is(text, first, first + 3, "mda"));
        while (i < end && text[i] == ' ')
        {
            i++;
        }

        if (!hasName || i + 2 >= end || text[i] != '=' || text[i + 1] == '=')
        {
            return TokenWrappers.None;
        }

        start = i + 1;
        return TokenWrappers.Name;
    }

    [MethodImpl(HotLoop.Optimized)]
    private static bool Is<T>(T text, int start, int end, string word)
        where T : struct, ICharacters
    {
        if (end - start != word.Length)
        {
            return false;
        }

        for (var i = 0; i < word.Length; i++)
        {
            if (char.ToLowerInvariant(text[start + i]) != word[i])
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLetter(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z';
}

/// <summary>What was around a token.</summary>
[Flags]
internal enum TokenWrappers
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Spaces, tabs or line breaks.</summary>
    WhiteSpace = 1,

    /// <summary>Quotation marks.</summary>
    Quotes = 2,

    /// <summary>The name of a header or of an authentication scheme.</summary>
    Scheme = 4,

    /// <summary>The name of a variable and an equals sign.</summary>
    Name = 8,

    /// <summary>A JSON document.</summary>
    Document = 16,
}
