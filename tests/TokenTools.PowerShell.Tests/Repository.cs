using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace TokenTools.PowerShell.Tests;

/// <summary>The paths in the checkout from which these tests were built.</summary>
internal static class Repository
{
    public static readonly string Root = Path.GetFullPath(Metadata("RepositoryRoot"));

    /// <summary>The manifest of the module under test: the one specified by <c>TOKENTOOLS_MODULE_PATH</c>, or that of the checkout.</summary>
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

    /// <summary>The Pester that the files run with: what <c>TOKENTOOLS_PESTER_VERSION</c> names of those that the build brings, or the first of them.</summary>
    public static readonly string PesterVersion = Environment.GetEnvironmentVariable("TOKENTOOLS_PESTER_VERSION") is { Length: > 0 } version
        ? version
        : Metadata("PesterVersion");

    /// <summary>The folder with that Pester and no other.</summary>
    public static readonly string PesterModules = Path.Combine(PowerShellHost, "Pester", PesterVersion);

    public static readonly string PesterResults = Path.Combine(Root, "out", "test-results", "pester");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
