using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>Planted secrets in successful and failing runs appear in no argument list, no file, and no stream except the requested result.</summary>
public sealed class CanaryTests : CliTest
{
    private const string Planted = "Pl4nted-c4n4ry-s3cr3t";

    public static TheoryData<string[], string> Runs { get; } = new()
    {
        { ["installer-token", "ATOM", "-v"], "BOOMI_API_TOKEN" },
        { ["installer-token", "ATOM", "-v", "--api-token-file", "-"], "input" },
        { ["installer-token", "ATOM", "-v", "--api-token-file", "FILE"], "file" },
        { ["installer-token", "ATOM", "-v", "--password-file", "FILE"], "file" },
        { ["installer-token", "ATOM", "--base-uri", "http://127.0.0.1:9", "--maximum-retry-count", "1", "-v"], "BOOMI_API_TOKEN" },
        { ["boomi-connection", "-v"], "BOOMI_API_TOKEN" },
        { ["boomi-connection", "-v", "--password-file", "FILE"], "file" },
        { ["boomi-connection", "-v", "--one-time-password-file", "FILE"], "file" },
        { ["installer-argument", "--runtime-name", "a/b"], "TOKENTOOLS_TOKEN" },
        { ["installer-argument", "ATOM", "--runtime-name", "a/b", "--token-file", "FILE"], "file" },
        { ["temporary-token", "-v"], "ONEZONE_API_KEY" },
        { ["temporary-token", "-v", "--user-name", "joe", "--password-file", "FILE"], "file" },
        { ["named-token", "ci", "-v"], "ONEZONE_API_KEY" },
        { ["named-token", "ci", "-v", "--token-file", "FILE"], "file" },
        { ["temporary-token-generation", "-v"], "ONEZONE_API_KEY" },
        { ["oneclient-environment", "-v"], "TOKENTOOLS_TOKEN" },
        { ["oneclient-environment", "-v", "--path", "oneclient.env"], "input" },
        { ["oneprovider-registration", "-v", "--path", "token"], "TOKENTOOLS_TOKEN" },
        { ["oneprovider-registration", "-v", "--path", "token", "--token-file", "FILE"], "file" },
        { ["revoke", "named", "--name", "ci", "-v"], "ONEZONE_API_KEY" },
        { ["join", "-v"], "TOKENTOOLS_INVITE_TOKEN" },
        { ["join", "-v"], "input" },
        { ["temporary-token", "-v", "--token-file", "FILE"], "file" },
        { ["temporary-token", "-v", "--root-token-file", "FILE"], "file" },
        { ["bootstrap-token", "--user-name", "admin", "-o", "text"], "TOKENTOOLS_PASSWORD" },
        { ["bootstrap-token", "--user-name", "ad min"], "TOKENTOOLS_PASSWORD" },
        { ["password-hash"], "TOKENTOOLS_PASSWORD" },
        { ["password-hash", "--salt", "!!"], "TOKENTOOLS_PASSWORD" },
        { ["inspect"], "TOKENTOOLS_TOKEN" },
        { ["inspect"], "input" },
        { ["confine", "--valid-for", "5m"], "TOKENTOOLS_TOKEN" },
        { ["verify", "-v"], "TOKENTOOLS_TOKEN" },
        { ["verify", "-v", "--service-token-file", "FILE", "--token-file", "GOOD"], "file" },
        { ["organization-manifest", "a", "a.example"], "TOKENTOOLS_TOKEN" },
        { ["organization-manifest", "a", "a.example", "--admin-user", "a", "--password-hash-file", "FILE"], "file" },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Run_PlantedSecret_IsNotShown(string[] arguments, string source)
    {
        // An untrusted service that echoes the request.
        foreach (var status in new[] { 400, 401 })
        {
            Sandbox.Faults.Enqueue(new SandboxFault
            {
                StatusCode = status,
                ContentType = "application/json",
                Body = "{\"message\":\"bad " + Planted + " and " + Base64(Planted) + "\",\"error\":{\"id\":\"x\",\"description\":\"" + Planted + "\"}}",
                Match = "POST",
            });
        }

        await RunAsync(arguments, source);
        // The second response. Without a first one, it would be the same run.
        if (Sandbox.Requests.Any(static request => request.Method == "POST"))
        {
            await RunAsync(arguments, source);
        }
    }

    [Fact]
    public async Task Run_Successful_ShowsSecretsOnlyInItsResult()
    {
        Environment["TOKENTOOLS_PASSWORD"] = Planted;
        foreach (var arguments in new[] { new[] { "installer-token", "ATOM", "-v" }, ["temporary-token", "-v"], ["bootstrap-token", "--user-name", "admin", "-v"] })
        {
            var shown = await Tool.RunAsync([.. arguments, "-o", "text"], Environment, folder: Folder);
            var token = await Tool.RunAsync([.. arguments, "-o", "token"], Environment, folder: Folder);
            Assert.Equal(0, shown.ExitCode + token.ExitCode);
            foreach (var secret in new[] { Sandbox.BoomiApiToken, Sandbox.OnezoneUserToken, Planted, Base64("BOOMI_TOKEN." + Sandbox.BoomiUserName + ":" + Sandbox.BoomiApiToken) })
            {
                Assert.DoesNotContain(secret, shown.Output + shown.Error + token.Output + token.Error + shown.ArgumentList, StringComparison.Ordinal);
            }

            Assert.DoesNotContain(token.Output, token.Error + shown.Output, StringComparison.Ordinal);
        }

        Assert.All(Sandbox.MintedTokens, minted => Assert.False(Holds(Folder, minted.Token)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    // A dash is standard input, which is the keyboard here.
    [Theory]
    [InlineData("", "password: ", "password again: ")]
    [InlineData(" --password-file -", "--password-file: ")]
    public async Task Prompt_TypedSecret_IsNotEchoed(string options, params string[] prompts)
    {
        if (!OperatingSystem.IsLinux() || !System.IO.File.Exists("/usr/bin/script"))
        {
            return;
        }

        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", "'" + Tool.DotNet + "' '" + Tool.Path + "' password-hash --salt abcdefgh -o text" + options, "/dev/null"]);
        Tool.Prepare(start, new Dictionary<string, string?> { ["TERM"] = "dumb" });
        using var process = Process.Start(start)!;
        var seen = new StringBuilder();
        foreach (var prompt in prompts)
        {
            while (!seen.ToString().Contains(prompt, StringComparison.Ordinal))
            {
                var read = process.StandardOutput.Read();
                Assert.True(read >= 0, seen.ToString());
                seen.Append((char)read);
            }

            // At once: the echo is turned off before the prompt.
            await process.StandardInput.WriteAsync("MySecretPassword\r");
            await process.StandardInput.FlushAsync();
        }

        await process.WaitForExitAsync();
        seen.Append(await process.StandardOutput.ReadToEndAsync());
        Assert.Contains("$6$abcdefgh$/SsRX3ubXGULHr2GdDM6ihJ6xOsPwFeSefTmnvKGXdYobQVR242HSzgGUTvXo3plg7JPNxyBGdq7C0lfVLRtK.", seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("MySecret", seen.ToString(), StringComparison.Ordinal);
    }

    // What a terminal drops of a long line would be missing, and what follows a line would be run by a shell.
    [TerminalFact]
    public async Task Prompt_MoreThanALine_IsAnErrorOrDropped()
    {
        using var terminal = new PseudoTerminal("'" + Tool.DotNet + "' '" + Tool.Path + "' run --environment X=- -- printenv X", Folder);
        await terminal.WaitForAsync("--environment: ");
        await terminal.TypeAsync(new string('y', 5000) + "\r");
        await terminal.WaitForAsync("may not be complete");

        using var other = new PseudoTerminal(
            "bash --norc -c \"'" + Tool.DotNet + "' '" + Tool.Path + "' run --environment X=- -- sh -c 'printenv X | wc -c'; read -r -t 1 rest; echo rest=\\$rest.\"", Folder);
        await other.WaitForAsync("--environment: ");
        await other.TypeAsync("FirstSecretLine\rsecond-line\r");
        await other.WaitForAsync("rest=.");
        Assert.Contains("16", other.Output, StringComparison.Ordinal);
        Assert.Contains("were dropped", other.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("second-line", other.Output, StringComparison.Ordinal);
    }

    [TerminalFact]
    public async Task Prompt_StoppedAndContinued_IsNotEchoed()
    {
        using var shell = new PseudoTerminal("bash --rcfile '" + File("rc", "PS1='READY '\n") + "' -i", Folder);
        await shell.WaitForAsync("READY ");
        await shell.TypeAsync("'" + Tool.DotNet + "' '" + Tool.Path + "' run --environment X=- -- true\r");
        await shell.WaitForAsync("--environment: ");
        await shell.TypeAsync("\u001a");
        await shell.WaitForAsync("Stopped");
        await shell.TypeAsync("fg\r");
        await shell.UntilAsync(() => Regex.Count(shell.Output, "--environment: ") == 2);
        await shell.TypeAsync("TypedAfterFg99\r");
        await shell.UntilAsync(() => Regex.Count(shell.Output, "READY ") == 3);
        Assert.DoesNotContain("TypedAfterFg99", shell.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xterm", null, true)]
    [InlineData("xterm", "1", false)]
    [InlineData("dumb", null, false)]
    public async Task Error_Terminal_IsColoredUnlessDisabled(string terminal, string? noColor, bool colored)
    {
        if (!OperatingSystem.IsLinux() || !System.IO.File.Exists("/usr/bin/script"))
        {
            return;
        }

        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", "'" + Tool.DotNet + "' '" + Tool.Path + "' installer-token ATOM", "/dev/null"]);
        Tool.Prepare(start, new Dictionary<string, string?> { ["TERM"] = terminal, ["NO_COLOR"] = noColor });
        using var process = Process.Start(start)!;
        var outcome = await Tool.EndAsync(process);
        Assert.Equal(colored, outcome.Output.Contains("\u001b[31mtokentools:", StringComparison.Ordinal));
        Assert.Contains("There is no connection", outcome.Output, StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static bool Holds(string folder, string secret) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Any(file => System.IO.File.ReadAllText(file).Contains(secret, StringComparison.Ordinal));

    private async Task RunAsync(string[] arguments, string source)
    {
        var work = Directory.CreateDirectory(Path.Combine(Folder, "work")).FullName;
        Environment["TMPDIR"] = work;
        Environment["HOME"] = work;
        Environment["DOTNET_CLI_HOME"] = work;
        if (source is not ("file" or "input"))
        {
            Environment[source] = Planted;
        }

        var secret = File("secret.txt", Planted);
        var good = File("good.txt", Sandbox.OnezoneUserToken);
        var outcome = await Tool.RunAsync(
            arguments.Select(argument => argument switch { "FILE" => secret, "GOOD" => good, _ => argument }),
            Environment,
            source == "input" ? Planted : string.Empty,
            work);
        Assert.NotEqual(string.Empty, outcome.Output + outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        foreach (var form in new[] { Planted, Base64(Planted), Uri.EscapeDataString(Planted), Base64("BOOMI_TOKEN." + Sandbox.BoomiUserName + ":" + Planted) })
        {
            Assert.DoesNotContain(form, outcome.ArgumentList, StringComparison.Ordinal);
            Assert.DoesNotContain(form, outcome.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(form, outcome.Error, StringComparison.Ordinal);
            Assert.False(Holds(work, form));
        }
    }
}
