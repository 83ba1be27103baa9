using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace TokenTools.Package;

/// <summary>
/// The module as a user gets it: a folder to import, and the same files as a .nupkg. Of the same files come the same bytes:
/// the entries are sorted and carry one fixed time, and nothing in them tells when, where or by whom they were made.
/// </summary>
internal static class ModulePackage
{
    // Only what a user needs: no symbols, no sources of the help, none of the project's own papers.
    private static readonly string[] Files =
        ["LICENSE", "THIRD-PARTY-NOTICES.txt", "TokenTools.format.ps1xml", "TokenTools.psd1", "TokenTools.types.ps1xml"];

    private static readonly string[] Assemblies =
        ["Newtonsoft.Json.dll", "TokenTools.Core.dll", "TokenTools.PowerShell.dll", "TokenTools.Sandbox.dll"];

    // The first time that a zip file can hold.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Makes both under <paramref name="output"/>: TokenTools/VERSION/ and TokenTools.VERSION.nupkg.</summary>
    /// <returns>The folder and the file.</returns>
    public static (string Folder, string Package) Write(string root, string output)
    {
        var manifest = new ModuleManifest(Path.Combine(root, "TokenTools.psd1"));
        var notes = Changelog.NotesOf(File.ReadAllText(Path.Combine(root, "CHANGELOG.md")), manifest.Version).Trim();
        var files = Read(root, manifest.WithNotes(notes));

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
        foreach (var (name, content) in Opc(files, manifest, notes))
        {
            files[name] = content;
        }

        using (var stream = File.Create(package))
        {
            Zip(files, stream);
        }

        return (folder, package);
    }

    private static SortedDictionary<string, byte[]> Read(string root, string manifest)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in Files
            .Concat(Assemblies.Select(static name => "bin/" + name))
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "en-US")).Select(static file => "en-US/" + Path.GetFileName(file))))
        {
            files[name] = File.ReadAllBytes(Path.Combine(root, name));
        }

        files["TokenTools.psd1"] = Bytes(manifest);
        return files;
    }

    // What makes a zip file a package: learn.microsoft.com/nuget/reference/nuspec, and ECMA-376 part 2 for the rest.
    private static Dictionary<string, byte[]> Opc(SortedDictionary<string, byte[]> files, ModuleManifest manifest, string notes)
    {
        XNamespace nuspec = "http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd";
        XNamespace types = "http://schemas.openxmlformats.org/package/2006/content-types";
        XNamespace relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        XNamespace core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
        XNamespace dc = "http://purl.org/dc/elements/1.1/";

        var cmdlets = manifest.List("CmdletsToExport");
        // What Publish-PSResource writes, so that the Gallery finds cmdlets by their names.
        var tags = manifest.List("Tags").Concat(["PSModule", "PSIncludes_Cmdlet"])
            .Concat(cmdlets.Select(static name => "PSCmdlet_" + name)).Concat(cmdlets.Select(static name => "PSCommand_" + name));
        var specification = new XElement(nuspec + "package", new XElement(
            nuspec + "metadata",
            new XElement(nuspec + "id", "TokenTools"),
            new XElement(nuspec + "version", manifest.Version),
            new XElement(nuspec + "authors", manifest.Text("Author")),
            new XElement(nuspec + "owners", manifest.Text("CompanyName")),
            new XElement(nuspec + "requireLicenseAcceptance", "false"),
            new XElement(nuspec + "licenseUrl", manifest.Text("LicenseUri")),
            new XElement(nuspec + "projectUrl", manifest.Text("ProjectUri")),
            new XElement(nuspec + "description", manifest.Text("Description")),
            new XElement(nuspec + "releaseNotes", notes),
            new XElement(nuspec + "copyright", manifest.Text("Copyright")),
            new XElement(nuspec + "tags", string.Join(" ", tags))));

        // Any name will do that is the same each time.
        var properties = "package/services/metadata/core-properties/"
            + Convert.ToHexStringLower(SHA256.HashData(Bytes("TokenTools " + manifest.Version)))[..32] + ".psmdcp";
        var extensions = files.Keys.Select(static name => Path.GetExtension(name).TrimStart('.')).Where(static extension => extension.Length > 0)
            .Concat(["nuspec"]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var content = new XElement(
            types + "Types",
            new XElement(types + "Default", new XAttribute("Extension", "rels"), new XAttribute("ContentType", "application/vnd.openxmlformats-package.relationships+xml")),
            new XElement(types + "Default", new XAttribute("Extension", "psmdcp"), new XAttribute("ContentType", "application/vnd.openxmlformats-package.core-properties+xml")),
            extensions.Select(extension => new XElement(
                types + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", "application/octet"))),
            files.Keys.Where(static name => Path.GetExtension(name).Length == 0).Select(name => new XElement(
                types + "Override", new XAttribute("PartName", "/" + name), new XAttribute("ContentType", "application/octet"))));
        var relationships = new XElement(
            relations + "Relationships",
            Relationship("http://schemas.microsoft.com/packaging/2010/07/manifest", "/TokenTools.nuspec", "R1"),
            Relationship("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "/" + properties, "R2"));
        var described = new XElement(
            core + "coreProperties",
            new XAttribute(XNamespace.Xmlns + "dc", dc.NamespaceName),
            new XElement(dc + "creator", manifest.Text("Author")),
            new XElement(dc + "description", manifest.Text("Description")),
            new XElement(dc + "identifier", "TokenTools"),
            new XElement(core + "version", manifest.Version),
            new XElement(core + "keywords", string.Join(" ", tags)));
        return new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["TokenTools.nuspec"] = Xml(specification),
            ["[Content_Types].xml"] = Xml(content),
            ["_rels/.rels"] = Xml(relationships),
            [properties] = Xml(described),
        };

        XElement Relationship(string type, string target, string id) => new(
            relations + "Relationship", new XAttribute("Type", type), new XAttribute("Target", target), new XAttribute("Id", id));
    }

    private static void Zip(SortedDictionary<string, byte[]> files, Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var (name, content) in files)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
            entry.LastWriteTime = NoTime;
            entry.ExternalAttributes = 0;
            using var part = entry.Open();
            part.Write(content);
        }
    }

    private static byte[] Xml(XElement element) => Bytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + element.ToString().ReplaceLineEndings("\n") + "\n");

    private static byte[] Bytes(string text) => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
}
