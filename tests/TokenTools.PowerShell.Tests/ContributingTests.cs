using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>Adds the example of CONTRIBUTING.md to a copy of the checkout as its six steps say, builds it and runs its tests.</summary>
public sealed class ContributingTests : IDisposable
{
    private static readonly string[] NotCopied = ["out", ".git", ".vs"];

    private static readonly string[] CopiedWithoutOutput = ["tests", "tools"];

    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md")).ReplaceLineEndings("\n");

    private readonly string _copy = Directory.CreateTempSubdirectory("tokentools-contributing").FullName;

    private readonly CompilerServer _compiler = new();

    public void Dispose()
    {
        _compiler.Dispose();
        Directory.Delete(_copy, recursive: true);
    }

    [ContributingFact]
    public async Task SixSteps_Followed_GiveACmdletThatIsTestedAndDocumented()
    {
        Copy(Repository.Root, _copy, NotCopied);
        // Built in Release, as a contributor's checkout is, it needs only the module built again: this file is newer than all sources.
        if (Directory.Exists(Path.Combine(_copy, "src/TokenTools.PowerShell/obj/Release")))
        {
            Write("src/TokenTools.PowerShell/obj/Release/pester.built", string.Empty);
        }

        // 2: the class.
        Write(Match(@"\*\*2\. The class\*\*, in `(?<it>[^`]+)`"), Block("csharp"));
        // 3: the manifest, and the documents that name every cmdlet.
        var name = Match(@"\*\*3\. The manifest\*\*: add `'(?<it>[^']+)'`");
        Edit("TokenTools.psd1", manifest => AddInOrder(manifest, name));
        Edit("README.md", readme => readme.Replace(
            "[Get-TokenConnection](", "[" + name + "](docs/en-US/" + name + ".md), [Get-TokenConnection](", StringComparison.Ordinal));
        Edit("CHANGELOG.md", changes => new Regex("(?<=### Added\n\n)").Replace(changes, "- `" + name + "`: gets the time of a Onezone.\n", 1));
        // 6: the tests, in the file that the text names, with the text's own command.
        Write(Match(@"\*\*6\. Tests\*\*: `(?<it>[^`]+)`"), Block("powershell"));
        await TestAsync("Tests Passed: 1, Failed: 0");
        // After an edit of the Pester file, nothing is built, and after one of the class, the module.
        Edit(Match(@"\*\*6\. Tests\*\*: `(?<it>[^`]+)`"), static tests => tests.Replace("BeGreaterThan 1.9", "BeGreaterThan 25.9", StringComparison.Ordinal));
        Assert.DoesNotContain("TokenTools.PowerShell -> ", await TestAsync("Tests Passed: 0, Failed: 1"), StringComparison.Ordinal);
        Edit(Match(@"\*\*2\. The class\*\*, in `(?<it>[^`]+)`"), static code => code.Replace(
            "cancellationToken)));", "cancellationToken)).AddDays(1));", StringComparison.Ordinal));
        Assert.Contains("TokenTools.PowerShell -> ", await TestAsync("Tests Passed: 1, Failed: 0"), StringComparison.Ordinal);

        // 4: the page. What is missing is listed, and then written.
        var listed = await HelpAsync("update");
        Assert.True(listed.ExitCode == 0, listed.Output);
        var missing = Regex.Matches(listed.Output, "(?m)^" + name + @"\.md: (.*)$").Select(static match => match.Groups[1].Value.Trim()).ToList();
        Assert.Contains(missing, static problem => problem.StartsWith("the description is missing", StringComparison.Ordinal));
        Assert.Contains(missing, static problem => problem.Contains("at least two examples", StringComparison.Ordinal));
        Edit("docs/en-US/" + name + ".md", page => Complete(page, name));
        var completed = await HelpAsync("update");
        Assert.DoesNotContain(
            completed.Output.Split('\n'),
            line => line.Contains(name, StringComparison.Ordinal) && !line.StartsWith("Changed: ", StringComparison.Ordinal));
    }

    private async Task<string> TestAsync(string result)
    {
        var tested = await RunAsync(Match("`(?<it>dotnet msbuild tests/pester.proj -p:File=Get-OnezoneTime)`"));
        Assert.Contains(result, tested.Output, StringComparison.Ordinal);
        Assert.Equal(result.EndsWith("Failed: 0", StringComparison.Ordinal), tested.ExitCode == 0);
        return tested.Output;
    }

    private static string Match(string pattern)
    {
        var match = Regex.Match(Text, pattern);
        Assert.True(match.Success, "CONTRIBUTING.md does not contain " + pattern);
        return match.Groups["it"].Value;
    }

    private static string Block(string language) => Match("(?ms)^```" + language + "\\n(?<it>.*?)^```");

    // In alphabetical order, in the form of the other names.
    private static string AddInOrder(string manifest, string name)
    {
        var names = Regex.Matches(manifest, @"(?m)^ +'(?<name>[A-Z][A-Za-z]+-[A-Za-z]+)'\r?\n");
        var next = names.First(other => string.CompareOrdinal(other.Groups["name"].Value, name) > 0);
        return manifest.Insert(next.Index, "        '" + name + "'\n");
    }

    private static string Complete(string page, string name) => page
        .Replace("## SYNOPSIS\n", "## SYNOPSIS\n\nGets the current time of a Onezone's clock.\n", StringComparison.Ordinal)
        .Replace(
            "## DESCRIPTION\n",
            "## DESCRIPTION\n\n" + name + " returns the current time by the clock of the Onezone, from which the lifetimes of its tokens are counted.\n",
            StringComparison.Ordinal)
        .Replace(
            "## EXAMPLES\n",
            string.Concat("## EXAMPLES\n", Example(1, name), Example(2, "(" + name + ") - [DateTimeOffset]::UtcNow")),
            StringComparison.Ordinal)
        .Replace("### None\n", "### None\n\nYou cannot pipe objects to this cmdlet.\n", StringComparison.Ordinal)
        .Replace("### TokenTools.Onedata.OnezoneConnection\n", "### TokenTools.Onedata.OnezoneConnection\n\nA connection.\n", StringComparison.Ordinal)
        .Replace("### System.DateTimeOffset\n", "### System.DateTimeOffset\n\nThe time.\n", StringComparison.Ordinal)
        .Replace("## RELATED LINKS\n", "## RELATED LINKS\n\n- [Connect-Onezone](Connect-Onezone.md)\n", StringComparison.Ordinal);

    private static string Example(int number, string command) =>
        "\n### Example " + number + ": Get the time\n\n```powershell\n" + command + "\n```\n\nThis is the time of the Onezone.\n";

    private static void Copy(string from, string to, string[] notCopied)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => !notCopied.Contains(Path.GetFileName(folder))))
        {
            var name = Path.GetFileName(folder);
            Copy(folder, Path.Combine(to, name), CopiedWithoutOutput.Contains(name) ? [.. notCopied, "bin", "obj"] : notCopied);
        }
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_copy, file), content);

    private void Edit(string file, Func<string, string> edit)
    {
        var path = Path.Combine(_copy, file);
        var before = File.ReadAllText(path).ReplaceLineEndings("\n");
        var after = edit(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(path, after);
    }

    // The tool of the checkout, which was built with this test, on the copy.
    private Task<(int ExitCode, string Output)> HelpAsync(string task) =>
        RunAsync("dotnet", [typeof(Help.HelpSources).Assembly.Location, task, _copy]);

    private Task<(int ExitCode, string Output)> RunAsync(string command) => RunAsync(
        command.Split(' ')[0],
        [.. command.Split(' ')[1..], "-p:HostFolder=" + Repository.PowerShellHost + Path.DirectorySeparatorChar]);

    private async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _copy, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TOKENTOOLS_PWSH"] = PowerShellEngine.Program;
        start.Environment["TOKENTOOLS_PESTER_VERSION"] = Repository.PesterVersion;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        _compiler.Prepare(start.Environment);
        // A build of seconds gains nothing from compiling the build's own code a second time, with more optimizations.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // That of the checkout, if its package is being tested.
        start.Environment.Remove("TOKENTOOLS_MODULE_PATH");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}

/// <summary>Is skipped, with the reason, where there is no PowerShell.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContributingFactAttribute : FactAttribute
{
    public ContributingFactAttribute() => Skip = PowerShellEngine.Missing;
}
