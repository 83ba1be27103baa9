using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace TokenTools.Help;

/// <summary>What is wrong with the help: where page, MAML and assembly disagree, and what a page leaves unsaid.</summary>
internal static class HelpCheck
{
    // What a range ends with that has a lower bound alone.
    private static readonly string NoBound = int.MaxValue.ToString(CultureInfo.InvariantCulture);

    private const string Remedy = " (build.ps1 -Task Docs brings it up to date)";

    public static IEnumerable<string> All(HelpSources help) => help.Cmdlets.SelectMany(cmdlet => Page(help, cmdlet)).Concat(Files(help));

    /// <summary>What is wrong with one cmdlet's page.</summary>
    public static IEnumerable<string> Page(HelpSources help, CmdletModel cmdlet)
    {
        var path = help.PageOf(cmdlet.Name);
        if (!File.Exists(path))
        {
            yield return cmdlet.Name + " has no page" + Remedy;
            yield break;
        }

        var text = File.ReadAllText(path);
        var page = HelpPage.Parse(text);
        var rendered = page.Render(cmdlet);
        if (rendered != text)
        {
            var (line, has, should) = FirstDifference(text, rendered);
            yield return cmdlet.Name + ".md, line " + line + ": has '" + has + "', the assembly says '" + should + "'" + Remedy;
        }

        foreach (var problem in Unsaid(cmdlet, page).Concat(DeadLinks(help, page)))
        {
            yield return cmdlet.Name + ".md: " + problem;
        }

        if (Regex.Match(text, @"\{\{|TODO|TBD|Fill in|Lorem", RegexOptions.None) is { Success: true } placeholder)
        {
            yield return cmdlet.Name + ".md: '" + placeholder.Value + "' is left to be filled in";
        }
    }

    /// <summary>Files that are out of date, missing, or belong to nothing.</summary>
    public static IEnumerable<string> Files(HelpSources help)
    {
        foreach (var page in Directory.EnumerateFiles(help.Pages, "*.md").Select(static file => Path.GetFileNameWithoutExtension(file)!))
        {
            if (!page.StartsWith("about_", StringComparison.Ordinal) && help.Cmdlets.All(cmdlet => cmdlet.Name != page))
            {
                yield return page + ".md is about no cmdlet of the module";
            }
        }

        var pages = help.Cmdlets.Where(cmdlet => File.Exists(help.PageOf(cmdlet.Name)))
            .Select(cmdlet => (cmdlet, HelpPage.Parse(File.ReadAllText(help.PageOf(cmdlet.Name)))));
        var made = help.MadeFiles(pages).ToList();
        foreach (var (name, content) in made)
        {
            var path = Path.Combine(help.Made, name);
            if (!File.Exists(path))
            {
                yield return "en-US/" + name + " is missing" + Remedy;
            }
            else if (File.ReadAllText(path).ReplaceLineEndings("\n") != content)
            {
                var (line, has, should) = FirstDifference(File.ReadAllText(path), content);
                yield return "en-US/" + name + ", line " + line + ": has '" + has + "', the pages say '" + should + "'" + Remedy;
            }

            // Windows PowerShell 5.1 reads a topic in the system's own encoding.
            if (name.EndsWith(".txt", StringComparison.Ordinal) && content.FirstOrDefault(static c => c > 126) is var beyond and not '\0')
            {
                yield return "en-US/" + name + " has '" + beyond + "', which isn't ASCII";
            }
        }

        foreach (var file in Directory.EnumerateFiles(help.Made).Select(static file => Path.GetFileName(file)!).Except(made.Select(static file => file.Name)))
        {
            yield return "en-US/" + file + " is made of no page";
        }
    }

    private static IEnumerable<string> Unsaid(CmdletModel cmdlet, HelpPage page)
    {
        if (page.Synopsis.Length == 0)
        {
            yield return "no synopsis";
        }

        if (page.Description.Length < 80)
        {
            yield return "no description to speak of";
        }

        if (!cmdlet.HelpUri.EndsWith("/docs/en-US/" + cmdlet.Name + ".md", StringComparison.Ordinal))
        {
            yield return "HelpUri doesn't lead to the page";
        }

        if (page.Examples.Count < 2)
        {
            yield return page.Examples.Count + " examples; two are the least";
        }

        foreach (var (title, body) in page.Examples)
        {
            if (title.Length == 0 || !body.Contains("```powershell\n", StringComparison.Ordinal))
            {
                yield return "the example '" + title + "' has no title or no code";
            }

            if (!PlainText.Blocks(body).Any(static block => block.Kind != TextKind.Code))
            {
                yield return "the example '" + title + "' says nothing about itself";
            }
        }

        foreach (var parameter in cmdlet.Parameters)
        {
            foreach (var problem in Unsaid(parameter, page.Parameters.GetValueOrDefault(parameter.Name, string.Empty)))
            {
                yield return "-" + parameter.Name + " " + problem;
            }
        }

        foreach (var parameter in page.Parameters.Keys.Where(name => cmdlet.Parameters.All(parameter => parameter.Name != name)))
        {
            yield return "-" + parameter + " is no parameter";
        }

        foreach (var type in cmdlet.InputTypes.Where(type => page.Inputs.GetValueOrDefault(type, string.Empty).Length == 0))
        {
            yield return "nothing is said of the input " + type;
        }

        foreach (var type in cmdlet.OutputTypes.Where(type => page.Outputs.GetValueOrDefault(type, string.Empty).Length == 0))
        {
            yield return "nothing is said of the output " + type;
        }

        var inputs = string.Join("\n", page.Inputs.Values);
        foreach (var parameter in cmdlet.FromProperties.Where(parameter => !inputs.Contains(parameter.Name, StringComparison.OrdinalIgnoreCase)))
        {
            yield return "INPUTS don't say that a property named " + parameter.Name + " is taken";
        }

        if (page.Links.Count == 0)
        {
            yield return "no related links";
        }
    }

    private static IEnumerable<string> Unsaid(ParameterModel parameter, string text)
    {
        if (text.Length < 15 || !text.EndsWith('.') && !text.EndsWith("```", StringComparison.Ordinal) && !text.EndsWith('|'))
        {
            yield return "isn't described in whole sentences";
        }

        foreach (var bound in parameter.Bounds.Where(bound => bound != NoBound && !Regex.IsMatch(text.Replace(",", string.Empty, StringComparison.Ordinal), @"(?<![0-9.])" + Regex.Escape(bound) + @"(?![0-9])")))
        {
            yield return "doesn't say that " + bound + " is a bound";
        }

        if (parameter.Default is not ("" or "False") && !text.Contains(parameter.Default, StringComparison.OrdinalIgnoreCase))
        {
            yield return "doesn't say that " + parameter.Default + " is the default";
        }

        var unit = parameter.Name.EndsWith("Sec", StringComparison.Ordinal) ? "second"
            : parameter.Name.EndsWith("Minutes", StringComparison.Ordinal) ? "minute"
            : parameter.Name.EndsWith("PerSecond", StringComparison.Ordinal) ? "per second"
            : string.Empty;
        if (!text.Contains(unit, StringComparison.OrdinalIgnoreCase))
        {
            yield return "doesn't say its unit: " + unit;
        }

        if (parameter.TypeName == "System.TimeSpan" && !Regex.IsMatch(text, @"\b[0-9]+[smhd]\b"))
        {
            yield return "doesn't show how a duration is written, such as 30m";
        }

        foreach (var value in parameter.AcceptedValues.Where(value => !text.Contains(value, StringComparison.OrdinalIgnoreCase)))
        {
            yield return "doesn't say what " + value + " means";
        }
    }

    private static IEnumerable<string> DeadLinks(HelpSources help, HelpPage page) => page.Links
        .Where(static link => !link.Target.StartsWith("http", StringComparison.Ordinal))
        .Where(link => !File.Exists(Path.Combine(help.Pages, link.Target)))
        .Select(static link => "the link to " + link.Target + " leads nowhere");

    private static (int Line, string Has, string Should) FirstDifference(string text, string expected)
    {
        var has = text.ReplaceLineEndings("\n").Split('\n');
        var should = expected.Split('\n');
        var line = 0;
        while (line < has.Length && line < should.Length && has[line] == should[line])
        {
            line++;
        }

        return (line + 1, line < has.Length ? has[line] : "nothing", line < should.Length ? should[line] : "nothing");
    }
}
