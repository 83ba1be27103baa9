using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>Runs the README's shell blocks and examples/linux-provision.sh in bash, as printed.</summary>
/// <remarks>
/// As printed, except for names that do not exist (<see cref="Names"/>). Next to tokentools, the path has the
/// machine's own, except for kubectl and docker, which only say what they were given, and dotnet (<see cref="DotNet"/>).
/// </remarks>
[TakesLong]
public sealed class ShellTests : CliTest
{
    // dotnet test is this very run. It has built what run and pack would build: a second build would write the files that other
    // tests are using. Only what pack compiles for one platform is new; the analyzers have seen its source. A second process of
    // MSBuild costs more than it saves. A global tool is installed into the test's folder, not into the home of the user who runs
    // the tests. Only that command has the folder as its home: a restore would leave the checkout with packages that are deleted
    // with the folder.
    private const string DotNet = """
        case "$1" in
            test) echo 'this run' ;;
            run) shift; exec 'DOTNET' run --no-build "$@" ;;
            pack) shift; exec 'DOTNET' pack "$@" -p:BuildProjectReferences=false -p:RunAnalyzers=false -m:1 ;;
            tool) if [ "$2" = install ]; then export DOTNET_CLI_HOME='HOME'; fi; exec 'DOTNET' "$@" ;;
            *) exec 'DOTNET' "$@" ;;
        esac
        """;

    private readonly string _bin;

    public ShellTests()
    {
        _bin = Directory.CreateDirectory(Path.Combine(Folder, "bin")).FullName;
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Program("tokentools", "exec '" + Tool.DotNet + "' '" + Tool.Path + "' \"$@\"");
        Program("kubectl", "cat >> kubectl.log; echo applied");
        Program("docker", "echo \"$@\" >> docker.log; env | grep -c INSTALL_TOKEN= >> docker.log");
        System.IO.File.Copy(Path.Combine(_bin, "kubectl"), Path.Combine(Folder, "atom_install64.sh"));
        Program("oneclient", "test -n \"$ONECLIENT_ACCESS_TOKEN\"");
        System.IO.File.WriteAllText(Path.Combine(Folder, "admin.conf"), "apiVersion: v1\nkind: Config\n");
        System.IO.File.WriteAllText(Path.Combine(Folder, "curl.conf"), "header = \"x-auth-token: " + Sandbox.OnezoneUserToken + "\"\n");
        Program("dotnet", DotNet.Replace("DOTNET'", Tool.DotNet + "'", StringComparison.Ordinal).Replace("'HOME'", "'" + Folder + "'", StringComparison.Ordinal));
        Environment["PATH"] = _bin + ":" + System.Environment.GetEnvironmentVariable("PATH");
        Environment["DOTNET_NOLOGO"] = "1";
        Environment["HOSTNAME"] = "host";
        Environment["TOKENTOOLS_PASSWORD"] = null;
        System.IO.File.WriteAllText(Path.Combine(Folder, "boomi-api-token.txt"), Sandbox.BoomiApiToken);
        System.IO.File.WriteAllText(Path.Combine(Folder, "onezone-token.txt"), Sandbox.OnezoneUserToken);
        System.IO.File.WriteAllText(Path.Combine(Folder, "token.txt"), Sandbox.OnezoneUserToken);
        System.IO.File.WriteAllText(Path.Combine(Folder, "runtimes.csv"), "RuntimeName,InstallType,Path\norders,ATOM,orders.properties\ndepot,ATOM,depot.properties\n");
        System.IO.File.WriteAllText(Path.Combine(Folder, "password.txt"), Sandbox.GoodDataPassword + "\n");
    }

    public static TheoryData<int, string> Blocks { get; } = ReadBlocks();

    private (string Printed, string Here)[] Names =>
    [
        ("https://onezone.example.com/", Sandbox.Uri.AbsoluteUri),
        ("onezone.example.com", Sandbox.Uri.AbsoluteUri),
        ("https://analytics.example.com", Sandbox.Uri.AbsoluteUri),
        ("acme-A1B2C3", Sandbox.BoomiAccountId),
        ("admin@acme.example", Sandbox.BoomiUserName),
    ];

    [BashTheory]
    [MemberData(nameof(Blocks))]
    public async Task ReadmeBlock_AsPrinted_Succeeds(int line, string block)
    {
        // The blocks about installation are for the folder of a clone.
        var inClone = Regex.IsMatch(block, @"\b(dotnet|examples/)");
        foreach (var (printed, here) in Names)
        {
            block = block.Replace(printed, here, StringComparison.Ordinal);
        }

        if (!block.Contains("BOOMI_ACCOUNT_ID", StringComparison.Ordinal) && inClone)
        {
            // There are no credentials at the time of installation.
            foreach (var name in Environment.Keys.Where(static name => name.StartsWith("BOOMI", StringComparison.Ordinal)).ToList())
            {
                Environment.Remove(name);
            }
        }

        using var compiler = new CompilerServer();
        if (block.Contains("dotnet pack", StringComparison.Ordinal))
        {
            compiler.Prepare(Environment);
        }

        var built = inClone ? BuildOutputs() : [];
        var outcome = await BashAsync(block, inClone ? Tool.Root : Folder);
        Assert.Equal(built, inClone ? BuildOutputs() : []);
        Assert.True(outcome.ExitCode == 0, "README.md:" + line + "\n" + block + "\n" + outcome.Output + outcome.Error);
        foreach (var secret in new[] { Sandbox.BoomiApiToken, Sandbox.OnezoneUserToken, Sandbox.GoodDataPassword })
        {
            Assert.DoesNotContain(secret, outcome.Output + outcome.Error, StringComparison.Ordinal);
        }

        if (block.Contains("docker", StringComparison.Ordinal))
        {
            Assert.Equal("run --detach --env INSTALL_TOKEN --env BOOMI_ATOMNAME=orders boomi/atom:release\n1\n", await System.IO.File.ReadAllTextAsync(Path.Combine(Folder, "docker.log")));
            Assert.Contains("\"Organization\"", await System.IO.File.ReadAllTextAsync(Path.Combine(Folder, "kubectl.log")), StringComparison.Ordinal);
        }

        if (block.Contains("tool install", StringComparison.Ordinal))
        {
            var installed = await BashAsync(Path.Combine(Folder, ".dotnet", "tools", "tokentools") + " bootstrap-token --user-name a --generate-password", Folder);
            Assert.Equal(0, installed.ExitCode);
            // As docs/tokentools/tokentools.md says.
            var manual = await BashAsync("cat \"$(find '" + Folder + "/.dotnet/tools/.store/tokentools.cli' -name tokentools.1 | tail -n 1)\"", Folder);
            Assert.Equal(await System.IO.File.ReadAllTextAsync(Path.Combine(Tool.Root, "docs/tokentools/tokentools.1")), manual.Output);
        }
    }

    // A recipe that reads a file from nowhere cannot be followed.
    [Fact]
    public void ReadmeBlocks_ReadFilesThatARecipeWritesOrTheTextNames()
    {
        var text = System.IO.File.ReadAllText(Path.Combine(Tool.Root, "README.md"));
        var code = string.Concat(ReadBlocks().Select(static row => (string)row[1]));
        var read = Regex.Matches(code, @"(?<=-file |--csv |\$\(cat |[A-Z]=|-input )[a-z][-a-z]*\.[a-z]+\b")
            .Select(static match => match.Value).Distinct().ToList();
        Assert.True(read.Count > 8, string.Join(" ", read));
        Assert.All(read, name => Assert.True(
            text.Contains("`" + name + "`", StringComparison.Ordinal)
                || Regex.IsMatch(code, @"(> |tee |--path |--output-file )" + Regex.Escape(name)),
            name));
    }

    // A recipe that is tried in a clone must not lead to a commit with a token.
    [CloneFact]
    public async Task Gitignore_ContainsTheFilesThatRecipesWrite()
    {
        var text = string.Concat(new[] { "README.md", "docs/automation.md" }
            .Select(static file => System.IO.File.ReadAllText(Path.Combine(Tool.Root, file)).ReplaceLineEndings("\n")));
        var code = string.Concat(Regex.Matches(text, "(?ms)^```(?:sh|powershell)\n(.*?)^```").Select(static block => block.Groups[1].Value));
        var written = Regex
            .Matches(
                code,
                @"(?:--output-file|--path|>|-Path|Export-Token|New-GoodDataSigningKey|Set-Content) (?:\./)?([a-z][\w-]*\.(?!csv)[a-z]+)\b")
            .Select(static match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(written.Count > 12, string.Join(' ', written));
        var start = new ProcessStartInfo("git", ["-C", Tool.Root, "check-ignore", "--no-index", .. written]);
        Tool.Prepare(start);
        using var git = Process.Start(start)!;
        Assert.Equal(written, (await git.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [BashFact]
    public async Task ReadmeDockerRecipe_MintingFails_StartsNoContainer()
    {
        var recipe = Regex.Match(
            await System.IO.File.ReadAllTextAsync(Path.Combine(Tool.Root, "README.md")), @"^token=.*&&\n.*docker run.*$", RegexOptions.Multiline).Value;
        Assert.NotEmpty(recipe);
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 403 });
        Assert.Equal(2, (await BashAsync(recipe, Folder)).ExitCode);
        Assert.False(System.IO.File.Exists(Path.Combine(Folder, "docker.log")));
        Assert.Equal(0, (await BashAsync(recipe, Folder)).ExitCode);
        Assert.True(System.IO.File.Exists(Path.Combine(Folder, "docker.log")));
    }

    [BashFact]
    public async Task LinuxExample_Succeeds_WritesFilesOnlyForTheirOwner()
    {
        Environment["PROVISION_DIRECTORY"] = Path.Combine(Folder, "provisioned");
        var outcome = await BashAsync("examples/linux-provision.sh", Tool.Root);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("Provisioned: administrator.json data-token organization.yaml runtime.env", outcome.Output, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Environment["PROVISION_DIRECTORY"]!))
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
            }
        }

        var token = Sandbox.MintedTokens.Single().Token;
        Assert.Contains("INSTALL_TOKEN=" + token + "\n", await System.IO.File.ReadAllTextAsync(Path.Combine(Folder, "provisioned", "runtime.env")), StringComparison.Ordinal);
        Assert.DoesNotContain(token, outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.Contains(Sandbox.Requests, static request => request.Path == "/api/v3/onezone/user" && request.StatusCode == 200);
    }

    [BashFact]
    public async Task LinuxExample_Again_KeepsTheAdministrator()
    {
        Environment["PROVISION_DIRECTORY"] = Path.Combine(Folder, "provisioned");
        var administrator = Path.Combine(Folder, "provisioned", "administrator.json");
        var outcome = await BashAsync("examples/linux-provision.sh", Tool.Root);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        var first = await System.IO.File.ReadAllTextAsync(administrator);

        outcome = await BashAsync("examples/linux-provision.sh", Tool.Root);

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal(first, await System.IO.File.ReadAllTextAsync(administrator));
        Assert.Equal(2, Sandbox.MintedTokens.Count);
    }

    [BashFact]
    public async Task LinuxExample_SandboxOption_Succeeds()
    {
        var outcome = await BashAsync("examples/linux-provision.sh --sandbox", Tool.Root);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Empty(Sandbox.Requests);
    }

    [BashFact]
    public async Task LinuxExample_ZoneRejectsRequest_HasTheExitCodeAndIssuesNoToken()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 403, Match = "temporary" });
        Assert.Equal(2, (await BashAsync("examples/linux-provision.sh", Tool.Root)).ExitCode);
        Environment["ONEZONE_HOST"] = "https://zone.invalid";
        Assert.Equal(3, (await BashAsync("examples/linux-provision.sh", Tool.Root)).ExitCode);
        Environment["ONEZONE_HOST"] = null;
        Assert.Equal(1, (await BashAsync("examples/linux-provision.sh", Tool.Root)).ExitCode);
        Assert.Empty(Sandbox.MintedTokens);
    }

    /// <summary>What builds of the projects that ship have written and when: other tests are using it while this one runs.</summary>
    private static List<string> BuildOutputs() =>
        Directory.EnumerateDirectories(Path.Combine(Tool.Root, "src"))
            .SelectMany(static project => new[] { Path.Combine(project, "obj", "project.assets.json") }
                .Concat(Directory.EnumerateFiles(Path.Combine(project, "bin"), "*", SearchOption.AllDirectories)))
            .Concat(Directory.EnumerateFiles(Path.Combine(Tool.Root, "bin")))
            // What dotnet pack compiles for one platform and puts into its package; nothing else reads it.
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(
                static part => part is "publish" or "any" || part == RuntimeInformation.RuntimeIdentifier))
            .Select(static file => file + " " + System.IO.File.GetLastWriteTimeUtc(file).ToString("O", CultureInfo.InvariantCulture))
            .Order(StringComparer.Ordinal)
            .ToList();

    private static TheoryData<int, string> ReadBlocks()
    {
        var text = System.IO.File.ReadAllText(Path.Combine(Tool.Root, "README.md")).ReplaceLineEndings("\n");
        var blocks = new TheoryData<int, string>();
        foreach (Match match in Regex.Matches(text, @"(?ms)^```sh\n(.*?)^```"))
        {
            blocks.Add(text[..match.Index].Count(static c => c == '\n') + 1, match.Groups[1].Value);
        }

        return blocks;
    }

    private void Program(string name, string script)
    {
        var path = Path.Combine(_bin, name);
        System.IO.File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private async Task<Outcome> BashAsync(string script, string folder)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-euo", "pipefail", "-c", script]);
        Tool.Prepare(start, Environment.Where(static pair => pair.Value is not null).ToDictionary());
        start.WorkingDirectory = folder;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        // Some blocks build the project.
        return await Tool.EndAsync(process, seconds: 600);
    }
}

/// <summary>A theory that requires bash and curl; skipped with a reason if they are missing.</summary>
public sealed class BashTheoryAttribute : TheoryAttribute
{
    public BashTheoryAttribute() => Skip = Bash.Missing;
}

/// <summary>A fact that requires bash and curl; skipped with a reason if they are missing.</summary>
public sealed class BashFactAttribute : FactAttribute
{
    public BashFactAttribute() => Skip = Bash.Missing;
}

/// <summary>A fact about a clone; skipped with a reason without git, or where the files are not a clone.</summary>
public sealed class CloneFactAttribute : FactAttribute
{
    public CloneFactAttribute() => Skip = Bash.Find("git") is null ? "no git on the path"
        : Path.Exists(Path.Combine(Tool.Root, ".git")) ? null : "not a clone";
}

/// <summary>The prerequisites of the shell tests.</summary>
internal static class Bash
{
    public static string? Missing { get; } = OperatingSystem.IsWindows()
        ? "no bash on Windows"
        : new[] { "bash", "curl" }.Where(static name => Find(name) is null)
            .Select(static name => "no " + name + " on the path").FirstOrDefault();

    /// <summary>The path of a program; null if it is not installed.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
