using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>The command after <c>tokentools sandbox --</c>.</summary>
public sealed class ChildProcessTests : CliTest
{
    [Theory]
    [InlineData("missing-command-1")]
    [InlineData("/missing/command-2")]
    public async Task RunAsync_MissingCommand_Gives127AndSaysSo(string command) =>
        Refused(await Tool.RunAsync("sandbox", "--", command, "argument"), 127, "The command " + command + " was not found.");

    [Fact]
    public async Task RunAsync_FileThatIsNotExecutable_Gives126AndSaysSo()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var file = File("not-executable.txt", "text");
        Assert.False(System.IO.File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute));
        Refused(await Tool.RunAsync("sandbox", "--", file), 126, "cannot be started");
    }

    [Theory]
    [InlineData(null, null, "127.0.0.1", "127.0.0.1")]
    [InlineData("a.example, b.example", null, "a.example,b.example,127.0.0.1", "a.example,b.example,127.0.0.1")]
    [InlineData(null, "a.example", "a.example,127.0.0.1", "a.example,127.0.0.1")]
    [InlineData("a.example", "b.example", "a.example,127.0.0.1", "b.example,127.0.0.1")]
    [InlineData("127.0.0.1", "", "127.0.0.1", "127.0.0.1")]
    [InlineData("*", "b.example", "*", "b.example,127.0.0.1")]
    public async Task RunAsync_NoProxyVariables_ContainTheSandbox(string? lower, string? upper, string expectedLower, string expectedUpper)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var outcome = await Tool.RunAsync(
            ["sandbox", "--", "sh", "-c", "echo \"$no_proxy $NO_PROXY\""],
            new Dictionary<string, string?> { ["no_proxy"] = lower, ["NO_PROXY"] = upper });
        Assert.Equal(expectedLower + " " + expectedUpper + "\n", outcome.Output);
    }

    [Fact]
    public async Task RunAsync_ProxyInTheEnvironment_IsBypassed()
    {
        // No proxy listens at that port: every request through it would fail.
        var outcome = await Tool.RunAsync(
            ["sandbox", "--", Tool.DotNet, Tool.Path, "installer-token", "ATOM", "--output", "text", "--maximum-retry-count", "0"],
            new Dictionary<string, string?>
            {
                ["http_proxy"] = "http://127.0.0.1:9",
                ["HTTP_PROXY"] = "http://127.0.0.1:9",
                ["no_proxy"] = null,
                ["NO_PROXY"] = null,
            });
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("atom-********", outcome.Output, StringComparison.Ordinal);
    }
}
