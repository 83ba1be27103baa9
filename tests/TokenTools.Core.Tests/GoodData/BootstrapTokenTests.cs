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

/// <summary>GoodData.CN bootstrap tokens, made with nobody's help.</summary>
public class BootstrapTokenTests
{
    private static readonly JObject Vectors = JObject.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "shacrypt-bootstrap.json")));

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
    public void The_vendors_own_tokens_come_out(string user, string password, string token)
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
    public void The_tokens_of_the_vectors_are_what_base64_of_their_parts_is()
    {
        Assert.NotEmpty(Vectors["tokens"]!);
        foreach (var row in Vectors["tokens"]!)
        {
            var token = BootstrapTokenFactory.Create((string)row["user"]!, Requests.Secure((string)row["password"]!), asPlainText: true);
            Assert.Equal((string)row["token"]!, token.Token);
        }
    }

    [Fact]
    public void A_document_holds_the_token_only_as_plain_text()
    {
        var plain = BootstrapTokenFactory.Create("admin", Requests.Secure("example"), asPlainText: true);
        var secret = BootstrapTokenFactory.Create("admin", Requests.Secure("example"));

        Assert.Equal("{\"userId\":\"admin\",\"tokenId\":\"bootstrap\",\"bearerToken\":\"YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=\"}", plain.ToString());
        Assert.Equal("{\"userId\":\"admin\",\"tokenId\":\"bootstrap\"}", secret.ToString());
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("a")]
    [InlineData("A.b_c-9")]
    [InlineData("-")]
    [InlineData("a.")]
    public void A_user_id_may_be_letters_digits_dots_underscores_and_dashes(string user) =>
        Assert.Equal(user, BootstrapTokenFactory.Create(user, Requests.Secure("example")).UserName);

    [Fact]
    public void A_user_id_may_be_255_long_and_no_longer()
    {
        Assert.True(BootstrapTokenFactory.IsUserId(new string('a', 255)));
        Assert.False(BootstrapTokenFactory.IsUserId(new string('a', 256)));
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
    public void Another_user_id_is_refused_and_not_shown(string? user)
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
    public void A_password_that_cant_work_is_refused(string password, string errorId)
    {
        var error = Assert.Throws<TokenArgumentException>(() => BootstrapTokenFactory.Create("admin", Requests.Secure(password)));

        Assert.Equal(("Password", errorId), (error.ParameterName, error.ErrorId));
        Assert.DoesNotContain("exa", error.Message.Replace("example", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void No_password_half_a_character_and_a_whole_file_are_refused()
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
    [InlineData("a: ä", nameof(Messages.BootstrapPasswordHasColon), nameof(Messages.BootstrapPasswordHasWhiteSpace), nameof(Messages.BootstrapPasswordNotAscii))]
    public void A_password_that_may_not_work_is_warned_about(string password, params string[] warnings)
    {
        var token = BootstrapTokenFactory.Create("admin", Requests.Secure(password), asPlainText: true);

        Assert.Equal(warnings, token.Warnings.Select(warning => warning.Id));
        Assert.All(token.Warnings, warning => Assert.DoesNotContain(password, warning.ToString(), StringComparison.Ordinal));
        Assert.Equal("admin:bootstrap:" + password, Encoding.UTF8.GetString(Convert.FromBase64String((string)token.Token)));
    }

    [Fact]
    public void A_long_password_makes_one_line() =>
        Assert.DoesNotContain('\n', (string)BootstrapTokenFactory.Create("admin", Requests.Secure(new string('x', 500)), asPlainText: true).Token);

    [Fact]
    public void Any_good_user_and_password_come_back_out_of_the_token() =>
        Check.QuickThrowOnFailure(Prop.ForAll<NonEmptyString>(text =>
        {
            var password = new string(text.Get.Where(c => c is not ('\r' or '\n' or '\0') && !char.IsSurrogate(c)).ToArray()) + "x";
            var token = (string)BootstrapTokenFactory.Create("admin", Requests.Secure(password), asPlainText: true).Token;
            return Encoding.UTF8.GetString(Convert.FromBase64String(token)) == "admin:bootstrap:" + password;
        }));

    [Fact]
    public void The_password_outlives_the_one_it_was_made_of()
    {
        var given = Requests.Secure("example");
        var token = BootstrapTokenFactory.Create("admin", given);
        given.Dispose();

        Assert.Equal("example", SecureText.Reveal(token.Password));
    }
}
