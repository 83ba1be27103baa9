using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools … --output-file, export-token and kubernetes-secret.</summary>
[Collection(InProcess.Name)]
public sealed class OutputFileTests : CliTest
{
    private static readonly string[] Requesting =
        ["installer-token ATOM", "temporary-token", "named-token file", "gooddata-api-token --id file"];

    private string Target => Path.Combine(Folder, "result");

    public static TheoryData<string> RequestingCommands { get; } = [.. Requesting];

    public static TheoryData<string> TokenCommands { get; } = [.. Requesting, "bootstrap-token --user-name admin --generate-password"];

    public static TheoryData<string> Commands { get; } = [.. TokenToolsCommand.Names.Except(["run", "completion", "help", "version"])];

    [Theory]
    [MemberData(nameof(TokenCommands))]
    public async Task Run_OutputFile_HasTheTokenAndOnlyItsOwnerCanReadIt(string command)
    {
        Environment["GOODDATA_TOKEN"] = BootstrapToken();
        foreach (var form in new[] { "json", "token" })
        {
            var outcome = await InProcess.RunAsync([.. command.Split(' '), "--output-file", Target, "-o", form, .. Again(command, form)], Environment);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            Assert.Empty(outcome.Output);
            var text = await System.IO.File.ReadAllTextAsync(Target);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(Target));
            }

            // The second form replaces the file of the first.
            Assert.Equal(form == "json", text.StartsWith('{'));
            Assert.Equal(form == "json", text.EndsWith('\n'));
            Assert.True(text.Length > 20);
        }

        Assert.Equal(["result"], new DirectoryInfo(Folder).GetFiles().Select(static file => file.Name));
    }

    [Theory]
    [InlineData("missing/result", "does not exist. Create it, or specify another --output-file.")]
    [InlineData("", "is a folder")]
    public async Task Run_OutputFileThatCannotBeWritten_RequestsNoToken(string name, string message)
    {
        Refused(await InProcess.RunAsync(["installer-token", "ATOM", "--output-file", Path.Combine(Folder, name)], Environment), 1, message);
        Assert.DoesNotContain(Sandbox.Requests, static request => request.Method == "POST");
    }

    [Fact]
    public async Task Run_OutputFileAndError_LeavesTheExistingFile()
    {
        var path = File("result", "earlier");
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 403 });
        Assert.Equal(2, (await InProcess.RunAsync(["installer-token", "ATOM", "--output-file", path, "--overwrite"], Environment)).ExitCode);
        Assert.Equal("earlier", await System.IO.File.ReadAllTextAsync(path));
        Assert.Single(new DirectoryInfo(Folder).GetFiles());
    }

    // The files of the examples do not exist here, and no secret is specified: that would be an error if it were read first.
    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Run_OutputFileExists_IsRejectedBeforeAnythingIsReadOrRequested(string command)
    {
        Environment["GOODDATA_TOKEN"] = BootstrapToken();
        File("result", "earlier");
        var help = (await InProcess.RunAsync(command, "--help")).Output;
        var example = Regex.Match(help, @"(?ms)^Examples:\n.*?^  (?-s)(?:.*\| )?tokentools " + command + @"\b(?<rest>[^|#\n]*)").Groups["rest"].Value;
        Assert.NotEmpty(example.Trim());
        var rest = example.Replace("'", string.Empty, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var outcome = await InProcess.RunAsync([command, "--output-file", "result", .. rest], Environment, folder: Folder);

        Refused(outcome, 1, "The file " + Target + " already exists. Specify another --output-file, or use --overwrite to replace it.");
        Assert.Empty(Sandbox.Requests);
        Assert.Equal("earlier", await System.IO.File.ReadAllTextAsync(Target));
        Assert.Empty(Others());
    }

    // The case in which the tokens of the first run were lost.
    [Fact]
    public async Task Run_RowsIntoTheFileOfAnEarlierRun_LeavesItsTokens()
    {
        string[] arguments = ["installer-token", "--csv", File("rows.csv", "InstallType\nATOM\nBROKER\n"), "--output-file", Target];
        Assert.Equal(0, (await InProcess.RunAsync(arguments, Environment)).ExitCode);
        var lines = await System.IO.File.ReadAllLinesAsync(Target);

        Refused(await InProcess.RunAsync(arguments, Environment), 1, "already exists");

        Assert.Equal(lines, await System.IO.File.ReadAllLinesAsync(Target));
        Assert.Equal(2, Sandbox.MintedTokens.Count);
        Assert.Equal(0, (await InProcess.RunAsync([.. arguments, "--overwrite"], Environment)).ExitCode);
        Assert.Equal(
            Sandbox.MintedTokens.Skip(2).Select(static token => token.Token),
            (await System.IO.File.ReadAllLinesAsync(Target)).Select(static line => (string?)JsonNode.Parse(line)!["token"]));
    }

    [Theory]
    [MemberData(nameof(RequestingCommands))]
    public async Task Run_OutputFileIsCreatedByAnotherProgramAfterTheCheck_IsLeftAndTheTokenIsInAnotherFile(string command)
    {
        Environment["GOODDATA_TOKEN"] = BootstrapToken();
        Sandbox.Observer = (_, _) => System.IO.File.WriteAllText(Target, "of another program");

        var outcome = await InProcess.RunAsync([.. command.Split(' '), "--output-file", Target, "-o", "token"], Environment);

        Assert.Equal("of another program", await System.IO.File.ReadAllTextAsync(Target));
        var kept = Path.Combine(Folder, Assert.Single(Others()));
        Refused(outcome, 4, "The file " + Target + " cannot be written: another program has created a file of this name. The result is in the file " + kept + ".\n");
        var token = await System.IO.File.ReadAllTextAsync(kept);
        Assert.Matches(@"\A[A-Za-z0-9_=-]{30,}\z", token);
        Assert.DoesNotContain(token, outcome.Error, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(kept));
        }
    }

    [Theory]
    [InlineData("1", false)]
    [InlineData("4", false)]
    [InlineData("4", true)]
    public async Task Run_OutputFileOfRowsCannotGetItsName_HasAllRowsInAnotherFile(string throttleLimit, bool overwrite)
    {
        Sandbox.Observer = (_, _) => Directory.CreateDirectory(Target);
        var csv = File("rows.csv", "InstallType\nATOM\nBROKER\nATOM\nMOLECULE\n");

        var outcome = await InProcess.RunAsync(
            [
                "installer-token", "--csv", csv, "--throttle-limit", throttleLimit, "--output-file", Target,
                .. overwrite ? (string[])["--overwrite"] : [],
            ],
            Environment);

        Assert.Equal(4, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        var kept = Assert.Single(Others(), static name => name != "rows.csv");
        Assert.Single(outcome.Error.Split('\n'), line => line.Contains(kept, StringComparison.Ordinal));
        Assert.Equal(
            Sandbox.MintedTokens.Select(static token => token.Token).Order(StringComparer.Ordinal),
            (await System.IO.File.ReadAllLinesAsync(Path.Combine(Folder, kept)))
                .Select(static line => (string?)JsonNode.Parse(line)!["token"]).Order(StringComparer.Ordinal));
        Assert.Equal(4, Sandbox.MintedTokens.Count);
    }

    // Nothing was created that repeating the command would create again.
    [Fact]
    public async Task Run_OutputFileCannotGetItsNameAndNothingIsIssued_ExitsWith1()
    {
        Sandbox.Observer = (_, _) => System.IO.File.WriteAllText(Target, "of another program");
        Refused(await InProcess.RunAsync(["boomi-connection", "--output-file", Target], Environment), 1, "The result is in the file ");
        Assert.Equal(Sandbox.BoomiAccountId, (string?)JsonNode.Parse(
            await System.IO.File.ReadAllTextAsync(Path.Combine(Folder, Assert.Single(Others()))))!["accountId"]);
    }

    [Theory]
    [InlineData("export-token --path result")]
    [InlineData("oneclient-environment --path ./result")]
    [InlineData("oneprovider-registration --path result")]
    [InlineData("installer-argument ATOM --as ResponseFile --runtime-name orders --path result")]
    public async Task Run_OutputFileIsTheOtherFileOfTheCommand_IsRejected(string command)
    {
        foreach (var overwrite in new[] { false, true })
        {
            Refused(
                await InProcess.RunAsync(
                    [.. command.Split(' '), "--output-file", "result", .. overwrite ? (string[])["--overwrite", "--force"] : []],
                    null,
                    Sandbox.OnezoneUserToken,
                    Folder),
                1,
                "--path and --output-file are the same file. Specify different files.");
            Assert.Empty(new DirectoryInfo(Folder).GetFiles());
        }
    }

    [Theory]
    [InlineData("installer-token ATOM")]
    [InlineData("bootstrap-token --user-name admin --password-file -")]
    public async Task Run_OutputFileWithText_IsRejectedBeforeATokenIsLost(string command)
    {
        var outcome = await InProcess.RunAsync([.. command.Split(' '), "--output-file", Target, "-o", "text"], Environment, "MySecretPassword");
        Refused(outcome, 1, "masked token");
        Assert.DoesNotContain(Sandbox.Requests, static request => request.Method == "POST");
        Assert.Empty(new DirectoryInfo(Folder).GetFiles());
    }

    [Fact]
    public async Task Run_OutputFileOfARowsCommand_HasALineForEachRow()
    {
        var csv = File("rows.csv", "InstallType\nATOM\nTOASTER\nBROKER\n");
        var outcome = await InProcess.RunAsync(["installer-token", "--csv", csv, "--output-file", Target], Environment);
        Assert.Empty(outcome.Output);
        var lines = await System.IO.File.ReadAllLinesAsync(Target);
        Assert.Equal(["issued", "rejected", "issued"], lines.Select(static line => (string?)JsonNode.Parse(line)!["outcome"] is "issued" ? "issued" : "rejected"));
    }

    [Fact]
    public async Task Run_OutputFileOfSeveralTokens_HasALineForEach()
    {
        var tokens = File("tokens.txt", Sandbox.OnezoneUserToken + "\n" + Sandbox.OnezoneUserToken + "\n");
        var outcome = await InProcess.RunAsync(["confine", "--token-file", tokens, "--interface", "rest", "-o", "token", "--output-file", Target], Environment);
        Assert.Equal(0, outcome.ExitCode);
        var text = await System.IO.File.ReadAllTextAsync(Target);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.Equal(2, text.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public async Task Run_TextThatMasksANewToken_SaysHowToGetOne()
    {
        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "-o", "text"], Environment);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("the token is masked. Use --output token or --output json", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--output-file", outcome.Error, StringComparison.Ordinal);
        var inspected = await InProcess.RunAsync(["inspect", "-o", "text", "--token-file", File("t", Sandbox.OnezoneUserToken)], Environment);
        Assert.DoesNotContain("is masked", inspected.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Output_SaysWhenATokenEndsWithALineEnd() => Assert.Contains(
        "without a line end, except to a terminal and where there are several", Unwrapped((await InProcess.RunAsync("installer-token", "--help")).Output), StringComparison.Ordinal);

    [TerminalFact("sh")]
    public async Task Token_AtATerminal_EndsWithALineEnd()
    {
        using var terminal = new PseudoTerminal(
            "sh -c '" + Tool.DotNet + " \"" + Tool.Path + "\" temporary-token -o token --quiet; printf END'", Folder, Environment);
        Assert.Equal(0, await terminal.EndAsync());
        // Before the token, .NET sets the mode of the terminal.
        Assert.Matches(@"[A-Za-z0-9_-]{50}\r\nEND\z", terminal.Output);
    }

    [Fact]
    public async Task Token_InAPipe_HasNoLineEndUnlessThereAreSeveral()
    {
        var one = await Tool.RunAsync(["temporary-token", "-o", "token"], Environment);
        Assert.Matches(@"\A[A-Za-z0-9_-]+\z", one.Output);
        var several = await Tool.RunAsync(["confine", "--interface", "rest", "-o", "token"], Environment, one.Output + "\n" + one.Output);
        Assert.Matches(@"\A[A-Za-z0-9_-]+\n[A-Za-z0-9_-]+\n\z", several.Output);
    }

    [Fact]
    public async Task ExportToken_Document_IsAnEnvironmentFile()
    {
        var document = Path.Combine(Folder, "token.json");
        Assert.Equal(0, (await InProcess.RunAsync(["installer-token", "ATOM", "--output-file", document], Environment)).ExitCode);
        var json = Json(await InProcess.RunAsync("export-token", "--token-file", document, "--as", "EnvironmentFile", "--path", Target));
        Assert.Equal(Target, (string?)json["path"]);
        var token = (string?)JsonNode.Parse(await System.IO.File.ReadAllTextAsync(document))!["token"];
        Assert.Equal("INSTALL_TOKEN=" + token + "\n", await System.IO.File.ReadAllTextAsync(Target));
        Refused(await InProcess.RunAsync("export-token", "--token-file", document, "--path", Target), 1, "exists. Specify another --path, or use --force to replace it.");
    }

    [Fact]
    public async Task ExportToken_PathCannotBeUsed_IsRejectedBeforeTheTokenIsRead()
    {
        var missing = Path.Combine(Folder, "missing.txt");
        Refused(await InProcess.RunAsync("export-token", "--token-file", missing), 1, "Option '--path' is required.");
        Refused(await InProcess.RunAsync("export-token", "--token-file", missing, "--path", ""), 1, "No file is specified. Specify --path.");
        if (OperatingSystem.IsLinux())
        {
            // A folder in which even root cannot create a file.
            Refused(await InProcess.RunAsync("export-token", "--token-file", missing, "--path", "/proc/x"), 1, "The file /proc/x cannot be written");
        }
    }

    [Fact]
    public async Task KubernetesSecret_Token_IsAManifest()
    {
        var token = File("token.txt", Sandbox.OnezoneUserToken + "\n");
        var json = Json(await InProcess.RunAsync(
            "kubernetes-secret", "--secret-name", "zone", "--token-file", token, "--namespace", "onedata", "--label", "a=b", "--label", "c=d", "--string-data"));
        Assert.Equal(Sandbox.OnezoneUserToken, (string?)json["stringData"]!["ONEZONE_API_KEY"]);
        Assert.Equal(("zone", "onedata", "b", "d"), (
            (string?)json["metadata"]!["name"],
            (string?)json["metadata"]!["namespace"],
            (string?)json["metadata"]!["labels"]!["a"],
            (string?)json["metadata"]!["labels"]!["c"]));
        var yaml = await InProcess.RunAsync("kubernetes-secret", "--secret-name", "zone", "--token-file", token, "-o", "text");
        Assert.StartsWith("---\napiVersion: v1\nkind: Secret\n", yaml.Output, StringComparison.Ordinal);
        Refused(await InProcess.RunAsync("kubernetes-secret", "--secret-name", "zone", "--token-file", token, "--label", "a"), 1, "not a valid label in --label");
    }

    private static string Unwrapped(string help) => string.Join(' ', help.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // The second request is for the same object and the same file.
    private static string[] Again(string command, string form) =>
        form == "json" ? []
        : command.StartsWith("named", StringComparison.Ordinal) ? ["--get-existing", "--overwrite"]
        : command.StartsWith("gooddata", StringComparison.Ordinal) ? ["--force", "--overwrite"]
        : ["--overwrite"];

    private string[] Others() =>
        [.. Directory.EnumerateFileSystemEntries(Folder).Where(path => path != Target).Select(static path => Path.GetFileName(path)!)];
}
