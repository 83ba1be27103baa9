using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenTools.Help;

/// <summary>
/// A cmdlet's page in the format of PlatyPS (schema 2024-05-01). Its prose is written by hand; everything that the engine provides
/// (syntax, types, positions, defaults, sets, aliases) is replaced when the page is rendered.
/// </summary>
internal sealed class HelpPage
{
    // learn.microsoft.com, PlatyPS "Edit the Markdown files".
    private static readonly string[] Headings =
        ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private readonly Dictionary<string, string> _sections;

    public HelpPage(string markdown)
    {
        _sections = MarkdownText.Sections(markdown, 2).ToDictionary(static section => section.Heading, static section => section.Body);
        if (_sections.Keys.Except(Headings).FirstOrDefault() is { } unknown)
        {
            throw new InvalidDataException("The schema of PlatyPS has no heading '" + unknown + "'.");
        }

        Synopsis = _sections.GetValueOrDefault("SYNOPSIS", string.Empty);
        Examples = MarkdownText.Sections(_sections.GetValueOrDefault("EXAMPLES", string.Empty), 3)
            .Select(static example => (Regex.Replace(example.Heading, "^Example [0-9]+: *", string.Empty), example.Body)).ToList();
        Parameters = Parts("PARAMETERS").Where(static part => part.Key.StartsWith('-'))
            .ToDictionary(static part => part.Key[1..], static part => MarkdownText.Above(part.Value, "yaml"));
        Inputs = Parts("INPUTS");
        Outputs = Parts("OUTPUTS");
        Links = MarkdownText.Links(_sections.GetValueOrDefault("RELATED LINKS", string.Empty)).ToList();
    }

    public string Synopsis { get; private set; }

    public string Description => _sections.GetValueOrDefault("DESCRIPTION", string.Empty);

    /// <summary>Title, without its number, and body.</summary>
    public IReadOnlyList<(string Title, string Body)> Examples { get; }

    public Dictionary<string, string> Parameters { get; }

    public Dictionary<string, string> Inputs { get; }

    public Dictionary<string, string> Outputs { get; }

    public string Notes => _sections.GetValueOrDefault("NOTES", string.Empty);

    public IReadOnlyList<(string Text, string Target)> Links { get; }

    /// <summary>Fills the missing parts of the page from the comments in the source.</summary>
    public void Complete(CmdletModel cmdlet, SourceDocs docs)
    {
        Synopsis = Synopsis.Length > 0 ? Synopsis : docs.OfCmdlet(cmdlet);
        foreach (var name in cmdlet.Parameters.Select(static parameter => parameter.Name))
        {
            if (Parameters.GetValueOrDefault(name, string.Empty).Length == 0)
            {
                Parameters[name] = docs.OfParameter(cmdlet, name);
            }
        }
    }

    public string Render(CmdletModel cmdlet)
    {
        var text = new StringBuilder($"""
            ---
            document type: cmdlet
            external help file: {Maml.FileName}
            HelpUri: {(cmdlet.HelpUri.Length > 0 ? cmdlet.HelpUri : "''")}
            Locale: en-US
            Module Name: TokenTools
            PlatyPS schema version: 2024-05-01
            title: {cmdlet.Name}
            ---

            # {cmdlet.Name}

            """.ReplaceLineEndings("\n"));

        Add("## SYNOPSIS", Synopsis);
        Add("## SYNTAX");
        foreach (var set in cmdlet.Sets)
        {
            Add(
                "### " + set.Name + (cmdlet.DefaultSet == set.Name ? " (Default)" : string.Empty),
                "```\n" + Wrap(set.Parts, 100) + "\n```");
        }

        Add("## ALIASES", cmdlet.Aliases.Count == 0
            ? "This cmdlet has no aliases."
            : "This cmdlet has the following aliases:\n\n" + string.Join("\n", cmdlet.Aliases.Select(static alias => "- " + alias)));
        Add("## DESCRIPTION", Description);
        Add("## EXAMPLES");
        foreach (var (index, (title, body)) in Examples.Index())
        {
            Add("### Example " + (index + 1) + ": " + title, body);
        }

        Add("## PARAMETERS");
        foreach (var parameter in cmdlet.Parameters)
        {
            var described = Parameters.GetValueOrDefault(parameter.Name, string.Empty);
            Add("### -" + parameter.Name, (described + "\n\n" + Yaml(parameter)).TrimStart());
        }

        Add("### CommonParameters", """
            This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,
            -InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,
            -ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see
            [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).
            """.ReplaceLineEndings("\n"));
        AddTypes("## INPUTS", cmdlet.InputTypes, Inputs);
        AddTypes("## OUTPUTS", cmdlet.OutputTypes, Outputs);
        Add("## NOTES", Notes);
        Add("## RELATED LINKS", string.Join("\n", Links.Select(static link => "- [" + link.Text + "](" + link.Target + ")")));
        return text.ToString();

        void Add(string heading, string body = "") => text.Append("\n" + heading + "\n" + (body.Length > 0 ? "\n" + body + "\n" : body));

        void AddTypes(string heading, IEnumerable<string> types, Dictionary<string, string> described)
        {
            Add(heading);
            foreach (var type in types)
            {
                Add("### " + type, described.GetValueOrDefault(type, string.Empty));
            }
        }
    }

    private Dictionary<string, string> Parts(string heading) => MarkdownText.Sections(_sections.GetValueOrDefault(heading, string.Empty), 3)
        .ToDictionary(static part => part.Heading, static part => part.Body);

    private static string Yaml(ParameterModel parameter)
    {
        var text = new StringBuilder();
        Line("```yaml");
        Line("Type: " + parameter.Type.FullName);
        Line("DefaultValue: " + Scalar(parameter.Default));
        Flag("SupportsWildcards", parameter.Wildcards);
        List("Aliases", parameter.Aliases);
        Line("ParameterSets:");
        foreach (var (name, set) in parameter.Sets)
        {
            Line("- Name: " + (name == ParameterAttribute.AllParameterSets ? "(All)" : name));
            Line("  Position: " + (set.Position < 0 ? "Named" : set.Position.ToString(CultureInfo.InvariantCulture)));
            Flag("  IsRequired", set.IsMandatory);
            Flag("  ValueFromPipeline", set.ValueFromPipeline);
            Flag("  ValueFromPipelineByPropertyName", set.ValueFromPipelineByPropertyName);
            Flag("  ValueFromRemainingArguments", set.ValueFromRemainingArguments);
        }

        Flag("DontShow", parameter.Hidden);
        List("AcceptedValues", parameter.AcceptedValues);
        Line("HelpMessage: " + Scalar(parameter.Sets.Values.Select(static set => set.HelpMessage).FirstOrDefault() ?? string.Empty));
        return text + "```";

        void Line(string line) => text.Append(line).Append('\n');
        void Flag(string name, bool value) => Line(name + (value ? ": true" : ": false"));
        void List(string name, IReadOnlyList<string> values) =>
            Line(name + (values.Count == 0 ? ": []" : ":\n- " + string.Join("\n- ", values)));
        static string Scalar(string value) =>
            Regex.IsMatch(value, "^[A-Za-z0-9][A-Za-z0-9 ./-]*$") ? value : "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
    }

    private static string Wrap(IEnumerable<string> parts, int width)
    {
        var text = new StringBuilder();
        var column = 0;
        foreach (var part in parts)
        {
            var breaks = column > 0 && column + 1 + part.Length > width;
            text.Append(breaks ? "\n " : column > 0 ? " " : string.Empty).Append(part);
            column = (breaks ? 1 : column + (column > 0 ? 1 : 0)) + part.Length;
        }

        return text.ToString();
    }
}
