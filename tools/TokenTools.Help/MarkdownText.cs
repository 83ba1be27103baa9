using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TokenTools.Help;

/// <summary>The kinds of blocks of a page, and how a terminal shows them.</summary>
internal enum TextKind
{
    Heading,

    /// <summary>One line, to be wrapped.</summary>
    Paragraph,

    /// <summary>A line for each item, to be wrapped.</summary>
    List,

    /// <summary>Unchanged lines.</summary>
    Code,

    /// <summary>Unchanged lines.</summary>
    Table,
}

/// <summary>A block of a page as plain text; <paramref name="Detail"/> is a heading's marks, or the language of code.</summary>
internal sealed record TextBlock(TextKind Kind, IReadOnlyList<string> Lines, string Detail = "")
{
    public override string ToString() => string.Join("\n", Lines);
}

/// <summary>Reads sections, blocks and links from Markdown with Markdig.</summary>
internal static class MarkdownText
{
    private const int TableWidth = 75;

    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().UsePreciseSourceLocation().Build();

    /// <summary>The sections under headings of a level, each with its Markdown.</summary>
    public static IEnumerable<(string Heading, string Body)> Sections(string markdown, int level)
    {
        markdown = markdown.ReplaceLineEndings("\n");
        var headings = Parse(markdown).OfType<HeadingBlock>().Where(heading => heading.Level <= level).ToList();
        foreach (var (index, heading) in headings.Index().Where(item => item.Item.Level == level))
        {
            var end = index + 1 < headings.Count ? headings[index + 1].Span.Start : markdown.Length;
            yield return (Source(markdown, heading)[level..].Trim(), markdown[(heading.Span.End + 1)..end].Trim());
        }
    }

    /// <summary>The text above the last block of code in a language.</summary>
    public static string Above(string markdown, string language) =>
        Parse(markdown).OfType<FencedCodeBlock>().LastOrDefault(code => code.Info == language) is { } code
            ? markdown[..code.Span.Start].Trim()
            : markdown;

    public static IEnumerable<(string Text, string Target)> Links(string markdown) =>
        Parse(markdown).Descendants<LinkInline>().Select(static link => (string.Concat(link.Select(Text)), link.Url ?? string.Empty));

    public static IReadOnlyList<TextBlock> Blocks(string markdown) =>
        Parse(markdown.ReplaceLineEndings("\n")).Where(static block => block is not YamlFrontMatterBlock).Select(Text).ToList();

    /// <summary>Breaks a line at spaces.</summary>
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

        yield return line.ToString();
    }

    private static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, Pipeline);

    private static string Source(string markdown, Block block) => markdown[block.Span.Start..(block.Span.End + 1)];

    private static TextBlock Text(Block block) => block switch
    {
        HeadingBlock heading => new TextBlock(TextKind.Heading, [Inlines(heading)], new string('#', heading.Level)),
        ParagraphBlock paragraph => new TextBlock(TextKind.Paragraph, [Inlines(paragraph)]),
        FencedCodeBlock code => new TextBlock(TextKind.Code, code.Lines.ToString().Split('\n'), code.Info ?? string.Empty),
        ListBlock list when list.Cast<ListItemBlock>().All(static item => item is [ParagraphBlock]) => new TextBlock(
            TextKind.List,
            list.Cast<ListItemBlock>().Select(item => (list.IsOrdered ? item.Order + ". " : "- ") + Inlines(item)).ToList()),
        Table table => new TextBlock(TextKind.Table, Text(table)),
        _ => throw Unsupported(block, block.GetType().Name),
    };

    // The last column is wrapped; the others are as wide as their longest cell.
    private static List<string> Text(Table table)
    {
        var rows = table.Cast<TableRow>().Select(static row => row.Cast<TableCell>().Select(Inlines).ToArray()).ToList();
        var widths = Enumerable.Range(0, rows[0].Length - 1).Select(column => rows.Max(row => row[column].Length) + 2).ToArray();
        return rows
            .SelectMany(row => Wrap(row[^1], TableWidth - widths.Sum()).Select((line, index) =>
                string.Concat(widths.Select((width, column) => (index == 0 ? row[column] : string.Empty).PadRight(width))) + line))
            .Select(static line => line.TrimEnd()).ToList();
    }

    private static string Inlines(Block block) => string.Concat(
        (block is LeafBlock leaf ? [leaf] : block.Descendants<LeafBlock>()).SelectMany(static text => text.Inline!).Select(Text));

    // Without the marks of emphasis and code. A link keeps its address if the target is outside of the help.
    private static string Text(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        AutolinkInline link => link.Url,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LinkInline { Url: { } url } link when url.StartsWith("http", StringComparison.Ordinal) =>
            string.Concat(link.Select(Text)) + " (" + url + ")",
        // A bar outside a table; its text continues below it.
        DelimiterInline delimiter => delimiter.ToLiteral() + string.Concat(delimiter.Select(Text)),
        EmphasisInline { DelimiterCount: 1 } => throw Unsupported(inline, "emphasis"),
        ContainerInline container => string.Concat(container.Select(Text)),
        _ => throw Unsupported(inline, inline.GetType().Name),
    };

    private static InvalidDataException Unsupported(MarkdownObject part, string kind) =>
        new("Line " + (part.Line + 1) + " has " + kind + ", which plain text cannot show. Put code in backquotes.");
}
