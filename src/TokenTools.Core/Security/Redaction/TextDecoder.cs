using System.Collections.Generic;

namespace TokenTools.Security.Redaction;

/// <summary>A text and all that can be decoded from it, each with its positions in the text.</summary>
internal static class TextDecoder
{
    // Encoded more often, a text is not readable by accident.
    private const int MaximumDepth = 4;

    // Control sequences at each level would double the texts each time.
    private const int MaximumTexts = 12;

    /// <summary>The text itself, as a terminal shows it, and both of them decoded up to four times.</summary>
    public static IReadOnlyList<FoldedText> Decode(string text)
    {
        var all = new List<FoldedText>();
        Add(all, MappedText.From(text), 0);
        return all;
    }

    private static void Add(List<FoldedText> all, MappedText text, int depth)
    {
        all.Add(new FoldedText(text));
        if (TerminalSequences.Remove(text) is { } shown)
        {
            AddUnescaped(all, shown, depth);
            all.Add(new FoldedText(shown));
        }

        AddUnescaped(all, text, depth);
    }

    private static void AddUnescaped(List<FoldedText> all, MappedText text, int depth)
    {
        if (depth < MaximumDepth && all.Count < MaximumTexts && TextUnescaper.Unescape(text) is { } unescaped)
        {
            Add(all, unescaped, depth + 1);
        }
    }
}
