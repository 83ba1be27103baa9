using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TokenTools.CommandPages;

/// <summary>All pages as one manual page, in the macros of man(7).</summary>
internal sealed class ManPage
{
    private readonly StringBuilder _text = new();

    private ManPage()
    {
    }

    public static string Render(CommandReference reference)
    {
        var page = new ManPage();
        // Left-aligned: a line with one long word cannot be justified.
        page.Line(".TH TOKENTOOLS 1 \"\" \"TokenTools\" \"User Commands\"");
        page.Line(".ad l");
        page.Section("NAME");
        page.Text("tokentools - " + char.ToLowerInvariant(reference.Root.Description[0]) + reference.Root.Description[1..].TrimEnd('.'));
        page.Section("SYNOPSIS");
        page.Text(reference.Root.Usage);
        page.Section("DESCRIPTION");
        page.Text(reference.Root.Description);
        page.Text("Results are written as JSON to standard output, messages to standard error.");
        page.Section("COMMON OPTIONS");
        page.Entries(reference.Root.Options);
        page.Line(".PP");
        page.Text("Each command lists those that it accepts. tokentools --version shows the version.");
        page.Section("COMMANDS");
        foreach (var command in reference.Commands)
        {
            page.Line(".SS " + command.Name.Replace("-", "\\-", StringComparison.Ordinal));
            page.Text(command.Description);
            page.Line(".PP");
            page.Text(command.Usage);
            page.Entries(command.Arguments);
            page.Entries(command.Options);
            page.Line(".PP");
            page.Text("Common options: " + string.Join(", ", command.CommonOptions) + ".");
            page.Code(command.Examples);
        }

        page.Section("EXIT STATUS");
        page.Entries(CommandReference.ExitCodes.Select(static code => new OptionModel(code.Code + string.Empty, code.Meaning)));
        page.Section("ENVIRONMENT");
        page.Entries(reference.Variables
            .Select(static use => new OptionModel(use.Variable, "Read by " + string.Join(", ", use.Commands) + ".")));
        page.Section("EXAMPLES");
        page.Code(reference.Root.Examples);
        return page._text.ToString();
    }

    private void Section(string title) => Line(".SH " + title);

    private void Entries(IEnumerable<OptionModel> entries)
    {
        foreach (var entry in entries)
        {
            Line(".TP");
            Line(".B " + Escape(entry.Label));
            Text(entry.Description);
        }
    }

    private void Code(IReadOnlyList<string> lines)
    {
        Line(".PP");
        Line(".nf");
        Line(".RS 4");
        foreach (var line in lines)
        {
            Text(line);
        }

        Line(".RE");
        Line(".fi");
    }

    // A line that begins with a period or an apostrophe would be a request.
    private void Text(string line) =>
        Line((line.StartsWith('.') || line.StartsWith('\'') ? "\\&" : string.Empty) + Escape(line));

    private void Line(string line) => _text.Append(line).Append('\n');

    // groff_char(7): the plain characters are typographic in some outputs, so that a copied command would not run.
    private static string Escape(string text) => text
        .Replace("\\", "\\e", StringComparison.Ordinal)
        .Replace("-", "\\-", StringComparison.Ordinal)
        .Replace("'", "\\(aq", StringComparison.Ordinal)
        .Replace("`", "\\(ga", StringComparison.Ordinal)
        .Replace("^", "\\(ha", StringComparison.Ordinal)
        .Replace("~", "\\(ti", StringComparison.Ordinal);
}
