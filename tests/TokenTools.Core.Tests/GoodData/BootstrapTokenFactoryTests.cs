using System;
using System.IO;
using System.Linq;
using System.Security;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using TokenTools.Core.Tests.Net;
using TokenTools.GoodData;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

public class BootstrapTokenFactoryTests
{
    private static readonly JObject Vectors = JObject.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "shacrypt-bootstrap.json")));

    public static TheoryData<string, string, string> Published()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var row in Vectors["bootstrap"]!)
        {
            rows.Add((string)row["user"]!, (string)row["password"]!, (string)row["token"]!);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Create_PublishedUserAndPassword_ReturnsThePublishedToken(string user, string password, string token)
    {
        var plain = BootstrapTokenFactory.Create(user, Requests.Secure(password), asPlainText: true);
        var secret = BootstrapTokenFactory.Create(user, Requests.Secure(password));

        Assert.Equal(token, plain.Token);
        Assert.Equal(token, SecureText.Reveal(Assert.IsType<SecureString>(secret.Token)));
        Assert.Equal(password, SecureText.Reveal(plain.Password));
        Assert.Equal((user, "bootstrap"), (plain.UserName, plain.TokenId));
        Assert.Empty(plain.Warnings);
    }

    [Fact]
    public void Create_KnownUserAndPassword_ReturnsTheKnownToken()
    {
        Assert.NotEmpty(Vectors["tokens"]!);
        foreach (var row in Vectors["tokens"]!)
        {
            var token = BootstrapTokenFactory.Create((string)row["user"]!, Requests.Secure((string)row["password"]!), asPlainText: true);
            Assert.Equal((string)row["token"]!, token.Token);
        }
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("a")]
    [InlineData("A.b_c-9")]
    [InlineData("-")]
    [InlineData("a.")]
    public void Create_ValidUserId_IsAccepted(string user) =>
        Assert.Equal(user, BootstrapTokenFactory.Create(user, Requests.Secure("example")).UserName);

    [Fact]
    public void Create_UserIdOf255Characters_IsTheLongest()
    {
        Assert.Equal(255, BootstrapTokenFactory.Create(new string('a', 255), Requests.Secure("example")).UserName.Length);
        Assert.Throws<TokenArgumentException>(() => BootstrapTokenFactory.Create(new string('a', 256), Requests.Secure("example")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".admin")]
    [InlineData("admin@example.com")]
    [InlineData("ad min")]
    [InlineData("admin\n")]
    [InlineData("admin:bootstrap")]
    [InlineData("jürgen")]
    [InlineData("аdmin")]
    [InlineData("٣")]
    [InlineData("ad\0min")]
    [InlineData("MySecretPassword!")]
    public void Create_InvalidUserId_IsAnErrorThatDoesNotRepeatIt(string? user)
    {
        var error = Assert.Throws<TokenArgumentException>(() => BootstrapTokenFactory.Create(user, Requests.Secure("example")));

        Assert.Equal(("UserName", nameof(Messages.BootstrapUserInvalid)), (error.ParameterName, error.ErrorId));
        Assert.Contains("1 to 255 letters, digits, dots, underscores and dashes", error.Message, StringComparison.Ordinal);
        Assert.True(user is null || user.Trim().Length == 0 || !error.Message.Contains(user, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("example\n", nameof(Messages.BootstrapPasswordHasNewline))]
    [InlineData("example\r\n", nameof(Messages.BootstrapPasswordHasNewline))]
    [InlineData("exa\rmple", nameof(Messages.BootstrapPasswordHasNewline))]
    [InlineData("exa\0mple", nameof(Messages.BootstrapPasswordHasNewline))]
    [InlineData("", nameof(Messages.BootstrapPasswordEmpty))]
    public void Create_UnusablePassword_IsAnErrorThatDoesNotRepeatIt(string password, string errorId)
    {
        var error = Assert.Throws<TokenArgumentException>(() => BootstrapTokenFactory.Create("admin", Requests.Secure(password)));

        Assert.Equal(("Password", errorId), (error.ParameterName, error.ErrorId));
        Assert.DoesNotContain("exa", error.Message.Replace("example", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_MissingMalformedOrLongPassword_IsAnError()
    {
        Assert.Equal(nameof(Messages.BootstrapPasswordEmpty), ErrorOf(null));
        Assert.Equal(nameof(Messages.BootstrapPasswordNotUnicode), ErrorOf(Requests.Secure("exam\ud83dple")));
        Assert.Equal(nameof(Messages.BootstrapPasswordTooLong), ErrorOf(Requests.Secure(new string('x', 65536))));

        static string ErrorOf(SecureString? password) =>
            Assert.Throws<TokenArgumentException>(() => BootstrapTokenFactory.Create("admin", password)).ErrorId;
    }

    [Theory]
    [InlineData("a:b", nameof(Messages.BootstrapPasswordHasColon))]
    [InlineData("a b", nameof(Messages.BootstrapPasswordHasWhiteSpace))]
    [InlineData("a\tb", nameof(Messages.BootstrapPasswordHasWhiteSpace))]
    [InlineData("ä", nameof(Messages.BootstrapPasswordNotAscii))]
    [InlineData("🔑", nameof(Messages.BootstrapPasswordNotAscii))]
    [InlineData(
        "a: ä",
        nameof(Messages.BootstrapPasswordHasColon),
        nameof(Messages.BootstrapPasswordHasWhiteSpace),
        nameof(Messages.BootstrapPasswordNotAscii))]
    public void Create_DoubtfulPassword_IsAWarningThatDoesNotRepeatIt(string password, params string[] warnings)
    {
        var token = BootstrapTokenFactory.Create("admin", Requests.Secure(password), asPlainText: true);

        Assert.Equal(warnings, token.Warnings.Select(static warning => warning.Id));
        Assert.All(token.Warnings, warning => Assert.DoesNotContain(password, warning.ToString(), StringComparison.Ordinal));
        Assert.Equal("admin:bootstrap:" + password, Encoding.UTF8.GetString(Convert.FromBase64String((string)token.Token)));
    }

    [Fact]
    public void Create_LongPassword_ReturnsOneLine() =>
        Assert.DoesNotContain(
            '\n', (string)BootstrapTokenFactory.Create("admin", Requests.Secure(new string('x', 500)), asPlainText: true).Token);

    [Fact]
    public void Create_AnyPassword_IsInTheToken() =>
        Check.QuickThrowOnFailure(Prop.ForAll<NonEmptyString>(text =>
        {
            var password = new string(text.Get.Where(c => c is not ('\r' or '\n' or '\0') && !char.IsSurrogate(c)).ToArray()) + "x";
            var token = (string)BootstrapTokenFactory.Create("admin", Requests.Secure(password), asPlainText: true).Token;
            return Encoding.UTF8.GetString(Convert.FromBase64String(token)) == "admin:bootstrap:" + password;
        }));

    [Fact]
    public void Create_PasswordIsDisposedLater_TokenKeepsItsCopy()
    {
        var password = Requests.Secure("example");
        var token = BootstrapTokenFactory.Create("admin", password);
        password.Dispose();

        Assert.Equal("example", SecureText.Reveal(token.Password));
    }
}
