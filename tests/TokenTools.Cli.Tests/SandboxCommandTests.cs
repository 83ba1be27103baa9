using System;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools sandbox, and completion.</summary>
public sealed class SandboxCommandTests : CliTest
{
    [Fact]
    public async Task RunAsync_Command_GetsEnvironmentAndGivesExitCode()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var outcome = await Tool.RunAsync(
            "sandbox", "--", "sh", "-c", "echo \"$BOOMI_ACCOUNT_ID $ONEZONE_HOST\"; '" + Tool.DotNet + "' '" + Tool.Path + "' installer-token ATOM -o text >&2; exit 7");
        Assert.Equal(7, outcome.ExitCode);
        Assert.Matches(@"\Asandbox-\w+ http://127\.0\.0\.1:\d+/\n\z", outcome.Output);
        Assert.Contains("atom-********", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public async Task RunAsync_Sigterm_IsForwardedToTheCommand(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // docker stop sends the signal to the first process only.
        using var process = Process.Start(Tool.Start(["sandbox", "--", "sh", "-c", "trap 'echo terminated; exit " + code.ToString(CultureInfo.InvariantCulture) + "' TERM; echo ready; sleep 50 & wait"]))!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();
        Assert.Equal("terminated", await process.StandardOutput.ReadLineAsync());
        await process.WaitForExitAsync();
        Assert.Equal(code, process.ExitCode);
    }

    [InterruptFact]
    public async Task RunAsync_NoCommand_ListensUntilCtrlC()
    {
        using var process = Process.Start(Tool.Start(["sandbox", "--clock-skew", "-2h"]))!;
        var note = await process.StandardError.ReadLineAsync();
        Assert.Contains("until Ctrl-C", note, StringComparison.Ordinal);
        var uri = new Uri(note!.Split(' ')[5]);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var time = JsonNode.Parse(await client.GetStringAsync(new Uri(uri, "api/v3/onezone/provider/public/get_current_time")))!;
        Assert.Equal(2, (DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds((long)time["timeMillis"]!)).TotalHours, 0.01);
        Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();
        var outcome = await Tool.EndAsync(process);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(uri.AbsoluteUri, (string?)JsonNode.Parse(outcome.Output)!["BOOMI_API_URL"]);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(uri));
    }

    [Fact]
    public async Task RunAsync_PortInUse_IsRejected() =>
        Refused(await Tool.RunAsync("sandbox", "--port", Sandbox.Uri.Port.ToString(CultureInfo.InvariantCulture), "--", "true"), 1, "Omit --port");

    [Fact]
    public async Task RunAsync_TextOutput_GivesUnmaskedExportLines()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var process = Process.Start(Tool.Start(["sandbox", "--output", "text"]))!;
        var exports = new System.Text.StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            exports.Append(line).Append('\n');
            if (line.StartsWith("export NO_PROXY=", StringComparison.Ordinal))
            {
                break;
            }
        }

        // A shell evaluates the lines, and the installer token is issued with the credentials in them.
        var start = new ProcessStartInfo(
            "/bin/sh",
            ["-c", exports + "echo \"$no_proxy $NO_PROXY\"; '" + Tool.DotNet + "' '" + Tool.Path + "' installer-token ATOM -o token"]);
        Tool.Prepare(start, new() { ["http_proxy"] = "http://127.0.0.1:9", ["NO_PROXY"] = "intranet.example", ["no_proxy"] = null });
        using var shell = Process.Start(start)!;
        var outcome = await Tool.EndAsync(shell);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Matches(@"\A127\.0\.0\.1 intranet\.example,127\.0\.0\.1\natom-[0-9a-f-]{36}\z", outcome.Output);
        process.Kill();
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task RunAsync_OutputWithCommand_IsRejected() =>
        Refused(await Tool.RunAsync("sandbox", "--output", "text", "--", "true"), 1, "--output and a command");

    [Fact]
    public async Task Help_Always_ShowsShellAndUnmaskedText()
    {
        var help = (await Tool.RunAsync("sandbox", "--help")).Output;
        Assert.Contains("  tokentools sandbox -- bash\n", help, StringComparison.Ordinal);
        Assert.Contains("  tokentools sandbox --output text\n", help, StringComparison.Ordinal);
        Assert.Contains("Prints the credentials unmasked", help, StringComparison.Ordinal);
        Assert.Contains("export lines", help, StringComparison.Ordinal);
        Assert.Contains("127", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokentools instal", "installer-token")]
    [InlineData("tokentools installer-token ", "MOLECULE")]
    [InlineData("tokentools installer-token ATOM --clou", "--cloud-id")]
    [InlineData("tokentools temporary-token --invite-type userJoinC", "userJoinCluster")]
    [InlineData("tokentools temporary-token --region Eur", "Europe")]
    [InlineData("tokentools temporary-token --service opw", "opw-*")]
    [InlineData("tokentools confine --consumer u", "usr-*")]
    [InlineData("tokentools temporary-token --for p", "provider")]
    [InlineData("tokentools inspect -o t", "token")]
    [InlineData("tokentools completion z", "zsh")]
    public async Task Suggest_PartialCommandLine_ReturnsWords(string typed, string word)
    {
        var outcome = await Tool.RunAsync("[suggest:" + typed.Length.ToString(CultureInfo.InvariantCulture) + "]", typed);
        Assert.Contains(word, outcome.Output.Split('\n'));
        Assert.DoesNotContain("--token\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompletionScript_Bash_CompletesCommands()
    {
        if (!OperatingSystem.IsLinux() || !System.IO.File.Exists("/bin/bash"))
        {
            return;
        }

        File("completion.bash", (await Tool.RunAsync("completion", "bash")).Output);
        var start = new ProcessStartInfo(
            "/bin/bash",
            [
                "--noprofile", "--norc", "-c",
                "tokentools() { '" + Tool.DotNet + "' '" + Tool.Path + "' \"$@\"; }; source completion.bash; "
                + "COMP_LINE='tokentools temporary-token --exclude-r' COMP_POINT=38 COMP_WORDS=(tokentools temporary-token --exclude-r) COMP_CWORD=2; "
                + "_tokentools; printf '%s\\n' \"${COMPREPLY[@]}\"",
            ]);
        Tool.Prepare(start);
        start.WorkingDirectory = Folder;
        using var process = Process.Start(start)!;
        var outcome = await Tool.EndAsync(process);
        Assert.Equal("--exclude-region\n", outcome.Output);
    }

    [Theory]
    [InlineData("zsh", "#compdef tokentools\n")]
    [InlineData("powershell", "Register-ArgumentCompleter -Native -CommandName tokentools")]
    public async Task CompletionScript_OtherShell_IsPrinted(string shell, string begin) =>
        Assert.StartsWith(begin, (await Tool.RunAsync("completion", shell)).Output, StringComparison.Ordinal);
}
