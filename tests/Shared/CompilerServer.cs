using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;

namespace TokenTools.Tests;

/// <summary>
/// One compiler for all builds that a test starts, also where the environment disables compiler servers: most of what a compiler does in a
/// build of seconds is to be compiled itself. The first build starts it, and it ends with the test.
/// </summary>
internal sealed class CompilerServer : IDisposable
{
    private static readonly string Program = typeof(CompilerServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static metadata => metadata.Key == nameof(CompilerServer)).Value!;

    private readonly string _name = "tokentools-" + Guid.NewGuid().ToString("N");

    private bool _isUsed;

    /// <summary>Sets the environment variables with which a build uses it.</summary>
    public void Prepare(IDictionary<string, string?> environment)
    {
        _isUsed = true;
        environment["UseSharedCompilation"] = "true";
        environment["SharedCompilationId"] = _name;
    }

    public void Dispose()
    {
        if (_isUsed && File.Exists(Program))
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Program, "-shutdown", "-pipename:" + _name]) { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
    }
}
