using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>
/// Every method of the assemblies that ship compiles on .NET Framework, or on Mono elsewhere than on Windows, against
/// System.Management.Automation as Windows PowerShell has it, by the package PowerShellStandard.
/// </summary>
public sealed partial class NetFrameworkCompilationTests : IDisposable
{
    private static readonly string[] Assemblies = ["TokenTools.Core.dll", "TokenTools.Sandbox.dll", "TokenTools.PowerShell.dll"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");

    public NetFrameworkCompilationTests()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.ModuleBin, "*.dll")
            .Concat([Repository.NetFrameworkProgram, Repository.NetFrameworkProgram + ".config", Repository.PowerShellStandardOfFramework])
            .Where(File.Exists))
        {
            File.Copy(file, InFolder(Path.GetFileName(file)));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [NetFrameworkFact]
    public async Task Compile_EveryMethodOfTheModule_Succeeds()
    {
        var (exitCode, output) = await CompileAsync();

        Assert.True(exitCode == 0, output);
        var counts = Counts().Match(output).Groups;
        Assert.Equal(Assemblies.Sum(CountMethods).ToString(CultureInfo.InvariantCulture), counts["methods"].Value);
        Assert.Equal("0", counts["failures"].Value);
    }

    [NetFrameworkFact]
    public async Task Compile_MemberThatTheFrameworkLacks_FailsAndNamesTheMethod()
    {
        // The same assembly, but a method of the framework that it calls has another name in its metadata.
        var path = InFolder("TokenTools.Core.dll");
        var bytes = File.ReadAllBytes(path);
        ReadOnlySpan<byte> name = "\0AppendData\0"u8, missing = "\0AppendDatx\0"u8;
        var at = bytes.AsSpan().IndexOf(name);
        Assert.True(at > 0);
        missing.CopyTo(bytes.AsSpan(at));
        File.WriteAllBytes(path, bytes);

        var (exitCode, output) = await CompileAsync();

        Assert.Equal(1, exitCode);
        Assert.Matches("(?m)^TokenTools\\.GoodData\\.ShaCrypt.*MissingMethodException.*AppendDatx", output);
    }

    private async Task<(int ExitCode, string Output)> CompileAsync()
    {
        var program = InFolder(Path.GetFileName(Repository.NetFrameworkProgram));
        string[] arguments = ["compile", .. Assemblies.Select(InFolder)];
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo(NetFrameworkFactAttribute.Mono!, [program, .. arguments]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    // By the assembly's own metadata: methods with a body of intermediate language.
    private int CountMethods(string assembly)
    {
        using var file = new PEReader(File.OpenRead(InFolder(assembly)));
        var reader = file.GetMetadataReader();
        return reader.MethodDefinitions.Count(handle => reader.GetMethodDefinition(handle).RelativeVirtualAddress != 0);
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    [GeneratedRegex("[0-9]+ types, (?<methods>[0-9]+) methods, (?<failures>[0-9]+) failures")]
    private static partial Regex Counts();
}
