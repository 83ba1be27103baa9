using System;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>A fact about Ctrl-C. Skipped if it cannot be sent to a process, or if child processes would ignore it.</summary>
public sealed class InterruptFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(static () => IgnoredSignals.ReasonFor("SIGINT", 2));

    public InterruptFactAttribute() => Skip = Reason.Value;
}

/// <summary>A theory about Ctrl-C and other signals that end a process. Skipped as <see cref="InterruptFactAttribute"/>.</summary>
public sealed class InterruptTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> Reason = new(static () => IgnoredSignals.ReasonFor("SIGHUP, SIGINT or SIGQUIT", 7));

    public InterruptTheoryAttribute() => Skip = Reason.Value;
}

internal static class IgnoredSignals
{
    /// <summary>Why the tests that need some signals are skipped; null if they are not.</summary>
    /// <param name="names">The names of the signals.</param>
    /// <param name="mask">Their bits: the first one is SIGHUP.</param>
    public static string? ReasonFor(string names, ulong mask)
    {
        if (OperatingSystem.IsWindows())
        {
            return "there is no kill -INT on Windows";
        }

        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // Child processes inherit the ignored signals: a shell in the background, for example, ignores SIGINT and SIGQUIT.
        using var child = Process.Start(new ProcessStartInfo("cat", "/proc/self/status") { RedirectStandardOutput = true })!;
        var ignored = Regex.Match(child.StandardOutput.ReadToEnd(), @"SigIgn:\s*([0-9a-f]+)").Groups[1].Value;
        child.WaitForExit();
        return (ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & mask) != 0
            ? "the process that started these tests ignores " + names + ", and so do their child processes"
            : null;
    }
}
