using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace TokenTools.Benchmarks;

/// <summary>A program of this repository, published for this machine.</summary>
internal static class PublishedProgram
{
    /// <summary>Publishes a project, and returns the path of its program.</summary>
    /// <param name="project">The folder of the project, from the root of the repository.</param>
    /// <param name="output">The folder to publish to.</param>
    /// <param name="program">The name of the program.</param>
    /// <param name="compiledAhead">Whether it is compiled ahead of time.</param>
    public static string Create(string project, string output, string program, bool compiledAhead = true)
    {
        var build = new ProcessStartInfo(
            "dotnet",
            [
                "publish", Path.Combine(PowerShellEngine.Metadata("RepositoryRoot"), project), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
                "--self-contained", "false", "-p:PublishReadyToRun=" + (compiledAhead ? "true" : "false"), "-o", output, "-v", "quiet", "--nologo",
            ])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(build)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? Path.Combine(output, program + (OperatingSystem.IsWindows() ? ".exe" : string.Empty))
            : throw new InvalidOperationException("dotnet publish failed: " + text);
    }
}
