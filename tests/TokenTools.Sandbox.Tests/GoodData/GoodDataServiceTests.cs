using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests.GoodData;

// Responses: recorded in gooddata/gooddata-python-sdk, and gooddata/gooddata-server-oauth2.
public class GoodDataServiceTests : SandboxTest
{
    private string Token => (string)BootstrapTokenFactory.Create(
        Sandbox.GoodDataUserName, SecureText.FromString(Sandbox.GoodDataPassword), asPlainText: true).Token;

    [Fact]
    public async Task Profile_BootstrapToken_GivesUserAndOrganization()
    {
        using var response = await GetAsync("/api/v1/profile", "Bearer " + Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var profile = await JsonAsync(response);
        // The members that the schema Profile requires, and the optional name.
        Assert.Equal(
            ["entitlements", "features", "links", "name", "organizationId", "organizationName", "permissions", "telemetryConfig", "userId"],
            profile.Properties().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(Sandbox.GoodDataUserName, (string?)profile["userId"]);
        Assert.Equal(Sandbox.GoodDataOrganizationId, (string?)profile["organizationId"]);
        Assert.Equal(Sandbox.GoodDataOrganizationName, (string?)profile["organizationName"]);
        Assert.Contains("MANAGE", profile["permissions"]!.Values<string>());
    }

    [Fact]
    public async Task Profile_WrongToken_GivesRecordedResponse()
    {
        foreach (var wrong in new[]
        {
            Token + "=", Token[..^4], "YWRtaW46Ym9vdHN0cmFwOmFkbWluMTIz", "a.b.c", "x",
            // The newline of an echo without -n.
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Sandbox.GoodDataUserName + ":bootstrap:" + Sandbox.GoodDataPassword + "\n")),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Sandbox.GoodDataUserName + ":other:" + Sandbox.GoodDataPassword)),
        })
        {
            using var response = await GetAsync("/api/v1/profile", "Bearer " + wrong, ("X-Requested-With", "XMLHttpRequest"));
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal(0, response.Content.Headers.ContentLength);
            Assert.Equal(
                "Bearer error=\"invalid_token\", "
                + "error_description=\"Unable to lookup user details for provided Bearer token\", "
                + "error_uri=\"https://tools.ietf.org/html/rfc6750#section-3.1\"",
                response.Headers.NonValidated["WWW-Authenticate"].ToString());
        }
    }

    [Theory]
    [InlineData("Bearer abc def")]
    [InlineData("Bearer abc$")]
    [InlineData("Bearer")]
    [InlineData("bearer  abc")]
    public async Task Profile_MalformedToken_GivesMalformedTokenError(string authorization)
    {
        using var response = await GetAsync("/api/v1/profile", authorization);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(
            "error_description=\"Bearer token is malformed\"",
            response.Headers.NonValidated["WWW-Authenticate"].ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_SchemeInOtherCase_IsAccepted()
    {
        using var response = await GetAsync("/api/v1/profile", "bEARER " + Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Profile_NoCredentials_GivesLoginRedirect()
    {
        using var page = await GetAsync("/api/v1/profile", null);
        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
        Assert.Equal("/oauth2/authorization/127.0.0.1", page.Headers.Location?.OriginalString);

        using var script = await GetAsync("/api/v1/profile", null, ("X-Requested-With", "XMLHttpRequest"));
        Assert.Equal(HttpStatusCode.Unauthorized, script.StatusCode);
        Assert.Equal("/appLogin", await script.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Handle_HostHeader_SelectsOrganization()
    {
        using var known = await GetAsync("/api/v1/profile", "Bearer " + Token, ("Host", Sandbox.GoodDataHostName));
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        using var local = await GetAsync("/api/v1/profile", "Bearer " + Token, ("Host", "localhost:3000"));
        Assert.Equal(HttpStatusCode.OK, local.StatusCode);
        using var unknown = await GetAsync("/api/v1/profile", "Bearer " + Token, ("Host", "other.example"));
        await AssertUnknownHostAsync(unknown);
    }

    [Fact]
    public async Task Handle_OrganizationNotReady_GivesUnknownHost()
    {
        Sandbox.OrganizationReady = false;
        using var before = await GetAsync("/api/v1/profile", "Bearer " + Token);
        await AssertUnknownHostAsync(before);
        Sandbox.OrganizationReady = true;
        using var after = await GetAsync("/api/v1/profile", "Bearer " + Token);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Organization_Always_IsBehindRedirect()
    {
        using var first = await GetAsync("/api/v1/entities/organization", "Bearer " + Token);
        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Equal(0, first.Content.Headers.ContentLength);
        Assert.Equal("/api/v1/entities/admin/organizations/" + Sandbox.GoodDataOrganizationId, first.Headers.Location?.OriginalString);
        using var second = await GetAsync(first.Headers.Location!.OriginalString, "Bearer " + Token);
        var document = JObject.Parse(await second.Content.ReadAsStringAsync());
        Assert.Equal(Sandbox.GoodDataHostName, (string?)document["data"]!["attributes"]!["hostname"]);
        Assert.Null(document["data"]!["meta"]);
        using var asked = await GetAsync(first.Headers.Location.OriginalString + "?metaInclude=permissions", "Bearer " + Token);
        Assert.Contains(
            "MANAGE", JObject.Parse(await asked.Content.ReadAsStringAsync())["data"]!["meta"]!["permissions"]!.Values<string>());
    }

    [Fact]
    public async Task Handle_OptionsAndUnknownPath_GivesDocumentAndProblem()
    {
        using var options = await GetAsync("/api/v1/options", "Bearer " + Token);
        Assert.Equal(HttpStatusCode.OK, options.StatusCode);
        using var unknown = await GetAsync("/api/v1/nothing", "Bearer " + Token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("application/problem+json", unknown.Content.Headers.ContentType?.MediaType);
        var problem = JObject.Parse(await unknown.Content.ReadAsStringAsync());
        Assert.Equal(["detail", "status", "title", "traceId"], problem.Properties().Select(p => p.Name));
        Assert.Equal((string?)problem["traceId"], unknown.Headers.GetValues("X-GDC-TRACE-ID").Single());
    }

    private static async Task AssertUnknownHostAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(["timestamp", "path", "status", "error", "requestId"], (await JsonAsync(response)).Properties().Select(p => p.Name));
    }

    private Task<HttpResponseMessage> GetAsync(string path, string? authorization, params (string Name, string Value)[] headers) =>
        SendAsync("GET", path, null, authorization is null ? headers : [("Authorization", authorization), .. headers]);
}
