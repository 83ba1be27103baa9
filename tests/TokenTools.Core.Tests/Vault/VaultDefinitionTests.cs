using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Vault;
using Xunit;

namespace TokenTools.Core.Tests.Vault;

public class VaultDefinitionTests
{
    [Fact]
    public void All_Kinds_AreRegisteredAndHaveANameOfTheirOwn()
    {
        var classes = typeof(VaultSecret).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(VaultSecret))).ToList();
        Assert.Equal(classes.Count, VaultSecretKinds.All.Count);
        Assert.Equal(
            classes.Select(static type => type.Name).Order(StringComparer.Ordinal),
            VaultSecretKinds.All.Select(static kind => kind.Name + "Secret").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("boomi/atom", "InstallerToken")]
    [InlineData("OneZone/x", "TemporaryToken")]
    [InlineData("gooddata/x", "GoodDataJwt")]
    public void Find_NameWithoutKind_IsOfTheService(string name, string kind)
    {
        var vault = Define((name, new() { ["InstallType"] = "ATOM" }));
        if (kind == "InstallerToken")
        {
            Assert.Equal(kind, vault.Find(name)!.Kind.Name);
            return;
        }

        // The setting belongs to another kind.
        var error = Assert.Throws<TokenArgumentException>(() => vault.Find(name));
        Assert.Contains(error.ErrorId, new[] { nameof(Messages.VaultSettingUnknown), nameof(Messages.BootstrapUserInvalid) });
    }

    [Fact]
    public void Find_OtherName_IsNull() => Assert.Null(Define(("a", [])).Find("b"));

    [Fact]
    public void Find_InvalidValue_NamesTheSettingAndTheSecret()
    {
        var vault = Define(("boomi/a", new() { ["InstallType"] = "ATOM", ["ValidFor"] = "25h" }));
        var error = Assert.Throws<TokenArgumentException>(() => vault.Find("boomi/a"));
        Assert.Equal(nameof(Messages.InstallerValidForOutOfRange), error.ErrorId);
        Assert.Contains("ValidFor of boomi/a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_TemporaryToken_DescribesItsCaveats()
    {
        var secret = Define(("onezone/a", new()
        {
            ["Purpose"] = "onezoneRest", ["IpAddress"] = "10.0.0.0/8, 192.0.2.1", ["ReadOnlyData"] = true, ["ValidFor"] = "90s",
        })).Find("onezone/a")!;
        Assert.Equal("90s", secret.Metadata["ValidFor"]);
        Assert.Equal(
            ["data.readonly", "interface = rest", "ip = 10.0.0.0/8|192.0.2.1/32", "service = ozw-onezone"],
            secret.Metadata["Caveats"].Split("; ").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Token")]
    [InlineData("ApiToken")]
    [InlineData("Password")]
    public void Find_Credential_IsRejectedAndNotShown(string key)
    {
        var vault = Define(("boomi/a", new() { ["InstallType"] = "ATOM", [key] = "not-to-be-shown" }));
        var error = Assert.Throws<TokenArgumentException>(() => vault.Find("boomi/a"));
        Assert.Equal(nameof(Messages.VaultSecretInParameters), error.ErrorId);
        Assert.DoesNotContain("not-to-be-shown", error.ToString(), StringComparison.Ordinal);
    }

    private static VaultDefinition Define(params (string Name, Dictionary<string, object?> Settings)[] secrets) => VaultDefinition.Read(
        "tokens",
        new Dictionary<string, object?>
        {
            ["Verbose"] = false,
            ["Secrets"] = secrets.ToDictionary(static secret => secret.Name, static secret => (object?)secret.Settings),
        });
}
