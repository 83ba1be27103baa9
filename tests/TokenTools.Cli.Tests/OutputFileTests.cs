using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools … --output-file, export-token and kubernetes-secret.</summary>
[Collection(InProcess.Name)]
public sealed class OutputFileTests : CliTest
{
    private string Target => Path.Combine(Folder, "result");

    public static TheoryData<string> TokenCommands { get; } =
    [
        "installer-token ATOM",
        "temporary-token",
        "named-token file",
        "bootstrap-token --user-name admin --generate-password",
        "gooddata-api-token --id file",
    ];

    [Theory]
    [MemberData(nameof(TokenCommands))]
    public async Task Run_OutputFile_HasTheTokenAndOnlyItsOwnerCanReadIt(string command)
    {
        Environment["GOODDATA_TOKEN"] = BootstrapToken();
        foreach (var form in new[] { "json", "token" })
        {
            var outcome = await InProcess.RunAsync([.. command.Split(' '), "--output-file", Target, "-o", form, .. Repeat(command, form)], Environment);
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
        Assert.Equal(2, (await InProcess.RunAsync(["installer-token", "ATOM", "--output-file", path], Environment)).ExitCode);
        Assert.Equal("earlier", await System.IO.File.ReadAllTextAsync(path));
        Assert.Single(new DirectoryInfo(Folder).GetFiles());
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
        Refused(await InProcess.RunAsync("export-token", "--token-file", missing, "--path", ""), 1, "The file is missing. Specify --path.");
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

    // The second request is for the same object.
    private static string[] Repeat(string command, string form) =>
        form == "json" ? []
        : command.StartsWith("named", StringComparison.Ordinal) ? ["--get-existing"]
        : command.StartsWith("gooddata", StringComparison.Ordinal) ? ["--force"]
        : [];

    private string BootstrapToken() => Convert.ToBase64String(
        System.Text.Encoding.UTF8.GetBytes(Sandbox.GoodDataUserName + ":bootstrap:" + Sandbox.GoodDataPassword));
}
