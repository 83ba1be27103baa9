using System;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>A fact about Ctrl-C. Skipped if it cannot be sent to a process, or if child processes would ignore it.</summary>
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

        // Child processes inherit the ignored signals: a shell in the background, for example, ignores SIGINT (the second bit).
        using var child = Process.Start(new ProcessStartInfo("cat", "/proc/self/status") { RedirectStandardOutput = true })!;
        var ignored = Regex.Match(child.StandardOutput.ReadToEnd(), @"SigIgn:\s*([0-9a-f]+)").Groups[1].Value;
        child.WaitForExit();
        return (ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0
            ? "the process that started these tests ignores SIGINT, and so do their child processes"
            : null;
    });
}
