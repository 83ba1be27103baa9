using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.GoodData;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

public class BootstrapTokenReaderTests
{
    private const string ValidToken = "YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ=";

    [Fact]
    public void Read_ValidToken_HasNoWarning()
    {
        var token = Read(ValidToken);
        Assert.Equal("admin", token.UserName);
        Assert.Equal("bootstrap", token.TokenId);
        Assert.Equal("MySecretPassword", SecureText.Reveal(token.Password));
        Assert.Equal(ValidToken, token.Token);
        Assert.Empty(token.Warnings);
    }

    [Theory]
    // Each created with the tool that causes the mistake: echo | base64, base64 without -w 0, [Text.Encoding]::Unicode, basenc --base64url
    [InlineData("YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQK", "MySecretPassword\n", nameof(Messages.BootstrapSecretEndsInNewline))]
    [InlineData("YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQNCg==", "MySecretPassword\r\n", nameof(Messages.BootstrapSecretEndsInNewline))]
    [InlineData(
        "YWRtaW46Ym9vdHN0cmFwOm15LXZlcnktbG9uZy1zZWNyZXQtcGFzc3dvcmQtb2YtbWFueS1sZXR0\nZXJz",
        "my-very-long-secret-password-of-many-letters",
        nameof(Messages.BootstrapTokenLineWrapped))]
    [InlineData(
        "YWRtaW46Ym9vdHN0cmFwOm15LXZlcnktbG9uZy1zZWNyZXQtcGFzc3dvcmQtb2YtbWFueS1sZXR0\r\nZXJz\r\n",
        "my-very-long-secret-password-of-many-letters",
        nameof(Messages.BootstrapTokenLineWrapped))]
    [InlineData("YQBkAG0AaQBuADoAYgBvAG8AdABzAHQAcgBhAHAAOgBlAHgAYQBtAHAAbABlAA==", "example", nameof(Messages.BootstrapTokenUtf16))]
    [InlineData("//5hAGQAbQBpAG4AOgBiAG8AbwB0AHMAdAByAGEAcAA6AGUAeABhAG0AcABsAGUA", "example", nameof(Messages.BootstrapTokenUtf16))]
    [InlineData("AGEAZABtAGkAbgA6AGIAbwBvAHQAcwB0AHIAYQBwADoAZQB4AGEAbQBwAGwAZQ==", "example", nameof(Messages.BootstrapTokenUtf16))]
    [InlineData("77u/YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=", "example", nameof(Messages.BootstrapTokenByteOrderMark))]
    [InlineData("YWRtaW46Ym9vdHN0cmFwOj4-Pj8_P35-fg==", ">>>???~~~", nameof(Messages.BootstrapTokenUrlSafe))]
    [InlineData("YWRtaW46Ym9vdHN0cmFwOj4+Pj8/P35+fg", ">>>???~~~", nameof(Messages.BootstrapTokenUnpadded))]
    [InlineData("YWRtaW46Ym9vdHN0cmFwOj4+Pj8/P35+fg=", ">>>???~~~", nameof(Messages.BootstrapTokenUnpadded))]
    [InlineData("YWRtaW46bXluZXd0b2tlbjpleGFtcGxl", "example", nameof(Messages.BootstrapTokenIdOther))]
    [InlineData("YWRtaW46Ym9vdHN0cmFwOmE6Yjpj", "a:b:c", nameof(Messages.BootstrapPasswordHasColon))]
    public void Read_Mistake_IsAWarningAndThePasswordIsDecoded(string text, string password, string warningId)
    {
        var token = Read(text);
        Assert.Equal([warningId], token.Warnings.Select(static warning => warning.Id));
        Assert.Equal(password, SecureText.Reveal(token.Password));
        Assert.Equal("admin", token.UserName);
        Assert.Equal(text.Trim(), token.Token);
    }

    [Fact]
    public void Read_SeveralMistakes_AreAllWarnings()
    {
        var token = Read("YWRtaW46YXBpOj4-\r\nPj8_P35-fgo");
        Assert.Equal(
            [
                nameof(Messages.BootstrapTokenLineWrapped), nameof(Messages.BootstrapTokenUrlSafe), nameof(Messages.BootstrapTokenUnpadded),
                nameof(Messages.BootstrapSecretEndsInNewline), nameof(Messages.BootstrapTokenIdOther),
            ],
            token.Warnings.Select(static warning => warning.Id));
    }

    [Theory]
    [InlineData(null, nameof(Messages.BootstrapTokenEmpty))]
    [InlineData("", nameof(Messages.BootstrapTokenEmpty))]
    [InlineData(" \n", nameof(Messages.BootstrapTokenEmpty))]
    [InlineData("secret!", nameof(Messages.BootstrapTokenNotBase64))]
    [InlineData("=", nameof(Messages.BootstrapTokenNotBase64))]
    [InlineData("YWRtaW46Ym9v=dHN0", nameof(Messages.BootstrapTokenNotBase64))]
    [InlineData("YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU===", nameof(Messages.BootstrapTokenNotBase64))]
    [InlineData("Bearer YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=", nameof(Messages.BootstrapTokenNotBase64))]
    [InlineData("admin:bootstrap:secret", nameof(Messages.BootstrapTokenNotEncoded))]
    [InlineData("YWRta", nameof(Messages.BootstrapTokenCutOff))]
    [InlineData("c2VjcmV0", nameof(Messages.BootstrapTokenColonsMissing))]
    [InlineData("YWRtaW46c2VjcmV0", nameof(Messages.BootstrapTokenColonsMissing))]
    [InlineData("YWRtaW46Ym9vdHN0cmFwOg==", nameof(Messages.BootstrapTokenSecretEmpty))]
    [InlineData("cEBzczpib290c3RyYXA6c2VjcmV0", nameof(Messages.BootstrapTokenUserInvalid))]
    [InlineData("OmJvb3RzdHJhcDpzZWNyZXQ=", nameof(Messages.BootstrapTokenUserInvalid))]
    [InlineData("YWRtaW46Ojo=", nameof(Messages.BootstrapTokenIdInvalid))]
    [InlineData("YWRtaW46Ym9vdHN0cmFwOnDkc3M=", nameof(Messages.BootstrapTokenNotText))]
    public void Read_NotAToken_IsAnErrorThatDoesNotRepeatIt(string? text, string errorId)
    {
        var error = Assert.Throws<TokenFormatException>(() => Read(text));
        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("p@ss", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c2VjcmV0", "no colon")]
    [InlineData("YWRtaW46c2VjcmV0", "one colon")]
    public void Read_MissingColons_MessageCountsThem(string text, string words) =>
        Assert.Contains(words, Assert.Throws<TokenFormatException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    // base64 of a documented token, as kubectl get secret -o jsonpath returns it
    [InlineData("WVdSdGFXNDZZbTl2ZEhOMGNtRndPbVY0WVcxd2JHVT0=", nameof(Messages.BootstrapTokenEncodedTwice))]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl", nameof(Messages.BootstrapTokenIsJwt))]
    [InlineData("atom-550e8400-e29b-41d4-a716-446655440000", nameof(Messages.TokenOfOtherKind))]
    public void Read_AnotherKindOfToken_IsNamed(string text, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => Read(text)).ErrorId);

    [Theory]
    [InlineData("https://analytics.example.com", true)]
    [InlineData("analytics.example.com", true)]
    [InlineData("http://localhost.example.com:3000", true)]
    [InlineData("http://localhost:3000", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData(null, false)]
    public void Read_CommunityDefault_WarnsUnlessTheAddressIsLoopback(string? address, bool isWarning)
    {
        var token = BootstrapTokenReader.Read(SecureText.FromString("YWRtaW46Ym9vdHN0cmFwOmFkbWluMTIz"), address);
        Assert.Equal(isWarning, token.Warnings.Any(static warning => warning.Id == nameof(Messages.BootstrapTokenCommunityDefault)));
        Assert.Empty(BootstrapTokenReader.Read(SecureText.FromString(ValidToken), address).Warnings);
    }

    [Fact]
    public void Read_TokenOfAnyPassword_ReturnsThePassword() => Check.QuickThrowOnFailure(Prop.ForAll<NonEmptyString>(text =>
    {
        var password = text.Get;
        if (password.Any(static c => c is '\r' or '\n' or '\0' || char.IsSurrogate(c)))
        {
            return true;
        }

        var token = BootstrapTokenFactory.Create("admin", SecureText.FromString(password), asPlainText: true);
        var read = Read((string)token.Token);
        return SecureText.Reveal(read.Password) == password
            && read.Warnings.Select(static warning => warning.Id).SequenceEqual(token.Warnings.Select(static warning => warning.Id));
    }));

    [Fact]
    public void Read_AnyInput_ThrowsOnlyFormatErrors()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<string>(IsTokenOrFormatError));
        Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(static bytes =>
            IsTokenOrFormatError(Convert.ToBase64String([.. Encoding.ASCII.GetBytes("admin:bootstrap:"), .. bytes]))
            && IsTokenOrFormatError(Convert.ToBase64String(bytes))));

        static bool IsTokenOrFormatError(string? text)
        {
            try
            {
                return Read(text).Password.Length > 0;
            }
            catch (TokenFormatException)
            {
                return true;
            }
        }
    }

    private static BootstrapToken Read(string? text) =>
        BootstrapTokenReader.Read(text is null ? null : SecureText.FromString(text), asPlainText: true);
}
