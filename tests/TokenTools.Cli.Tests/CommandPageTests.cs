using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using TokenTools.CommandPages;
using Xunit;
using IO = System.IO;

namespace TokenTools.Cli.Tests;

/// <summary>The pages of the commands, the manual page and the site's table of contents.</summary>
[Collection(InProcess.Name)]
public sealed class CommandPageTests : IDisposable
{
    private readonly string _copy = IO.Directory.CreateTempSubdirectory("tokentools-pages").FullName;

    public void Dispose() => IO.Directory.Delete(_copy, recursive: true);

    [Fact]
    public async Task Check_Always_FindsNothing() =>
        Assert.Empty(new GeneratedFiles(Tool.Root, await CommandReference.ReadAsync()).Check());

    [Theory]
    [InlineData("docs/tokentools/verify.md", "verify.md")]
    [InlineData("docs/tokentools/tokentools.1", "tokentools.1")]
    [InlineData("docs/toc.yml", "toc.yml")]
    public async Task Check_FileIsOutOfDate_FindsIt_UpdateWritesIt(string file, string named)
    {
        var files = await CopyAsync();
        IO.File.AppendAllText(IO.Path.Combine(_copy, file), "more");
        Assert.Contains(named, Assert.Single(files.Check()), StringComparison.Ordinal);
        Assert.Equal([file], files.Update());
        Assert.Empty(files.Check());
    }

    [Fact]
    public async Task Check_PageWithoutACommand_FindsIt_UpdateDeletesIt()
    {
        var files = await CopyAsync();
        IO.File.WriteAllText(IO.Path.Combine(_copy, "docs/tokentools/former.md"), "# tokentools former\n");
        Assert.Contains("former.md belongs to no command", Assert.Single(files.Check()), StringComparison.Ordinal);
        files.Update();
        Assert.False(IO.File.Exists(IO.Path.Combine(_copy, "docs/tokentools/former.md")));
    }

    // The output of --help is what users know; the pages must not lack any of it.
    [Fact]
    public async Task Pages_Always_ContainWhatTheHelpPrints()
    {
        var common = Rows((await InProcess.RunAsync("--help")).Output).Where(static row => row.Key.StartsWith('-')).ToList();
        var manual = Plain(Page("tokentools.1"));
        foreach (var command in (await CommandReference.ReadAsync()).Commands)
        {
            var page = Plain(Page(command.Name + ".md"));
            var help = (await InProcess.RunAsync(command.Name, "--help")).Output;
            var rows = Rows(help).Except(common).ToList();
            Assert.True(rows.Count > 0 || command.Name == "completion", help);
            foreach (var (key, text) in rows)
            {
                Assert.Contains(Plain(key), page, StringComparison.Ordinal);
                Assert.Contains(Plain(text), page, StringComparison.Ordinal);
                Assert.Contains(Plain(key), manual, StringComparison.Ordinal);
                Assert.Contains(Plain(text), manual, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void ExitCodes_AreAllThatTheToolHas() => Assert.Equal(
        typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (int)field.GetRawConstantValue()!).Order(),
        CommandReference.ExitCodes.Select(static code => code.Code).Order());

    // Written without the generator: every page of the repository that users read is in the table of contents, and each entry exists.
    [Fact]
    public void TableOfContents_Always_NamesEveryPage()
    {
        var docs = IO.Path.Combine(Tool.Root, "docs");
        var listed = Regex.Matches(IO.File.ReadAllText(IO.Path.Combine(docs, "toc.yml")), @"(?m)^ *href: (\S+)\r?$")
            .Select(match => IO.Path.GetFullPath(IO.Path.Combine(docs, match.Groups[1].Value))).ToList();
        var pages = IO.Directory.EnumerateFiles(Tool.Root, "*.md")
            .Concat(IO.Directory.EnumerateFiles(docs, "*.md", IO.SearchOption.AllDirectories)).Select(IO.Path.GetFullPath);
        Assert.Equal(pages.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    // docfx.json includes Markdown files from the repository's folder and docs. A link to another file works in the site only if the
    // file is one of its resources.
    [Fact]
    public void Links_OfEveryPage_AreInTheSite()
    {
        var resources = new Regex(@"^(LICENSE|docs/[^/]+\.(svg|ps1)|docs/tokentools/tokentools\.1|examples/.+)$");
        var checkedLinks = 0;
        foreach (var page in IO.Directory.EnumerateFiles(Tool.Root, "*.md")
            .Concat(IO.Directory.EnumerateFiles(IO.Path.Combine(Tool.Root, "docs"), "*.md", IO.SearchOption.AllDirectories)))
        {
            foreach (Match link in Regex.Matches(WithoutCode(IO.File.ReadAllText(page)), @"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)"))
            {
                var target = IO.Path.GetFullPath(IO.Path.Combine(IO.Path.GetDirectoryName(page)!, link.Groups[1].Value));
                var relative = IO.Path.GetRelativePath(Tool.Root, target).Replace('\\', '/');
                Assert.True(IO.File.Exists(target), page + ": " + link.Value);
                Assert.True(relative.EndsWith(".md", StringComparison.Ordinal) || resources.IsMatch(relative), page + ": not in the site: " + relative);
                checkedLinks++;
            }
        }

        Assert.True(checkedLinks > 100);
    }

    [Fact]
    public async Task ManualPage_RenderedByGroff_HasNoWarningsAndTheOptions()
    {
        if (!(System.Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(static folder => IO.File.Exists(IO.Path.Combine(folder, "groff"))))
        {
            // Its source is compared in the other tests.
            Assert.StartsWith(".TH TOKENTOOLS 1", Page("tokentools.1"), StringComparison.Ordinal);
            return;
        }

        var start = new ProcessStartInfo("groff", ["-man", "-Tascii", "-ww", "-P-cbou", "-rLL=300n", IO.Path.Combine(Tool.Root, "docs/tokentools/tokentools.1")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var groff = Process.Start(start)!;
        var output = groff.StandardOutput.ReadToEndAsync();
        var error = await groff.StandardError.ReadToEndAsync();
        await groff.WaitForExitAsync();
        Assert.Empty(error);
        Assert.Contains("--override-account-id <id>", await output, StringComparison.Ordinal);
        Assert.Contains("$(tokentools installer-token ATOM --output token)", await output, StringComparison.Ordinal);
    }

    // A number or a duration without its unit or default is a guess for the user.
    [Fact]
    public async Task Options_WithANumberOrDuration_NameUnitAndDefault()
    {
        var options = (await CommandReference.ReadAsync()).Commands.SelectMany(static command => command.Options, static (command, option) => (command.Name, option))
            .Where(static row => Regex.IsMatch(row.option.Label, "<(n|duration)>$")).ToList();
        Assert.True(options.Count > 20);
        Assert.Empty(options.Where(static row => !Regex.IsMatch(
                row.option.Description,
                row.option.Label.EndsWith("<n>", StringComparison.Ordinal)
                    ? "(?i)second|minute|bits|character|round|number of|[Pp]ort|how often|autonomous system"
                    : @"\b[0-9]+[smhd]\b|PT[0-9]")
            || !Regex.IsMatch(row.option.Description, "(?i)default"))
            .Select(static row => row.Name + " " + row.option.Label + ": " + row.option.Description));
    }

    private static string Page(string name) => IO.File.ReadAllText(IO.Path.Combine(Tool.Root, "docs", "tokentools", name)).ReplaceLineEndings("\n");

    // Without the escapes of Markdown and of man(7), which differ only in how they write such a character.
    private static string Plain(string text) => Regex.Replace(
        text.Replace("\\(aq", "'", StringComparison.Ordinal).Replace("\\(ga", "`", StringComparison.Ordinal)
            .Replace("\\(ti", "~", StringComparison.Ordinal).Replace("\\(ha", "^", StringComparison.Ordinal), @"\\(?=[\[\\`*<|-])", string.Empty);

    private static string WithoutCode(string markdown) => Regex.Replace(markdown, "(?ms)^ *```.*?^ *```", string.Empty);

    // The rows under Arguments and Options: two columns with at least two spaces between them.
    private static List<(string Key, string Text)> Rows(string help) =>
        Regex.Matches(help, @"(?m)^  (?<key>[-<]\S.*?)  +(?<text>\S.*?)\r?$")
            .Select(static match => (match.Groups["key"].Value, match.Groups["text"].Value)).ToList();

    private async Task<GeneratedFiles> CopyAsync()
    {
        foreach (var path in IO.Directory.EnumerateFiles(Tool.Root, "*.md")
            .Concat(IO.Directory.EnumerateFiles(IO.Path.Combine(Tool.Root, "docs"), "*.*", IO.SearchOption.AllDirectories)))
        {
            var target = IO.Path.Combine(_copy, IO.Path.GetRelativePath(Tool.Root, path));
            IO.Directory.CreateDirectory(IO.Path.GetDirectoryName(target)!);
            IO.File.Copy(path, target);
        }

        return new GeneratedFiles(_copy, await CommandReference.ReadAsync());
    }
}
