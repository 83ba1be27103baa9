using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TokenTools.PowerShell.Tests;

/// <summary>A Pester file, as its path below the folder of all of them: Boomi/Connect-Boomi.Tests.ps1.</summary>
internal sealed record PesterFile(string Name)
{
    private const string NewEngineMark = "# Runs in a new engine: ";

    public static IReadOnlyList<PesterFile> All { get; } = Directory.GetDirectories(Repository.PesterFolder)
        .Where(static folder => Path.GetFileName(folder) is not ("bin" or "obj" or "Support"))
        .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.Tests.ps1"))
        .Select(static file => new PesterFile(Path.GetRelativePath(Repository.PesterFolder, file).Replace('\\', '/')))
        .OrderBy(static file => file.Name, StringComparer.Ordinal)
        .ToArray();

    public string FullPath => Path.Combine(Repository.PesterFolder, Name);

    /// <summary>One folder of results for .ci/run: Boomi/Connect-Boomi.Tests.ps1 is Boomi.Connect-Boomi.Tests.json there.</summary>
    public string ResultPath => Path.Combine(Repository.PesterResults, Path.ChangeExtension(Name.Replace('/', '.'), ".json"));

    /// <summary>Whether it says of itself, at its beginning, that what other files leave in a process would disturb it.</summary>
    public bool NeedsNewEngine => File.ReadLines(FullPath).Take(5).Any(static line => line.StartsWith(NewEngineMark, StringComparison.Ordinal));
}
