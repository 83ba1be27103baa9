using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>Runs the Pester files in PowerShell. What Pester counted is left in out/test-results/pester for .ci/run.</summary>
public class PesterTests
{
    [PesterFile]
    public async Task Pester_passes(string file)
    {
        var pester = new PesterFile(file);
        Directory.CreateDirectory(Repository.PesterResults);
        File.Delete(pester.ResultPath);

        var output = await PesterEngine.RunAsync(pester);

        Assert.True(File.Exists(pester.ResultPath), "Pester left no result.\n" + output);
        var result = JsonSerializer.Deserialize<PesterResult>(await File.ReadAllTextAsync(pester.ResultPath))!;
        Assert.True(result.Failed == 0, string.Join("\n", result.Failures) + "\n" + output);
        // A file whose tests all need what is not there says so for each of them.
        Assert.True(result.Passed + result.Skipped > 0, "No test ran.\n" + output);
        Assert.Equal(Repository.PesterVersion, result.PesterVersion);
    }

    private sealed record PesterResult(int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures, string PesterVersion);
}
