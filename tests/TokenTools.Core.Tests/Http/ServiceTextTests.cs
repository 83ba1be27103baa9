using System;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Sandbox;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>Texts of a service in the objects that are returned: each is cleaned and limited where the object is created.</summary>
public sealed class ServiceTextTests
{
    // A password that the rule for install types accepts.
    private const string Password = "correct_horse";

    private const string Harmful = "a\u001b[2Jb\u009b2Jc\u202ed\u2067e\u2028f\u200bg\U000e0041h\rj";

    [Theory]
    [InlineData(Password)]
    [InlineData("CORRECT_HORSE")]
    [InlineData("correct_hors")]
    public async Task InstallType_RepeatsTheCredential_IsRejectedWithoutShowingIt(string echoed)
    {
        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => ReadAsync("installType", echoed));

        Assert.DoesNotContain(echoed, error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task InstallType_DocumentedOne_IsAcceptedEvenIfThePasswordContainsIt()
    {
        var token = await ReadAsync("installType", "MOLECULE", "molecule1");

        Assert.Equal("MOLECULE", token.InstallType);
    }

    [Theory]
    [InlineData("cloudId")]
    [InlineData("accountId")]
    public async Task Id_SecretControlCharactersOrLength_IsCleaned(string field)
    {
        foreach (var (sent, shown) in new[]
        {
            ("x " + Password, "x ********"),
            ("x " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Password)) + " y", "x ******** y"),
            (Harmful, "a [2Jb 2Jcde fgh j"),
            (new string('x', 10_000), new string('x', 255) + "…"),
        })
        {
            // Another account than the requested one is reported as an error that holds the token.
            var token = await ReadAsync(field, sent);

            Assert.Equal(shown, field == "cloudId" ? token.CloudId : token.AccountId);
        }
    }

    [Fact]
    public async Task Subject_SecretControlCharactersOrLength_IsCleaned()
    {
        using var sandbox = TokenSandbox.Start();
        var verified = OnedataToken.Decode(sandbox.OnezoneUserToken);
        foreach (var (sent, shown) in new[]
        {
            ("x " + sandbox.OnezoneProviderToken, "x ********"),
            ("x " + WebUtility.HtmlEncode(sandbox.OnezoneUserToken) + " y", "x ******** y"),
            (Harmful, "a [2Jb 2Jcde fgh j"),
            (new string('x', 10_000), new string('x', 100) + "…"),
        })
        {
            var body = JsonConvert.SerializeObject(new { subject = new { type = sent, id = sent }, ttl = 60 });
            using var server = new RawServer(RawResponse.Of(200, Encoding.UTF8.GetBytes(body)));
            using var zone = OnezoneConnection.Create(new OnezoneConnectionOptions
            {
                Uri = server.Uri.AbsoluteUri,
                Token = SecureText.FromString(sandbox.OnezoneProviderToken),
                Http = new HttpOptions { NoProxy = true },
            });

            var subject = (await zone.VerifyAsync(verified)).Subject!;

            Assert.Equal((shown, shown), (subject.Type, subject.Id));
        }
    }

    [Fact]
    public async Task NamedTokenAndUser_SecretControlCharactersOrLength_AreCleaned()
    {
        using var sandbox = TokenSandbox.Start();
        foreach (var (sent, shown, shownData) in new[]
        {
            ("x " + sandbox.OnezoneProviderToken, "x ********", "x ********"),
            ("x " + WebUtility.HtmlEncode(sandbox.OnezoneUserToken) + " y", "x ******** y", "x ******** y"),
            (Harmful, "a [2Jb 2Jcde fgh j", "a [2Jb 2Jcde fgh j"),
            (new string('x', 10_000), new string('x', 300) + "…", new string('x', 4096) + "…"),
        })
        {
            var details = JsonConvert.SerializeObject(new
            {
                name = sent,
                token = sandbox.OnezoneUserToken,
                metadata = new { custom = new { list = new[] { sent } }, privileges = new[] { sent } },
            });
            using var users = new RawServer(RawResponse.Of(200, Encoding.UTF8.GetBytes(
                JsonConvert.SerializeObject(new { userId = "u1", fullName = sent, username = sent, emails = new[] { sent } }))));

            var token = NamedToken.FromJson(
                Newtonsoft.Json.Linq.JObject.Parse(details),
                static text => OnedataToken.Decode(text),
                new Redactor(SecureText.FromString(sandbox.OnezoneProviderToken)))!;
            using var zone = OnezoneConnection.Create(new OnezoneConnectionOptions
            {
                Uri = users.Uri.AbsoluteUri,
                Token = SecureText.FromString(sandbox.OnezoneProviderToken),
                Http = new HttpOptions { NoProxy = true },
            });
            var user = await zone.GetUserAsync();

            Assert.Equal((shown, shown, shown, shown), (token.Name, user.FullName, user.Username, user.Emails[0]));
            Assert.Equal(shownData, Assert.IsType<object[]>(token.Metadata["list"])[0]);
            Assert.StartsWith(shown[..Math.Min(shown.Length, 100)], token.Privileges![0], StringComparison.Ordinal);
            Assert.True(token.Privileges[0].Length <= 101);
        }
    }

    private static async Task<InstallerToken> ReadAsync(string field, string value, string password = Password)
    {
        var body = Newtonsoft.Json.Linq.JObject.Parse(Samples.Json);
        body[field] = value;
        using var server = new RawServer(RawResponse.Of(200, Encoding.UTF8.GetBytes(body.ToString())));
        using var connection = BoomiConnection.Create(new BoomiConnectionOptions
        {
            AccountId = "fakeAccountId",
            UserName = Requests.User,
            Secret = SecureText.FromString(password),
            BaseUri = server.Uri.AbsoluteUri,
            Http = new HttpOptions { NoProxy = true },
        });
        var outcome = await connection.IssueAsync(Requests.Molecule);
        return outcome switch
        {
            IssueOutcome<InstallerToken>.Issued issued => issued.Token,
            IssueOutcome<InstallerToken>.Unknown unknown => throw unknown.Error!,
            _ => throw new InvalidOperationException(outcome.ToString()),
        };
    }
}
