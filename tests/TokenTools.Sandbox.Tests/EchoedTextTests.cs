using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Sandbox.Tests;

/// <summary>No field of a request makes a response, or a kept object, as large as the request.</summary>
public class EchoedTextTests : Onezone.OnezoneTest
{
    // Two echoes of EchoedText.MaximumLength, each character escaped as six bytes of JSON, and the rest of an error.
    private const int MaximumResponse = 64 * 1024;

    private static readonly string Long = new('x', 1024 * 1024);
    private static readonly string LongForHeader = new('x', 60_000);
    private static readonly string LongForToken = new('x', 60_000);

    public static TheoryData<string, string, int> OnezoneBodies { get; } = new()
    {
        { "user/tokens/temporary", Caveats("""{"type":"LONG"}"""), 400 },
        { "user/tokens/temporary", Caveats("""{"LONG":1}"""), 400 },
        { "user/tokens/temporary", Caveats("\"LONG\""), 400 },
        { "user/tokens/temporary", Caveats("""{"type":"service","whitelist":["opw-LONG"]}"""), 400 },
        { "user/tokens/temporary", """{"type":{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"LONG"}}}""", 400 },
        { "user/tokens/temporary", """{"type":{"inviteToken":{"inviteType":"userJoinSpace","spaceId":"LONG"}}}""", 400 },
        { "user/tokens/temporary", """{"type":{"inviteToken":{"inviteType":"LONG","spaceId":"1"}}}""", 400 },
        { "user/tokens/temporary", """{"type":{"accessToken":{"sessionId":"LONG"}}}""", 400 },
        { "tokens/verify_access_token", """{"token":"LONG"}""", 400 },
        { "tokens/verify_access_token", """{"token":"GOOD","interface":"LONG"}""", 400 },
        { "tokens/verify_access_token", """{"token":"GOOD","peerIp":"LONG"}""", 400 },
        { "tokens/verify_access_token", """{"token":"GOOD","serviceToken":"LONG"}""", 400 },
        { "tokens/verify_access_token", """{"token":"GOOD","consumerToken":"LONG"}""", 400 },
        { "tokens/verify_invite_token", """{"token":"GOOD","expectedInviteType":"LONG"}""", 400 },
        { "tokens/examine", """{"token":"LONG"}""", 400 },
    };

    /// <summary>The location and the identifier of a token.</summary>
    public static TheoryData<string, string> Tokens { get; } = new()
    {
        { LongForToken, "2/nmd/usr-1/act/1" },
        { "zone", "2/tmp-1/usr-" + LongForToken + "/act/1" },
        { "zone", "2/tmp-1/usr-1/act/" + LongForToken },
        { "zone", "2/tmp-1/usr-1/act:" + LongForToken + "/1" },
        { "zone", "2/tmp-1/usr-1/ujs:" + LongForToken + ":/1" },
        { "zone", LongForToken },
    };

    [Theory]
    [InlineData("InstallType", """{"installType":"LONG","durationMinutes":60}""")]
    [InlineData("CloudId", """{"installType":"CLOUD","durationMinutes":60,"cloudId":"LONG"}""")]
    public async Task Boomi_LongField_GivesShortErrorAndNoToken(string field, string body)
    {
        using var response = await MintAsync(body.Replace("LONG", Long, StringComparison.Ordinal));
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(field, await ShortBodyAsync(response), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Sandbox.MintedTokens);
    }

    [Fact]
    public async Task Boomi_CloudIdOfMaximumLength_IsKept()
    {
        var body = new JObject
        {
            ["installType"] = "CLOUD", ["durationMinutes"] = 60, ["cloudId"] = new string('c', EchoedText.MaximumIdLength),
        };
        using var response = await MintAsync(body.ToString());
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(EchoedText.MaximumIdLength, Assert.Single(Sandbox.MintedTokens).CloudId!.Length);
    }

    [Theory]
    [MemberData(nameof(OnezoneBodies))]
    public async Task Onezone_LongField_GivesShortError(string path, string body, int status)
    {
        body = body.Replace("LONG", Long, StringComparison.Ordinal).Replace("GOOD", Sandbox.OnezoneUserToken, StringComparison.Ordinal);
        using var response = await SendAsync("POST", "/api/v3/onezone/" + path, body, ("x-auth-token", Sandbox.OnezoneUserToken));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty(await ShortBodyAsync(response));
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task Onezone_TokenWithLongPart_IsNotAToken(string location, string identifier)
    {
        var token = Macaroon.Create(
            Encoding.ASCII.GetBytes(location), Encoding.ASCII.GetBytes(identifier), "secret"u8.ToArray()).Serialize();
        foreach (var operation in new[] { "examine", "verify_access_token", "verify_identity_token", "verify_invite_token", "confine" })
        {
            var body = new JObject { ["token"] = token, ["caveats"] = new JArray() }.ToString();
            using var response = await SendAsync("POST", "/api/v3/onezone/tokens/" + operation, body);
            var error = JObject.Parse(await ShortBodyAsync(response));
            Assert.Equal("badValueToken", Id(error));
            Assert.Equal("badToken", (string?)error["error"]!["details"]!["tokenError"]!["id"]);
        }
    }

    [Fact]
    public async Task Onezone_LongCaveat_GivesShortError()
    {
        var addresses = string.Join('|', Enumerable.Repeat("10.0.0.0/8", 5000));
        foreach (var (caveat, id) in new[]
        {
            ("ip = " + addresses, "tokenCaveatUnverified"), ("new = " + LongForToken, "tokenCaveatUnknown"),
        })
        {
            var token = Macaroon.Parse(Sandbox.OnezoneUserToken).AddCaveats([Encoding.ASCII.GetBytes(caveat)]).Serialize();
            using var response = await SendAsync(
                "POST", "/api/v3/onezone/tokens/verify_access_token", new JObject { ["token"] = token }.ToString());
            Assert.Equal(id, Id(JObject.Parse(await ShortBodyAsync(response))));
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/LONG")]
    [InlineData("LONG", "/api/v1/profile")]
    [InlineData("LONG", "/api/rest/v1/ACCOUNT/InstallerToken")]
    [InlineData("GET", "/api/v3/onezone/LONG")]
    [InlineData("GET", "/api/v3/onezone/users/LONG/tokens/temporary")]
    public async Task AnyService_LongPathOrMethod_GivesShortResponse(string method, string path)
    {
        var bearer = Convert.ToBase64String(Encoding.UTF8.GetBytes(Sandbox.GoodDataUserName + ":bootstrap:" + Sandbox.GoodDataPassword));
        var authorization = path.Contains("/rest/", StringComparison.Ordinal)
            ? Basic(Sandbox.BoomiUserName, Sandbox.BoomiPassword)
            : "Bearer " + bearer;
        var response = await Http.RawClient.SendAndReadAsync(
            Sandbox,
            method.Replace("LONG", LongForHeader, StringComparison.Ordinal) + " "
            + path.Replace("LONG", LongForHeader, StringComparison.Ordinal)
                .Replace("ACCOUNT", Sandbox.BoomiAccountId, StringComparison.Ordinal)
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: " + authorization + "\r\n\r\n");
        Assert.Matches("^HTTP/1.1 4[0-9][0-9] ", response);
        Assert.InRange(response.Length, 1, 16 * 1024);
    }

    [Fact]
    public async Task Echo_LongContentType_GivesShortResponse()
    {
        var response = await Http.RawClient.SendAndReadAsync(
            Sandbox,
            "POST /cmdb HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\nContent-Type: " + LongForHeader + "\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 201 ", response, StringComparison.Ordinal);
        Assert.InRange(response.Length, 1, 16 * 1024);
    }

    private static string Caveats(string caveat) => "{\"caveats\":[" + caveat + "]}";

    private static async Task<string> ShortBodyAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.InRange(body.Length, 1, MaximumResponse);
        return body;
    }
}
