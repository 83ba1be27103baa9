using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenTools.Help;

/// <summary>An about_ topic: its page as text of 80 columns, in the order of headings that Get-Help takes its summary from.</summary>
internal static class AboutTopic
{
    private const int Width = 79;

    public static string Write(string name, string markdown)
    {
        var text = new StringBuilder();
        text.Append("TOPIC\n    ").Append(name).Append('\n');
        foreach (var (heading, body) in HelpPage.Sections(markdown, "## "))
        {
            text.Append('\n').Append(heading.ToUpperInvariant()).Append('\n');
            var parts = Regex.Split(body, "(?m)^### (.+)$");
            Append(parts[0]);
            for (var index = 1; index < parts.Length; index += 2)
            {
                text.Append("\n    ").Append(PlainText.Inline(parts[index])).Append("\n    ").Append('-', parts[index].Length).Append('\n');
                Append(parts[index + 1]);
            }
        }

        return text.ToString();

        void Append(string body)
        {
            var first = true;
            var former = TextKind.Paragraph;
            foreach (var block in PlainText.Blocks(body))
            {
                if (!first && !(former == TextKind.Item && block.Kind == TextKind.Item))
                {
                    text.Append('\n');
                }

                first = false;
                former = block.Kind;
                var indent = block.Kind == TextKind.Code ? "        " : "    ";
                var lines = block.Kind switch
                {
                    TextKind.Code or TextKind.Table => block.Text.Split('\n'),
                    TextKind.Item => Item(block.Text),
                    _ => PlainText.Wrap(block.Text, Width - 4),
                };
                foreach (var line in lines)
                {
                    text.Append(line.Length > 0 ? indent + line : string.Empty).Append('\n');
                }
            }
        }
    }

    // The lines of an item stand below its first word: behind "- ", or a number and its dot.
    private static IEnumerable<string> Item(string text)
    {
        var hanging = text.IndexOf(' ', StringComparison.Ordinal) + 1;
        return PlainText.Wrap(text, Width - 4 - hanging).Select((line, index) => index == 0 ? line : new string(' ', hanging) + line);
    }
}
