using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace TokenTools.PowerShell.Tests;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
internal static class Repository
{
    public static readonly string Root = Path.GetFullPath(Metadata("RepositoryRoot"));

    /// <summary>The manifest of the module under test: what <c>TOKENTOOLS_MODULE_PATH</c> names, such as a package, or the checkout's.</summary>
    public static readonly string ModuleManifest = Environment.GetEnvironmentVariable("TOKENTOOLS_MODULE_PATH") is { Length: > 0 } named
        ? Path.GetFullPath(named, Root)
        : Path.Combine(Root, "TokenTools.psd1");

    public static readonly string ModuleBin = Path.Combine(Path.GetDirectoryName(ModuleManifest)!, "bin");

    public static readonly string PowerShellStandard = Metadata("PowerShellStandard");

    /// <summary>The assembly of that name for .NET Framework.</summary>
    public static readonly string PowerShellStandardOfFramework = Metadata("PowerShellStandardOfFramework");

    /// <summary>The reference assemblies of .NET Framework 4.7.2.</summary>
    public static readonly string NetFramework = Metadata("NetFramework");

    /// <summary>The program that uses the module's assemblies on .NET Framework.</summary>
    public static readonly string NetFrameworkProgram = Metadata("NetFrameworkProgram");

    /// <summary>The folder of the pwsh that the build assembles from packages.</summary>
    public static readonly string PowerShellHost = Path.GetFullPath(Metadata("PowerShellHost"));

    /// <summary>The program that writes down its arguments.</summary>
    public static readonly string ArgumentEcho = Path.GetFullPath(Metadata("ArgumentEcho"));

    public static readonly string PesterFolder = Path.Combine(Root, "tests", "TokenTools.PowerShell.Tests");

    /// <summary>The Pester files, in folders by platform.</summary>
    public static readonly string[] PesterFiles = Directory.GetDirectories(PesterFolder)
        .Where(static folder => Path.GetFileName(folder) is not ("bin" or "obj" or "Support"))
        .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.Tests.ps1"))
        .Order(StringComparer.Ordinal)
        .ToArray();

    public static readonly string PesterResults = Path.Combine(Root, "out", "test-results", "pester");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
