using System;
using System.Linq;
using System.Security;
using System.Threading;
using TokenTools.GoodData;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

public class PasswordHashSpecTests
{
    [Fact]
    public void Build_DocumentedPasswordAndSalt_ReturnsTheDocumentedHash() => Assert.Equal(
        // https://www.gooddata.com/developers/cloud-native/doc/1.4/administration/organization/
        "$5$c/srj5JySMve$NxQRZ1ubtPKBRexCjKcA3V4CkJaBkxegSPsBYFq6U67",
        new PasswordHashSpec
        {
            Password = Secret("MySecretPassword"), Algorithm = PasswordHashAlgorithm.Sha256Crypt, Salt = "c/srj5JySMve",
        }.Build());

    [Fact]
    public void Build_SaltOfMoreThan16Characters_IsCut() => Assert.StartsWith(
        "$6$rounds=1000$0123456789abcdef$",
        new PasswordHashSpec { Password = Secret("secret"), Salt = "0123456789abcdefg", Rounds = 1000 }.Build(),
        StringComparison.Ordinal);

    [Fact]
    public void Build_NoSaltAndNoRounds_UsesARandomSaltAndNamesNoRounds()
    {
        var hashes = Enumerable.Range(0, 100).Select(static _ => new PasswordHashSpec { Password = Secret("secret") }.Build()).ToList();
        Assert.All(hashes, static hash => Assert.Matches(@"\A\$6\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{86}\z", hash));
        Assert.Equal(100, hashes.Distinct().Count());
        Assert.Matches(
            @"\A\$5\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{43}\z",
            new PasswordHashSpec { Password = Secret("secret"), Algorithm = PasswordHashAlgorithm.Sha256Crypt }.Build());
    }

    [Theory]
    [InlineData(999)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000)]
    [InlineData(int.MinValue)]
    public void Build_RoundsOutOfRange_IsAnErrorThatNamesTheRange(int rounds)
    {
        var error = ErrorOf(new PasswordHashSpec { Password = Secret("secret"), Rounds = rounds });
        Assert.Equal(("Rounds", nameof(Messages.ShaCryptRoundsOutOfRange)), (error.ParameterName, error.ErrorId));
        Assert.Contains("1000", error.Message, StringComparison.Ordinal);
        Assert.Contains("999999999", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sa$lt")]
    [InlineData("sa:lt")]
    [InlineData("sält")]
    [InlineData("salt\n")]
    [InlineData("toolongsaltstring with more")]
    public void Build_SaltThatNotEveryImplementationAccepts_IsAnError(string salt) => Assert.Equal(
        nameof(Messages.ShaCryptSaltInvalid), ErrorOf(new PasswordHashSpec { Password = Secret("secret"), Salt = salt }).ErrorId);

    [Theory]
    [InlineData(null, nameof(Messages.BootstrapPasswordEmpty))]
    [InlineData("", nameof(Messages.BootstrapPasswordEmpty))]
    [InlineData("secret\n", nameof(Messages.BootstrapPasswordHasNewline))]
    [InlineData("sec\0ret", nameof(Messages.BootstrapPasswordHasNewline))]
    public void Build_PasswordThatNoTokenCanHave_IsAnError(string? password, string errorId) =>
        Assert.Equal(errorId, ErrorOf(new PasswordHashSpec { Password = password is null ? null : Secret(password) }).ErrorId);

    [Fact]
    public void Build_LoneSurrogate_IsAnError() => Assert.Equal(
        nameof(Messages.BootstrapPasswordNotUnicode), ErrorOf(new PasswordHashSpec { Password = Secret("secret\ud83d") }).ErrorId);

    [Fact]
    public void Build_EmptyPassword_DoesNotAdviseToGenerateOne()
    {
        var error = ErrorOf(new PasswordHashSpec { Password = Secret(string.Empty) });
        Assert.Null(error.RecommendedAction);
        Assert.DoesNotContain("Generate", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Build_Canceled_Throws() => Assert.ThrowsAny<OperationCanceledException>(
        static () => new PasswordHashSpec { Password = Secret("secret") }.Build(new CancellationToken(canceled: true)));

    private static TokenArgumentException ErrorOf(PasswordHashSpec spec) => Assert.Throws<TokenArgumentException>(() => spec.Build());

    private static SecureString Secret(string text) => SecureText.FromString(text);
}
