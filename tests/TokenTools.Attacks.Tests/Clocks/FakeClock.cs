using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace TokenTools.Attacks.Tests.Clocks;

/// <summary>The date of a process, which can be set while it runs. Its monotonic clock goes on, as it does on a machine.</summary>
/// <remarks>libfaketime (https://github.com/wolfcw/libfaketime), from its package's folder or from the loader's path.</remarks>
internal sealed class FakeClock : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public FakeClock(string offset) => Set(offset);

    /// <summary>The library; null where it is not installed.</summary>
    public static string? Library { get; } = !OperatingSystem.IsLinux() ? null : Folders().SelectMany(static folder =>
            new[] { Path.Combine(folder, "libfaketimeMT.so.1"), Path.Combine(folder, "faketime", "libfaketimeMT.so.1") })
        .FirstOrDefault(File.Exists);

    /// <summary>The environment of a process with this clock.</summary>
    public IEnumerable<(string Name, string Value)> Variables =>
    [
        ("LD_PRELOAD", Library!), ("FAKETIME_TIMESTAMP_FILE", _file), ("FAKETIME_NO_CACHE", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("DONT_FAKE_MONOTONIC", "1"),
    ];

    /// <summary>Sets the date, as an offset such as +1d or -10y.</summary>
    public void Set(string offset) => File.WriteAllText(_file, offset + "\n");

    public void Dispose() => File.Delete(_file);

    private static IEnumerable<string> Folders() => (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? string.Empty)
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Concat(["/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]);
}

/// <summary>A theory that needs libfaketime; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FakeClockTheoryAttribute : TheoryAttribute
{
    public FakeClockTheoryAttribute() => Skip = FakeClock.Library is null ? "libfaketime is not installed" : null;
}
