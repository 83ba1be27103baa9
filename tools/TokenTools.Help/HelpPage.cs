using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenTools.Help;

/// <summary>
/// A cmdlet's page in the form of PlatyPS (schema 2024-05-01). People write its prose; everything that the assembly knows
/// (syntax, types, positions, defaults, sets, aliases) is written anew from the assembly whenever the page is rendered.
/// </summary>
internal sealed class HelpPage
{
    // learn.microsoft.com, PlatyPS "Edit the Markdown files": these headings, in this order.
    private static readonly string[] Headings =
        ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    public string Synopsis { get; set; } = string.Empty;

    public string Description { get; set; } = string.Empty;

    /// <summary>Title and body, without the number, which counts itself.</summary>
    public List<(string Title, string Body)> Examples { get; } = [];

    public Dictionary<string, string> Parameters { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Inputs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Outputs { get; } = new(StringComparer.Ordinal);

    public string Notes { get; set; } = string.Empty;

    public List<(string Text, string Target)> Links { get; } = [];

    /// <summary>The first page of a cmdlet, in the words of its source; what is missing, the check names.</summary>
    public static HelpPage Draft(CmdletModel cmdlet, SourceDocs docs)
    {
        var page = new HelpPage { Synopsis = docs.OfCmdlet(cmdlet) };
        page.Complete(cmdlet, docs);
        return page;
    }

    /// <summary>Gives parameters that the page lacks the words of the source.</summary>
    public void Complete(CmdletModel cmdlet, SourceDocs docs)
    {
        foreach (var parameter in cmdlet.Parameters)
        {
            if (!Parameters.TryGetValue(parameter.Name, out var text) || text.Length == 0)
            {
                Parameters[parameter.Name] = docs.OfParameter(cmdlet, parameter.Name);
            }
        }
    }

    public static HelpPage Parse(string markdown)
    {
        var page = new HelpPage();
        foreach (var (heading, body) in Sections(markdown, "## "))
        {
            switch (heading)
            {
                case "SYNOPSIS":
                    page.Synopsis = body;
                    break;
                case "DESCRIPTION":
                    page.Description = body;
                    break;
                case "EXAMPLES":
                    page.Examples.AddRange(Sections(body, "### ").Select(static example =>
                        (Regex.Replace(example.Heading, @"^Example [0-9]+: *", string.Empty), example.Body)));
                    break;
                case "PARAMETERS":
                    foreach (var parameter in Sections(body, "### -"))
                    {
                        page.Parameters[parameter.Heading] = Regex.Replace(parameter.Body, @"(?s)\n*```yaml\n.*\z", string.Empty).Trim();
                    }

                    break;
                case "INPUTS" or "OUTPUTS":
                    var types = heading == "INPUTS" ? page.Inputs : page.Outputs;
                    foreach (var type in Sections(body, "### "))
                    {
                        types[type.Heading] = type.Body;
                    }

                    break;
                case "NOTES":
                    page.Notes = body;
                    break;
                case "RELATED LINKS":
                    page.Links.AddRange(Regex.Matches(body, @"^- \[(?<text>[^]]+)\]\((?<target>[^)]+)\)", RegexOptions.Multiline)
                        .Select(static match => (match.Groups["text"].Value, match.Groups["target"].Value)));
                    break;
                case "SYNTAX" or "ALIASES":
                    // Written from the assembly.
                    break;
                default:
                    throw new InvalidDataException("A page has no heading '" + heading + "'; it has " + string.Join(", ", Headings));
            }
        }

        return page;
    }

    public string Render(CmdletModel cmdlet)
    {
        var text = new StringBuilder();
        text.Append("---\ndocument type: cmdlet\nexternal help file: ").Append(Maml.FileName)
            .Append("\nHelpUri: ").Append(cmdlet.HelpUri.Length > 0 ? cmdlet.HelpUri : "''")
            .Append("\nLocale: en-US\nModule Name: TokenTools\nPlatyPS schema version: 2024-05-01\ntitle: ").Append(cmdlet.Name).Append("\n---\n");
        text.Append("\n# ").Append(cmdlet.Name).Append('\n');

        Section("## SYNOPSIS", Synopsis);
        text.Append("\n## SYNTAX\n");
        foreach (var set in cmdlet.Sets)
        {
            Section(
                "### " + set + (cmdlet.DefaultSet == set ? " (Default)" : string.Empty),
                "```\n" + Wrap(SyntaxLine.Of(cmdlet, set), 100) + "\n```");
        }

        Section("## ALIASES", cmdlet.Aliases.Count == 0 ? "This cmdlet has no aliases." : "This cmdlet has the following aliases:\n\n" + string.Join("\n", cmdlet.Aliases.Select(static alias => "- " + alias)));
        Section("## DESCRIPTION", Description);
        text.Append("\n## EXAMPLES\n");
        foreach (var (index, (title, body)) in Examples.Index())
        {
            Section("### Example " + (index + 1) + ": " + title, body);
        }

        text.Append("\n## PARAMETERS\n");
        foreach (var parameter in cmdlet.Parameters.OrderBy(static parameter => parameter.Name, StringComparer.Ordinal))
        {
            var described = Parameters.GetValueOrDefault(parameter.Name, string.Empty);
            Section("### -" + parameter.Name, (described.Length > 0 ? described + "\n\n" : string.Empty) + Yaml(parameter));
        }

        Section(
            "### CommonParameters",
            "This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,\n-InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,\n"
            + "-ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see\n"
            + "[about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).");
        text.Append("\n## INPUTS\n");
        foreach (var type in cmdlet.InputTypes)
        {
            Section("### " + type, Inputs.GetValueOrDefault(type, string.Empty));
        }

        text.Append("\n## OUTPUTS\n");
        foreach (var type in cmdlet.OutputTypes)
        {
            Section("### " + type, Outputs.GetValueOrDefault(type, string.Empty));
        }

        Section("## NOTES", Notes);
        Section("## RELATED LINKS", string.Join("\n", Links.Select(static link => "- [" + link.Text + "](" + link.Target + ")")));
        return text.ToString();

        void Section(string heading, string body)
        {
            text.Append('\n').Append(heading).Append('\n');
            if (body.Length > 0)
            {
                text.Append('\n').Append(body).Append('\n');
            }
        }
    }

    /// <summary>Splits at headings of a level; what stands in fenced code is no heading.</summary>
    internal static IEnumerable<(string Heading, string Body)> Sections(string markdown, string mark)
    {
        string? heading = null;
        var body = new StringBuilder();
        var fenced = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                fenced = !fenced;
            }

            var level = line.TakeWhile(static c => c == '#').Count();
            if (!fenced && level > 0 && level <= mark.TakeWhile(static c => c == '#').Count())
            {
                if (heading is not null)
                {
                    yield return (heading, body.ToString().Trim());
                }

                heading = line.StartsWith(mark, StringComparison.Ordinal) ? line[mark.Length..].Trim() : null;
                body.Clear();
                continue;
            }

            body.Append(line).Append('\n');
        }

        if (heading is not null)
        {
            yield return (heading, body.ToString().Trim());
        }
    }

    private static string Yaml(ParameterModel parameter)
    {
        var text = new StringBuilder("```yaml\n");
        text.Append("Type: ").Append(parameter.TypeName).Append('\n');
        text.Append("DefaultValue: ").Append(Scalar(parameter.Default)).Append('\n');
        text.Append("SupportsWildcards: ").Append(Bool(parameter.Wildcards)).Append('\n');
        List("Aliases", parameter.Aliases);
        text.Append("ParameterSets:\n");
        foreach (var set in parameter.Sets)
        {
            text.Append("- Name: ").Append(set.Name == CmdletModel.AllSets ? "(All)" : set.Name).Append('\n');
            text.Append("  Position: ").Append(set.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "Named").Append('\n');
            text.Append("  IsRequired: ").Append(Bool(set.Mandatory)).Append('\n');
            text.Append("  ValueFromPipeline: ").Append(Bool(set.FromPipeline)).Append('\n');
            text.Append("  ValueFromPipelineByPropertyName: ").Append(Bool(set.FromPipelineByPropertyName)).Append('\n');
            text.Append("  ValueFromRemainingArguments: ").Append(Bool(set.FromRemaining)).Append('\n');
        }

        text.Append("DontShow: ").Append(Bool(parameter.Hidden)).Append('\n');
        List("AcceptedValues", parameter.AcceptedValues);
        return text.Append("HelpMessage: ''\n```").ToString();

        void List(string name, IReadOnlyList<string> values)
        {
            text.Append(name).Append(values.Count == 0 ? ": []\n" : ":\n");
            foreach (var value in values)
            {
                text.Append("- ").Append(value).Append('\n');
            }
        }

        static string Bool(bool value) => value ? "true" : "false";
        static string Scalar(string value) => Regex.IsMatch(value, "^[A-Za-z0-9][A-Za-z0-9 ./-]*$") ? value : "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
    }

    private static string Wrap(string line, int width)
    {
        var text = new StringBuilder();
        var column = 0;
        foreach (var part in SyntaxLine.Parts(line))
        {
            if (column > 0 && column + 1 + part.Length > width)
            {
                text.Append("\n ");
                column = 1;
            }
            else if (column > 0)
            {
                text.Append(' ');
                column++;
            }

            text.Append(part);
            column += part.Length;
        }

        return text.ToString();
    }
}
