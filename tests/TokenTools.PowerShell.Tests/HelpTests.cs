using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using TokenTools.Help;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>Pages, the files that Get-Help reads, and the cmdlets agree, and the pages are complete.</summary>
public sealed class HelpTests : IDisposable
{
    private static readonly IReadOnlyList<CmdletModel> Models = CmdletModel.ImportModule(Repository.ModuleManifest);

    private static readonly HelpSources Help = new(Repository.Root, Models);

    private readonly string _copy = Directory.CreateTempSubdirectory("tokentools-help").FullName;

    public static TheoryData<string> Cmdlets { get; } = new(Models.Select(static cmdlet => cmdlet.Name));

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Page_AgreesWithTheCmdletAndIsComplete(string name) =>
        Assert.Empty(HelpCheck.Page(Help, Models.Single(cmdlet => cmdlet.Name == name)));

    [Fact]
    public void Files_AgreeWithThePages() => Assert.Empty(HelpCheck.Files(Help));

    [Fact]
    public void Cmdlets_AreThoseOfTheManifest() => Assert.Equal(
        new Package.ModuleManifest(Repository.ModuleManifest).List("CmdletsToExport"), Models.Select(static cmdlet => cmdlet.Name));

    [Theory]
    [InlineData("about_TokenTools")]
    [InlineData("about_TokenTools_Boomi")]
    [InlineData("about_TokenTools_GoodData")]
    [InlineData("about_TokenTools_Onedata")]
    [InlineData("about_TokenTools_Secrets")]
    [InlineData("about_TokenTools_Testing")]
    [InlineData("about_TokenTools_Vault")]
    public void TopicNames_ContainTheTopic(string topic) => Assert.Contains(topic, Help.TopicNames);

    [Fact]
    public void OutputFiles_InAnotherCultureAndEngine_AreTheSame()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            // A culture in which i is not the lower case of I.
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            var again = new HelpSources(Repository.Root, CmdletModel.ImportModule(Repository.ModuleManifest));
            Assert.Equal(Help.OutputFiles(), again.OutputFiles());
            Assert.All(Help.OutputFiles(), static file => Assert.DoesNotContain('\r', file.Content));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    // Each change makes the page wrong or incomplete.
    [Theory]
    [InlineData("the type", "Type: System.String\n", "Type: System.Int32\n")]
    [InlineData("whether it is required", "  IsRequired: true\n", "  IsRequired: false\n")]
    [InlineData("the position", "  Position: 0\n", "  Position: Named\n")]
    [InlineData("the pipeline", "  ValueFromPipeline: true\n", "  ValueFromPipeline: false\n")]
    [InlineData("a property of input objects", "ValueFromPipelineByPropertyName: true\n", "ValueFromPipelineByPropertyName: false\n")]
    [InlineData("the sets", "- Name: ValidFor\n", "- Name: (All)\n")]
    [InlineData("an alias", "Aliases:\n- wi\n", "Aliases: []\n")]
    [InlineData("the default", "DefaultValue: 60\n", "DefaultValue: 30\n")]
    [InlineData("the syntax", "[-InstallType] <string[]>", "-InstallType <string[]>")]
    [InlineData("a parameter", "### -CloudId\n", "### -CloudName\n")]
    [InlineData("a range", "1 to 256", "any")]
    [InlineData("a default in words", ", 1 by default", "")]
    [InlineData("an example's code", "```powershell\n", "```\n")]
    [InlineData("output that begins with a space", "```Output\n", "```Output\n ")]
    [InlineData("a placeholder", "## NOTES\n", "## NOTES\n\n{{ Fill in the Notes }}\n")]
    [InlineData("a link", "(Connect-Boomi.md)", "(Connect-Bommi.md)")]
    public void All_PageIsWrong_FindsIt(string what, string right, string wrong)
    {
        var help = CopyHelp();
        Assert.Empty(HelpCheck.Page(help, Models.Single(static cmdlet => cmdlet.Name == "New-InstallerToken")));
        Replace(help.PageOf("New-InstallerToken"), right, wrong);

        Assert.True(HelpCheck.All(help).Any(), "Not found: " + what);
    }

    [Theory]
    [InlineData("a link", "(Connect-Boomi.md)", "(Connect-Bommi.md)")]
    [InlineData("text that Get-Help's file lacks", "## Short description\n", "## Short description\n\nMore.\n")]
    [InlineData("a character that Windows PowerShell 5.1 reads wrongly", "Describes installer tokens", "Describes \u2013 installer tokens")]
    public void All_TopicIsWrong_FindsIt(string what, string right, string wrong)
    {
        var help = CopyHelp();
        Replace(help.PageOf("about_TokenTools_Boomi"), right, wrong);

        Assert.True(HelpCheck.All(help).Any(), "Not found: " + what);
    }

    [Fact]
    public void Program_PageIsMissing_UpdateWritesItAndSucceedsAndCheckFails()
    {
        var help = CopyHelp();
        File.WriteAllText(Path.Combine(_copy, "TokenTools.psd1"), $$"""
            @{ RootModule = '{{Path.Combine(Repository.ModuleBin, "TokenTools.PowerShell.dll")}}'; ModuleVersion = '0.0.1'; CmdletsToExport = @({{string.Join(", ", Models.Select(static cmdlet => "'" + cmdlet.Name + "'"))}}) }
            """);
        Assert.Equal(0, Run("check"));
        Assert.Equal(0, Run("update"));

        var page = help.PageOf("Get-TokenConnection");
        var written = File.ReadAllText(page);
        File.Delete(page);
        Assert.Equal(1, Run("check"));
        Assert.Equal(0, Run("update"));
        var draft = new HelpPage(File.ReadAllText(page));
        Assert.NotEmpty(draft.Synopsis);
        Assert.Equal(new HelpPage(written).Parameters.Keys, draft.Parameters.Keys);
        Assert.All(draft.Parameters.Values, Assert.NotEmpty);

        // The draft has no examples.
        Assert.Equal(1, Run("check"));
        File.WriteAllText(page, written);
        Assert.Equal(0, Run("update"));
        Assert.Equal(0, Run("check"));
    }

    [Theory]
    [InlineData("a `*b*` and `$_`", "a *b* and $_")]
    [InlineData("**a** b\nc", "a b c")]
    [InlineData("[a](Connect-Boomi.md) and [b](https://example.com/)", "a and b (https://example.com/)")]
    [InlineData("<https://example.com/> &gt; 1 | 2 \\* 3", "https://example.com/ > 1 | 2 * 3")]
    [InlineData("- a\n  b\n- c", "- a b\n- c")]
    [InlineData("1. a\n2. b", "1. a\n2. b")]
    [InlineData("```powershell\na\n\n  b\n```", "a\n\n  b")]
    [InlineData("| A | B |\n|---|---|\n| `long` | c |\n| d | e \\| f |", "A     B\nlong  c\nd     e | f")]
    public void Blocks_AreMarkdownAsPlainText(string markdown, string text) =>
        Assert.Equal(text, MarkdownText.Blocks(markdown).Single().ToString());

    [Theory]
    [InlineData("a\n\nb *c* d")]
    [InlineData("a\n\nb $_, and $_.c")]
    [InlineData("a\n\n- b\n  - c")]
    [InlineData("a\n\nb <c>")]
    public void Blocks_PlainTextWouldLoseSomething_Throws(string markdown)
    {
        var error = Assert.Throws<InvalidDataException>(() => MarkdownText.Blocks(markdown));
        Assert.StartsWith("Line 3 ", error.Message, StringComparison.Ordinal);
    }

    private static void Replace(string path, string right, string wrong)
    {
        var text = File.ReadAllText(path);
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(path, new Regex(Regex.Escape(right)).Replace(text, wrong.Replace("$", "$$", StringComparison.Ordinal), 1));
    }

    private HelpSources CopyHelp()
    {
        foreach (var folder in new[] { "docs/en-US", "en-US" })
        {
            Directory.CreateDirectory(Path.Combine(_copy, folder));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder)))
            {
                File.Copy(file, Path.Combine(_copy, folder, Path.GetFileName(file)));
            }
        }

        return new HelpSources(_copy, Models);
    }

    private int Run(string task) => (int)typeof(HelpSources).Assembly.EntryPoint!.Invoke(null, [new[] { task, _copy }])!;
}
