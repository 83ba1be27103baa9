using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TokenTools.Benchmarks;

/// <summary>The size of the module's package, if it was created.</summary>
internal static class PackageBenchmark
{
    public static IEnumerable<Measurement> Run()
    {
        var folder = Path.Combine(PowerShellEngine.Metadata("RepositoryRoot"), "out");
        var package = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "TokenTools.*.nupkg").FirstOrDefault(static file => !file.Contains("TokenTools.Cli.", System.StringComparison.Ordinal))
            : null;
        return package is null
            ? throw new BenchmarkSkippedException("out/ contains no package; ./build.ps1 -Task Package creates it")
            : [new("the module's package", new FileInfo(package).Length / 1e6, 1.5, Unit: " MB", Detail: Path.GetFileName(package))];
    }
}
