using System;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>An installer token from somewhere else.</summary>
public class InstallerTokenInputTests
{
    [Theory]
    [InlineData(InstallerTokens.Secret)]
    [InlineData(" \t" + InstallerTokens.Secret + "\r\n")]
    public void FromText_TextOfAToken_IsTheToken(string text)
    {
        var token = InstallerTokenInput.FromText(Requests.Secure(text), "molecule");

        Assert.Equal((InstallerTokens.Secret, "MOLECULE"), (token.Secret.Reveal(), token.InstallType));
        Assert.Equal((null, null), (token.Expiration, token.AccountId));
        Assert.Null(token.TimeLeft);
    }

    // The documentation's samples: https://developer.boomi.com/docs/api/platformapi/InstallerToken
    [Fact]
    public void FromText_DocumentedSamples_AreTheToken()
    {
        foreach (var sample in new[] { Samples.Json, Samples.Xml })
        {
            var token = InstallerTokenInput.FromText(Requests.Secure("\n" + sample), null);

            Assert.Equal((InstallerTokens.Secret, "MOLECULE", "fakeAccountId"), (token.Secret.Reveal(), token.InstallType, token.AccountId));
            Assert.Equal(new DateTimeOffset(2017, 2, 7, 23, 2, 51, 207, TimeSpan.Zero), token.Expiration);
            Assert.Equal(TimeSpan.Zero, token.TimeLeft);
        }
    }

    [Theory]
    [InlineData("", "ATOM", nameof(Messages.InstallerInputEmpty))]
    [InlineData(" \r\n", "ATOM", nameof(Messages.InstallerInputEmpty))]
    [InlineData("System.Security.SecureString", "ATOM", nameof(Messages.InstallerInputTypeName))]
    [InlineData("123aab45-67b8-9012-3a45-67c8e9e01e23", "ATOM", nameof(Messages.InstallerInputApiToken))]
    [InlineData("BOOMI_TOKEN.a@b.example:123aab45-67b8-9012-3a45-67c8e9e01e23", "ATOM", nameof(Messages.InstallerInputApiToken))]
    [InlineData("YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ=", "ATOM", nameof(Messages.TokenOfOtherKind))]
    [InlineData("MDAxY2xvY2F0aW9uIG9uZXpvbmUuZXhhbXBsZS5jb20KMDAzYmlkZW50aWZpZXIg", null, nameof(Messages.TokenOfOtherKind))]
    [InlineData(InstallerTokens.Secret, null, nameof(Messages.InstallerInputTypeMissing))]
    [InlineData(InstallerTokens.Secret, " ", nameof(Messages.InstallerInputTypeMissing))]
    [InlineData(InstallerTokens.Secret, "TOASTER", nameof(Messages.InstallTypeUnknown))]
    [InlineData("{\"installType\":\"ATOM\"}", null, nameof(Messages.InstallerInputNoToken))]
    [InlineData("{\"installType\":\"ATOM\",\"token\":\"x\"}", "MOLECULE", nameof(Messages.InstallerInputTypeDiffers))]
    [InlineData("{\"token\":\"x\"}", null, nameof(Messages.InstallerInputTypeMissing))]
    [InlineData("{not json", "ATOM", nameof(Messages.InstallerInputUnreadable))]
    [InlineData("<other/>", "ATOM", nameof(Messages.InstallerInputUnreadable))]
    public void FromText_SomethingElse_IsRejectedAndNotShown(string text, string? installType, string errorId)
    {
        var error = Assert.Throws<TokenArgumentException>(() => InstallerTokenInput.FromText(Requests.Secure(text), installType));

        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain("963f3eb3", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("123aab45", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InstallerTokens.Secret, "MOLECULE", null)]
    [InlineData(InstallerTokens.Secret, "ATOM", nameof(Messages.InstallerWarningUnusualToken))]
    [InlineData("hunter2hunter2", "ATOM", nameof(Messages.InstallerWarningUnusualToken))]
    public void Build_TextThatIsProbablyAnotherSecret_Warns(string text, string installType, string? warningId)
    {
        var arguments = new InstallerArgumentSpec { RuntimeName = "a" }.Build(InstallerTokenInput.FromText(Requests.Secure(text), installType));

        Assert.Equal(warningId is null ? [] : [warningId], System.Linq.Enumerable.Select(arguments.Warnings, static warning => warning.Id));
        Assert.Contains("-VinstallToken=" + text, arguments.ToArguments()!);
    }

    [Fact]
    public void Build_ExpiredDocument_IsRejected()
    {
        var error = Assert.Throws<TokenArgumentException>(() =>
            new InstallerArgumentSpec { RuntimeName = "a" }.Build(InstallerTokenInput.FromText(Requests.Secure(Samples.Json), null)));

        Assert.Equal(nameof(Messages.InstallerTokenExpired), error.ErrorId);
    }
}
