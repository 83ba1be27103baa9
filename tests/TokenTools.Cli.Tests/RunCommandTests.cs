using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools run: a command gets secrets, its output is masked, and nothing of them is left.</summary>
[TakesLong]
public sealed class RunCommandTests : CliTest
{
    private const string Secret = "kQ3vZ8xN1pL6tR9wB2yF5hJ7mC4dG0sA";

    private string SecretFile => File("secret.txt", Secret + "\n");

    [PosixFact]
    public async Task RunAsync_Environment_IsMaskedInEveryEncodingAndExitCodeComesBack()
    {
        var outcome = await Tool.RunAsync(
            "run", "--environment", "TOKEN=" + SecretFile, "--", "sh", "-c",
            "echo \"plain $TOKEN.\"; printf %s \"$TOKEN\" | base64; printf %s \"$TOKEN\" | od -An -tx1; echo \"error $TOKEN\" >&2; "
            + "for i in 1 2 3 4 5 6 7 8; do printf %s \"$TOKEN\" | cut -c \"$((4 * i - 3))-$((4 * i))\" | tr -d '\\n'; sleep 0.1; done; exit 7");

        Assert.Equal(7, outcome.ExitCode);
        Assert.StartsWith("plain ********.\n********", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("error ********\n", outcome.Error);
        var shown = outcome.Output + outcome.Error;
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret));
        var hexadecimal = Convert.ToHexString(Encoding.UTF8.GetBytes(Secret));
        var digits = string.Concat(shown.Where(char.IsLetterOrDigit));
        Assert.All(Pieces(Secret).Concat(Pieces(base64)), piece => Assert.DoesNotContain(piece, shown, StringComparison.Ordinal));
        Assert.All(Pieces(hexadecimal), piece => Assert.DoesNotContain(piece, digits, StringComparison.OrdinalIgnoreCase));
    }

    [PosixFact]
    public async Task RunAsync_File_IsReadableOnlyByTheUserAndGone()
    {
        var outcome = await Tool.RunAsync(
            "run", "--file", "TOKEN_FILE=" + SecretFile, "--", "sh", "-c",
            "stat -L -c %a \"$TOKEN_FILE\"; wc -c < \"$TOKEN_FILE\"; cat \"$TOKEN_FILE\"; echo; echo \"$TOKEN_FILE\" >&2");

        Assert.Equal(["600", "33", "********"], outcome.Output.Split('\n').Take(3).Select(static line => line.Trim()));
        Assert.False(System.IO.File.Exists(outcome.Error.Trim()), outcome.Error);
    }

    // A private key of OpenSSH without its last line end is not one.
    [PosixFact]
    public async Task RunAsync_File_IsACopy()
    {
        var outcome = await Tool.RunAsync(
            "run", "--file", "KEY=" + File("key.txt", Secret + "\n"), "--", "sh", "-c", "wc -c < \"$KEY\"; cat \"$KEY\"; printf %s. \"$(cat \"$KEY\")\"");

        Assert.Equal(["33", "********", "********."], outcome.Output.Split('\n').Select(static line => line.Trim()));
    }

    [PosixFact]
    public async Task RunAsync_Killed_LeavesNoFile()
    {
        var temporary = Directory.CreateDirectory(Path.Combine(Folder, "tmp")).FullName;
        var start = Tool.Start(
            ["run", "--file", "TOKEN_FILE=" + SecretFile, "--", "sh", "-c", "echo \"$TOKEN_FILE $$\"; exec sleep 50"],
            new() { ["TMPDIR"] = temporary, ["DOTNET_EnableDiagnostics"] = "0" });
        using var process = Process.Start(start)!;
        var line = (await process.StandardOutput.ReadLineAsync())!.Split(' ');
        Assert.Equal(Secret + "\n", await System.IO.File.ReadAllTextAsync(line[0]));

        process.Kill();
        await process.WaitForExitAsync();

        Assert.False(System.IO.File.Exists(line[0]));
        Assert.Empty(Directory.GetFileSystemEntries(temporary));
        Process.Start("kill", [line[1]])!.WaitForExit();
    }

    [PosixFact]
    public async Task RunAsync_StandardInput_IsReadByTheCommand()
    {
        var outcome = await Tool.RunAsync(
            "run", "--standard-input", SecretFile, "--", "sh", "-c", "read -r line; test \"$line\" = '" + Secret[..16] + "'\"" + Secret[16..] + "\" && echo same");

        // Half of the secret is in the arguments of this test's command: that is rejected.
        Refused(outcome, 1, "Argument 2 of the command contains a secret");
        outcome = await Tool.RunAsync("run", "--standard-input", SecretFile, "--", "wc", "-c");
        Assert.Equal("33", outcome.Output.Trim());
    }

    [PosixFact]
    public async Task RunAsync_Always_GivesTheSecretToNoArguments()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var outcome = await Tool.RunAsync(
            "run", "--environment", "A=" + SecretFile, "--file", "B=" + SecretFile, "--standard-input", SecretFile, "--binary", "--",
            "sh", "-c", "cat /proc/$$/cmdline /proc/$PPID/cmdline; cat > /dev/null");

        Assert.Contains("--standard-input", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, outcome.Output, StringComparison.Ordinal);
    }

    [PosixFact]
    public async Task RunAsync_Document_MasksItsSecretsAndNotItsNames()
    {
        var config = File("admin.conf", "clusters:\n- name: production-cluster\nusers:\n- token: " + Secret + "\n");

        var outcome = await Tool.RunAsync(
            "run", "--file", "KUBECONFIG=" + config, "--", "sh", "-c", "cat \"$KUBECONFIG\"; echo \"$1\"", "sh", "--context=production-cluster");

        Assert.Equal(
            "clusters:\n- name: production-cluster\nusers:\n- token: ********\n--context=production-cluster\n",
            outcome.Output);
    }

    [PosixFact]
    public async Task RunAsync_Binary_LeavesOutputAsItIs()
    {
        var outcome = await Tool.RunAsync(
            "run", "--environment", "TOKEN=" + SecretFile, "--binary", "--", "sh", "-c", "echo \"$TOKEN\"; echo \"$TOKEN\" >&2");

        Assert.Equal(Secret + "\n", outcome.Output);
        Assert.Equal("********\n", outcome.Error);
    }

    [PosixFact]
    public async Task RunAsync_SecretsThatTheEnvironmentHas_AreMasked()
    {
        Environment["OTHER"] = Secret;
        var outcome = await Tool.RunAsync(
            ["run", "--masked-variable", "OTHER", "--", "sh", "-c", "echo \"$BOOMI_API_TOKEN $ONEZONE_API_KEY $OTHER\""], Environment);

        Assert.Equal("******** ******** ********\n", outcome.Output);
    }

    // SIGHUP, which may be sent to this process alone, as SIGTERM. SIGQUIT does not always end a program.
    [InterruptTheory]
    [InlineData("TERM", "TERM")]
    [InlineData("HUP", "TERM")]
    [InlineData("QUIT", "QUIT")]
    public async Task RunAsync_Signal_IsForwardedToTheCommand(string signal, string forwarded)
    {
        using var process = Process.Start(Tool.Start(
            ["run", "--environment", "TOKEN=" + SecretFile, "--", "sh", "-c", "trap 'echo TERM; exit 9' TERM; trap 'echo QUIT; exit 9' QUIT; echo ready; sleep 50 & wait"]))!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();
        Assert.Equal(forwarded, await process.StandardOutput.ReadLineAsync());
        await process.WaitForExitAsync();
        Assert.Equal(9, process.ExitCode);
    }

    [InterruptFact]
    public async Task RunAsync_FurtherSignals_AreForwardedAsWell()
    {
        using var process = Process.Start(Tool.Start(
            ["run", "--", "sh", "-c", "n=0; trap 'n=$((n + 1)); echo TERM $n; [ $n -lt 3 ] || exit 9' TERM; echo ready; while :; do sleep 5 & wait; done"]))!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        for (var number = 1; number <= 3; number++)
        {
            Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();
            Assert.Equal("TERM " + number, await process.StandardOutput.ReadLineAsync());
        }

        await process.WaitForExitAsync();
        Assert.Equal(9, process.ExitCode);
    }

    [InterruptFact]
    public async Task RunAsync_CommandHasEndedAndNoProgramReads_EndsAtASignal()
    {
        var file = Path.Combine(Folder, "process");
        // More than the pipes hold.
        using var process = Process.Start(Tool.Start(["run", "--", "sh", "-c", "echo $$ > '" + file + "'; exec yes"]))!;
        var started = string.Empty;
        while (started.Length == 0)
        {
            await Task.Delay(20);
            started = System.IO.File.Exists(file) ? (await System.IO.File.ReadAllTextAsync(file)).Trim() : string.Empty;
        }

        Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();
        while (Directory.Exists("/proc/" + started))
        {
            await Task.Delay(20);
        }

        Assert.False(process.HasExited);
        Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();
        await process.WaitForExitAsync();
        Assert.Equal(143, process.ExitCode);
    }

    [PosixFact]
    public async Task RunAsync_ReaderIsSlow_LosesNoOutput()
    {
        // More than both pipes hold, and the reader begins seconds after the command has ended.
        var start = new ProcessStartInfo("sh", ["-c", "\"$@\" run -- head -c 180000 /dev/zero | (sleep 4; wc -c)", "sh", Tool.DotNet, Tool.Path]);
        Tool.Prepare(start);
        using var process = Process.Start(start)!;
        Assert.Equal("180000", (await Tool.EndAsync(process)).Output.Trim());
    }

    [PosixFact]
    public async Task RunAsync_BackgroundProcess_DoesNotKeepItRunning()
    {
        var outcome = await Tool.RunAsync("run", "--environment", "TOKEN=" + SecretFile, "--", "sh", "-c", "sleep 600 & echo $!");

        Assert.Equal(0, outcome.ExitCode);
        Process.Start("kill", [outcome.Output.Trim()])!.WaitForExit();
    }

    [PosixFact]
    public async Task RunAsync_Prompt_IsShownBeforeItIsAnswered()
    {
        using var process = Process.Start(Tool.Start(
            ["run", "--environment", "TOKEN=" + SecretFile, "--", "sh", "-c", "printf 'Continue? '; read -r answer; echo \"$answer\""]))!;
        var prompt = new char[10];
        Assert.Equal(10, await process.StandardOutput.ReadBlockAsync(prompt));
        Assert.Equal("Continue? ", new string(prompt));
        var outcome = await Tool.EndAsync(process, "yes\n");
        Assert.Equal("yes\n", outcome.Output);
    }

    [PosixFact]
    public async Task RunAsync_ProgramOfThatNameInTheCurrentFolder_DoesNotGetTheSecret()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var planted = File("env", "#!/bin/sh\necho planted\n");
        System.IO.File.SetUnixFileMode(planted, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = Tool.Start(["run", "--environment", "TOKEN=" + SecretFile, "--", "env"]);
        start.WorkingDirectory = Folder;
        using var process = Process.Start(start)!;

        var outcome = await Tool.EndAsync(process);

        Assert.Contains("\nTOKEN=********\n", "\n" + outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", outcome.Output, StringComparison.Ordinal);
    }

    [PosixFact]
    public async Task RunAsync_TemporaryFolderThatIsMissing_IsRejectedByName()
    {
        var missing = Path.Combine(Folder, "missing");

        var outcome = await Tool.RunAsync(
            ["run", "--file", "TOKEN=" + SecretFile, "--", "true"], new() { ["TMPDIR"] = missing, ["DOTNET_EnableDiagnostics"] = "0" });

        Refused(outcome, 1, "TMPDIR");
        Assert.Contains(missing, outcome.Error, StringComparison.Ordinal);
    }

    [PosixFact]
    public async Task RunAsync_SequencesThatEndAttributes_DoNotUnmaskASecret()
    {
        // What tput sgr0 writes for xterm, between parts of 4 characters.
        var outcome = await Tool.RunAsync(
            "run", "--environment", "TOKEN=" + SecretFile, "--", "sh", "-c", "printf %s \"$TOKEN\" | sed 's/..../&\x1b(B\x1b[m/g'; echo .");

        Assert.DoesNotContain(Secret[..4], outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret[8..12], outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith(".\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing-of-that-name", 127, "was not found")]
    [InlineData("secret.txt", 126, "cannot be started")]
    public async Task RunAsync_CommandThatCannotStart_GivesTheShellsExitCode(string command, int exitCode, string said)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = command == "secret.txt" ? SecretFile : command;
        Refused(await Tool.RunAsync("run", "--environment", "TOKEN=" + SecretFile, "--", path), exitCode, said);
    }

    private static IEnumerable<string> Pieces(string text) =>
        Enumerable.Range(0, text.Length - 11).Select(start => text.Substring(start, 12));

    private sealed class PosixFactAttribute : FactAttribute
    {
        public PosixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "there is no sh on Windows" : null;
    }
}
