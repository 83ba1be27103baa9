using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Attacks.Tests.Support;

/// <summary>A program of the machine.</summary>
internal static class ExternalProgram
{
    private static readonly ConcurrentDictionary<string, string?> Reasons = new(StringComparer.Ordinal);

    /// <summary>Where a program is; null if it is not on the path.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
        .FirstOrDefault(File.Exists);

    /// <summary>Null if the program runs with these arguments; otherwise the reason why a test that needs it is skipped.</summary>
    public static string? Missing(string name, params string[] arguments) =>
        Reasons.GetOrAdd(string.Join('\0', [name, .. arguments]), _ => Try(name, arguments));

    /// <summary>Runs a program to its end, which has to be a good one, and returns its output.</summary>
    public static async Task<string> ReadAsync(string name, IEnumerable<string> arguments, string input = "")
    {
        var result = await RunAsync(new ProcessStartInfo(name, arguments), input);
        Assert.True(result.ExitCode == 0, name + ": " + result.Error);
        return result.Output;
    }

    /// <summary>Runs a program to its end; a cancellation ends it.</summary>
    public static async Task<ProgramResult> RunAsync(ProcessStartInfo start, string input = "", CancellationToken cancellationToken = default)
    {
        start.FileName = Find(start.FileName) ?? start.FileName;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardInputEncoding = start.StandardOutputEncoding = start.StandardErrorEncoding = new UTF8Encoding(false);
        start.Environment["PYTHONUTF8"] = "1";
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        using var registration = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }

        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    private static string? Try(string name, string[] arguments)
    {
        try
        {
            return Find(name) is null ? name + " is not installed"
                : RunAsync(new ProcessStartInfo(name, arguments)).GetAwaiter().GetResult().ExitCode == 0 ? null
                : name + " does not support this";
        }
        catch (Win32Exception)
        {
            return name + " does not start";
        }
    }
}

/// <summary>How a program ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);

/// <summary>A fact that needs a program; skipped, with the reason, where it cannot run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramFactAttribute : FactAttribute
{
    /// <param name="name">The program.</param>
    /// <param name="arguments">Arguments with which it ends with exit code 0 where it can be used.</param>
    public ProgramFactAttribute(string name, params string[] arguments) => Skip = ExternalProgram.Missing(name, arguments);
}
