using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>What a terminal shows while a command waits.</summary>
[TakesLong]
public sealed class ProgressTests : CliTest
{
    [Fact]
    public void Show_TextAfterText_ReplacesItAndClearRemovesIt()
    {
        using var output = new StringWriter();
        using var line = new ProgressLine(output, static () => 20);
        line.Show("a long text that is cut");
        line.Show("short");
        line.Clear();
        line.Clear();
        // The terminal has 20 columns, of which the last stays empty. A shorter text is followed by spaces.
        Assert.Equal("\ra long text that is\rshort" + new string(' ', 14) + "\r" + new string(' ', 5) + "\r", output.ToString());
    }

    [Fact]
    public async Task ShowLater_NothingElseWritten_ShowsTheSeconds()
    {
        using var output = new StringWriter();
        using (var line = new ProgressLine(output, static () => 80))
        {
            line.ShowLater("waiting");
            await UntilAsync(() => output.ToString().Contains("waiting (2 s)", StringComparison.Ordinal));
        }

        Assert.StartsWith("\rwaiting (1 s)", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(" \r", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Show_ControlCharacters_AreRemoved()
    {
        using var output = new StringWriter();
        using var line = new ProgressLine(output, static () => 80);
        line.Show("a\u001b[31mb\nc");
        Assert.DoesNotContain('\u001b', output.ToString());
        Assert.DoesNotContain('\n', output.ToString());
    }

    [TerminalFact("sh")]
    public async Task Wait_AtATerminal_ShowsWhatItWaitsForAndRemovesIt()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, Match = "profile", Count = 2 });
        File("bootstrap.txt", Convert.ToBase64String(
            System.Text.Encoding.UTF8.GetBytes(Sandbox.GoodDataUserName + ":bootstrap:" + Sandbox.GoodDataPassword)));
        using var terminal = Start("verify --token-file bootstrap.txt --wait --verbose -o text");
        Assert.Equal(0, await terminal.EndAsync());
        Assert.Matches(@"\r[^\n]*503[^\n]* \([0-9m s]+ left\)", terminal.Output);
        Assert.Matches(@" +\rAccepted +yes", terminal.Output);
        // Each attempt is the same request, which is listed once.
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(terminal.Output, @"tokentools: GET [^\n]*profile"));
    }

    [TerminalFact("sh")]
    public async Task SlowResponse_AtATerminal_ShowsWhatItWaitsFor()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5), Match = "InstallerToken" });
        using var terminal = Start("installer-token ATOM");
        await terminal.WaitForAsync("waiting for the response to POST " + Sandbox.Uri.AbsoluteUri);
        await terminal.WaitForAsync(" (2 s)");
    }

    [TerminalFact("sh")]
    public async Task SlowHash_AtATerminal_ShowsWhatItComputes()
    {
        File("password.txt", "a long password");
        using var terminal = Start("password-hash --password-file password.txt --rounds 999999999");
        await terminal.WaitForAsync("computing the hash of the password (2 s)");
    }

    [TerminalFact("sh")]
    public async Task SlowHash_Verified_ShowsWhatItComputes()
    {
        File("password.txt", "a long password");
        File("hash.txt", "$6$rounds=999999999$salt$" + new string('a', 86));
        using var terminal = Start("verify-hash --password-hash-file hash.txt --password-file password.txt");
        await terminal.WaitForAsync("computing the hash of the password (2 s)");
    }

    [TerminalFact("sh")]
    public async Task NewPassword_TypedDifferently_IsRejected()
    {
        using var terminal = Start("bootstrap-token --user-name admin");
        await terminal.WaitForAsync("password: ");
        await terminal.TypeAsync("canary-31337-one\r");
        await terminal.WaitForAsync("password again: ");
        await terminal.TypeAsync("canary-31337-two\r");
        Assert.Equal(1, await terminal.EndAsync());
        Assert.Contains("The two inputs differ.", terminal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("bearerToken", terminal.Output, StringComparison.Ordinal);
    }

    [TerminalFact("sh")]
    public async Task SlowResponse_Quiet_ShowsNothing()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromSeconds(3), Match = "InstallerToken" });
        using var terminal = Start("installer-token ATOM --quiet -o text");
        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("InstallType", terminal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("waiting", terminal.Output, StringComparison.Ordinal);
    }

    private PseudoTerminal Start(string arguments) => new(
        string.Format(CultureInfo.InvariantCulture, "'{0}' '{1}' {2}", Tool.DotNet, Tool.Path, arguments), Folder, Environment);
}
