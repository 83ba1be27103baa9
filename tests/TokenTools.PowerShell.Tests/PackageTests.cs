using System;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using TokenTools.Package;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>The package for the Gallery: what is in it, how large it is, and that it is the same whenever it is made.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly string _output = Directory.CreateTempSubdirectory("tokentools-package").FullName;

    private static ModuleManifest Manifest { get; } = new(Path.Combine(Repository.Root, "TokenTools.psd1"));

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [Fact]
    public async Task Two_packages_are_the_same_byte_for_byte()
    {
        var first = File.ReadAllBytes(ModulePackage.Write(Repository.Root, Path.Combine(_output, "a")).Package);
        // Times in a zip file go by two seconds.
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        Assert.Equal(first, File.ReadAllBytes(ModulePackage.Write(Repository.Root, Path.Combine(_output, "b")).Package));
    }

    [Fact]
    public void It_holds_what_a_user_needs_and_nothing_else()
    {
        var (folder, package) = ModulePackage.Write(Repository.Root, _output);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(
            [
                "LICENSE", "THIRD-PARTY-NOTICES.txt", "TokenTools.format.ps1xml", "TokenTools.psd1", "TokenTools.types.ps1xml",
                "bin/Newtonsoft.Json.dll", "bin/TokenTools.Core.dll", "bin/TokenTools.PowerShell.dll", "bin/TokenTools.Sandbox.dll",
            ],
            files.Where(static file => !file.StartsWith("en-US/", StringComparison.Ordinal)));
        Assert.Contains("en-US/TokenTools.PowerShell.dll-Help.xml", files);
        Assert.All(
            files.Where(static file => file.StartsWith("en-US/", StringComparison.Ordinal)),
            static file => Assert.Matches(@"^en-US/(TokenTools\.PowerShell\.dll-Help\.xml|about_TokenTools[A-Za-z_]*\.help\.txt)$", file));

        using var zip = ZipFile.OpenRead(package);
        var entries = zip.Entries.Select(static entry => entry.FullName).ToList();
        Assert.Subset(entries.ToHashSet(), files.ToHashSet());
        Assert.Equal(
            ["TokenTools.nuspec", "[Content_Types].xml", "_rels/.rels"],
            entries.Except(files).Where(static name => !name.EndsWith(".psmdcp", StringComparison.Ordinal)));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(folder, file)), Content(zip, file)));
    }

    [Fact]
    public void It_is_no_larger_than_a_megabyte_and_a_half() =>
        Assert.InRange(new FileInfo(ModulePackage.Write(Repository.Root, _output).Package).Length, 100_000, 1_500_000);

    [Fact]
    public void It_describes_itself_as_the_manifest_does()
    {
        using var zip = ZipFile.OpenRead(ModulePackage.Write(Repository.Root, _output).Package);
        using var stream = zip.GetEntry("TokenTools.nuspec")!.Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        string Of(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal("TokenTools", Of("id"));
        Assert.Equal(Manifest.Version, Of("version"));
        Assert.Equal(Manifest.Text("Description"), Of("description"));
        Assert.Equal(Manifest.Text("LicenseUri"), Of("licenseUrl"));
        Assert.Equal(Manifest.Text("ProjectUri"), Of("projectUrl"));
        Assert.Subset(Of("tags").Split(' ').ToHashSet(), Manifest.List("Tags").Concat(["PSModule", "PSCommand_New-InstallerToken"]).ToHashSet());
    }

    [Fact]
    public void Its_manifest_has_the_release_notes_of_the_changelog()
    {
        var (folder, _) = ModulePackage.Write(Repository.Root, _output);
        var notes = Changelog.NotesOf(File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md")), Manifest.Version);
        Assert.StartsWith("### ", notes, StringComparison.Ordinal);
        Assert.Equal(notes, new ModuleManifest(Path.Combine(folder, "TokenTools.psd1")).Text("ReleaseNotes"));
    }

    [Theory]
    [InlineData("1.1.0", "### Added\n\n- b")]
    [InlineData("1.0.0", "### Fixed\n\n- a")]
    [InlineData("2.0.0", "### Changed\n\n- c")]
    public void Release_notes_are_the_versions_own_or_what_is_unreleased(string version, string notes) => Assert.Equal(
        notes,
        Changelog.NotesOf(
            "# Changelog\n\n## [Unreleased]\n\n### Changed\n\n- c\n\n## [1.1.0] - 2026-01-02\n\n### Added\n\n- b\n\n## [1.0.0] - 2026-01-01\n\n### Fixed\n\n- a\n\n[1.1.0]: https://example.com\n",
            version));

    [Fact]
    public void Each_assembly_that_is_not_ours_has_its_notice()
    {
        var notices = File.ReadAllText(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.txt"));
        var packages = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion");
        foreach (var file in Directory.EnumerateFiles(Repository.ModuleBin, "*.dll").Where(static file => !Path.GetFileName(file).StartsWith("TokenTools.", StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var version = packages.Single(package => package.Attribute("Include")!.Value == name).Attribute("Version")!.Value;
            Assert.Contains(name + " " + version, notices, StringComparison.Ordinal);
        }

        Assert.Contains("The MIT License", notices, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_NuGet_client_takes_it()
    {
        // Install-PSResource reads packages with NuGet's own libraries; this is what there is of them without the Gallery.
        ModulePackage.Write(Repository.Root, _output);
        var project = Path.Combine(_output, "client");
        Directory.CreateDirectory(project);
        File.WriteAllText(Path.Combine(project, "client.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><RestorePackagesPath>packages</RestorePackagesPath></PropertyGroup>
              <ItemGroup><PackageDownload Include="TokenTools" Version="[VERSION]" /></ItemGroup>
            </Project>
            """.Replace("VERSION", Manifest.Version, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(project, "nuget.config"), """
            <configuration><packageSources><clear /><add key="here" value=".." /></packageSources></configuration>
            """);
        var (exitCode, output) = await RunAsync("dotnet", project, "restore", "--nologo");
        Assert.True(exitCode == 0, output);
        Assert.True(File.Exists(Path.Combine(project, "packages", "tokentools", Manifest.Version, "bin", "TokenTools.PowerShell.dll")), output);
    }

    [Fact]
    public void The_changelog_is_in_the_form_of_Keep_a_Changelog()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"));
        Assert.Contains("https://keepachangelog.com/", text, StringComparison.Ordinal);
        Assert.All(
            Regex.Matches(text, "(?m)^## (.+)$").Select(static match => match.Groups[1].Value),
            static heading => Assert.Matches(@"^\[(Unreleased|[0-9]+\.[0-9]+\.[0-9]+)\]( - [0-9]{4}-[0-9]{2}-[0-9]{2})?$", heading));
        Assert.All(
            Regex.Matches(text, "(?m)^### (.+)$").Select(static match => match.Groups[1].Value),
            static heading => Assert.Contains(heading, new[] { "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security" }));
    }

    private static byte[] Content(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string file, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
