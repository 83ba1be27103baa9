using System.Globalization;
using System.Text;

namespace TokenTools.Security;

/// <summary>Text from a stranger, as a terminal may show it: escape sequences could rewrite what an admin sees, and bidirectional marks its order.</summary>
internal static class TerminalText
{
    /// <summary>What stands where a harmful character stood.</summary>
    public const char Replacement = '\uFFFD';

    /// <summary>True for text without control and format characters, line separators and halves of characters.</summary>
    public static bool IsHarmless(string text)
    {
        for (var i = 0; i < text.Length; i += Width(text, i))
        {
            if (!IsHarmless(text, i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text with each harmful character replaced; the same text if it has none.</summary>
    public static string Clean(string text)
    {
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

    private static int Width(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    private static bool IsHarmless(string text, int index) => text[index] is >= ' ' and <= '~' || CharUnicodeInfo.GetUnicodeCategory(text, index) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
