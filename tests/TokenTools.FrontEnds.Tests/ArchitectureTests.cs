using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;
using TokenTools.Export;
using TokenTools.Onedata;
using TokenTools.PowerShell;
using TokenTools.PowerShell.Commands.Common;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.FrontEnds.Tests;

/// <summary>The layers and the platforms' folders, as docs/architecture.md describes them.</summary>
public class ArchitectureTests
{
    private const int MaximumLines = 300;

    // Lines are wrapped at about 140.
    private const int MaximumLineLength = 160;

    private static readonly Assembly Core = typeof(TokenException).Assembly;
    private static readonly string[] Wings = ["TokenTools.Boomi", "TokenTools.GoodData", "TokenTools.Onedata"];

    public static TheoryData<string, string> WingPairs { get; } = CreateWingPairs();

    public static TheoryData<string> SourceFiles { get; } = new(Repository.Files("src", ".cs"));

    [Theory]
    [MemberData(nameof(WingPairs))]
    public void Wing_Always_IsIndependentOfTheOthers(string wing, string other) => AssertHolds(
        Types.InAssembly(Core).That().ResideInNamespace(wing).ShouldNot().HaveDependencyOn(other).GetResult());

    [Theory]
    [InlineData("TokenTools.Http")]
    [InlineData("TokenTools.Security")]
    [InlineData("TokenTools.Threading")]
    [InlineData("TokenTools.Processes")]
    [InlineData("TokenTools.Kubernetes")]
    [InlineData("TokenTools.Export")]
    public void SharedFolder_Always_IsIndependentOfTheWings(string folder) => AssertHolds(
        Types.InAssembly(Core).That().ResideInNamespace(folder).ShouldNot().HaveDependencyOnAny(Wings).GetResult());

    [Fact]
    public void Core_Always_KnowsNoFrontEnd() => AssertHolds(
        Types.InAssembly(Core).ShouldNot().HaveDependencyOnAny("System.Management.Automation", "System.CommandLine", "TokenTools.Sandbox").GetResult());

    [Fact]
    public void Sandbox_Always_KnowsNoFrontEnd() => AssertHolds(
        Types.InAssembly(typeof(TokenSandbox).Assembly).ShouldNot().HaveDependencyOnAny("System.Management.Automation", "System.CommandLine").GetResult());

    [Fact]
    public void PublicSignature_Always_IsFreeOfNewtonsoftTypes()
    {
        var offending = new[] { Core, typeof(TokenSandbox).Assembly, typeof(PowerShellVocabulary).Assembly }
            .SelectMany(static assembly => assembly.GetExportedTypes())
            .SelectMany(static type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static member => Signature(member).Any(static type => type.FullName?.StartsWith("Newtonsoft.", StringComparison.Ordinal) == true))
            .Select(static member => member.DeclaringType + "." + member.Name);
        Assert.Empty(offending);
    }

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void SourceFile_Always_HasTheNamespaceOfItsFolder(string file)
    {
        var name = Regex.Match(Repository.Read(file), @"^namespace (?<name>[\w.]+);", RegexOptions.Multiline);
        if (!name.Success)
        {
            return;
        }

        var parts = Path.GetDirectoryName(file)!.Replace('\\', '/').Split('/').Skip(1).ToArray();
        var root = parts[0] == "TokenTools.Core" ? "TokenTools" : parts[0];
        Assert.Equal(string.Join(".", parts.Skip(1).Prepend(root)), name.Groups["name"].Value);
    }

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void SourceFile_Always_IsShort(string file) => Assert.InRange(Repository.Read(file).Split('\n').Length, 1, MaximumLines);

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void SourceFile_Always_IsWrapped(string file)
    {
        var lines = Repository.Read(file).Split('\n');
        var tooLong = Array.FindIndex(lines, static line => line.TrimEnd('\r').Length > MaximumLineLength);
        Assert.True(tooLong < 0, file + ":" + (tooLong + 1) + " has more than " + MaximumLineLength + " characters.");
    }

    [Fact]
    public void CaveatParameters_Always_AreTheSettingsOfTheRegistry()
    {
        var parameters = typeof(CaveatCommand).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(static property => property.IsDefined(typeof(ParameterAttribute))).Select(static property => property.Name);
        var missing = CaveatSpec.Settings.Select(static setting => setting.Key).Except(parameters).ToList();
        var unknown = parameters.Except(CaveatSpec.Settings.Select(static setting => setting.Key).Append(nameof(CaveatCommand.Purpose))).ToList();
        Assert.True(
            missing.Count + unknown.Count == 0,
            "Add to src/TokenTools.PowerShell/CaveatCommand.cs: " + string.Join(", ", missing) + "; remove: " + string.Join(", ", unknown));
    }

    [Fact]
    public void ExportForms_Always_AreInTheHelp()
    {
        var page = Repository.Read("docs/en-US/Export-Token.md").ReplaceLineEndings("\n");
        foreach (var form in TokenExportForm.All)
        {
            AssertDescribes(nameof(ExportTokenCommand.As), form, true);
            AssertDescribes(nameof(ExportTokenCommand.VariableName), form, form.HasNames);
            AssertDescribes(nameof(ExportTokenCommand.PasswordVariableName), form, form.HasNames);
            AssertDescribes(nameof(ExportTokenCommand.IncludePassword), form, form.AcceptsPassword);
        }

        void AssertDescribes(string parameter, TokenExportForm form, bool isSupported)
        {
            var text = Regex.Match(page, "(?ms)^### -" + parameter + "\n\n(?<text>.*?)\n\n```yaml").Groups["text"].Value;
            Assert.NotEmpty(text);
            Assert.True(
                Regex.IsMatch(text, @"\b" + form.Name + @"\b") == isSupported,
                "Mention " + form.Name + " in the description of -" + parameter + " if the parameter is for it, and only then: in "
                + "src/TokenTools.PowerShell/Commands/Common/ExportTokenCommand.cs and docs/en-US/Export-Token.md.");
        }
    }

    [Fact]
    public void CoreMessage_Always_NamesNoParameterCmdletOrOption()
    {
        var text = Repository.Read("src/TokenTools.Core/Messages.resx");
        var cmdlets = Regex.Matches(Repository.Read("TokenTools.psd1"), "'([A-Z][a-zA-Z]+-[A-Z][A-Za-z]+)'").Select(static match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(cmdlets);
        Assert.All(cmdlets, cmdlet => Assert.DoesNotContain(cmdlet, text, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"(?<![\w$-])-[A-Z][A-Za-z]+(?![\w-])", Regex.Replace(text, "<!--.*?-->|<xsd.*?</xsd:schema>", string.Empty, RegexOptions.Singleline));
        Assert.DoesNotMatch(@"(?<![\w-])--[a-z]", Regex.Replace(text, "<!--.*?-->", string.Empty, RegexOptions.Singleline));
    }

    private static void AssertHolds(NetArchTest.Rules.TestResult result) =>
        Assert.True(result.IsSuccessful, string.Join("\n", result.FailingTypeNames ?? []));

    private static Type[] Signature(MemberInfo member) => member switch
    {
        MethodBase method => [.. method.GetParameters().Select(static parameter => parameter.ParameterType), .. method is MethodInfo { ReturnType: var result } ? [result] : Array.Empty<Type>()],
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static TheoryData<string, string> CreateWingPairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var wing in Wings)
        {
            foreach (var other in Wings.Where(other => other != wing))
            {
                pairs.Add(wing, other);
            }
        }

        return pairs;
    }
}
