using System;
using System.Collections.Generic;
using System.IO;
using TokenTools.Security;

namespace TokenTools.PowerShell.Leaks;

/// <summary>A folder for a run: for its transcript, and for its temporary files, so that those of other programs are not watched.</summary>
internal sealed class LeakFolder : IDisposable
{
    // The first one on Linux and macOS, the others on Windows.
    private static readonly string[] Variables = ["TMPDIR", "TEMP", "TMP"];

    private readonly OwnerOnlyFolder _folder = new();
    private readonly Dictionary<string, string?> _earlier = new(StringComparer.Ordinal);

    public LeakFolder()
    {
        Temporary = Path.Combine(_folder.Path, "temporary");
        Transcript = Path.Combine(_folder.Path, "transcript.txt");
        Directory.CreateDirectory(Temporary);
    }

    /// <summary>The folder for temporary files.</summary>
    public string Temporary { get; }

    /// <summary>The file for the transcript.</summary>
    public string Transcript { get; }

    /// <summary>The file for the engine's trace of parameters.</summary>
    public string Trace => Path.Combine(_folder.Path, "trace.txt");

    /// <summary>Sets the environment variables with the folder for temporary files.</summary>
    public void Enter()
    {
        foreach (var name in Variables)
        {
            _earlier[name] = EnvironmentVariables.Exact(name);
            Environment.SetEnvironmentVariable(name, Temporary);
        }
    }

    /// <summary>Restores the environment variables.</summary>
    public void Leave()
    {
        foreach (var variable in _earlier)
        {
            Environment.SetEnvironmentVariable(variable.Key, variable.Value);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
