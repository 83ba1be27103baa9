using System.IO;
using System.Linq;
using System.Reflection;

namespace TokenTools.PowerShell.Tests;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
internal static class Repository
{
    public static readonly string Root = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "RepositoryRoot").Value!);

    public static readonly string PesterFolder = Path.Combine(Root, "tests", "TokenTools.PowerShell.Tests");

    public static readonly string PesterResults = Path.Combine(Root, "out", "test-results", "pester");
}
