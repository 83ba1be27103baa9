using System;
using System.Globalization;
using System.Text;

namespace TokenTools.Security.Redaction;

/// <summary>
/// Maps characters that look the same to one: any case, width, style or accent. Drops those that a reader does not see or that only
/// separate: white space, control and format characters, combining marks.
/// </summary>
/// <remarks>
/// The tables cover what compatibility normalization (Unicode TR15) covers for letters and digits; a process with invariant globalization
/// has no normalization.
/// </remarks>
internal static class CharacterFolding
{
    private const char Unknown = '\0';
    private const char Dropped = '\uFFFE';
    private const char Expanded = '\uFFFF';

    // U+00C0 to U+0233: the letter without its accent; a dot where there is none.
    private const string AccentedLetters =
        "AAAAAA.CEEEEIIII.NOOOOO..UUUUY..AAAAAA.CEEEEIIII.NOOOOO..UUUUY.YAAAAAACCCCCCCCDD..EEEEEEEEEEGGGGGGGGHH..IIIIIIIIII..JJKK.LLLLLL"
        + "....NNNNNN...OOOOOO..RRRRRRSSSSSSSSTTTT..UUUUUUUUUUUUWWYYYZZZZZZS................................OO.............UU............."
        + "...............AAIIOOUUUUUUUUUU.AAAA....GGKKOOOO..J...GG..NNAA....AAAAEEEEIIIIOOOORRRRUUUUSSTT..HH......AAEEOOOOOOOOYY";

    // Filled as characters occur; a page is small, and most texts need one or two.
    private static readonly char[]?[] Pages = new char[]?[256];

    /// <summary>Appends the folded form of a whole text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="onlyAlphanumeric">Whether to drop everything but letters and digits.</param>
    public static MappedText Fold(MappedText text, bool onlyAlphanumeric)
    {
        var folded = new MappedText(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                AppendAll(folded, FoldPair(char.ConvertToUtf32(c, text[i + 1])), text, i, ++i, onlyAlphanumeric);
                continue;
            }

            var single = FoldSingle(c);
            if (single == Expanded)
            {
                AppendAll(folded, Normalize(c.ToString()), text, i, i, onlyAlphanumeric);
            }
            else if (single != Dropped && (!onlyAlphanumeric || char.IsLetterOrDigit(single)))
            {
                folded.Append(single, text, i, i);
            }
        }

        return folded;
    }

    private static void AppendAll(MappedText folded, string chars, MappedText text, int first, int last, bool onlyAlphanumeric)
    {
        var width = 1;
        for (var i = 0; i < chars.Length; i += width)
        {
            width = char.IsSurrogatePair(chars, i) ? 2 : 1;
            for (var half = i; half < i + width && (!onlyAlphanumeric || char.IsLetterOrDigit(chars, i)); half++)
            {
                folded.Append(chars[half], text, first, last);
            }
        }
    }

    private static char FoldSingle(char c)
    {
        if (c is > ' ' and <= '~')
        {
            return c is >= 'a' and <= 'z' ? (char)(c - 32) : c;
        }

        var page = Pages[c >> 8] ??= new char[256];
        var folded = page[c & 255];
        return folded != Unknown ? folded : page[c & 255] = Compute(c);
    }

    private static char Compute(char c)
    {
        if (IsInvisible(char.GetUnicodeCategory(c)))
        {
            return Dropped;
        }

        var known = c switch
        {
            >= '\uFF01' and <= '\uFF5E' => FoldSingle((char)(c - 0xFEE0)), // Full width.
            >= '\u2460' and <= '\u2468' => (char)('1' + (c - '\u2460')), // Circled digits.
            '\u24EA' or '\u2070' => '0',
            >= '\u24B6' and <= '\u24CF' => (char)('A' + (c - '\u24B6')), // Circled letters.
            >= '\u24D0' and <= '\u24E9' => (char)('A' + (c - '\u24D0')),
            '\u00B9' => '1',
            '\u00B2' => '2',
            '\u00B3' => '3',
            >= '\u2074' and <= '\u2079' => (char)('4' + (c - '\u2074')), // Superscript digits.
            >= '\u2080' and <= '\u2089' => (char)('0' + (c - '\u2080')), // Subscript digits.
            >= '\u00C0' and <= '\u0233' when AccentedLetters[c - 0xC0] != '.' => AccentedLetters[c - 0xC0],
            _ => Unknown,
        };
        if (known != Unknown)
        {
            return known;
        }

        var normalized = Normalize(c.ToString());
        return normalized.Length switch
        {
            0 => Dropped,
            1 => normalized[0],
            _ => Expanded,
        };
    }

    private static string FoldPair(int codePoint) => codePoint switch
    {
        // Tags are invisible copies of ASCII.
        > 0xE0020 and <= 0xE007E => ((char)(codePoint - 0xE0000)).ToString().ToUpperInvariant(),
        >= 0x1D400 and <= 0x1D6A3 => ((char)('A' + ((codePoint - 0x1D400) % 26))).ToString(), // Mathematical letters, 26 by 26.
        >= 0x1D7CE and <= 0x1D7FF => ((char)('0' + ((codePoint - 0x1D7CE) % 10))).ToString(),
        >= 0x1F130 and <= 0x1F149 => ((char)('A' + (codePoint - 0x1F130))).ToString(), // Squared letters.
        >= 0x1F150 and <= 0x1F169 => ((char)('A' + (codePoint - 0x1F150))).ToString(),
        >= 0x1F170 and <= 0x1F189 => ((char)('A' + (codePoint - 0x1F170))).ToString(),
        _ => Normalize(char.ConvertFromUtf32(codePoint)),
    };

    private static string Normalize(string element)
    {
        string normalized;
        try
        {
            normalized = element.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // A lone surrogate or a code point that is not a character.
            return element;
        }

        var result = new StringBuilder(normalized.Length);
        var width = 1;
        for (var i = 0; i < normalized.Length; i += width)
        {
            width = char.IsSurrogatePair(normalized, i) ? 2 : 1;
            if (!IsInvisible(CharUnicodeInfo.GetUnicodeCategory(normalized, i)))
            {
                result.Append(normalized.Substring(i, width).ToUpperInvariant());
            }
        }

        return result.ToString();
    }

    private static bool IsInvisible(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
