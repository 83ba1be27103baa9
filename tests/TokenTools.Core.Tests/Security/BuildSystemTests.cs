using System;
using System.Linq;
using System.Text;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>The commands with which a build system masks a secret.</summary>
public class BuildSystemTests
{
    private const string Secret = "p&ss w<o>rd/100%+x";

    [Fact]
    public void MaskCommands_Secret_ContainEveryDerivedForm()
    {
        var masked = Commands(Secret).Select(static line => Unescape(line["::add-mask::".Length..])).ToList();

        var utf8 = Encoding.UTF8.GetBytes(Secret);
        string[] derived =
        [
            Secret,
            Convert.ToBase64String(utf8),
            Convert.ToBase64String(Encoding.Unicode.GetBytes(Secret)),
            Convert.ToHexString(utf8),
            Convert.ToHexString(utf8).ToLowerInvariant(),
            Uri.EscapeDataString(Secret),
            System.Net.WebUtility.UrlEncode(Secret),
        ];
        Assert.All(derived, form => Assert.Contains(form, masked));
        Assert.All(Enumerable.Range(0, 3), offset => Assert.Contains(masked, form =>
            Convert.ToBase64String([.. new byte[offset], .. utf8, .. new byte[5]]).Contains(form, StringComparison.Ordinal)
            && form.Length > 20));
    }

    [Fact]
    public void MaskCommands_PercentSign_IsMaskedByAgentsThatDecodeItAndByOthers()
    {
        var commands = BuildSystem.AzurePipelines.MaskCommands(SecureText.FromString("half%of%it"));

        Assert.Contains("##vso[task.setsecret]half%of%it", commands);
        Assert.Contains("##vso[task.setsecret]half%AZP25of%AZP25it", commands);
        Assert.Equal(commands.Count, commands.Distinct().Count());
    }

    [Fact]
    public void MaskCommands_Lines_AreMaskedOneByOne()
    {
        const string Key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\r\nAQEFAASCBKcwggSjAgEAAoIB\n{\n-----END PRIVATE KEY-----\n";

        var commands = Commands(Key);

        Assert.All(commands, static command => Assert.True(command.IndexOfAny(['\r', '\n']) < 0));
        Assert.Contains("::add-mask::MIIEvQIBADANBgkqhkiG9w0B", commands);
        Assert.Contains("::add-mask::AQEFAASCBKcwggSjAgEAAoIB", commands);
        Assert.DoesNotContain("::add-mask::-----BEGIN PRIVATE KEY-----", commands);
        Assert.DoesNotContain("::add-mask::{", commands);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("12345")]
    [InlineData("  ab \n cd ")]
    public void MaskCommands_ShortText_IsNotMasked(string secret) => Assert.Empty(Commands(secret));

    [Fact]
    public void MaskCommands_AnySecret_HaveNoShortText() =>
        Assert.All(Commands("secret"), static command => Assert.True(command.Length - "::add-mask::".Length >= 6, command));

    [Fact]
    public void MaskCommands_PercentSign_IsEscapedAsEachSystemReadsIt()
    {
        using var secret = SecureText.FromString("100%-secret");

        Assert.Contains("::add-mask::100%25-secret", BuildSystem.GitHubActions.MaskCommands(secret));
        Assert.Contains("##vso[task.setsecret]100%AZP25-secret", BuildSystem.AzurePipelines.MaskCommands(secret));
    }

    [Theory]
    [InlineData("true", null, "GitHub Actions")]
    [InlineData(null, "True", "Azure Pipelines")]
    [InlineData("false", "1", null)]
    [InlineData(null, null, null)]
    public void Current_VariablesOfTheSystems_IsTheOneThatSetsThem(string? gitHub, string? azure, string? expected)
    {
        using var variables = new EnvironmentScope(("GITHUB_ACTIONS", gitHub), ("TF_BUILD", azure));

        Assert.Equal(expected, BuildSystem.Current?.Name);
    }

    private static string[] Commands(string secret) => [.. BuildSystem.GitHubActions.MaskCommands(SecureText.FromString(secret))];

    private static string Unescape(string text) => text.Replace("%25", "%", StringComparison.Ordinal);
}
