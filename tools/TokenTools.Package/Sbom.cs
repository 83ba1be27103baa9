using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NuGet.Packaging;
using NuGet.ProjectModel;

namespace TokenTools.Package;

/// <summary>
/// The package's software bill of materials in the format of CycloneDX 1.6 (cyclonedx.org/docs/1.6/json): each included assembly with
/// its origin, license, hash and dependencies. It has no timestamp and no serial number, which are optional, so that it is reproducible.
/// </summary>
internal sealed class Sbom
{
    public const string FileName = "TokenTools.cdx.json";

    // The license of both the project and the package. LICENSE is its text.
    private const string OwnLicense = "MIT";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // The file is not part of an HTML page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ModuleManifest _manifest;
    private readonly LockFile _assets;
    private readonly Dictionary<string, LockFileTargetLibrary> _libraries;

    private Sbom(ModuleManifest manifest, LockFile assets)
    {
        _manifest = manifest;
        _assets = assets;
        _libraries = assets.Targets.Single().Libraries
            .SelectMany(static library => library.RuntimeAssemblies.Select(file => (Name: Path.GetFileName(file.Path), library)))
            .Where(static file => file.Name != "_._").ToDictionary(static file => file.Name, static file => file.library);
    }

    /// <param name="manifest">The module's manifest.</param>
    /// <param name="assets">The project.assets.json of the module's project, with the resolved packages.</param>
    /// <param name="assemblies">The path in the package and the content of each included assembly.</param>
    public static string Write(ModuleManifest manifest, string assets, IReadOnlyDictionary<string, byte[]> assemblies) =>
        new Sbom(manifest, new LockFileFormat().Read(assets)).Write(assemblies);

    private string Write(IReadOnlyDictionary<string, byte[]> assemblies)
    {
        var module = Own("TokenTools", _manifest.Version, [_assets.PackageSpec.Name]) with { IsPackage = true };
        var parts = new SortedDictionary<string, Part>(
            assemblies.ToDictionary(static file => file.Key, file => Read(Path.GetFileName(file.Key))), StringComparer.Ordinal);
        var refs = parts.Values.ToDictionary(static part => part.Name, static part => part.Ref);
        var metadata = new JsonObject
        {
            ["lifecycles"] = new JsonArray(new JsonObject { ["phase"] = "build" }),
            ["authors"] = new JsonArray(new JsonObject { ["name"] = _manifest.Text("Author") }),
            ["component"] = module.Component(),
        };
        var bom = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = metadata,
            ["components"] = new JsonArray([.. parts.Select(part => part.Value.Component(part.Key, assemblies[part.Key]))]),
            ["dependencies"] = new JsonArray([.. parts.Values.Prepend(module).Select(part => new JsonObject
            {
                ["ref"] = part.Ref,
                ["dependsOn"] = DependsOn(part),
            })]),
        };
        return bom.ToJsonString(Format) + "\n";

        // Build-time dependencies are not included.
        JsonArray DependsOn(Part part) =>
            new([.. part.Needs.Where(refs.ContainsKey).Select(name => refs[name]).Order(StringComparer.Ordinal)]);
    }

    private Part Read(string file)
    {
        var project = _assets.PackageSpec;
        if (file == project.Name + ".dll")
        {
            // Such as "TokenTools.Core >= 0.1.0".
            var direct = _assets.ProjectFileDependencyGroups.Single().Dependencies.Select(static text => text.Split(' ')[0]);
            return Own(project.Name, project.Version.ToNormalizedString(), direct);
        }

        if (!_libraries.TryGetValue(file, out var library))
        {
            throw new InvalidDataException(file + " ships, but restore resolved no library that has it.");
        }

        var (name, version) = (library.Name!, library.Version!.ToNormalizedString());
        var needs = library.Dependencies.Select(static dependency => dependency.Id);
        if (library.Type == "project")
        {
            return Own(name, version, needs);
        }

        var files = _assets.GetLibrary(name, library.Version);
        var nuspec = new NuspecReader(_assets.PackageFolders
            .Select(root => Path.Combine(root.Path, files.Path, files.Files.Single(static path => Path.GetExtension(path) == ".nuspec")))
            .First(File.Exists));
        var license = nuspec.GetLicenseMetadata()?.License ?? throw new InvalidDataException(name + " has no license expression.");
        return new Part(name, version, IsPackage: true, license, nuspec.GetCopyright(), nuspec.GetProjectUrl(), needs);
    }

    private Part Own(string name, string version, IEnumerable<string> needs) =>
        new(name, version, IsPackage: false, OwnLicense, _manifest.Text("Copyright"), _manifest.Text("ProjectUri"), needs);

    private sealed record Part(
        string Name, string Version, bool IsPackage, string License, string Copyright, string Website, IEnumerable<string> Needs)
    {
        public string Ref => (IsPackage ? "pkg:nuget/" : string.Empty) + Name + "@" + Version;

        public JsonNode Component(string? path = null, byte[]? content = null)
        {
            var component = new JsonObject
            {
                ["type"] = "library",
                ["bom-ref"] = Ref,
                ["name"] = Name,
                ["version"] = Version,
                ["licenses"] = new JsonArray(new JsonObject { ["expression"] = License }),
                ["copyright"] = Copyright,
            };
            if (IsPackage)
            {
                component["purl"] = Ref;
            }

            component["externalReferences"] = new JsonArray(new JsonObject { ["type"] = "website", ["url"] = Website });
            if (path is not null)
            {
                var hash = new JsonObject { ["alg"] = "SHA-256", ["content"] = Convert.ToHexStringLower(SHA256.HashData(content!)) };
                component["components"] = new JsonArray(
                    new JsonObject { ["type"] = "file", ["name"] = path, ["hashes"] = new JsonArray(hash) });
            }

            return component;
        }
    }
}
