namespace TokenTools.Security.Redaction;

/// <summary>
/// Removes what a terminal does not show: control sequences and strings (ECMA-48 §5.4 and §5.6), and characters that a backspace deletes.
/// </summary>
internal static class TerminalSequences
{
    private const char Escape = '\u001b';
    private const char StringTerminator = '\u009c';

    /// <summary>The text as a terminal shows it; null if it contains no sequence.</summary>
    public static MappedText? Remove(MappedText text)
    {
        MappedText? shown = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is not (Escape or '\b') && c is not (>= '\u0080' and <= '\u009f'))
            {
                shown?.Append(c, text, i, i);
                continue;
            }

            if (shown is null)
            {
                shown = new MappedText(text.Length);
                for (var before = 0; before < i; before++)
                {
                    shown.Append(text[before], text, before, before);
                }
            }

            if (c == '\b')
            {
                shown.RemoveLast();
            }
            else
            {
                i = SequenceEnd(text, i);
            }
        }

        return shown;
    }

    // The position of the sequence's last character.
    private static int SequenceEnd(MappedText text, int start)
    {
        var i = start;
        // ESC and a character from @ to _ are the two-character form of U+0080 to U+009F.
        var kind = text[i] == Escape && i + 1 < text.Length ? (char)(text[++i] + 0x40) : text[i];
        switch (kind)
        {
            case '\u009b':
                while (i + 1 < text.Length && text[++i] is < '@' or > '~')
                {
                }

                return i;
            case '\u0090' or '\u0098' or '\u009d' or '\u009e' or '\u009f':
                while (i + 1 < text.Length && text[++i] is not ('\a' or StringTerminator))
                {
                    if (text[i] == Escape && i + 1 < text.Length && text[i + 1] == '\\')
                    {
                        return i + 1;
                    }
                }

                return i;
            default:
                // ESC with intermediate characters, such as ESC ( B.
                while (text[start] == Escape && text[i] is >= ' ' and <= '/' && i + 1 < text.Length)
                {
                    i++;
                }

                return i;
        }
    }
}
