using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using System.Xml.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests.Boomi;

// https://developer.boomi.com/docs/api/platformapi/InstallerToken
public class BoomiServiceTests : SandboxTest
{
    private const string Molecule = """{"installType":"MOLECULE","durationMinutes":30}""";

    [Fact]
    public async Task Create_DocumentedRequest_GivesDocumentedResponse()
    {
        using var response = await MintAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var document = await JsonAsync(response);
        // The members of the documented sample in its order. cloudId exists for CLOUD only.
        Assert.Equal(
            ["@type", "installType", "token", "expiration", "created", "accountId", "durationMinutes"],
            document.Properties().Select(p => p.Name));
        Assert.Equal("InstallerToken", (string?)document["@type"]);
        Assert.Equal("MOLECULE", (string?)document["installType"]);
        Assert.Matches("^molecule-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", (string?)document["token"]);
        Assert.Equal(Sandbox.BoomiAccountId, (string?)document["accountId"]);
        Assert.Equal(JTokenType.Integer, document["durationMinutes"]!.Type);
        Assert.Equal(30, (int)document["durationMinutes"]!);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string?)document["created"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string?)document["expiration"]);
        var created = DateTimeOffset.Parse((string)document["created"]!, CultureInfo.InvariantCulture);
        Assert.Equal(
            TimeSpan.FromMinutes(30), DateTimeOffset.Parse((string)document["expiration"]!, CultureInfo.InvariantCulture) - created);
        Assert.InRange(DateTimeOffset.UtcNow - created, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(20));
        Assert.Equal((string?)document["token"], Assert.Single(Sandbox.MintedTokens).Token);
    }

    [Theory]
    [InlineData("ATOM")]
    [InlineData("MOLECULE")]
    [InlineData("CLOUD")]
    [InlineData("BROKER")]
    [InlineData("GATEWAY")]
    public async Task Create_EveryInstallType_GivesTokenOfThatType(string type)
    {
        using var response = await MintAsync(new JObject
        {
            ["installType"] = type, ["durationMinutes"] = 1440, ["cloudId"] = Sandbox.BoomiCloudId,
        }.ToString());
        var document = await JsonAsync(response);
        Assert.Equal(type, (string?)document["installType"]);
        Assert.StartsWith(type.ToLowerInvariant() + "-", (string?)document["token"], StringComparison.Ordinal);
        Assert.Equal(type == "CLOUD" ? Sandbox.BoomiCloudId : null, (string?)document["cloudId"]);
    }

    [Theory]
    [InlineData("""{"installType":"ROBOT","durationMinutes":60}""")]
    [InlineData("""{"installType":"molecule","durationMinutes":60}""")]
    [InlineData("""{"durationMinutes":60}""")]
    [InlineData("""{"installType":"ATOM"}""")]
    [InlineData("""{"installType":"ATOM","durationMinutes":29}""")]
    [InlineData("""{"installType":"ATOM","durationMinutes":1441}""")]
    [InlineData("""{"installType":"ATOM","durationMinutes":"soon"}""")]
    [InlineData("""{"installType":"ATOM","durationMinutes":60.5}""")]
    [InlineData("""{"installType":"CLOUD","durationMinutes":60}""")]
    [InlineData("""{"installType":"CLOUD","durationMinutes":60,"cloudId":" "}""")]
    [InlineData("""{"installType":{},"durationMinutes":[]}""")]
    [InlineData("""["ATOM"]""")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Create_InvalidBody_Gives400AndNoToken(string body)
    {
        using var response = await MintAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["message"], (await JsonAsync(response)).Properties().Select(p => p.Name));
        Assert.Empty(Sandbox.MintedTokens);
    }

    [Fact]
    public async Task Create_XmlWithoutAccept_GivesXml()
    {
        // The documented sample request.
        const string Body =
            """<bns:InstallerToken xmlns:bns="http://api.platform.boomi.com/" installType="MOLECULE" durationMinutes="30"/>""";
        using var message = Message(
            "POST", "/api/rest/v1/" + Sandbox.BoomiAccountId + "/InstallerToken/", Body, "application/xml",
            ("Authorization", Basic(Sandbox.BoomiUserName, Sandbox.BoomiPassword)));
        using var response = await Client.SendAsync(message);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/xml", response.Content.Headers.ContentType?.MediaType);
        var root = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        Assert.Equal(XName.Get("InstallerToken", "http://api.platform.boomi.com/"), root.Name);
        Assert.Equal(
            ["accountId", "created", "expiration", "token", "installType", "durationMinutes"],
            root.Attributes().Where(a => !a.IsNamespaceDeclaration).Select(a => a.Name.LocalName));
        Assert.Equal(Sandbox.MintedTokens[0].Token, root.Attribute("token")!.Value);
    }

    [Fact]
    public async Task Create_JsonWithAnotherContentType_Gives400()
    {
        using var message = Message(
            "POST", "/api/rest/v1/" + Sandbox.BoomiAccountId + "/InstallerToken", Molecule, "application/x-www-form-urlencoded",
            ("Authorization", Basic(Sandbox.BoomiUserName, Sandbox.BoomiPassword)));
        using var response = await Client.SendAsync(message);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("error", XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!.Name.LocalName);
    }

    [Fact]
    public async Task Authenticate_ApiTokenOrPassword_IsAcceptedAndNothingElse()
    {
        var (user, token, password) = (Sandbox.BoomiUserName, Sandbox.BoomiApiToken, Sandbox.BoomiPassword);
        foreach (var valid in new[] { Basic("BOOMI_TOKEN." + user, token), Basic(user, password) })
        {
            using var response = await MintAsync(authorization: valid);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        foreach (var invalid in new[]
        {
            Basic(user, token), Basic("BOOMI_TOKEN." + user, password),
            Basic("BOOMI_TOKEN.BOOMI_TOKEN." + user, token), Basic("x", password),
            "Basic !", "Basic ", "Bearer " + token, "",
        })
        {
            using var response = await MintAsync(authorization: invalid);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.NotNull((string?)(await JsonAsync(response))["message"]);
        }
    }

    [Fact]
    public async Task Create_OtherAccount_NeedsUserOrPartnerApi()
    {
        var asUser = Basic(Sandbox.BoomiUserName, Sandbox.BoomiPassword);
        using var unknownAccount = await MintAsync(account: "other-A1B2C3");
        Assert.Equal(HttpStatusCode.Forbidden, unknownAccount.StatusCode);
        Assert.Equal("""{"message":"Access denied due to insufficient permissions."}""", await unknownAccount.Content.ReadAsStringAsync());
        using var byToken = await MintAsync(account: Sandbox.BoomiPartnerAccountId);
        Assert.Equal(HttpStatusCode.Forbidden, byToken.StatusCode);
        using var byPassword = await MintAsync(account: Sandbox.BoomiPartnerAccountId, authorization: asUser);
        Assert.Equal(Sandbox.BoomiPartnerAccountId, (string?)(await JsonAsync(byPassword))["accountId"]);

        using var partner = await MintAsync(prefix: "/partner", query: "?overrideAccount=" + Sandbox.BoomiPartnerAccountId);
        Assert.Equal(Sandbox.BoomiPartnerAccountId, (string?)(await JsonAsync(partner))["accountId"]);
        using var notInHierarchy = await MintAsync(prefix: "/partner", query: "?overrideAccount=other-A1B2C3");
        Assert.Equal(HttpStatusCode.Forbidden, notInHierarchy.StatusCode);
        using var withoutOverride = await MintAsync(prefix: "/partner");
        Assert.Equal(Sandbox.BoomiAccountId, (string?)(await JsonAsync(withoutOverride))["accountId"]);
    }

    [Theory]
    [InlineData("POST", "/Atom", 404)]
    [InlineData("POST", "/InstallerToken/1", 404)]
    [InlineData("POST", "", 404)]
    [InlineData("GET", "/InstallerToken", 405)]
    [InlineData("DELETE", "/InstallerToken", 405)]
    [InlineData("POST", "/Account/x", 405)]
    [InlineData("GET", "/Account/x", 403)]
    [InlineData("GET", "/Account", 404)]
    public async Task Handle_UnknownPathOrMethod_GivesError(string method, string path, int status)
    {
        using var response = await SendAsync(
            method, "/api/rest/v1/" + Sandbox.BoomiAccountId + path, null, ("Accept", "application/json"),
            ("Authorization", Basic(Sandbox.BoomiUserName, Sandbox.BoomiPassword)));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotNull((string?)(await JsonAsync(response))["message"]);
    }

    [Theory]
    [InlineData(BoomiErrorFormat.OpenApi, "^\\{\"message\":\"[^\"]+\"\\}$")]
    [InlineData(BoomiErrorFormat.Nested, "^\\{\"error\":\\{\"message\":\"[^\"]+\"\\}\\}$")]
    [InlineData(BoomiErrorFormat.Typed, "^\\{\"@type\":\"Error\",\"message\":\"[^\"]+\"\\}$")]
    [InlineData(BoomiErrorFormat.Xml, "<error><message>[^<]+</message></error>$")]
    [InlineData(
        BoomiErrorFormat.UserMessage,
        "<UserMessage id=\"error\\.user\\.login\" type=\"error\"><Data>"
        + "Incorrect user name and password combination\\.</Data></UserMessage>$")]
    public async Task Error_EveryFormat_IsSentAndParsedByTheModule(BoomiErrorFormat format, string pattern)
    {
        using var sandbox = TokenSandbox.Start(new SandboxOptions { BoomiErrorFormat = format, BoomiBadCredentialsStatus = 403 });
        using var client = new HttpClient { BaseAddress = sandbox.Uri };
        using var message = Message(
            "POST", "/api/rest/v1/" + sandbox.BoomiAccountId + "/InstallerToken", Molecule,
            headers: [("Accept", "application/json"), ("Authorization", Basic("x", "y"))]);
        using var response = await client.SendAsync(message);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Matches(pattern, await response.Content.ReadAsStringAsync());

        using var connection = Connect(sandbox, "wrong");
        var error = await Assert.ThrowsAsync<TokenApiException>(() =>
            connection.CreateInstallerTokenAsync(new InstallerTokenSpec { InstallType = "ATOM" }.Build()));
        Assert.Equal("Incorrect user name and password combination.", error.ServiceError?.Message);
    }

    [Fact]
    public async Task Create_RequestOfTheModule_GivesToken()
    {
        using var connection = Connect(Sandbox, Sandbox.BoomiApiToken);
        var token = await connection.CreateInstallerTokenAsync(
            new InstallerTokenSpec { InstallType = "cloud", DurationMinutes = "90", CloudId = Sandbox.BoomiCloudId }.Build(), asPlainText: true);
        var minted = Assert.Single(Sandbox.MintedTokens);
        Assert.Equal(minted.Token, token.Token);
        Assert.Equal(minted.Expiration, token.Expiration);
        Assert.Equal(Sandbox.BoomiCloudId, token.CloudId);
    }

    [Fact]
    public async Task Account_OwnAndClientsAccount_AreReadAndNoTokenIsIssued()
    {
        var asUser = Basic(Sandbox.BoomiUserName, Sandbox.BoomiPassword);
        foreach (var (path, accept) in new[]
        {
            ("/api/rest/v1/" + Sandbox.BoomiAccountId + "/Account/" + Sandbox.BoomiAccountId, "application/json"),
            ("/api/rest/v1/" + Sandbox.BoomiPartnerAccountId + "/Account/" + Sandbox.BoomiPartnerAccountId, "application/xml"),
            ("/partner/api/rest/v1/" + Sandbox.BoomiAccountId + "/Account/" + Sandbox.BoomiPartnerAccountId + "?overrideAccount="
                + Sandbox.BoomiPartnerAccountId, "application/json"),
        })
        {
            using var response = await SendAsync("GET", path, null, ("Accept", accept), ("Authorization", asUser));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("Sandbox", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(accept, response.Content.Headers.ContentType?.MediaType);
        }

        Assert.Empty(Sandbox.MintedTokens);
    }

    [Fact]
    public async Task Authenticate_OneTimePasswordRequired_AcceptsEachCodeOnceWithThePassword()
    {
        Sandbox.RequireOneTimePassword = true;
        var code = Sandbox.CreateOneTimePassword();
        async Task<HttpStatusCode> AskAsync(string authorization, string? header)
        {
            var headers = header is null ? [] : new[] { ("X-Boomi-OTP", header) };
            using var response = await SendAsync(
                "GET",
                "/api/rest/v1/" + Sandbox.BoomiAccountId + "/Account/" + Sandbox.BoomiAccountId,
                null,
                [("Authorization", authorization), .. headers]);
            return response.StatusCode;
        }

        var asUser = Basic(Sandbox.BoomiUserName, Sandbox.BoomiPassword);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(asUser, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(asUser, "000000"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(asUser, code));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(asUser, code));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(Basic("BOOMI_TOKEN." + Sandbox.BoomiUserName, Sandbox.BoomiApiToken), null));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task Handle_ClockSkew_IsThatOfTheDateHeaderAsWell(int hours)
    {
        using var sandbox = TokenSandbox.Start(new SandboxOptions { ClockSkew = TimeSpan.FromHours(hours) });
        using var client = new HttpClient { BaseAddress = sandbox.Uri };
        using var response = await client.GetAsync(new Uri("/api/rest/v1/x", UriKind.Relative));

        var skew = response.Headers.Date!.Value - DateTimeOffset.UtcNow;
        Assert.InRange(skew.TotalHours, hours - 0.5, hours + 0.5);
    }

    private static BoomiConnection Connect(TokenSandbox sandbox, string token) => BoomiConnection.Create(new BoomiConnectionOptions
    {
        AccountId = sandbox.BoomiAccountId,
        UserName = sandbox.BoomiUserName,
        Secret = SecureText.FromString(token),
        IsApiToken = true,
        BaseUri = sandbox.Uri.AbsoluteUri,
    });
}
