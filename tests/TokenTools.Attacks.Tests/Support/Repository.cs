using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace TokenTools.Attacks.Tests.Support;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static metadata => metadata.Key == "RepositoryRoot").Value!);

    /// <summary>The manifest of the module under test: the one that <c>TOKENTOOLS_MODULE_PATH</c> names, or the checkout's.</summary>
    public static string ModuleManifest { get; } = Environment.GetEnvironmentVariable("TOKENTOOLS_MODULE_PATH") is { Length: > 0 } named
        ? Path.GetFullPath(named, Root)
        : Path.Combine(Root, "TokenTools.psd1");

    /// <summary>The folder of this project's source.</summary>
    public static string Project { get; } = Path.Combine(Root, "tests", "TokenTools.Attacks.Tests");
}
