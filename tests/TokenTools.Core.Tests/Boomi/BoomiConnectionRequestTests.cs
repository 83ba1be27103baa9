using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>The request as the service receives it.</summary>
public class BoomiConnectionRequestTests
{
    [Fact]
    public async Task IssueAsync_Request_IsAsDocumented()
    {
        var request = await SentAsync(Requests.Molecule);

        Assert.Equal("POST /api/rest/v1/fakeAccountId/InstallerToken HTTP/1.1", request.Line);
        Assert.Equal("{\"installType\":\"MOLECULE\",\"durationMinutes\":30}", request.Body);
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Null(request.Header("Expect"));
        Assert.Null(request.Header("Transfer-Encoding"));
        Assert.StartsWith("TokenTools/", request.Header("User-Agent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IssueAsync_ApiToken_SendsTheDocumentedHeader()
    {
        var request = await SentAsync(Requests.Molecule);

        // The example of the authentication page: curl -u "BOOMI_TOKEN.user@boomi.com:123aab45-…".
        Assert.Equal("BOOMI_TOKEN.user@boomi.com:123aab45-67b8-9012-3a45-67c8e9e01e23", Credentials(request));
    }

    [Theory]
    [InlineData("user@boomi.com", true, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("BOOMI_TOKEN.user@boomi.com", true, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("BOOMI_TOKEN.user@boomi.com", false, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("boomi_token.user@boomi.com", true, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("Boomi_Token.user@boomi.com", false, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("BOOMI_TOKEN.BOOMI_TOKEN.user@boomi.com", true, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData(" user@boomi.com\t", true, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("user@boomi.com", false, "user@boomi.com")]
    public async Task IssueAsync_UserName_HasTheApiTokenPrefixOnce(string user, bool isApiToken, string sent)
    {
        foreach (var culture in Cultures.Trying.Prepend(string.Empty))
        {
            System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
            var request = await SentAsync(Requests.Molecule, options => (options.UserName, options.IsApiToken) = (user, isApiToken));

            Assert.Equal(sent + ":" + Requests.Secret, Credentials(request));
        }
    }

    [Fact]
    public async Task IssueAsync_NonAsciiCredentials_AreUtf8()
    {
        var request = await SentAsync(Requests.Molecule, options =>
            (options.UserName, options.Secret, options.IsApiToken) = ("jürgen@beispiel.de", Requests.Secure("pässwörd: 🔑"), false));

        Assert.Equal("jürgen@beispiel.de:pässwörd: 🔑", Credentials(request));
    }

    [Theory]
    [InlineData("acme-A1B2C3", "acme-A1B2C3")]
    [InlineData("a b/c?d#e%f", "a%20b%2Fc%3Fd%23e%25f")]
    [InlineData("user@boomi.com", "user%40boomi.com")]
    [InlineData("käse", "k%C3%A4se")]
    [InlineData("../../x", "..%2F..%2Fx")]
    public async Task IssueAsync_AccountId_IsOneSegmentOfThePath(string account, string escaped)
    {
        var own = await SentAsync(Requests.Molecule, options => options.AccountId = account);
        var other = await SentAsync(new InstallerTokenSpec { InstallType = "ATOM", AccountId = account }.Build());
        var partner = await SentAsync(Requests.Molecule, options => (options.AccountId, options.OverrideAccountId) = ("acme", account));

        Assert.Equal("POST /api/rest/v1/" + escaped + "/InstallerToken HTTP/1.1", own.Line);
        Assert.Equal("POST /api/rest/v1/" + escaped + "/InstallerToken HTTP/1.1", other.Line);
        Assert.Equal("POST /partner/api/rest/v1/acme/InstallerToken?overrideAccount=" + escaped + " HTTP/1.1", partner.Line);
    }

    [Fact]
    public async Task IssueAsync_BaseUriWithPath_KeepsIt()
    {
        var request = await SentAsync(Requests.Molecule, options => options.BaseUri += "gateway/boomi");

        Assert.Equal("POST /gateway/boomi/api/rest/v1/fakeAccountId/InstallerToken HTTP/1.1", request.Line);
    }

    [Fact]
    public async Task IssueAsync_Cloud_SendsItsId()
    {
        var request = await SentAsync(new InstallerTokenSpec { InstallType = "cloud", DurationMinutes = "1440", CloudId = " 3ca45d71 " }.Build());

        Assert.True(JToken.DeepEquals(
            JObject.Parse("""{"installType":"CLOUD","durationMinutes":1440,"cloudId":"3ca45d71"}"""), JObject.Parse(request.Body)));
    }

    private static string Credentials(RawRequest request)
    {
        var header = request.Header("Authorization")!;
        Assert.StartsWith("Basic ", header, StringComparison.Ordinal);
        return new UTF8Encoding(false, true).GetString(Convert.FromBase64String(header["Basic ".Length..]));
    }

    private static async Task<RawRequest> SentAsync(InstallerTokenRequest request, Action<BoomiConnectionOptions>? change = null)
    {
        using var server = new RawServer(RawResponse.Of(200, Samples.Json));
        using var connection = Requests.Boomi(server.Uri, change: change);
        try
        {
            await connection.CreateInstallerTokenAsync(request);
        }
        catch (TokenAccountMismatchException)
        {
            // The response is the documented one for every requested account.
        }

        return Assert.Single(server.Requests);
    }
}
