using System;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>A fact about Ctrl-C: skipped where a process can't be sent one, or where this one's children would ignore it.</summary>
public sealed class InterruptFactAttribute : FactAttribute
{
    public InterruptFactAttribute() => Skip = Reason.Value;

    private static Lazy<string?> Reason { get; } = new(static () =>
    {
        if (OperatingSystem.IsWindows())
        {
            return "there is no kill -INT on Windows";
        }

        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // What a child inherits: a shell started in the background, say, has SIGINT (the second bit) ignored.
        using var child = Process.Start(new ProcessStartInfo("cat", "/proc/self/status") { RedirectStandardOutput = true })!;
        var ignored = Regex.Match(child.StandardOutput.ReadToEnd(), @"SigIgn:\s*([0-9a-f]+)").Groups[1].Value;
        child.WaitForExit();
        return (ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0
            ? "SIGINT is ignored by whatever started these tests, and so by what they start"
            : null;
    });
}
