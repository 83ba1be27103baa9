using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TokenTools.Package;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>Rules for every cmdlet and assembly of the module, checked in the metadata of the built assemblies.</summary>
public sealed class ModuleContractTests : IDisposable
{
    private static readonly string[] CommonParameters = ["Verbose", "Debug", "WhatIf", "Confirm", "ErrorAction"];

    private readonly MetadataLoadContext _context = new(new PathAssemblyResolver(
        Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll")
            .Concat(Directory.EnumerateFiles(Repository.ModuleBin, "*.dll"))
            .Append(Repository.PowerShellStandard)
            .GroupBy(static file => Path.GetFileName(file)!)
            .Select(static same => same.Last())));

    private static ModuleManifest Manifest { get; } = new(Repository.ModuleManifest);

    private IReadOnlyList<Type> AllCmdlets => Assembly("TokenTools.PowerShell").GetTypes()
        .Where(static type => Data(type, "CmdletAttribute").Any()).ToList();

    private IReadOnlyList<Type> Cmdlets => AllCmdlets.Where(static type => !IsOfVault(type)).ToList();

    public void Dispose() => _context.Dispose();

    [Fact]
    public void Manifest_ExportsTheCmdletsOfTheAssembly() =>
        Assert.Equal(Cmdlets.Select(Name).Order(StringComparer.Ordinal), Manifest.List("CmdletsToExport"));

    [Fact]
    public void Extension_ExportsTheCommandsOfAVault()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "TokenTools.Extension", "TokenTools.Extension.psm1"));
        var functions = Regex.Matches(script, "(?m)^function (?<name>[A-Za-z-]+)").Select(static match => match.Groups["name"].Value);
        Assert.Equal(AllCmdlets.Where(IsOfVault).Select(Name).Order(StringComparer.Ordinal), functions);
    }

    [Theory]
    [InlineData("README.md", "docs/en-US/{0}.md")]
    [InlineData("CHANGELOG.md", "`{0}`")]
    public void Document_NamesEveryCmdlet(string file, string mention)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        Assert.All(Cmdlets, cmdlet => Assert.Contains(mention.Replace("{0}", Name(cmdlet), StringComparison.Ordinal), text, StringComparison.Ordinal));
    }

    [Fact]
    public void Cmdlets_HaveApprovedVerbs()
    {
        var approved = _context.LoadFromAssemblyPath(Repository.PowerShellStandard).GetTypes()
            .Where(static type => type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(static type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(static field => (string)field.GetRawConstantValue()!).ToHashSet();
        Assert.True(approved.Count > 90);
        Assert.All(AllCmdlets, cmdlet => Assert.Contains(Name(cmdlet).Split('-')[0], approved));
    }

    [Fact]
    public void Cmdlets_AreSealedDeclareTheirOutputAndHaveAFileOfTheirName()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "TokenTools.PowerShell", "Commands"), "*.cs", SearchOption.AllDirectories)
            .Select(static file => Path.GetFileNameWithoutExtension(file)!).ToHashSet();
        Assert.All(AllCmdlets, cmdlet =>
        {
            Assert.True(cmdlet.IsSealed, cmdlet.Name);
            Assert.NotEmpty(Data(cmdlet, "OutputTypeAttribute"));
            Assert.Equal(Name(cmdlet).Replace("-", string.Empty, StringComparison.Ordinal) + "Command", cmdlet.Name);
            Assert.Contains(cmdlet.Name, files);
        });
    }

    [Fact]
    public void Parameters_AreNamedLikePowerShellsOwn()
    {
        Assert.All(AllCmdlets.SelectMany(Parameters), static parameter =>
        {
            Assert.Matches("^[A-Z][A-Za-z0-9]*$", parameter.Name);
            Assert.DoesNotContain(parameter.Name, CommonParameters);
        });
    }

    [Fact]
    public void Parameters_OfSecrets_AreNotStrings()
    {
        // Text is transformed to a SecureString, so that no property contains it.
        var secret = new Regex("(Password|Secret|Token|Credential)$");
        Assert.All(
            AllCmdlets.SelectMany(Parameters).Where(parameter => secret.IsMatch(parameter.Name)),
            static parameter => Assert.NotEqual("System.String", parameter.PropertyType.FullName));
    }

    [Fact]
    public void Project_RequiresDocumentationComments()
    {
        // Warnings are errors, and a missing comment is a warning if a documentation file is generated.
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", "TokenTools.PowerShell", "TokenTools.PowerShell.csproj"));
        Assert.Equal("true", project.Descendants("GenerateDocumentationFile").Single().Value);
        Assert.DoesNotContain(project.Descendants(), static element => element.Name.LocalName == "NoWarn");
    }

    [Theory]
    [InlineData("TokenTools.Core", "Newtonsoft.Json", "netstandard")]
    [InlineData("TokenTools.Sandbox", "Newtonsoft.Json", "TokenTools.Core", "netstandard")]
    [InlineData("TokenTools.PowerShell", "System.Management.Automation", "TokenTools.Core", "TokenTools.Sandbox", "netstandard")]
    public void Assembly_ReferencesOnlyTheLayersBelow(string name, params string[] allowed) =>
        Assert.Subset(
            allowed.ToHashSet(),
            Assembly(name).GetReferencedAssemblies().Select(static reference => reference.Name!).ToHashSet());

    [Fact]
    public void Module_ShipsItsOwnAssembliesAndOneOther()
    {
        Assert.Equal(
            ["Newtonsoft.Json.dll", "TokenTools.Core.dll", "TokenTools.PowerShell.dll", "TokenTools.Sandbox.dll"],
            Directory.EnumerateFiles(Repository.ModuleBin, "*.dll").Select(static file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Version_IsInTheManifestOnly()
    {
        Assert.Equal(Manifest.Version, Assembly("TokenTools.Core").GetName().Version!.ToString(3));
        Assert.Equal(Manifest.Version, Assembly("TokenTools.PowerShell").GetName().Version!.ToString(3));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "Directory.Build.props")),
            static file => Regex.IsMatch(File.ReadAllText(file), "<(Version|AssemblyVersion|FileVersion)>[0-9]"));
    }

    [Fact]
    public void PowerShellVersion_IsTheSameInPackagesAndTools()
    {
        var packages = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(static package => package.Attribute("Include")!.Value, static package => package.Attribute("Version")!.Value);
        using var tools = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".config", "dotnet-tools.json")));
        var pwsh = tools.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString();
        Assert.Equal(packages["Microsoft.PowerShell.SDK"], pwsh);
        Assert.Equal(packages["Microsoft.PowerShell.SDK"], packages["System.Management.Automation"]);
    }

    [Theory]
    [InlineData(".github/workflows/ci.yml", "pester: {0} }}")]
    [InlineData("CONTRIBUTING.md", "TOKENTOOLS_PESTER_VERSION={0}`")]
    public void NextPester_IsTheOneOfTheWorkflowAndTheDocuments(string file, string mention)
    {
        var next = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("NextPesterVersion").Single().Value;
        Assert.Contains(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, mention, next),
            File.ReadAllText(Path.Combine(Repository.Root, file)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TokenTools.Core", "Messages")]
    [InlineData("TokenTools.PowerShell", "ModuleMessages")]
    [InlineData("TokenTools.Cli", "CliMessages")]
    [InlineData("TokenTools.Sandbox", "SandboxMessages")]
    public void Messages_AreUsedAndNotEmpty(string project, string messages)
    {
        var source = string.Join("\n", Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Select(File.ReadAllText));
        Assert.All(
            XDocument.Load(Path.Combine(Repository.Root, "src", project, messages + ".resx")).Root!.Elements("data"),
            message =>
            {
                Assert.Matches(@"\b" + messages + @"\." + message.Attribute("name")!.Value + @"\b", source);
                Assert.NotEmpty(message.Element("value")!.Value.Trim());
            });
    }

    // SecretManagement calls them; the module does not export them.
    private static bool IsOfVault(Type cmdlet) => cmdlet.Namespace == "TokenTools.PowerShell.Commands.Vault";

    private static string Name(Type cmdlet)
    {
        var arguments = Data(cmdlet, "CmdletAttribute").Single().ConstructorArguments;
        return arguments[0].Value + "-" + arguments[1].Value;
    }

    private static IEnumerable<PropertyInfo> Parameters(Type cmdlet) => cmdlet.GetProperties()
        .Where(static property => Data(property, "ParameterAttribute").Any());

    private static IEnumerable<CustomAttributeData> Data(MemberInfo member, string attribute) => member.GetCustomAttributesData()
        .Where(data => data.AttributeType.Name == attribute);

    private Assembly Assembly(string name) => _context.LoadFromAssemblyPath(Path.Combine(Repository.ModuleBin, name + ".dll"));
}
