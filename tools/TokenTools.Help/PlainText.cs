using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenTools.Help;

/// <summary>Markdown as a terminal shows it: the little of Markdown that the pages use.</summary>
internal static class PlainText
{
    /// <summary>One text each for a paragraph, a list's item and a block of code; code keeps its lines.</summary>
    public static IEnumerable<TextBlock> Blocks(string markdown)
    {
        var open = new List<string>();
        var kind = TextKind.Paragraph;
        string? fence = null;
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n').Append(string.Empty))
        {
            if (fence is not null)
            {
                if (line.StartsWith("```", StringComparison.Ordinal))
                {
                    yield return new TextBlock(TextKind.Code, string.Join("\n", open), fence);
                    open.Clear();
                    fence = null;
                }
                else
                {
                    open.Add(line);
                }

                continue;
            }

            var opensFence = line.StartsWith("```", StringComparison.Ordinal);
            var opensItem = line.StartsWith("- ", StringComparison.Ordinal) || Regex.IsMatch(line, "^[0-9]+\\. ");
            var isRow = line.StartsWith('|');
            if ((line.Length == 0 || opensFence || opensItem || isRow != (kind == TextKind.Table && open.Count > 0)) && open.Count > 0)
            {
                yield return Close();
            }

            if (opensFence)
            {
                fence = line[3..].Trim();
            }
            else if (line.Length > 0)
            {
                if (open.Count == 0)
                {
                    kind = isRow ? TextKind.Table : opensItem ? TextKind.Item : TextKind.Paragraph;
                }

                open.Add(line);
            }
        }

        TextBlock Close()
        {
            var text = kind == TextKind.Table ? Table(open) : Inline(string.Join(" ", open.Select(static line => line.Trim())));
            open.Clear();
            return new TextBlock(kind, text, string.Empty);
        }
    }

    /// <summary>Without marks of emphasis and code; a link keeps its address where it leads out of the help.</summary>
    public static string Inline(string markdown)
    {
        var text = Regex.Replace(
            markdown,
            @"\[(?<text>[^]]+)\]\((?<target>[^)]+)\)",
            static link => link.Groups["target"].Value.StartsWith("http", StringComparison.Ordinal)
                ? link.Groups["text"].Value + " (" + link.Groups["target"].Value + ")"
                : link.Groups["text"].Value);
        text = Regex.Replace(text, @"\*\*(?<bold>[^*]+)\*\*", "${bold}");
        return Regex.Replace(text, "`(?<code>[^`]+)`", "${code}").Replace("\\*", "*", StringComparison.Ordinal).Replace("\\|", "|", StringComparison.Ordinal);
    }

    // The last column's cells are broken to fit; the others are as wide as they must be.
    private static string Table(IEnumerable<string> lines)
    {
        const int Width = 75;
        var rows = lines.Select(static line => Regex.Split(line.Trim().Trim('|'), @"(?<!\\)\|").Select(static cell => Inline(cell.Trim())).ToArray())
            .Where(static row => !row.All(static cell => Regex.IsMatch(cell, "^:?-+:?$")))
            .ToList();
        var widths = Enumerable.Range(0, rows.Max(static row => row.Length) - 1).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var start = widths.Sum() + (2 * widths.Length);
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(string.Concat(widths.Select((width, column) => row[column].PadRight(width + 2)))
                + string.Join("\n" + new string(' ', start), Wrap(row[^1], Width - start)));
            text.Append('\n');
        }

        return Regex.Replace(text.ToString(), "(?m) +$", string.Empty).TrimEnd('\n');
    }

    /// <summary>Breaks a paragraph at spaces.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}

internal enum TextKind
{
    Paragraph,
    Item,
    Code,
    Table,
}

/// <summary>A piece of text as a terminal shows it, and for code what language it is in.</summary>
internal sealed record TextBlock(TextKind Kind, string Text, string Language);
