using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TokenTools.Benchmarks;

/// <summary>
/// The import of TokenTools compared with that of other binary modules, alternately in new sessions: one with the same manifest and the
/// same attributes of cmdlets, but with empty parts, which is what the engine itself spends time on for a module like this; and one with one
/// empty cmdlet. No bound is set for the latter: as many empty cmdlets and one view alone need more than 1.3 times as long.
/// </summary>
internal static class ImportBenchmark
{
    private const int Rounds = 21;

    private const string Script =
        "$process = [Diagnostics.Process]::GetCurrentProcess(); $before = $process.TotalProcessorTime; $watch = [Diagnostics.Stopwatch]::StartNew(); "
        + "Import-Module '{0}'; $elapsed = $watch.Elapsed; $process.Refresh(); "
        + "[string]::Format([cultureinfo]::InvariantCulture, '{{0}} {{1}}', $elapsed.TotalMilliseconds, ($process.TotalProcessorTime - $before).TotalMilliseconds)";

    // TokenTools's manifest and its cmdlets' attributes, a types file and a format file with one entry each, and a nested script with one
    // function.
    private const string CreateAlike = """
        param($Module, $Folder)
        $manifest = Get-Content -Raw -LiteralPath $Module
        Import-Module $Module
        $classes = foreach ($cmdlet in Get-Command -Module TokenTools -CommandType Cmdlet) {
            $attribute = $cmdlet.ImplementingType.GetCustomAttributesData().Where{ $_.AttributeType -eq [Management.Automation.CmdletAttribute] }[0]
            $named = foreach ($argument in $attribute.NamedArguments) {
                $value = $argument.TypedValue.Value
                $text = switch ($argument.TypedValue.ArgumentType) { ([string]) { "`"$value`"" } ([bool]) { "$value".ToLowerInvariant() } default { "($_) $value" } }
                ", $($argument.MemberName) = $text"
            }
            "[Cmdlet(`"$($cmdlet.Verb)`", `"$($cmdlet.Noun)`"$named)] public sealed class $($cmdlet.Verb)$($cmdlet.Noun)Command : PSCmdlet { }"
        }
        Add-Type -TypeDefinition "using System.Management.Automation; namespace Alike { $classes }" -OutputAssembly "$Folder/Alike.dll"
        Set-Content "$Folder/Alike.Extension.psm1" 'function Get-Nothing { param ($Name) $Name }'
        Set-Content "$Folder/Alike.types.ps1xml" '<Types><Type><Name>Alike.Nothing</Name><Members><NoteProperty><Name>Name</Name><Value>Nothing</Value></NoteProperty></Members></Type></Types>'
        Set-Content "$Folder/Alike.format.ps1xml" '<Configuration><ViewDefinitions><View><Name>Alike.Nothing</Name><ViewSelectedBy><TypeName>Alike.Nothing</TypeName></ViewSelectedBy><ListControl><ListEntries><ListEntry><ListItems><ListItem><PropertyName>Name</PropertyName></ListItem></ListItems></ListEntry></ListEntries></ListControl></View></ViewDefinitions></Configuration>'
        $own = @{
            RootModule = "'Alike.dll'"; RequiredAssemblies = "@('Alike.dll')"; NestedModules = "@('Alike.Extension.psm1')"
            TypesToProcess = "@('Alike.types.ps1xml')"; FormatsToProcess = "@('Alike.format.ps1xml')"; GUID = "'$(New-Guid)'"
        }
        foreach ($key in $own.Keys) {
            $line = [regex] "(?m)^    $key +=.*$"
            if ($line.Matches($manifest).Count -ne 1) { throw "The manifest has not one line of $key." }
            $manifest = $line.Replace($manifest, "    $key = $($own[$key])")
        }
        Set-Content "$Folder/Alike.psd1" $manifest
        Set-Content -LiteralPath "$Folder/cmdlets.txt" -Value "'$((Get-Command -Module TokenTools -CommandType Cmdlet).Name -join "', '")'"
        """;

    public static IEnumerable<Measurement> Run()
    {
        var folder = Directory.CreateTempSubdirectory("TokenTools.Benchmarks");
        try
        {
            var script = Path.Combine(folder.FullName, "alike.ps1");
            File.WriteAllText(script, CreateAlike);
            var said = PowerShellEngine.RunFile(script, PowerShellEngine.Module, folder.FullName);
            var alike = Path.Combine(folder.FullName, "Alike.psd1");
            if (!File.Exists(alike))
            {
                throw new InvalidOperationException("The module with empty parts was not created: " + said);
            }

            File.Copy(PowerShellEngine.Metadata("EmptyModule"), Path.Combine(folder.FullName, "Empty.dll"));
            var empty = WriteManifest(folder.FullName, "Empty", "RootModule = 'Empty.dll'", "'Get-Nothing'");
            var viewed = WriteManifest(
                folder.FullName, "Viewed", "RootModule = 'Alike.dll'; FormatsToProcess = @('Alike.format.ps1xml')", File.ReadAllText(Path.Combine(folder.FullName, "cmdlets.txt")));
            string[] modules = [PowerShellEngine.Module, alike, viewed, empty];
            var rounds = Enumerable.Range(0, Rounds).Select(_ => modules.Select(Import).ToArray()).ToArray();
            var times = Enumerable.Range(0, modules.Length).Select(i => rounds.Select(round => round[i]).ToArray()).ToArray();
            return [
                Compare("Import-Module over a module with empty parts", times[0], times[1], 1.3),
                Compare("the same over one empty cmdlet", times[0], times[3], bound: null),
                Compare("as many empty cmdlets and one view over one cmdlet", times[2], times[3], bound: null),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string WriteManifest(string folder, string name, string parts, string cmdlets)
    {
        var manifest = Path.Combine(folder, name + ".psd1");
        File.WriteAllText(
            manifest,
            $"@{{ {parts}; ModuleVersion = '1.0.0'; CmdletsToExport = @({cmdlets}); FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }}");
        return manifest;
    }

    private static Measurement Compare(string what, (double Wall, double Cpu)[] one, (double Wall, double Cpu)[] other, double? bound)
    {
        // Of each round, since the machine's speed may change from one to the next.
        static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
        return new(
            what,
            Median(one.Zip(other, static (value, otherValue) => value.Wall / otherValue.Wall)),
            bound,
            Detail: string.Format(
                CultureInfo.InvariantCulture,
                "{0:N0} ms over {1:N0} ms; {2:N2} times the processor time; medians of {3} sessions each",
                Median(one.Select(static value => value.Wall)),
                Median(other.Select(static value => value.Wall)),
                Median(one.Zip(other, static (value, otherValue) => value.Cpu / otherValue.Cpu)),
                Rounds));
    }

    private static (double Wall, double Cpu) Import(string manifest)
    {
        var command = string.Format(CultureInfo.InvariantCulture, Script, manifest.Replace("'", "''", StringComparison.Ordinal));
        var values = PowerShellEngine.RunCommand(command).Trim().Split(' ').Select(static value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        return (values[0], values[1]);
    }
}
