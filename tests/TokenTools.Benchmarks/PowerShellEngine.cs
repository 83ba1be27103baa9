using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;

namespace TokenTools.Benchmarks;

/// <summary>
/// The PowerShell for the measurements: the one specified by <c>TOKENTOOLS_PWSH</c>, otherwise pwsh from the path, otherwise one that is
/// assembled from packages and compiled ahead of time.
/// </summary>
internal static class PowerShellEngine
{
    /// <summary>The manifest of the module in the checkout.</summary>
    public static string Module { get; } = Path.Combine(Metadata("RepositoryRoot"), "TokenTools.psd1");

    /// <summary>Runs a script file in a new session, and returns its output.</summary>
    public static string RunFile(string script, params string[] arguments) => Run(["-File", script, .. arguments]);

    /// <summary>Runs a command in a new session, and returns its output.</summary>
    public static string RunCommand(string command) => Run(["-Command", command]);

    /// <summary>A value that the build stored in the metadata of this assembly.</summary>
    public static string Metadata(string key) =>
        typeof(PowerShellEngine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    private static readonly Lazy<string> Engine = new(static () => Environment.GetEnvironmentVariable("TOKENTOOLS_PWSH") is { Length: > 0 } named
        ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(static folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
            .FirstOrDefault(File.Exists) ?? Publish());

    // The assemblies in the packages are not compiled, unlike those of PowerShell as it is installed (PowerShell/PowerShell:
    // PowerShell.Common.props, PublishReadyToRun): most of what is measured would be the compilation of the engine.
    private static string Publish() => PublishedProgram.Create(
        "tests/TokenTools.PowerShellHost", Path.Combine(Metadata("RepositoryRoot"), "tests", "TokenTools.Benchmarks", "obj", "pwsh"), "pwsh");

    private static string Run(string[] arguments)
    {
        var start = new ProcessStartInfo(Engine.Value, ["-NoProfile", "-NonInteractive", .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
