using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>A PowerShell 7 (or, where it is named, Windows PowerShell 5.1) with Pester that somebody has installed: from <c>TOKENTOOLS_PWSH</c>, else on the path.</summary>
internal static class InstalledPowerShell
{
    private static readonly Lazy<(string? Path, string? Missing)> Found = new(Find);

    /// <summary>Why there is none; null if there is one.</summary>
    public static string? Missing => Found.Value.Missing;

    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Found.Value.Path ?? throw new InvalidOperationException(Missing))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // No one is at the keyboard: a prompt must fail, not wait.
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        };
        start.ArgumentList.Add("-NoProfile");
        start.ArgumentList.Add("-NonInteractive");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static (string? Path, string? Missing) Find()
    {
        var named = Environment.GetEnvironmentVariable("TOKENTOOLS_PWSH");
        var path = string.IsNullOrEmpty(named)
            ? (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(static folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
                .FirstOrDefault(File.Exists)
            : named;
        if (path is null || !File.Exists(path))
        {
            return (null, string.IsNullOrEmpty(named)
                ? "no PowerShell 7 (pwsh) on the path, and TOKENTOOLS_PWSH names none"
                : "TOKENTOOLS_PWSH names no file");
        }

        using var process = Process.Start(new ProcessStartInfo(path)
        {
            ArgumentList =
            {
                "-NoProfile", "-NonInteractive", "-Command",
                "if ($PSVersionTable.PSVersion -lt '7.2' -and $PSVersionTable.PSEdition -ne 'Desktop') { exit 3 }; " +
                "if (-not (Get-Module Pester -ListAvailable | Where-Object Version -ge '5.5')) { exit 4 }",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode switch
        {
            0 => (path, null),
            3 => (null, "the PowerShell found is older than 7.2"),
            4 => (null, "the PowerShell found has no Pester 5.5 or later"),
            var code => (null, "the PowerShell found does not start (exit code " + code + ")"),
        };
    }
}

/// <summary>A theory that needs an installed PowerShell, and is reported as skipped, with the reason, where there is none.</summary>
public sealed class PowerShellTheoryAttribute : TheoryAttribute
{
    public PowerShellTheoryAttribute() =>
        Skip = InstalledPowerShell.Missing is { } reason ? "Pester was skipped: " + reason : null;
}
