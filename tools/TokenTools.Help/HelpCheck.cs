using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace TokenTools.Help;

/// <summary>Finds differences between page, MAML and cmdlet, and missing parts of a page.</summary>
internal static class HelpCheck
{
    // The maximum of a range that has only a minimum.
    private static readonly string Unbounded = int.MaxValue.ToString(CultureInfo.InvariantCulture);

    private const string Remedy = " (run build.ps1 -Task Docs)";

    public static IEnumerable<string> All(HelpSources help) => help.Cmdlets.SelectMany(cmdlet => Page(help, cmdlet)).Concat(Files(help));

    /// <summary>The problems of one cmdlet's page.</summary>
    public static IEnumerable<string> Page(HelpSources help, CmdletModel cmdlet)
    {
        var path = help.PageOf(cmdlet.Name);
        if (!File.Exists(path))
        {
            return [cmdlet.Name + " has no page" + Remedy];
        }

        var text = File.ReadAllText(path);
        var page = help.Read(cmdlet);
        var placeholder = Regex.Match(text, @"\{\{|TODO|TBD|Fill in|Lorem");
        return Difference(cmdlet.Name + ".md", text, page.Render(cmdlet)).Concat(Omissions(cmdlet, page).Concat(DeadLinks(help, text))
            .Concat(placeholder.Success ? ["'" + placeholder.Value + "' is still to be filled in"] : [])
            .Select(problem => cmdlet.Name + ".md: " + problem));
    }

    /// <summary>Files that are out of date, missing, or have no source.</summary>
    public static IEnumerable<string> Files(HelpSources help)
    {
        var files = help.OutputFiles().ToList();
        return
        [
            .. Directory.EnumerateFiles(help.Pages, "*.md").Select(static file => Path.GetFileNameWithoutExtension(file))
                .Except(help.Cmdlets.Select(static cmdlet => cmdlet.Name)).Except(help.TopicNames)
                .Select(static page => page + ".md belongs to no cmdlet of the module"),
            .. help.TopicNames.SelectMany(topic => DeadLinks(help, File.ReadAllText(help.PageOf(topic)))
                .Select(problem => topic + ".md: " + problem)),
            .. files.SelectMany(static file => Output(file.Path, file.Content)),
            .. Directory.EnumerateFiles(help.Output).Except(files.Select(static file => file.Path))
                .Select(static file => "en-US/" + Path.GetFileName(file) + " has no page"),
        ];
    }

    private static IEnumerable<string> Output(string path, string content)
    {
        var name = "en-US/" + Path.GetFileName(path);
        // Windows PowerShell 5.1 reads a topic in the system's code page.
        var other = path.EndsWith(".txt", StringComparison.Ordinal) ? content.FirstOrDefault(static c => c > 126) : '\0';
        return
        [
            .. File.Exists(path)
                ? Difference(name, File.ReadAllText(path).ReplaceLineEndings("\n"), content)
                : [name + " is missing" + Remedy],
            .. When(other != '\0', name + " has '" + other + "', which is not ASCII"),
        ];
    }

    private static IEnumerable<string> Omissions(CmdletModel cmdlet, HelpPage page) =>
    [
        .. When(page.Synopsis.Length == 0, "has no synopsis"),
        .. When(page.Description.Length < 80, "the description is missing or too short"),
        .. When(
            !cmdlet.HelpUri.EndsWith("/docs/en-US/" + cmdlet.Name + ".md", StringComparison.Ordinal),
            "HelpUri is not the address of the page"),
        .. When(page.Examples.Count < 2, "has " + page.Examples.Count + " of at least two examples"),
        .. page.Examples.SelectMany(Omissions),
        .. cmdlet.Parameters.SelectMany(parameter => Omissions(parameter, page.Parameters.GetValueOrDefault(parameter.Name, string.Empty))
            .Select(problem => "-" + parameter.Name + " " + problem)),
        .. page.Parameters.Keys.Except(cmdlet.Parameters.Select(static parameter => parameter.Name))
            .Select(static name => "-" + name + " is not a parameter"),
        .. cmdlet.InputTypes.Where(type => page.Inputs.GetValueOrDefault(type, string.Empty).Length == 0)
            .Select(static type => "the input " + type + " is not described"),
        .. cmdlet.OutputTypes.Where(type => page.Outputs.GetValueOrDefault(type, string.Empty).Length == 0)
            .Select(static type => "the output " + type + " is not described"),
        .. cmdlet.FromProperties.SelectMany(parameter => When(
            !page.Inputs.Values.Any(text => text.Contains(parameter.Name, StringComparison.OrdinalIgnoreCase)),
            "INPUTS does not name the property " + parameter.Name)),
        .. When(page.Links.Count == 0, "has no related links"),
    ];

    private static IEnumerable<string> Omissions((string Title, string Body) example)
    {
        var blocks = MarkdownText.Blocks(example.Body);
        return new[]
        {
            When(
                example.Title.Length == 0 || blocks.FirstOrDefault() is not { Kind: TextKind.Code, Detail: "powershell" },
                "has no title, or does not begin with its code"),
            When(blocks.All(static block => block.Kind == TextKind.Code), "has no explanation"),
            When(
                blocks.Skip(1).Any(static block => block.Lines[0].StartsWith(' ')),
                "has output that begins with a space, which Get-Help removes"),
        }.SelectMany(problem => problem).Select(problem => "the example '" + example.Title + "' " + problem);
    }

    private static IEnumerable<string> Omissions(ParameterModel parameter, string text)
    {
        var digits = text.Replace(",", string.Empty, StringComparison.Ordinal);
        var unit = parameter.Name.EndsWith("Sec", StringComparison.Ordinal) ? "second"
            : parameter.Name.EndsWith("Minutes", StringComparison.Ordinal) ? "minute"
            : parameter.Name.EndsWith("PerSecond", StringComparison.Ordinal) ? "per second"
            : string.Empty;
        return
        [
            .. When(
                text.Length < 15 || !(text.EndsWith('.') || text.EndsWith('|') || text.EndsWith("```", StringComparison.Ordinal)),
                "is not described in whole sentences"),
            .. parameter.Bounds.Where(static bound => bound != Unbounded)
                .Where(bound => !Regex.IsMatch(digits, "(?<![0-9.])" + Regex.Escape(bound) + "(?![0-9])"))
                .Select(static bound => "does not name its bound " + bound),
            .. When(parameter.Default != "False" && !Has(parameter.Default), "does not name its default " + parameter.Default),
            .. When(!Has(unit), "does not name its unit: " + unit),
            .. When(
                parameter.IsDuration && !Regex.IsMatch(text, @"\b[0-9]+[smhd]\b"),
                "does not show how a duration is written, such as 30m"),
            .. When(
                parameter.IsPointInTime && !Has("local time"),
                "does not say that a time without an offset is local time"),
            .. When(
                parameter.IsNumber
                    && !Regex.IsMatch(
                        text, "(?i)second|minute|bits|character|round|number of|port|status code|how often|autonomous system"),
                "does not name what the number counts, or its unit"),
            .. When(
                (parameter.IsNumber || parameter.IsDuration) && !Has("default") && !Has("without it"),
                "does not say what applies by default"),
            .. parameter.AcceptedValues.Where(value => !Has(value)).Select(static value => "does not explain the value " + value),
        ];

        bool Has(string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> When(bool wrong, string problem) => wrong ? [problem] : [];

    private static IEnumerable<string> DeadLinks(HelpSources help, string markdown) => MarkdownText.Links(markdown)
        .Where(link => !link.Target.StartsWith("http", StringComparison.Ordinal) && !File.Exists(Path.Combine(help.Pages, link.Target)))
        .Select(static link => "the target of the link " + link.Target + " does not exist");

    private static IEnumerable<string> Difference(string name, string text, string expected)
    {
        if (text == expected)
        {
            return [];
        }

        var (actual, wanted) = (text.Split('\n'), expected.Split('\n'));
        var line = actual.Zip(wanted).TakeWhile(static pair => pair.First == pair.Second).Count();
        return
        [
            name + ", line " + (line + 1) + ": is '" + actual.ElementAtOrDefault(line)
                + "', should be '" + wanted.ElementAtOrDefault(line) + "'" + Remedy,
        ];
    }
}
