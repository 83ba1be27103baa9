using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Text.Json;
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

    [Fact]
    public async Task Pages_Always_NameTheCommonOptionsThatTheHelpLists()
    {
        var common = Names((await InProcess.RunAsync("--help")).Output).Except(["--version"]).ToList();
        Assert.Superset(new HashSet<string> { "--help", "--mask", "--output", "--output-file", "--overwrite", "--quiet", "--verbose" }, common.ToHashSet());
        foreach (var command in TokenToolsCommand.Names)
        {
            var page = Page(command + ".md");
            var line = Assert.Single(Regex.Matches(page, @"(?m)^\[Common options\]\(tokentools\.md#common-options\): (.*)\.$"));
            var table = Regex.Matches(page, @"(?m)^\| `(?:-\w, )*(--[a-z-]+)").Select(static match => match.Groups[1].Value);
            var named = Regex.Matches(line.Groups[1].Value, "--[a-z-]+").Select(static match => match.Value);
            Assert.Equal(
                common.Intersect(Names((await InProcess.RunAsync(command, "--help")).Output)).Order(StringComparer.Ordinal),
                common.Intersect(table).Concat(named).Order(StringComparer.Ordinal));
        }
    }

    // Whether a command can do without an option is decided where the option is declared, and shown in the help and the pages.
    [Fact]
    public async Task RequiredOptions_Always_AreMarkedAndAskedFor()
    {
        var options = (await CommandReference.ReadAsync()).Commands
            .SelectMany(static command => command.Options, static (command, option) => (Command: command.Name, option.Label, option.Description))
            .ToList();
        Assert.DoesNotContain(options, static row => Regex.IsMatch(row.Description, @"(?i)\bis required\.|(?:^|\. )required\."));
        var marked = options.Where(static row => row.Label.EndsWith("(REQUIRED)", StringComparison.Ordinal))
            .Select(static row => row.Command + " " + row.Label.Split(' ')[0]).ToList();
        Assert.Equal(
            [
                "bootstrap-token --user-name", "export-token --path", "gooddata-api-token --id", "kubernetes-secret --secret-name",
                "oneprovider-registration --path",
            ],
            marked.Order(StringComparer.Ordinal));
        foreach (var row in marked.Select(static row => row.Split(' ')))
        {
            var outcome = await InProcess.RunAsync(row[0]);
            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains(row[1], outcome.Error, StringComparison.Ordinal);
            Assert.Matches(@"(?m)^  " + row[1] + @" <[a-z]+> \(REQUIRED\)", (await InProcess.RunAsync(row[0], "--help")).Output);
        }
    }

    // The output of --help is what users know; the pages must not lack any of it.
    [Fact]
    public async Task Pages_Always_ContainWhatTheHelpPrints()
    {
        var common = Rows((await InProcess.RunAsync("--help")).Output).Where(static row => row.Key.StartsWith('-')).ToList();
        var manual = Plain(Page("tokentools.1"));
        var described = 0;
        foreach (var command in (await CommandReference.ReadAsync()).Commands)
        {
            var page = Plain(Page(command.Name + ".md"));
            var help = (await InProcess.RunAsync(command.Name, "--help")).Output;
            var rows = Rows(help).Except(common).ToList();
            described += rows.Count;
            foreach (var (key, text) in rows)
            {
                Assert.Contains(Plain(key), page, StringComparison.Ordinal);
                Assert.Contains(Plain(text), page, StringComparison.Ordinal);
                Assert.Contains(Plain(key), manual, StringComparison.Ordinal);
                Assert.Contains(Plain(text), manual, StringComparison.Ordinal);
            }
        }

        Assert.True(described > 200);
    }

    [Fact]
    public void ExitCodes_AreAllThatTheToolHas() => Assert.Equal(
        typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => (int)field.GetRawConstantValue()!).Order(),
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
                Assert.True(
                    relative.EndsWith(".md", StringComparison.Ordinal) || resources.IsMatch(relative),
                    page + ": not in the site: " + relative);
                checkedLinks++;
            }
        }

        Assert.True(checkedLinks > 100);
    }

    [GroffFact]
    public async Task ManualPage_RenderedByGroff_HasNoWarningsAndTheOptions()
    {
        var manual = await RunAsync(
            "groff", "-man", "-Tascii", "-ww", "-P-cbou", "-rLL=300n", IO.Path.Combine(Tool.Root, "docs/tokentools/tokentools.1"));
        Assert.Empty(manual.Error);
        Assert.Contains("--override-account-id <id>", manual.Output, StringComparison.Ordinal);
        Assert.Contains("$(tokentools installer-token ATOM --output token)", manual.Output, StringComparison.Ordinal);
    }

    [SiteFact]
    public async Task Site_BuiltByDocfx_HasNoWarningsAndEveryPage()
    {
        var site = IO.Path.Combine(_copy, "site");
        var built = await RunAsync(
            Tool.DotNet, SiteFactAttribute.Docfx!, IO.Path.Combine(Tool.Root, "docfx.json"), "--warningsAsErrors", "--output", site);
        Assert.True(built.ExitCode == 0, built.Output + built.Error);
        Assert.Contains("0 warning(s)", built.Output, StringComparison.Ordinal);
        foreach (var page in new[]
        {
            "index.html", "README.html", "docs/tokentools/verify.html", "docs/en-US/New-InstallerToken.html",
            "docs/en-US/about_TokenTools_Boomi.html", "docs/architecture.html", "docs/performance.html",
        })
        {
            Assert.True(IO.File.Exists(IO.Path.Combine(site, page)), page + "\n" + built.Output);
        }
    }

    // A number or a duration without its unit or default is a guess for the user.
    [Fact]
    public async Task Options_WithANumberOrDuration_NameUnitAndDefault()
    {
        var options = (await CommandReference.ReadAsync()).Commands
            .SelectMany(static command => command.Options, static (command, option) => (command.Name, option))
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

    // A list that is specified once, or one that is cut at the first value, would be a surprise.
    [Fact]
    public async Task Options_WithSeveralValues_SayThatTheyRepeat()
    {
        var root = new TokenToolsCommand(new Terminal(IO.TextWriter.Null, IO.TextWriter.Null), []);
        var lists = root.Subcommands
            .SelectMany(static command => command.Options, static (command, option) => (Command: command.Name, Option: option))
            .Where(static row => !row.Option.Hidden && row.Option.Arity.MaximumNumberOfValues > 1).ToList();
        Assert.True(lists.Count > 20);
        Assert.Empty(lists.Where(static row => !row.Option.Description!.Contains("an be repeated.", StringComparison.Ordinal))
            .Select(static row => row.Command + " " + row.Option.Name));
        var api = (await CommandReference.ReadAsync()).Commands.Where(static command => command.Name is "temporary-token" or "confine");
        Assert.All(api, static command => Assert.Contains(
            command.Examples, static example => Regex.Matches(example, "--api '").Count == 2));
    }

    private static string Page(string name) =>
        IO.File.ReadAllText(IO.Path.Combine(Tool.Root, "docs", "tokentools", name)).ReplaceLineEndings("\n");

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }

    // Without the escapes of Markdown and of man(7), which differ only in how they write such a character.
    private static string Plain(string text) => Regex.Replace(
        text.Replace("\\(aq", "'", StringComparison.Ordinal).Replace("\\(ga", "`", StringComparison.Ordinal)
            .Replace("\\(ti", "~", StringComparison.Ordinal).Replace("\\(ha", "^", StringComparison.Ordinal),
        @"\\(?=[\[\\`*<|-])",
        string.Empty);

    private static string WithoutCode(string markdown) => Regex.Replace(markdown, "(?ms)^ *```.*?^ *```", string.Empty);

    private static IEnumerable<string> Names(string help) =>
        Regex.Matches(help, @"(?m)^  (?:-[?\w], )*(--[a-z-]+)").Select(static match => match.Groups[1].Value);

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

/// <summary>A fact that requires groff; skipped with a reason if it is missing.</summary>
public sealed class GroffFactAttribute : FactAttribute
{
    public GroffFactAttribute() => Skip = Bash.Find("groff") is null ? "no groff on the path" : null;
}

/// <summary>A fact that requires docfx as <c>dotnet tool restore</c> installs it; skipped with a reason if it is missing.</summary>
public sealed class SiteFactAttribute : FactAttribute
{
    public SiteFactAttribute() => Skip = Docfx is null ? "docfx is not installed: dotnet tool restore" : null;

    /// <summary>The assembly of the version that the repository uses.</summary>
    public static string? Docfx { get; } = Find();

    private static string? Find()
    {
        using var manifest = JsonDocument.Parse(IO.File.ReadAllText(IO.Path.Combine(Tool.Root, ".config/dotnet-tools.json")));
        var version = manifest.RootElement.GetProperty("tools").GetProperty("docfx").GetProperty("version").GetString()!;
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var path = IO.Path.Combine(packages, "docfx", version, "tools", "net10.0", "any", "docfx.dll");
        return IO.File.Exists(path) ? path : null;
    }
}
