using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;

namespace TokenTools.PowerShell.Tests;

/// <summary>
/// The PowerShell that the cmdlets are tested in: the one that <c>TOKENTOOLS_PWSH</c> names (Windows PowerShell 5.1, too), else a
/// PowerShell 7.2 or later on the path, otherwise the one that the build assembles from packages. Its Pester is one that the build brings.
/// </summary>
internal static class PowerShellEngine
{
    private static readonly Lazy<(string? Path, string? Missing)> Found = new(Find);

    private static string? s_modulePath;

    /// <summary>The reason why there is none; null if there is one.</summary>
    public static string? Missing => Found.Value.Missing;

    /// <summary>Its program; null if there is none.</summary>
    public static string? Program => Found.Value.Path;

    public static Process Start(params string[] arguments) => Start([], arguments);

    /// <param name="variables">Additional environment variables.</param>
    /// <param name="arguments">The arguments.</param>
    public static Process Start(IEnumerable<KeyValuePair<string, string>> variables, params string[] arguments)
    {
        var path = Found.Value.Path ?? throw new InvalidOperationException(Missing);
        var start = StartInfo(path);
        start.WorkingDirectory = Repository.Root;
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Tests that start another engine start this one.
        start.Environment["TOKENTOOLS_PWSH"] = path;
        start.Environment["TOKENTOOLS_ARGUMENT_ECHO"] = Repository.ArgumentEcho + (OperatingSystem.IsWindows() ? ".exe" : string.Empty);
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    // Before any test: the engine that HelpTests hosts adds folders to the path, which are not those of the engine started here.
    [ModuleInitializer]
    internal static void SaveModulePath() => s_modulePath = Environment.GetEnvironmentVariable("PSModulePath");

    private static (string? Path, string? Missing) Find()
    {
        if (Environment.GetEnvironmentVariable("TOKENTOOLS_PWSH") is { Length: > 0 } named)
        {
            return !File.Exists(named) ? (null, "TOKENTOOLS_PWSH names no file")
                : Problem(named) is { } problem ? (null, "the PowerShell that TOKENTOOLS_PWSH names " + problem)
                : (named, null);
        }

        var program = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        var installed = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
        if (installed is not null && Problem(installed) is null)
        {
            return (installed, null);
        }

        var packaged = Path.Combine(Repository.PowerShellHost, program);
        return Problem(packaged) is { } fault ? (null, "the PowerShell from packages " + fault) : (packaged, null);
    }

    private static string? Problem(string path)
    {
        var start = StartInfo(path);
        start.ArgumentList.Add("-Command");
        start.ArgumentList.Add(
            "if ($PSVersionTable.PSVersion -lt '7.2' -and $PSVersionTable.PSEdition -ne 'Desktop') { exit 3 }; " +
            "if (-not (Get-Module Pester -ListAvailable | Where-Object Version -eq '" + Repository.PesterVersion + "')) { exit 4 }");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode switch
        {
            0 => null,
            3 => "is older than 7.2",
            4 => "finds no Pester " + Repository.PesterVersion,
            var code => "does not start (exit code " + code + ")",
        };
    }

    private static ProcessStartInfo StartInfo(string path)
    {
        var start = new ProcessStartInfo(path)
        {
            ArgumentList = { "-NoProfile", "-NonInteractive" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Not interactive: a prompt must fail, not wait.
            RedirectStandardInput = true,
        };
        if (OperatingSystem.IsWindows())
        {
            // Windows PowerShell runs no scripts on a Windows that isn't a server, and engines that tests start are to run them, too:
            // they inherit it by PSExecutionPolicyPreference.
            start.ArgumentList.Add("-ExecutionPolicy");
            start.ArgumentList.Add("Bypass");
        }

        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        // Most of its processes end before a second compilation with optimizations could pay off; see Directory.Build.props. Hexadecimal.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCountThreshold"] = "12C";
        // Compilation takes less time without it, and what they run is trusted.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        // Memory that is collected at a time: 32 MB, hexadecimal. By default, it is as much as the processor's cache, or 256 KB where a virtual
        // machine does not show its size, with which an engine takes an eighth longer.
        start.Environment["DOTNET_GCgen0size"] = "2000000";
        start.Environment["TOKENTOOLS_PESTER_VERSION"] = Repository.PesterVersion;
        // The engine adds its own folders to what is here. Windows PowerShell doesn't, and has what it was given.
        start.Environment["PSModulePath"] = string.Join(
            Path.PathSeparator,
            new[] { Repository.PesterModules, s_modulePath }.Where(static part => !string.IsNullOrEmpty(part)));
        return start;
    }
}
