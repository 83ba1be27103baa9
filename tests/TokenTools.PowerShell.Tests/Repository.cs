using System.IO;
using System.Linq;
using System.Reflection;

namespace TokenTools.PowerShell.Tests;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
internal static class Repository
{
    public static readonly string Root = Path.GetFullPath(Metadata("RepositoryRoot"));

    public static readonly string ModuleBin = Path.Combine(Root, "bin");

    public static readonly string PowerShellStandard = Metadata("PowerShellStandard");

    public static readonly string PesterFolder = Path.Combine(Root, "tests", "TokenTools.PowerShell.Tests");

    public static readonly string PesterResults = Path.Combine(Root, "out", "test-results", "pester");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
