using System;
using System.Linq;
using System.Security;
using TokenTools.GoodData;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

public class BootstrapTokenSpecTests
{
    [Fact]
    public void Build_Password_IsInTheToken()
    {
        var token = new BootstrapTokenSpec { UserName = "admin", Password = Secret("example"), AsPlainText = true }.Build();
        Assert.Equal("YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=", token.Token);
        Assert.IsType<SecureString>(new BootstrapTokenSpec { UserName = "admin", Password = Secret("example") }.Build().Token);
    }

    [Theory]
    [InlineData(null, 24)]
    [InlineData(12, 12)]
    [InlineData(128, 128)]
    public void Build_GeneratePassword_HasTheLengthAndNoWarnings(int? length, int expected)
    {
        var tokens = Enumerable.Range(0, 50)
            .Select(_ => new BootstrapTokenSpec { UserName = "admin", GeneratePassword = true, PasswordLength = length }.Build()).ToList();
        Assert.All(tokens, token => Assert.Matches("\\A[A-Za-z0-9_%@-]{" + expected + "}\\z", SecureText.Reveal(token.Password)));
        Assert.All(tokens, static token => Assert.Empty(token.Warnings));
        Assert.Equal(50, tokens.Select(static token => SecureText.Reveal(token.Password)).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(11)]
    [InlineData(129)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Build_PasswordLengthOutOfRange_IsAnErrorThatNamesTheRange(int length)
    {
        var error = ErrorOf(new BootstrapTokenSpec { UserName = "admin", GeneratePassword = true, PasswordLength = length });
        Assert.Equal(("PasswordLength", nameof(Messages.SettingOutOfRange)), (error.ParameterName, error.ErrorId));
        Assert.Contains("12", error.Message, StringComparison.Ordinal);
        Assert.Contains("128", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_PasswordLengthWithoutGeneratePassword_IsAnError()
    {
        var error = ErrorOf(new BootstrapTokenSpec { UserName = "admin", Password = Secret("example"), PasswordLength = 20 });
        Assert.Equal(nameof(Messages.BootstrapPasswordLengthUnused), error.ErrorId);
    }

    [Fact]
    public void Build_PasswordAndGeneratePassword_IsAnError()
    {
        var error = ErrorOf(new BootstrapTokenSpec { UserName = "admin", Password = Secret("example"), GeneratePassword = true });
        Assert.Equal(nameof(Messages.SettingsExclusive), error.ErrorId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Build_EmptyPassword_AdvisesToGenerateOne(string? password)
    {
        var error = ErrorOf(new BootstrapTokenSpec { UserName = "admin", Password = password is null ? null : Secret(password) });
        Assert.Equal(nameof(Messages.BootstrapPasswordEmpty), error.ErrorId);
        Assert.Contains("GeneratePassword", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("GeneratePassword", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_MissingPassword_IsNotAnError() => new BootstrapTokenSpec { UserName = "admin" }.Validate();

    [Fact]
    public void Validate_InvalidUserId_IsAnError() => Assert.Equal(
        nameof(Messages.BootstrapUserInvalid),
        Assert.Throws<TokenArgumentException>(new BootstrapTokenSpec { UserName = "admin@example.com" }.Validate).ErrorId);

    private static TokenArgumentException ErrorOf(BootstrapTokenSpec spec) => Assert.Throws<TokenArgumentException>(spec.Build);

    private static SecureString Secret(string text) => SecureText.FromString(text);
}
