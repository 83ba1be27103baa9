using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using TokenTools.Help;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>Pages, what is made of them, and the assembly say the same; and the pages say all that a user needs.</summary>
public sealed class HelpTests : IDisposable
{
    private static readonly HelpSources Help = new(Repository.Root, Repository.ModuleBin);

    private readonly string _copy = Directory.CreateTempSubdirectory("tokentools-help").FullName;

    public static TheoryData<string> Cmdlets { get; } = new(Help.Cmdlets.Select(static cmdlet => cmdlet.Name));

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_page_says_what_the_assembly_says_and_leaves_nothing_out(string name) =>
        Assert.Empty(HelpCheck.Page(Help, Help.Cmdlets.Single(cmdlet => cmdlet.Name == name)));

    [Fact]
    public void What_GetHelp_reads_is_made_of_the_pages() => Assert.Empty(HelpCheck.Files(Help));

    [Theory]
    [InlineData("about_TokenTools")]
    [InlineData("about_TokenTools_Boomi")]
    [InlineData("about_TokenTools_GoodData")]
    [InlineData("about_TokenTools_Onedata")]
    [InlineData("about_TokenTools_Secrets")]
    [InlineData("about_TokenTools_Testing")]
    public void The_topic_is_there(string topic) => Assert.Contains(topic, Help.TopicNames);

    [Fact]
    public void What_is_made_is_the_same_each_time()
    {
        string[] Files() => Help.MadeFiles(Help.Cmdlets.Select(cmdlet => (cmdlet, HelpPage.Parse(File.ReadAllText(Help.PageOf(cmdlet.Name))))))
            .Select(static file => file.Name + "\n" + file.Content).ToArray();

        Assert.Equal(Files(), Files());
    }

    // Each change makes the page untrue, or leaves something out.
    [Theory]
    [InlineData("the type", "Type: System.String\n", "Type: System.Int32\n")]
    [InlineData("whether it is required", "  IsRequired: true\n", "  IsRequired: false\n")]
    [InlineData("the position", "  Position: 0\n", "  Position: Named\n")]
    [InlineData("the pipeline", "  ValueFromPipeline: true\n", "  ValueFromPipeline: false\n")]
    [InlineData("a property of the pipeline's objects", "  ValueFromPipelineByPropertyName: true\n", "  ValueFromPipelineByPropertyName: false\n")]
    [InlineData("the sets", "- Name: ValidFor\n", "- Name: (All)\n")]
    [InlineData("an alias", "Aliases:\n- wi\n", "Aliases: []\n")]
    [InlineData("the default", "DefaultValue: 60\n", "DefaultValue: 30\n")]
    [InlineData("the syntax", "[-InstallType] <string>", "-InstallType <string>")]
    [InlineData("a parameter", "### -CloudId\n", "### -CloudName\n")]
    [InlineData("a range", "1 to 256", "any")]
    [InlineData("a default in words", ", 1 by default", "")]
    [InlineData("an example's code", "```powershell\n", "```\n")]
    [InlineData("what is left to be filled in", "## NOTES\n", "## NOTES\n\n{{ Fill in the Notes }}\n")]
    [InlineData("a link", "(Connect-Boomi.md)", "(Connect-Bommi.md)")]
    public void The_check_finds_that_the_page_is_wrong_about(string what, string right, string wrong)
    {
        foreach (var folder in new[] { "docs/en-US", "en-US" })
        {
            Directory.CreateDirectory(Path.Combine(_copy, folder));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder)))
            {
                File.Copy(file, Path.Combine(_copy, folder, Path.GetFileName(file)));
            }
        }

        var help = new HelpSources(_copy, Repository.ModuleBin);
        Assert.Empty(HelpCheck.Page(help, help.Cmdlets.Single(static cmdlet => cmdlet.Name == "New-InstallerToken")));
        var page = help.PageOf("New-InstallerToken");
        var text = File.ReadAllText(page);
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(page, new Regex(Regex.Escape(right)).Replace(text, wrong.Replace("$", "$$", StringComparison.Ordinal), 1));

        Assert.True(HelpCheck.All(help).Any(), "Nobody noticed " + what);
    }
}
