using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Core.Tests;

/// <summary>A program that may be installed, to compare its results with ours.</summary>
internal static class ExternalTool
{
    /// <summary>Null if the program runs with these arguments and succeeds, otherwise the reason why it cannot be used.</summary>
    public static string? Missing(string name, params string[] arguments)
    {
        try
        {
            return Find(name) is null ? "no " + name + " on the path"
                : RunAsync(name, arguments, []).GetAwaiter().GetResult().ExitCode == 0 ? null
                : "the " + name + " on the path can't do this";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "the " + name + " on the path does not start";
        }
    }

    public static async Task<(int ExitCode, string Output)> RunAsync(string name, IEnumerable<string> arguments, byte[] input)
    {
        var start = new ProcessStartInfo(Find(name) ?? name)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PYTHONUTF8"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
        .FirstOrDefault(File.Exists);
}

/// <summary>A theory that requires OpenSSL's passwd command; skipped with a reason if it is missing.</summary>
public sealed class OpenSslTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> Missing = new(static () => ExternalTool.Missing("openssl", "passwd", "-6", "-salt", "a", "b"));

    public OpenSslTheoryAttribute() => Skip = Missing.Value;
}

/// <summary>A fact that requires Python 3 with PyYAML; skipped with a reason if it is missing.</summary>
public sealed class PythonYamlFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Missing = new(static () => ExternalTool.Missing("python3", "-c", "import yaml"));

    public PythonYamlFactAttribute() => Skip = Missing.Value;
}
