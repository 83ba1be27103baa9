using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using Xunit;

namespace TokenTools.Sandbox.Tests.Onezone;

// Statuses, ids and details: oz-worker and ctool.
public class TemporaryTokenOperationsTests : OnezoneTest
{
    [Theory]
    [InlineData("provider/tokens/temporary")]
    [InlineData("provider/tokens/temporary/")]
    [InlineData("providers/{provider}/tokens/temporary")]
    public async Task Create_Provider_GivesDocumentedToken(string path)
    {
        var (status, json) = await AskAsync("POST", path, TimeBody(600), Sandbox.OnezoneProviderToken);
        Assert.Equal(201, status);
        Assert.Equal(["token"], json!.Properties().Select(p => p.Name));
        var token = (string)json["token"]!;
        Assert.Matches("^[A-Za-z0-9]+$", token);

        // Decoded without the module's decoder.
        var packets = Packets(token);
        Assert.Equal("location " + Sandbox.OnezoneDomain, packets[0]);
        Assert.Matches("^identifier 2/tmp-1/prv-" + Sandbox.OnezoneProviderId + "/act/[0-9a-f]{32}ch[0-9a-f]{4}$", packets[1]);
        Assert.Matches("^cid time < [0-9]+$", packets[2]);
        Assert.StartsWith("signature ", packets[3], StringComparison.Ordinal);
        Assert.Equal(4, packets.Length);
    }

    [Fact]
    public async Task Create_DocumentedRequests_GiveTokens()
    {
        // The first documented body. Its time is in the past, which is not an error.
        var (status, json) = await AskAsync(
            "POST",
            "provider/tokens/temporary",
            """{"type":{"accessToken":{}},"caveats":[{"type":"time","validUntil":1571147494}]}""",
            Sandbox.OnezoneProviderToken);
        Assert.Equal(201, status);
        Assert.Equal("cid time < 1571147494", Packets((string)json!["token"]!)[2]);

        // The second documented body, with the id of the cluster.
        var body = ("""{"type":{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"@"}},"caveats":["""
            + """{"type":"time","validUntil":1571147494},{"type":"ip","whitelist":["189.34.15.0/24","127.0.0.0/8","5.6.7.8"]}]}""")
            .Replace("@", Sandbox.OnezoneClusterId, StringComparison.Ordinal);
        (status, json) = await AskAsync("POST", "provider/tokens/temporary", body, Sandbox.OnezoneProviderToken);
        Assert.Equal(201, status);
        var packets = Packets((string)json!["token"]!);
        Assert.Contains("/ujc:" + Sandbox.OnezoneClusterId + ":/", packets[1], StringComparison.Ordinal);
        Assert.Equal("cid ip = 189.34.15.0/24|127.0.0.0/8|5.6.7.8/32", packets[3]);
    }

    [Theory]
    [InlineData("user/tokens/temporary", "usr")]
    [InlineData("users/{user}/tokens/temporary", "usr")]
    [InlineData("providers/{provider}/tokens/temporary", "prv")]
    public async Task Create_User_GivesTokenForUserAndAdministeredProvider(string path, string subject)
    {
        var (status, json) = await AskAsync(
            "POST",
            path,
            """{"type":{"identityToken":{}},"caveats":[{"type":"time","validUntil":@}]}""".Replace("@", In(60), StringComparison.Ordinal),
            Sandbox.OnezoneUserToken);
        Assert.Equal(201, status);
        Assert.Matches("^identifier 2/tmp-1/" + subject + "-[^/]+/idn/", Packets((string)json!["token"]!)[1]);
    }

    [Theory]
    [InlineData("provider/tokens/temporary", true, 403)]
    [InlineData("user/tokens/temporary", false, 403)]
    [InlineData("users/{user}/tokens/temporary", false, 403)]
    [InlineData("users/other/tokens/temporary", true, 403)]
    [InlineData("providers/other/tokens/temporary", true, 403)]
    public async Task Handle_OtherSubject_Gives403(string path, bool asUser, int expected)
    {
        var token = asUser ? Sandbox.OnezoneUserToken : Sandbox.OnezoneProviderToken;
        var (status, json) = await AskAsync("POST", path, TimeBody(60), token);
        Assert.Equal((expected, "forbidden"), (status, Id(json)));
        (status, _) = await AskAsync("DELETE", path, null, token);
        Assert.Equal(expected, status);
        // Authorization is checked before the body.
        (status, json) = await AskAsync("POST", path, """{"caveats":1}""", token);
        Assert.Equal((expected, "forbidden"), (status, Id(json)));
    }

    [Theory]
    [InlineData("{", "malformedData", "")]
    [InlineData("[]", "malformedData", "")]
    [InlineData("{}", "tokenTimeCaveatRequired", """{"maxTtl":2592000}""")]
    [InlineData("", "tokenTimeCaveatRequired", """{"maxTtl":2592000}""")]
    [InlineData("""{"caveats":{}}""", "badData", """{"key":"caveats"}""")]
    [InlineData("""{"caveats":["time < 1"]}""", "badValueCaveat", """{"caveat":"time < 1"}""")]
    [InlineData("""{"caveats":[{"type":"time","validUntil":1.5}]}""", "badValueCaveat", """{"caveat":{"type":"time","validUntil":1.5}}""")]
    [InlineData(
        """{"caveats":[{"type":"ip","whitelist":["::1"]}]}""", "badValueCaveat", """{"caveat":{"type":"ip","whitelist":["::1"]}}""")]
    [InlineData("""{"caveats":[{"type":"ip","whitelist":[]}]}""", "badValueCaveat", """{"caveat":{"type":"ip","whitelist":[]}}""")]
    [InlineData("""{"caveats":[{"type":"new"}],"type":"x"}""", "badValueCaveat", """{"caveat":{"type":"new"}}""")]
    [InlineData("""{"type":"accessToken"}""", "badValueTokenType", """{"key":"type"}""")]
    [InlineData("""{"type":{"inviteToken":{"inviteType":"userJoinParty","partyId":"1"}}}""", "badValueTokenType", """{"key":"type"}""")]
    [InlineData("""{"type":{"accessToken":{"sessionId":"abc"}}}""", "tokenSessionInvalid", "")]
    [InlineData(
        """{"type":{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"other"}}}""",
        "inviteTokenTargetIdInvalid",
        """{"id":"other"}""")]
    [InlineData(
        """{"type":{"inviteToken":{"inviteType":"registerOneprovider","adminUserId":"other"}}}""",
        "inviteTokenTargetIdInvalid",
        """{"id":"other"}""")]
    [InlineData(
        """{"caveats":[{"type":"service","whitelist":["opw-*","ozp-onezone"]}]}""",
        "tokenServiceForbidden",
        """{"service":{"type":"oz_panel","id":"onezone"}}""")]
    [InlineData(
        """{"caveats":[{"type":"service","whitelist":["opw-other"]}]}""",
        "tokenServiceForbidden",
        """{"service":{"type":"op_worker","id":"other"}}""")]
    public async Task Create_InvalidBody_GivesDocumentedError(string body, string id, string details)
    {
        var (status, json) = await AskAsync("POST", "user/tokens/temporary", body, Sandbox.OnezoneUserToken);
        Assert.Equal((400, id), (status, Id(json)));
        Assert.Equal(details, json!["error"]!["details"]?.ToString(Newtonsoft.Json.Formatting.None) ?? string.Empty);
        Assert.False(string.IsNullOrEmpty((string?)json["error"]!["description"]));
    }

    [Theory]
    [InlineData("""{"type":{"inviteToken":{"inviteType":"userJoinSpace","spaceId":"any"}}}""", "inviteTokenTargetIdInvalid")]
    [InlineData("""{"type":{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"other"}}}""", "inviteTokenTargetIdInvalid")]
    [InlineData("""{"type":{"accessToken":{"sessionId":"abc"}}}""", "tokenSessionInvalid")]
    [InlineData("""{"caveats":[{"type":"service","whitelist":["opw-*"]}]}""", "tokenServiceForbidden")]
    public async Task Create_ProviderWithUserRequest_GivesError(string body, string id)
    {
        var (status, json) = await AskAsync("POST", "provider/tokens/temporary", body, Sandbox.OnezoneProviderToken);
        Assert.Equal((400, id), (status, Id(json)));
    }

    [Fact]
    public async Task Create_MaximumTtl_AppliesToEarliestTimeCaveat()
    {
        using var sandbox = TokenSandbox.Start(new SandboxOptions { MaxTemporaryTokenTtl = 100, ClockSkew = TimeSpan.FromHours(5) });
        var at = DateTimeOffset.UtcNow.AddHours(5).ToUnixTimeSeconds();
        foreach (var (times, expected) in new[]
        {
            (new[] { at + 90 }, 201), ([at + 200], 400), ([at + 200, at + 90, at + 300], 201), ([at - 18_000], 201),
        })
        {
            var body = new JObject { ["caveats"] = new JArray(times.Select(t => new JObject { ["type"] = "time", ["validUntil"] = t })) };
            using var message = Message(
                "POST",
                sandbox.Uri + "api/v3/onezone/user/tokens/temporary",
                body.ToString(),
                headers: ("x-auth-token", sandbox.OnezoneUserToken));
            using var response = await Client.SendAsync(message);
            Assert.Equal(expected, (int)response.StatusCode);
            if (expected == 400)
            {
                Assert.Equal(100, (int)(await JsonAsync(response))["error"]!["details"]!["maxTtl"]!);
            }
        }
    }

    [Fact]
    public async Task Delete_Always_RevokesTokensOfThatSubjectOnly()
    {
        var mine = await IssueAsync("user/tokens/temporary", TimeBody(600), Sandbox.OnezoneUserToken);
        var others = await IssueAsync("provider/tokens/temporary", TimeBody(600), Sandbox.OnezoneProviderToken);
        Assert.Equal(200, (await AskAsync("GET", "user", null, mine)).Status);
        Assert.Equal(1, (int)(await AskAsync("GET", "user/tokens/temporary", null, Sandbox.OnezoneUserToken)).Json!["generation"]!);

        using (var response = await SendAsync(
            "DELETE", "/api/v3/onezone/user/tokens/temporary", null, ("x-auth-token", Sandbox.OnezoneUserToken)))
        {
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }

        var (status, json) = await AskAsync("GET", "user", null, mine);
        Assert.Equal((401, "tokenRevoked"), (status, (string?)json!["error"]!["details"]!["authError"]!["id"]));
        Assert.Equal(200, (await AskAsync("GET", "provider", null, others)).Status);
        Assert.Equal(
            2, (int)(await AskAsync("GET", "users/{user}/tokens/temporary", null, Sandbox.OnezoneProviderToken)).Json!["generation"]!);
        Assert.Contains(
            "/tmp-2/",
            Packets(await IssueAsync("user/tokens/temporary", TimeBody(600), Sandbox.OnezoneUserToken))[1],
            StringComparison.Ordinal);
    }
}
