using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>The tests of each cmdlet are in a file with its name.</summary>
public class PesterFileTests
{
    private static readonly string[] Exported = Regex
        .Matches(
            Regex.Match(
                File.ReadAllText(Path.Combine(Repository.Root, "TokenTools.psd1")),
                @"(?s)\bCmdletsToExport\s*=\s*@\((?<names>.*?)\)").Groups["names"].Value,
            "'(?<name>[^']+)'")
        .Select(static match => match.Groups["name"].Value)
        .ToArray();

    private static readonly string[] FileNames = PesterFile.All.Select(static file => Path.GetFileName(file.Name)).ToArray();

    public static TheoryData<string> Cmdlets { get; } = new(Exported);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Exported_cmdlet_has_one_test_file_of_its_name(string cmdlet) =>
        Assert.Single(FileNames, name => string.Equals(name, cmdlet + ".Tests.ps1", StringComparison.Ordinal));

    [Fact]
    public void PesterFile_NamedAfterACmdlet_IsOfAnExportedOne() => Assert.All(
        FileNames.Where(static name => name.Contains('-', StringComparison.Ordinal)),
        static name => Assert.Contains(name.Split('.')[0], Exported));
}
