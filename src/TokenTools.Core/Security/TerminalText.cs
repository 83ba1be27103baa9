using System.Globalization;
using System.Text;

namespace TokenTools.Security;

/// <summary>Makes untrusted text safe for a terminal: escape sequences can change its output, and bidirectional marks its order.</summary>
internal static class TerminalText
{
    /// <summary>The replacement for a harmful character.</summary>
    public const char Replacement = '\uFFFD';

    /// <summary>True for text without control and format characters, line separators and lone surrogates.</summary>
    public static bool IsHarmless(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            // Most text needs no more. HotLoop is not for this method: the command line has it compiled ahead, and calls it at every start.
            if (text[i] is >= ' ' and <= '~')
            {
                continue;
            }

            if (!IsHarmless(text, i))
            {
                return false;
            }

            i += Width(text, i) - 1;
        }

        return true;
    }

    /// <summary>The text with each harmful character replaced; the same text if there is none.</summary>
    public static string Clean(string text)
    {
        text = BuildCommands.Break(text);
        if (IsHarmless(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += Width(text, i))
        {
            if (IsHarmless(text, i))
            {
                clean.Append(text, i, Width(text, i));
            }
            else
            {
                clean.Append(Replacement);
            }
        }

        return clean.ToString();
    }

    /// <summary>The text on one line: harmful characters are removed, and white space is one space.</summary>
    public static string ToLine(string text)
    {
        var line = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += Width(text, i))
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(text, i);
            if (category == UnicodeCategory.Control || char.IsWhiteSpace(text[i]))
            {
                if (line.Length > 0 && line[line.Length - 1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (category is not (UnicodeCategory.Format or UnicodeCategory.Surrogate))
            {
                line.Append(text, i, Width(text, i));
            }
        }

        return BuildCommands.Break(line.ToString().TrimEnd(' '));
    }

    private static int Width(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    private static bool IsHarmless(string text, int index) => text[index] is >= ' ' and <= '~'
        || CharUnicodeInfo.GetUnicodeCategory(text, index) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
