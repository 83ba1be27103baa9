using System;
using System.IO;
using System.Linq;
using System.Security;
using TokenTools.Onedata;
using TokenTools.Security;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>The variables of oneclient:src/options/options.cc.</summary>
public sealed class OneclientSpecTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tokentools-oneclient-").FullName;

    [Fact]
    public void Values_Host_AreBothVariables()
    {
        var text = Sign("2/nmd/usr-u/act/i", Valid);
        var values = new OneclientSpec { ProviderHost = " oneprovider.example.com " }.Build(Decode(text)).Values().ToList();
        Assert.Equal(["ONECLIENT_ACCESS_TOKEN", "ONECLIENT_PROVIDER_HOST"], values.Select(static value => value.Name));
        Assert.Equal(["Token", "ProviderHost"], values.Select(static value => value.SettingKey));
        Assert.Equal(text, SecureText.Reveal(Assert.IsType<SecureString>(values[0].Value)));
        Assert.Equal("oneprovider.example.com", values[1].Value);
    }

    [Fact]
    public void Values_NoHost_AreTheToken() => Assert.Equal(
        "ONECLIENT_ACCESS_TOKEN", Assert.Single(new OneclientSpec().Build(Create("2/nmd/usr-u/act/i", Valid)).Values()).Name);

    [Theory]
    [InlineData("idn", "identityToken")]
    [InlineData("ujs:s1:", "inviteToken")]
    public void Build_OtherType_IsAnError(string type, string name)
    {
        var error = Assert.Throws<TokenArgumentException>(() => new OneclientSpec().Build(Create("2/nmd/usr-u/" + type + "/i", Valid)));
        Assert.Equal((nameof(Messages.OneclientNoAccessToken), "Token"), (error.ErrorId, error.ParameterName));
        Assert.Contains(" the token has the type " + name + ".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ExpiredToken_IsAnErrorWithItsTime()
    {
        var error = Assert.Throws<TokenArgumentException>(() => new OneclientSpec().Build(Create("2/nmd/usr-u/act/i", $"time < {Now}")));
        Assert.Equal((nameof(Messages.OneclientTokenExpired), "Token"), (error.ErrorId, error.ParameterName));
        Assert.Contains(" expired at 2020-09-13T12:26:40Z,", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://oneprovider.example.com")]
    [InlineData("oneprovider.example.com:443")]
    [InlineData("oneprovider.example.com/path")]
    [InlineData("one provider")]
    [InlineData(" ")]
    [InlineData("")]
    public void Build_InvalidHost_IsAnError(string host)
    {
        var error = Assert.Throws<TokenArgumentException>(
            () => new OneclientSpec { ProviderHost = host }.Build(Create("2/nmd/usr-u/act/i", Valid)));
        Assert.Equal((nameof(Messages.OneclientHostInvalid), "ProviderHost"), (error.ErrorId, error.ParameterName));
    }

    [Theory]
    [InlineData("oneprovider")]
    [InlineData("10.0.0.1")]
    [InlineData("2001:db8::1")]
    public void Build_Host_IsKept(string host) =>
        Assert.Equal(host, new OneclientSpec { ProviderHost = host }.Build(Create("2/nmd/usr-u/act/i", Valid)).Host);

    [Fact]
    public void Build_ForceWithoutPath_IsAnError()
    {
        var error = Assert.Throws<TokenArgumentException>(
            () => new OneclientSpec { Force = true }.Build(Create("2/nmd/usr-u/act/i", Valid)));
        Assert.Equal((nameof(Messages.ForceRequiresPath), "Force"), (error.ErrorId, error.ParameterName));
        Assert.True(new OneclientSpec { Force = true, Path = "x" }.Build(Create("2/nmd/usr-u/act/i", Valid)).Force);
    }

    // The table under "Caveats impact on services" in the documentation's tokens.md.
    [Theory]
    [InlineData("interface = rest", "interface")]
    [InlineData("consumer = usr-u2", "consumer")]
    [InlineData("service = ozw-onezone", "service")]
    public void Build_TokenThatOneclientCannotUse_HasAWarning(string caveat, string type)
    {
        var warning = Assert.Single(new OneclientSpec().Build(Create("2/nmd/usr-u/act/i", Valid, caveat)).Warnings);
        Assert.Equal(nameof(Messages.PurposeWarning), warning.Id);
        Assert.StartsWith(
            "The token is not valid for the purpose oneclient, Oneclient. Caveat 2, of type " + type + ": ", warning.Message, StringComparison.Ordinal);
    }

    // By its own clock, the token is valid; by this machine's, it has expired.
    [Theory]
    [InlineData("data.readonly")]
    [InlineData("interface = oneclient")]
    [InlineData("service = opw-*")]
    [InlineData("ip = 10.0.0.0/8")]
    public void Build_TokenForOneclient_HasNoWarning(string caveat) =>
        Assert.Empty(new OneclientSpec().Build(Create("2/nmd/usr-u/act/i", Valid, caveat)).Warnings);

    [Fact]
    public void Save_File_HasALineForEachVariable()
    {
        var text = Sign("2/nmd/usr-u/act/i", Valid);
        var spec = new OneclientSpec { ProviderHost = "oneprovider.example.com", Path = System.IO.Path.Combine(_folder, "oneclient.env") };
        var lines = "ONECLIENT_ACCESS_TOKEN=" + text + "\nONECLIENT_PROVIDER_HOST=oneprovider.example.com\n";
        spec.Build(Decode(text)).Save(new OwnerOnlyFile());
        Assert.Equal(lines, File.ReadAllText(spec.Path));

        File.WriteAllText(spec.Path, "other");
        Assert.Throws<TokenArgumentException>(() => spec.Build(Decode(text)).Save(new OwnerOnlyFile()));
        Assert.Equal("other", File.ReadAllText(spec.Path));
        spec.Force = true;
        spec.Build(Decode(text)).Save(new OwnerOnlyFile());
        Assert.Equal(lines, File.ReadAllText(spec.Path));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
