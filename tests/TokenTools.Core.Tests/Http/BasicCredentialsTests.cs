using System;
using System.Net.Http;
using System.Text;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class BasicCredentialsTests
{
    [Fact]
    public void Authenticate_Request_HasTheHeaderOfTheStandard()
    {
        // The examples of RFC 7617 §2 and §2.1.
        Assert.Equal("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", Header("Aladdin", "open sesame"));
        Assert.Equal("Basic dGVzdDoxMjPCow==", Header("test", "123\u00A3"));
        Assert.Equal("Basic dGVzdDoxMjPCow==", Header(" test ", "123\u00A3"));
    }

    [Theory]
    [InlineData(null, "secret", "BasicCredentialIncomplete")]
    [InlineData("", "secret", "BasicCredentialIncomplete")]
    [InlineData("  ", "secret", "BasicCredentialIncomplete")]
    [InlineData("user", null, "BasicCredentialIncomplete")]
    [InlineData("user", "", "BasicCredentialIncomplete")]
    [InlineData("us:er", "secret", "BasicUserHasColon")]
    [InlineData(":user", "secret", "BasicUserHasColon")]
    public void Create_UnusableCredentials_Throws(string? user, string? password, string errorId)
    {
        var error = Assert.Throws<TokenArgumentException>(() =>
            BasicCredentials.Create(user, password is null ? null : Requests.Secure(password), "Credential"));

        Assert.Equal((errorId, "Credential"), (error.ErrorId, error.ParameterName));
    }

    [Fact]
    public void Create_LoneSurrogate_Throws()
    {
        foreach (var (user, password) in new[] { ("user", "se\ud83dcret"), ("us\ud83der", "secret") })
        {
            var error = Assert.Throws<TokenArgumentException>(() => BasicCredentials.Create(user, Requests.Secure(password), "Credential"));

            Assert.Equal("BasicPasswordNotUnicode", error.ErrorId);
        }
    }

    [Fact]
    public void Create_LongPassword_IsAcceptedUpToTheLimit()
    {
        using var longest = BasicCredentials.Create("user", Requests.Secure(new string('x', 4096)), "Credential");
        var error = Assert.Throws<TokenArgumentException>(() =>
            BasicCredentials.Create("user", Requests.Secure(new string('x', 4097)), "Credential"));

        Assert.Equal("BasicPasswordTooLong", error.ErrorId);
        Assert.Contains("4096", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Redactor_PasswordOrHeader_IsRemoved()
    {
        using var credentials = BasicCredentials.Create("Aladdin", Requests.Secure("open sesame"), "Credential");

        Assert.Equal("Aladdin ********.", credentials.Redactor.Redact("Aladdin open sesame."));
        Assert.Equal("x ******** y", credentials.Redactor.Redact("x QWxhZGRpbjpvcGVuIHNlc2FtZQ== y"));
    }

    [Fact]
    public void Create_Password_IsCopiedAndCleared()
    {
        var password = Requests.Secure("open sesame");
        var credentials = BasicCredentials.Create("Aladdin", password, "Credential");
        password.Dispose();
        using var message = new HttpRequestMessage();
        credentials.Authenticate(message);
        Assert.Equal("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", message.Headers.Authorization!.ToString());
        Assert.Equal("Aladdin", credentials.UserName);

        credentials.Dispose();

        Assert.Empty(ReadableSecrets.Find(
            credentials, "open sesame", Convert.ToBase64String(Encoding.UTF8.GetBytes("Aladdin:open sesame"))));
    }

    private static string Header(string user, string password)
    {
        using var credentials = BasicCredentials.Create(user, SecureText.FromString(password), "Credential");
        using var message = new HttpRequestMessage();
        credentials.Authenticate(message);
        return message.Headers.Authorization!.ToString();
    }
}
