using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using TokenTools.Package;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>The package for the Gallery: its files, its size, its bill of materials, and its reproducibility.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly string _output = Directory.CreateTempSubdirectory("tokentools-package").FullName;

    private static ModuleManifest Manifest { get; } = new(Path.Combine(Repository.Root, "TokenTools.psd1"));

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [Fact]
    public void Write_AgainInAnotherPlaceCultureAndFileTimes_GivesTheSameBytes()
    {
        var first = File.ReadAllBytes(ModulePackage.Write(Repository.Root, Path.Combine(_output, "a")).Package);
        var copy = Path.Combine(_output, "copy");
        foreach (var file in new[] { "TokenTools.psd1", "CHANGELOG.md", "src/TokenTools.PowerShell/obj/project.assets.json" }
            .Concat(PackageFiles(Path.Combine(_output, "a", "TokenTools", Manifest.Version)))
            .Distinct().Except(["TokenTools.cdx.json"]))
        {
            var path = Path.Combine(copy, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(Path.Combine(Repository.Root, file), path);
            File.SetLastWriteTimeUtc(path, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        }

        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            var again = ModulePackage.Write(copy, Path.Combine(_output, "b")).Package;
            Assert.Equal(first, File.ReadAllBytes(again));
            using var zip = ZipFile.OpenRead(again);
            Assert.All(zip.Entries, static entry => Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Write_HoldsWhatAUserNeedsAndNothingElse()
    {
        var (folder, package) = ModulePackage.Write(Repository.Root, _output);
        var files = PackageFiles(folder);
        Assert.Equal(
            [
                "LICENSE", "THIRD-PARTY-NOTICES.txt", "TokenTools.Extension/TokenTools.Extension.psm1", "TokenTools.cdx.json",
                "TokenTools.format.ps1xml", "TokenTools.psd1", "TokenTools.types.ps1xml",
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
            entries.Except(files).Where(static name => !name.EndsWith(".psmdcp", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(folder, file)), Content(zip, file)));
    }

    [Fact]
    public void Write_IsNotLargerThanAMegabyteAndAHalf() =>
        Assert.InRange(new FileInfo(ModulePackage.Write(Repository.Root, _output).Package).Length, 100_000, 1_500_000);

    [Fact]
    public void Write_NuspecAgreesWithTheManifest()
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
        Assert.Subset(
            Of("tags").Split(' ').ToHashSet(), Manifest.List("Tags").Concat(["PSModule", "PSCommand_New-InstallerToken"]).ToHashSet());
    }

    [Fact]
    public void Write_SbomListsEachAssemblyThatShips()
    {
        var (folder, _) = ModulePackage.Write(Repository.Root, _output);
        using var sbom = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "TokenTools.cdx.json")));
        var bom = sbom.RootElement;
        Assert.Equal("CycloneDX", Of(bom, "bomFormat"));
        Assert.Equal("1.6", Of(bom, "specVersion"));
        var module = bom.GetProperty("metadata").GetProperty("component");
        Assert.Equal("TokenTools", Of(module, "name"));
        Assert.Equal(Manifest.Version, Of(module, "version"));
        // Anything that could make two packages differ.
        Assert.False(bom.TryGetProperty("serialNumber", out _));
        Assert.False(bom.GetProperty("metadata").TryGetProperty("timestamp", out _));

        // Each file's version, hash and references, read from the file.
        var components = bom.GetProperty("components").EnumerateArray().ToDictionary(static component => Of(component, "name"));
        var paths = PackageFiles(folder).Where(static file => file.StartsWith("bin/", StringComparison.Ordinal)).ToList();
        Assert.Equal(paths.Select(static path => Path.GetFileNameWithoutExtension(path)), components.Keys);
        Assert.Equal(paths.Count + 1, bom.GetProperty("dependencies").GetArrayLength());
        foreach (var path in paths)
        {
            var component = components[Path.GetFileNameWithoutExtension(path)];
            var file = Assert.Single(component.GetProperty("components").EnumerateArray());
            var hash = Assert.Single(file.GetProperty("hashes").EnumerateArray());
            Assert.Equal(path, Of(file, "name"));
            Assert.Equal("SHA-256", Of(hash, "alg"));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, path)))), Of(hash, "content"));
            // The product's version, without the commit.
            var version = FileVersionInfo.GetVersionInfo(Path.Combine(folder, path)).ProductVersion!;
            Assert.Equal(version.Split('+')[0], Of(component, "version"));
            Assert.Equal("MIT", Of(Assert.Single(component.GetProperty("licenses").EnumerateArray()), "expression"));
            // A project reference includes the references of that project.
            var references = References(Path.Combine(folder, path)).Where(components.ContainsKey).ToHashSet();
            var declared = DependsOn(component).ToList();
            Assert.Subset(references, declared.ToHashSet());
            Assert.Subset(declared.Concat(declared.SelectMany(name => DependsOn(components[name]))).ToHashSet(), references);
        }

        Assert.Equal(["TokenTools.PowerShell"], DependsOn(module));
        Assert.Equal("pkg:nuget/Newtonsoft.Json@" + PackageVersion("Newtonsoft.Json"), Of(components["Newtonsoft.Json"], "purl"));
        Assert.StartsWith("MIT License", File.ReadAllText(Path.Combine(folder, "LICENSE")), StringComparison.Ordinal);

        IEnumerable<string> DependsOn(JsonElement part) => bom.GetProperty("dependencies").EnumerateArray()
            .Single(dependency => Of(dependency, "ref") == Of(part, "bom-ref")).GetProperty("dependsOn").EnumerateArray()
            .Select(needed => components.Single(component => Of(component.Value, "bom-ref") == needed.GetString()).Key);
    }

    [Theory]
    [InlineData("@{ ModuleVersion = '1.0'; A = @('b', 'c') # d\n }", "c")]
    [InlineData("@{ A = 'b', \"c\"; ModuleVersion = '1.0' }", "c")]
    [InlineData("@{ ModuleVersion = '1.0'; PrivateData = @{ PSData = @{ A = @(\n'b'\n'it''s'\n) } } }", "it's")]
    public void List_HoweverItIsWritten_HasTheItems(string manifest, string last)
    {
        var path = Path.Combine(_output, "a.psd1");
        File.WriteAllText(path, manifest);
        Assert.Equal(["b", last], new ModuleManifest(path).List("A"));
        Assert.Equal("1.0", new ModuleManifest(path).Version);
    }

    [Theory]
    [InlineData("@{ ModuleVersion = '1.0'")]
    [InlineData("ModuleVersion = '1.0'")]
    [InlineData("")]
    public void Constructor_NotAManifest_Throws(string manifest)
    {
        var path = Path.Combine(_output, "a.psd1");
        File.WriteAllText(path, manifest);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => new ModuleManifest(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_ManifestHasCode_RunsNone()
    {
        var path = Path.Combine(_output, "a.psd1");
        var written = Path.Combine(_output, "written");
        File.WriteAllText(path, "@{ ModuleVersion = (New-Item '" + written + "') }");
        Assert.ThrowsAny<Exception>(() => new ModuleManifest(path));
        Assert.False(File.Exists(written));
    }

    [Fact]
    public void WithReleaseNotes_NotesHaveQuotes_AreReadBack()
    {
        var path = Path.Combine(_output, "a.psd1");
        const string notes = "### Fixed\n\n- It's $(so) `here`: \u2019a\u2019";
        File.WriteAllText(
            path, "@{ A = 'ReleaseNotes' # ReleaseNotes = ''\nPrivateData = @{ PSData = @{ ReleaseNotes = 'x' } }; B = 'c' }");
        File.WriteAllText(path, new ModuleManifest(path).WithReleaseNotes(notes));
        Assert.Equal(notes, new ModuleManifest(path).Text("ReleaseNotes"));
        Assert.Equal("ReleaseNotes", new ModuleManifest(path).Text("A"));
        Assert.Equal("c", new ModuleManifest(path).Text("B"));
    }

    [Fact]
    public void Write_ManifestHasTheReleaseNotesOfTheChangelog()
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
    public void NotesOf_VersionHasNoSection_AreThoseOfUnreleased(string version, string notes) => Assert.Equal(
        notes,
        Changelog.NotesOf(
            "# Changelog\n\n## [Unreleased]\n\n### Changed\n\n- c\n\n## [1.1.0] - 2026-01-02\n\n### Added\n\n- b\n\n"
            + "## [1.0.0] - 2026-01-01\n\n### Fixed\n\n- a\n\n[1.1.0]: https://example.com\n",
            version));

    [Fact]
    public void Notices_NameEachThirdPartyAssembly()
    {
        var notices = File.ReadAllText(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.txt"));
        Assert.All(
            Directory.EnumerateFiles(Repository.ModuleBin, "*.dll").Select(static file => Path.GetFileNameWithoutExtension(file)!)
                .Where(static name => !name.StartsWith("TokenTools.", StringComparison.Ordinal)),
            name => Assert.Contains(name + " " + PackageVersion(name), notices, StringComparison.Ordinal));

        Assert.Contains("The MIT License", notices, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ANuGetClientInstallsIt()
    {
        // Install-PSResource reads packages with NuGet's own libraries, which this test uses without the Gallery.
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
        var installed = Path.Combine(project, "packages", "tokentools", Manifest.Version);
        Assert.True(File.Exists(Path.Combine(installed, "bin", "TokenTools.PowerShell.dll")), output);
    }

    [Fact]
    public void Changelog_HasTheFormOfKeepAChangelog()
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

    private static string PackageVersion(string name) => XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
        .Descendants("PackageVersion").Single(package => package.Attribute("Include")!.Value == name).Attribute("Version")!.Value;

    private static List<string> PackageFiles(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();

    private static string Of(JsonElement element, string property) => element.GetProperty(property).GetString()!;

    private static List<string> References(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name)).ToList();
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
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
