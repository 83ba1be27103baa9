using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TokenTools.Benchmarks;

/// <summary>
/// The import of TokenTools compared with that of two binary modules, alternately in new sessions: one with one empty cmdlet, and one with
/// what the engine itself spends time on for a module like this.
/// </summary>
internal static class ImportBenchmark
{
    private const int Rounds = 15;

    private const string Script =
        "$process = [Diagnostics.Process]::GetCurrentProcess(); $before = $process.TotalProcessorTime; $watch = [Diagnostics.Stopwatch]::StartNew(); "
        + "Import-Module '{0}'; $elapsed = $watch.Elapsed; $process.Refresh(); "
        + "[string]::Format([cultureinfo]::InvariantCulture, '{{0}} {{1}}', $elapsed.TotalMilliseconds, ($process.TotalProcessorTime - $before).TotalMilliseconds)";

    // As many cmdlets as TokenTools, a types file and a format file with one entry each, and a nested script with one function.
    private const string CreateAlike = """
        param($Module, $Folder)
        $names = (Import-PowerShellDataFile -LiteralPath $Module).CmdletsToExport
        $classes = foreach ($name in $names) {
            $verb, $noun = $name -split '-'
            "[Cmdlet(`"$verb`", `"$noun`")] public sealed class $verb$($noun)Command : PSCmdlet { }"
        }
        Add-Type -TypeDefinition "using System.Management.Automation; namespace Alike { $classes }" -OutputAssembly "$Folder/Alike.dll"
        Set-Content "$Folder/Alike.Extension.psm1" 'function Get-Nothing { param ($Name) $Name }'
        Set-Content "$Folder/Alike.types.ps1xml" '<Types><Type><Name>Alike.Nothing</Name><Members><NoteProperty><Name>Name</Name><Value>Nothing</Value></NoteProperty></Members></Type></Types>'
        Set-Content "$Folder/Alike.format.ps1xml" '<Configuration><ViewDefinitions><View><Name>Alike.Nothing</Name><ViewSelectedBy><TypeName>Alike.Nothing</TypeName></ViewSelectedBy><ListControl><ListEntries><ListEntry><ListItems><ListItem><PropertyName>Name</PropertyName></ListItem></ListItems></ListEntry></ListEntries></ListControl></View></ViewDefinitions></Configuration>'
        Set-Content "$Folder/Alike.psd1" "@{ RootModule = 'Alike.dll'; NestedModules = @('Alike.Extension.psm1'); TypesToProcess = @('Alike.types.ps1xml'); FormatsToProcess = @('Alike.format.ps1xml'); ModuleVersion = '1.0.0'; CmdletsToExport = @('$($names -join "', '")'); FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }"
        """;

    public static IEnumerable<Measurement> Run()
    {
        var folder = Directory.CreateTempSubdirectory("TokenTools.Benchmarks");
        try
        {
            var empty = Path.Combine(folder.FullName, "Empty.psd1");
            File.Copy(PowerShellEngine.Metadata("EmptyModule"), Path.Combine(folder.FullName, "Empty.dll"));
            File.WriteAllText(empty, "@{ RootModule = 'Empty.dll'; ModuleVersion = '1.0.0'; CmdletsToExport = @('Get-Nothing'); FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }");
            var script = Path.Combine(folder.FullName, "alike.ps1");
            File.WriteAllText(script, CreateAlike);
            PowerShellEngine.RunFile(script, PowerShellEngine.Module, folder.FullName);
            var alike = Path.Combine(folder.FullName, "Alike.psd1");
            var rounds = Enumerable.Range(0, Rounds).Select(_ => (Empty: Import(empty), Alike: Import(alike), Ours: Import(PowerShellEngine.Module))).ToArray();
            var (ours, one, like) = (
                rounds.Select(static round => round.Ours).ToArray(),
                rounds.Select(static round => round.Empty).ToArray(),
                rounds.Select(static round => round.Alike).ToArray());
            return [Compare("Import-Module over an empty binary module", ours, one, 1.3), Compare("the same over a module with empty parts", ours, like, 1.3)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Measurement Compare(string what, (double Wall, double Cpu)[] ours, (double Wall, double Cpu)[] other, double bound)
    {
        static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
        var (wall, otherWall) = (Median(ours.Select(static value => value.Wall)), Median(other.Select(static value => value.Wall)));
        var cpu = Median(ours.Select(static value => value.Cpu)) / Median(other.Select(static value => value.Cpu));
        return new(
            what,
            wall / otherWall,
            bound,
            Detail: string.Format(
                CultureInfo.InvariantCulture,
                "{0:N0} ms over {1:N0} ms; {2:N2} times the processor time; medians of {3} sessions each",
                wall,
                otherWall,
                cpu,
                Rounds));
    }

    private static (double Wall, double Cpu) Import(string manifest)
    {
        var command = string.Format(CultureInfo.InvariantCulture, Script, manifest.Replace("'", "''", StringComparison.Ordinal));
        var values = PowerShellEngine.RunCommand(command).Trim().Split(' ').Select(static value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        return (values[0], values[1]);
    }
}
