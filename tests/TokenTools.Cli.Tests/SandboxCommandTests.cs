using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools sandbox.</summary>
[Collection(InProcess.Name)]
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

    [InterruptTheory]
    [InlineData("TERM", 0)]
    [InlineData("TERM", 9)]
    [InlineData("QUIT", 9)]
    public async Task RunAsync_Signal_IsForwardedToTheCommand(string signal, int code)
    {
        // docker stop sends the signal to the first process only.
        using var process = Process.Start(Tool.Start(["sandbox", "--", "sh", "-c", "trap 'echo terminated; exit " + code.ToString(CultureInfo.InvariantCulture) + "' " + signal + "; echo ready; sleep 50 & wait"]))!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();
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
        Assert.Empty(outcome.Error);
        Assert.Equal(uri.AbsoluteUri, (string?)JsonNode.Parse(outcome.Output)!["BOOMI_API_URL"]);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(uri));
    }

    [Fact]
    public async Task RunAsync_NoCommandAndSigterm_ListsWhatWasIssuedAndGives143()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var process = Process.Start(Tool.Start(["sandbox"]))!;
        var note = await process.StandardError.ReadLineAsync();
        var uri = note!.Split(' ')[5];
        var json = new System.Text.StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            json.AppendLine(line);
            if (line == "}")
            {
                break;
            }
        }

        var variables = JsonNode.Parse(json.ToString())!.AsObject().ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value);
        Json(await InProcess.RunAsync(["installer-token", "ATOM"], variables));
        Json(await InProcess.RunAsync(["temporary-token"], variables));
        Json(await InProcess.RunAsync(["temporary-token", "--valid-for", "5m"], variables));
        Assert.Equal(uri, variables["TOKENTOOLS_SANDBOX"]);
        Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();
        var outcome = await Tool.EndAsync(process);
        Assert.Equal(143, outcome.ExitCode);
        Assert.Contains("Installer tokens: 1. Onedata tokens: 2.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OutputFile_IsClosedWhileTheSandboxRuns()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var path = Path.Combine(Folder, "sandbox.json");
        using var process = Process.Start(Tool.Start(["sandbox", "--output-file", path]))!;
        Assert.Contains("until Ctrl-C", await process.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(await System.IO.File.ReadAllTextAsync(path))!["BOOMI_API_URL"]);
        var files = new DirectoryInfo($"/proc/{process.Id}/fd").GetFiles().Select(static file => file.LinkTarget);
        // Its name there may be that of before it had one.
        Assert.DoesNotContain(files, file => file?.StartsWith(Folder, StringComparison.Ordinal) ?? false);
        Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();
        await Tool.EndAsync(process);
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
        Assert.Contains("  tokentools sandbox --output text > sandbox.env &", help, StringComparison.Ordinal);
        Assert.Contains("Prints the credentials unmasked", help, StringComparison.Ordinal);
        Assert.Contains("export lines", help, StringComparison.Ordinal);
        Assert.Contains("127", help, StringComparison.Ordinal);
    }
}
