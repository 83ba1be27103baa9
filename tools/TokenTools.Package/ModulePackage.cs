using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using NuGet.Packaging;
using NuGet.Versioning;

namespace TokenTools.Package;

/// <summary>
/// The published module: a folder to import, and the same files as a .nupkg. The output is reproducible: it does not depend on the
/// folder, the time or the user.
/// </summary>
internal static class ModulePackage
{
    // Only the files that users need: no symbols, no sources of the help, no project documents.
    private static readonly string[] Files =
    [
        "LICENSE", "THIRD-PARTY-NOTICES.txt", "TokenTools.Extension/TokenTools.Extension.psm1", "TokenTools.format.ps1xml",
        "TokenTools.psd1", "TokenTools.types.ps1xml",
    ];

    private static readonly string[] Assemblies =
        ["bin/Newtonsoft.Json.dll", "bin/TokenTools.Core.dll", "bin/TokenTools.PowerShell.dll", "bin/TokenTools.Sandbox.dll"];

    /// <summary>Creates both in <paramref name="output"/>: TokenTools/VERSION/ and TokenTools.VERSION.nupkg.</summary>
    /// <returns>The folder and the file.</returns>
    public static (string Folder, string Package) Write(string root, string output)
    {
        var manifest = new ModuleManifest(Path.Combine(root, "TokenTools.psd1"));
        var notes = Changelog.NotesOf(File.ReadAllText(Path.Combine(root, "CHANGELOG.md")), manifest.Version).Trim();
        var files = Read(root, manifest, notes);

        var folder = Path.Combine(output, "TokenTools", manifest.Version);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var (name, content) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }

        var package = Path.Combine(output, "TokenTools." + manifest.Version + ".nupkg");
        using var stream = File.Create(package);
        Builder(files, manifest, notes).Save(stream);
        return (folder, package);
    }

    private static SortedDictionary<string, byte[]> Read(string root, ModuleManifest manifest, string notes)
    {
        var assemblies = Assemblies.ToDictionary(static name => name, Content);
        var assets = Path.Combine(root, "src", "TokenTools.PowerShell", "obj", "project.assets.json");
        return new SortedDictionary<string, byte[]>(
            Files.Concat(Directory.EnumerateFiles(Path.Combine(root, "en-US")).Select(static file => "en-US/" + Path.GetFileName(file)))
                .ToDictionary(static name => name, Content).Concat(assemblies).ToDictionary(),
            StringComparer.Ordinal)
        {
            ["TokenTools.psd1"] = Encoding.UTF8.GetBytes(manifest.WithReleaseNotes(notes)),
            [Sbom.FileName] = Encoding.UTF8.GetBytes(Sbom.Write(manifest, assets, assemblies)),
        };

        byte[] Content(string name) => File.ReadAllBytes(Path.Combine(root, name));
    }

    private static PackageBuilder Builder(SortedDictionary<string, byte[]> files, ModuleManifest manifest, string notes)
    {
        var builder = new PackageBuilder(deterministic: true)
        {
            // The earliest time that a zip file supports. Otherwise, the builder would use the time of the build.
            DeterministicTimestamp = "1980-01-01T00:00:00Z",
            Id = "TokenTools",
            Version = NuGetVersion.Parse(manifest.Version),
            Authors = { manifest.Text("Author") },
            Owners = { manifest.Text("CompanyName") },
            LicenseUrl = new Uri(manifest.Text("LicenseUri")),
            ProjectUrl = new Uri(manifest.Text("ProjectUri")),
            Description = manifest.Text("Description"),
            ReleaseNotes = notes,
            Copyright = manifest.Text("Copyright"),
        };
        var cmdlets = manifest.List("CmdletsToExport");
        // The tags that Publish-PSResource writes, so that the Gallery finds cmdlets by their names.
        builder.Tags.UnionWith(manifest.List("Tags").Concat(["PSModule", "PSIncludes_Cmdlet"])
            .Concat(cmdlets.Select(static name => "PSCmdlet_" + name)).Concat(cmdlets.Select(static name => "PSCommand_" + name)));
        foreach (var (name, content) in files)
        {
            builder.Files.Add(new PhysicalPackageFile(new MemoryStream(content)) { TargetPath = name });
        }

        return builder;
    }
}
