using System;
using System.Collections.Generic;
using System.IO;
using TokenTools.Onedata;
using TokenTools.Security;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>The settings of Onepanel's <c>POST /provider</c>.</summary>
public sealed class OneproviderRegistrationSpecTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tokentools-oneprovider-").FullName;

    private string InFolder => System.IO.Path.Combine(_folder, "registration.token");

    [Fact]
    public void Settings_File_NameTheMethodAndTheFile() => Assert.Equal(
        [new KeyValuePair<string, string>("tokenProvisionMethod", "fromFile"), new("tokenFile", "/etc/registration.token")],
        new OneproviderRegistrationSpec { Path = "/etc/registration.token" }.Build(Create("2/nmd/usr-u/rop:u:/i", Valid)).Settings());

    [Theory]
    [InlineData("ujs:s1:", "userJoinSpace")]
    [InlineData("xyz:t1:", "inviteToken")]
    [InlineData("act", "accessToken")]
    [InlineData("idn", "identityToken")]
    public void Build_OtherType_IsAnError(string type, string name)
    {
        var error = Assert.Throws<TokenArgumentException>(
            () => new OneproviderRegistrationSpec { Path = "x" }.Build(Create("2/nmd/usr-u/" + type + "/i", Valid)));
        Assert.Equal((nameof(Messages.OneproviderNoRegistrationToken), "Token"), (error.ErrorId, error.ParameterName));
        Assert.StartsWith(
            "A Oneprovider registers with an invite token of type registerOneprovider, but the token has the type " + name + ".",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ExpiredToken_IsAnErrorWithItsTime()
    {
        var error = Assert.Throws<TokenArgumentException>(
            () => new OneproviderRegistrationSpec { Path = "x" }.Build(Create("2/nmd/usr-u/rop:u:/i", $"time < {Now}")));
        Assert.Equal((nameof(Messages.OneproviderTokenExpired), "Token"), (error.ErrorId, error.ParameterName));
        Assert.Contains(" expired at 2020-09-13T12:26:40Z,", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Build_NoPath_IsAnError(string? path)
    {
        var error = Assert.Throws<TokenArgumentException>(
            () => new OneproviderRegistrationSpec { Path = path }.Build(Create("2/nmd/usr-u/rop:u:/i", Valid)));
        Assert.Equal((nameof(Messages.OneproviderNoFileName), "Path"), (error.ErrorId, error.ParameterName));
    }

    // Onepanel ignores white space around the token.
    [Fact]
    public void Save_File_HasTheToken()
    {
        var text = Sign("2/nmd/usr-u/rop:u:/i", Valid);
        var spec = new OneproviderRegistrationSpec { Path = InFolder };
        spec.Build(Decode(text)).Save(new OwnerOnlyFile());
        Assert.Equal(text, File.ReadAllText(InFolder).Trim());

        File.WriteAllText(InFolder, "other");
        Assert.Throws<TokenArgumentException>(() => spec.Build(Decode(text)).Save(new OwnerOnlyFile()));
        Assert.Equal("other", File.ReadAllText(InFolder));
        spec.Force = true;
        spec.Build(Decode(text)).Save(new OwnerOnlyFile());
        Assert.Equal(text, File.ReadAllText(InFolder).Trim());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
