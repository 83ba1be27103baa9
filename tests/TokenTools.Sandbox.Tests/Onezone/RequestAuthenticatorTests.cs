using System;
using System.Linq;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using Xunit;

namespace TokenTools.Sandbox.Tests.Onezone;

public class RequestAuthenticatorTests : OnezoneTest
{
    [Fact]
    public async Task Authenticate_SeveralHeaders_KeepsPrecedence()
    {
        var valid = Sandbox.OnezoneUserToken;
        foreach (var (headers, expected) in new[]
        {
            (new[] { ("x-auth-token", valid) }, 200),
            ([("Authorization", "Bearer " + valid)], 200),
            ([("macaroon", valid)], 200),
            ([("x-auth-token", valid), ("Authorization", "Bearer bad"), ("macaroon", "bad")], 200),
            ([("x-auth-token", "bad"), ("Authorization", "Bearer " + valid)], 401),
            ([("Authorization", "Bearer bad"), ("macaroon", valid)], 401),
            // The scheme is case-sensitive. Another scheme is ignored.
            ([("Authorization", "bearer " + valid)], 401),
            ([("Authorization", "bearer " + valid), ("macaroon", valid)], 200),
            ([("x-auth-token", "opw-" + valid)], 200),
            ([("x-auth-token", "opp-" + valid)], 200),
            ([("x-auth-token", "ozw-" + valid)], 401),
        })
        {
            using var response = await SendAsync("GET", "/api/v3/onezone/user", null, headers);
            Assert.Equal(expected, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Authenticate_MissingOrInvalidToken_Gives401WithReason()
    {
        var (status, json) = await AskAsync("POST", "user/tokens/temporary", TimeBody(60), null);
        Assert.Equal(
            (401, """{"error":{"id":"unauthorized","description":"You must authenticate yourself to perform this operation."}}"""),
            (status, json!.ToString(Newtonsoft.Json.Formatting.None)));

        (status, json) = await AskAsync("POST", "user/tokens/temporary", TimeBody(60), "bad");
        Assert.Equal(401, status);
        Assert.Equal("unauthorized", Id(json));
        Assert.Equal("badToken", (string?)json!["error"]!["details"]!["authError"]!["id"]);
        Assert.Equal(["id", "details", "description"], ((JObject)json["error"]!).Properties().Select(p => p.Name));

    }

    [Theory]
    [InlineData("sandbox", null, true, null)]
    [InlineData("sandbox", "wrong", true, "badBasicCredentials")]
    [InlineData("unknown", null, true, "badBasicCredentials")]
    [InlineData("guest", null, true, "basicAuthDisabled")]
    [InlineData("sandbox", null, false, "basicAuthNotSupported")]
    public async Task Authenticate_Password_GivesUserOrReason(string name, string? password, bool isSupported, string? error)
    {
        Sandbox.Zone.IsBasicAuthSupported = isSupported;
        using var response = await SendAsync(
            "GET", "/api/v3/onezone/user", null, ("Authorization", Basic(name, password ?? Sandbox.OnezonePassword)));
        var json = await JsonAsync(response);
        Assert.Equal(error is null ? 200 : 401, (int)response.StatusCode);
        Assert.Equal(error, (string?)json["error"]?["details"]!["authError"]!["id"]);
        Assert.Equal(error is null ? Sandbox.OnezoneUserId : null, (string?)json["userId"]);
    }

    [Theory]
    [InlineData("Basic ***")]
    [InlineData("Basic c2FuZGJveA==")]
    public async Task Authenticate_MalformedPassword_GivesReason(string header)
    {
        using var response = await SendAsync("GET", "/api/v3/onezone/user", null, ("Authorization", header));
        Assert.Equal("badBasicCredentials", (string?)(await JsonAsync(response))["error"]!["details"]!["authError"]!["id"]);
    }

    [Fact]
    public async Task Authenticate_ServiceAndConsumerTokens_AreVerified()
    {
        var userToken = await IssueAsync(
            "user/tokens/temporary",
            ("""{"caveats":[{"type":"service","whitelist":["opw-*"]},{"type":"consumer","whitelist":["prv-*"]},"""
            + """{"type":"time","validUntil":@}]}""")
                .Replace("@", In(600), StringComparison.Ordinal),
            Sandbox.OnezoneUserToken);
        var identity = await IssueAsync(
            "provider/tokens/temporary",
            """{"type":{"identityToken":{}},"caveats":[{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal),
            Sandbox.OnezoneProviderToken);
        foreach (var (service, expected) in new[] { (identity, 200), ("opw-" + identity, 200), ("opp-" + identity, 401), ("bad", 401) })
        {
            using var response = await SendAsync(
                "GET",
                "/api/v3/onezone/user",
                null,
                ("x-auth-token", userToken),
                ("x-onedata-service-token", service),
                ("x-onedata-consumer-token", identity));
            Assert.Equal(expected, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Authorize_EveryCaveat_IsEvaluated()
    {
        var (status, json) = await AskAsync("GET", "user", null, Sandbox.OnezoneUserToken);
        Assert.Equal((200, Sandbox.OnezoneUserId), (status, (string?)json!["userId"]));
        (status, json) = await AskAsync("GET", "provider", null, Sandbox.OnezoneProviderToken);
        Assert.Equal((200, Sandbox.OnezoneProviderId), (status, (string?)json!["providerId"]));
        Assert.Equal(403, (await AskAsync("GET", "user", null, Sandbox.OnezoneProviderToken)).Status);

        foreach (var (caveat, expected) in new[]
        {
            ("""{"type":"ip","whitelist":["127.0.0.1"]}""", null),
            ("""{"type":"ip","whitelist":["10.0.0.0/8"]}""", "tokenCaveatUnverified"),
            ("""{"type":"interface","interface":"rest"}""", null),
            ("""{"type":"interface","interface":"oneclient"}""", "tokenCaveatUnverified"),
            ("""{"type":"api","whitelist":["all/get/user.*.*:*"]}""", null),
            ("""{"type":"api","whitelist":["all/get/space.*.*:*"]}""", "tokenCaveatUnverified"),
            ("""{"type":"geo.country","filter":"blacklist","list":["PL"]}""", "tokenCaveatUnverified"),
            ("""{"type":"asn","whitelist":[64]}""", "tokenCaveatUnverified"),
            ("""{"type":"service","whitelist":["ozw-onezone"]}""", null),
            ("""{"type":"service","whitelist":["opw-*"]}""", "tokenCaveatUnverified"),
            ("""{"type":"consumer","whitelist":["usr-*"]}""", "tokenCaveatUnverified"),
            ("""{"scope":"identityToken"}""", "tokenCaveatUnverified"),
            ("""{"type":"time","validUntil":1571147494}""", "tokenCaveatUnverified"),
        })
        {
            var token = await IssueAsync(
                "user/tokens/temporary",
                """{"caveats":[@,{"type":"time","validUntil":#}]}"""
                    .Replace("@", caveat, StringComparison.Ordinal).Replace("#", In(600), StringComparison.Ordinal),
                Sandbox.OnezoneUserToken);
            (status, json) = await AskAsync("GET", "user", null, token);
            Assert.Equal((expected is null ? 200 : 401, expected), (status, (string?)json!["error"]?["details"]?["authError"]?["id"]));
            if (expected is not null)
            {
                Assert.True(JToken.DeepEquals(JToken.Parse(caveat), json["error"]!["details"]!["authError"]!["details"]!["caveat"]));
            }
        }

        var readOnly = await IssueAsync(
            "user/tokens/temporary",
            """{"caveats":[{"type":"data.readonly"},{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal),
            Sandbox.OnezoneUserToken);
        Assert.Equal(200, (await AskAsync("GET", "user", null, readOnly)).Status);
        Assert.Equal(401, (await AskAsync("POST", "user/tokens/temporary", TimeBody(60), readOnly)).Status);
        var identity = await IssueAsync(
            "user/tokens/temporary",
            """{"type":{"identityToken":{}},"caveats":[{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal),
            Sandbox.OnezoneUserToken);
        (status, json) = await AskAsync("GET", "user", null, identity);
        Assert.Equal((401, "notAnAccessToken"), (status, (string?)json!["error"]!["details"]!["authError"]!["id"]));
    }
}
