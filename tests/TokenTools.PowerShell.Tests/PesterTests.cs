using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>Runs each Pester file in a separate PowerShell process. Writes the counts to out/test-results/pester for .ci/run.</summary>
public class PesterTests
{
    public static TheoryData<string> Files { get; } = new(
        Repository.PesterFiles.Select(static file => Path.GetRelativePath(Repository.PesterFolder, file).Replace('\\', '/')));

    [PowerShellTheory]
    [MemberData(nameof(Files))]
    public async Task PesterFile_Always_Passes(string file)
    {
        Directory.CreateDirectory(Repository.PesterResults);
        // One folder with all results for .ci/run: that of Boomi/Connect-Boomi.Tests.ps1 is Boomi.Connect-Boomi.Tests.json.
        var result = Path.Combine(Repository.PesterResults, Path.ChangeExtension(file.Replace('/', '.'), ".json"));
        File.Delete(result);

        var (exitCode, output) = await PowerShellEngine.RunAsync(
            "-File", Path.Combine(Repository.PesterFolder, "Support", "Invoke-PesterFile.ps1"),
            "-Path", Path.Combine(Repository.PesterFolder, file),
            "-ResultPath", result);

        Assert.True(File.Exists(result), "Pester left no result. Exit code " + exitCode + "\n" + output);
        var counts = JsonSerializer.Deserialize<PesterCounts>(File.ReadAllText(result))!;
        Assert.True(counts.Failed == 0, string.Join("\n", counts.Failures) + "\n" + output);
        Assert.True(counts.Passed > 0, "No test ran.\n" + output);
        Assert.Equal(0, exitCode);
    }

    private sealed record PesterCounts(int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures);
}
