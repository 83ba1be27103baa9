using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TokenTools.Help;

/// <summary>An about_ topic: its page as text of 80 columns, with the order of headings from which Get-Help reads the summary.</summary>
internal static class AboutTopic
{
    private const int Width = 75;

    public static string Write(string name, string markdown)
    {
        var text = new StringBuilder("TOPIC\n    " + name + "\n");
        var belowHeading = false;
        foreach (var block in MarkdownText.Blocks(markdown).Skip(1))
        {
            // Text follows its heading directly.
            text.Append(belowHeading && block.Kind != TextKind.Heading ? string.Empty : "\n");
            belowHeading = block.Kind == TextKind.Heading;
            if (block is { Kind: TextKind.Heading, Detail: "##" })
            {
                text.Append(block.ToString().ToUpperInvariant()).Append('\n');
                continue;
            }

            foreach (var line in Lines(block))
            {
                text.Append(line.Length > 0 ? "    " + line : string.Empty).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(TextBlock block) => block.Kind switch
    {
        TextKind.Heading => [block.ToString(), new string('-', block.ToString().Length)],
        TextKind.Code => block.Lines.Select(static line => line.Length > 0 ? "    " + line : line),
        TextKind.Table => block.Lines,
        TextKind.List => block.Lines.SelectMany(Item),
        _ => MarkdownText.Wrap(block.ToString(), Width),
    };

    // The lines of an item are aligned with its first word: after "- ", or a number and its dot.
    private static IEnumerable<string> Item(string text)
    {
        var indent = text.IndexOf(' ', StringComparison.Ordinal) + 1;
        return MarkdownText.Wrap(text, Width - indent).Select((line, index) => index == 0 ? line : new string(' ', indent) + line);
    }
}
