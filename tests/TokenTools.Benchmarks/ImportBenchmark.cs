using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TokenTools.Benchmarks;

/// <summary>The import of TokenTools compared with that of a binary module with one empty cmdlet, alternately in new sessions.</summary>
internal static class ImportBenchmark
{
    private const int Rounds = 15;

    private const string Script =
        "$process = [Diagnostics.Process]::GetCurrentProcess(); $before = $process.TotalProcessorTime; $watch = [Diagnostics.Stopwatch]::StartNew(); "
        + "Import-Module '{0}'; $elapsed = $watch.Elapsed; $process.Refresh(); "
        + "[string]::Format([cultureinfo]::InvariantCulture, '{{0}} {{1}}', $elapsed.TotalMilliseconds, ($process.TotalProcessorTime - $before).TotalMilliseconds)";

    public static IEnumerable<Measurement> Run()
    {
        var folder = Directory.CreateTempSubdirectory("TokenTools.Benchmarks");
        try
        {
            var manifest = Path.Combine(folder.FullName, "Empty.psd1");
            File.Copy(PowerShellEngine.Metadata("EmptyModule"), Path.Combine(folder.FullName, "Empty.dll"));
            File.WriteAllText(manifest, "@{ RootModule = 'Empty.dll'; ModuleVersion = '1.0.0'; CmdletsToExport = @('Get-Nothing'); FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }");
            var rounds = Enumerable.Range(0, Rounds).Select(_ => (Empty: Import(manifest), Ours: Import(PowerShellEngine.Module))).ToArray();
            double Median(Func<((double Wall, double Cpu) Empty, (double Wall, double Cpu) Ours), double> of) => rounds.Select(of).Order().ElementAt(Rounds / 2);
            var (wall, cpu) = (Median(static round => round.Ours.Wall) / Median(static round => round.Empty.Wall), Median(static round => round.Ours.Cpu) / Median(static round => round.Empty.Cpu));
            return
            [
                new(
                    "Import-Module over an empty binary module",
                    wall,
                    1.3,
                    Detail: string.Format(
                        CultureInfo.InvariantCulture,
                        "{0:N0} ms over {1:N0} ms; {2:N2} times the processor time; medians of {3} sessions each",
                        Median(static round => round.Ours.Wall),
                        Median(static round => round.Empty.Wall),
                        cpu,
                        Rounds)),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (double Wall, double Cpu) Import(string manifest)
    {
        var command = string.Format(CultureInfo.InvariantCulture, Script, manifest.Replace("'", "''", StringComparison.Ordinal));
        var values = PowerShellEngine.RunCommand(command).Trim().Split(' ').Select(static value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        return (values[0], values[1]);
    }
}
