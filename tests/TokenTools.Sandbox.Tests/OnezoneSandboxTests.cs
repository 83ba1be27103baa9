using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using Xunit;

namespace TokenTools.Sandbox.Tests;

// Making and revoking temporary tokens. Statuses, ids and details: oz-worker and ctool, as the platform's page lists them.
public class OnezoneSandboxTests : OnezoneTest
{
    [Theory]
    [InlineData("provider/tokens/temporary")]
    [InlineData("provider/tokens/temporary/")]
    [InlineData("providers/{provider}/tokens/temporary")]
    public async Task A_provider_gets_the_documented_token(string path)
    {
        var (status, json) = await AskAsync("POST", path, TimeBody(600), Sandbox.OnezoneProviderToken);
        Assert.Equal(201, status);
        Assert.Equal(["token"], json!.Properties().Select(p => p.Name));
        var token = (string)json["token"]!;
        Assert.Matches("^[A-Za-z0-9]+$", token);

        // Read without the module's own decoder.
        var packets = Packets(token);
        Assert.Equal("location " + Sandbox.OnezoneDomain, packets[0]);
        Assert.Matches("^identifier 2/tmp-1/prv-" + Sandbox.OnezoneProviderId + "/act/[0-9a-f]{32}ch[0-9a-f]{4}$", packets[1]);
        Assert.Matches("^cid time < [0-9]+$", packets[2]);
        Assert.StartsWith("signature ", packets[3], StringComparison.Ordinal);
        Assert.Equal(4, packets.Length);
    }

    [Fact]
    public async Task The_documents_own_requests_are_understood()
    {
        // The seed page's first body: its time has long passed, and that is no error.
        var (status, json) = await AskAsync("POST", "provider/tokens/temporary", """{"type":{"accessToken":{}},"caveats":[{"type":"time","validUntil":1571147494}]}""", Sandbox.OnezoneProviderToken);
        Assert.Equal(201, status);
        Assert.Equal("cid time < 1571147494", Packets((string)json!["token"]!)[2]);

        // Its second, with the cluster's own id.
        var body = """{"type":{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"@"}},"caveats":[{"type":"time","validUntil":1571147494},{"type":"ip","whitelist":["189.34.15.0/24","127.0.0.0/8","5.6.7.8"]}]}"""
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
    public async Task A_user_gets_one_and_one_for_the_provider_it_administers(string path, string subject)
    {
        var (status, json) = await AskAsync("POST", path, """{"type":{"identityToken":{}},"caveats":[{"type":"time","validUntil":@}]}""".Replace("@", In(60), StringComparison.Ordinal), Sandbox.OnezoneUserToken);
        Assert.Equal(201, status);
        Assert.Matches("^identifier 2/tmp-1/" + subject + "-[^/]+/idn/", Packets((string)json!["token"]!)[1]);
    }

    [Fact]
    public async Task Each_header_carries_the_token_in_its_order()
    {
        var good = Sandbox.OnezoneUserToken;
        foreach (var (headers, expected) in new[]
        {
            (new[] { ("x-auth-token", good) }, 200),
            ([("Authorization", "Bearer " + good)], 200),
            ([("macaroon", good)], 200),
            ([("x-auth-token", good), ("Authorization", "Bearer bad"), ("macaroon", "bad")], 200),
            ([("x-auth-token", "bad"), ("Authorization", "Bearer " + good)], 401),
            ([("Authorization", "Bearer bad"), ("macaroon", good)], 401),
            // The scheme is matched to the letter; any other is no token at all.
            ([("Authorization", "bearer " + good)], 401),
            ([("Authorization", "bearer " + good), ("macaroon", good)], 200),
            ([("x-auth-token", "opw-" + good)], 200),
            ([("x-auth-token", "opp-" + good)], 200),
            ([("x-auth-token", "ozw-" + good)], 401),
        })
        {
            using var response = await SendAsync("GET", "/api/v3/onezone/user", null, headers);
            Assert.Equal(expected, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Nobody_is_told_to_authenticate_and_a_bad_token_what_is_wrong_with_it()
    {
        var (status, json) = await AskAsync("POST", "user/tokens/temporary", TimeBody(60), null);
        Assert.Equal((401, """{"error":{"id":"unauthorized","description":"You must authenticate yourself to perform this operation."}}"""), (status, json!.ToString(Newtonsoft.Json.Formatting.None)));

        (status, json) = await AskAsync("POST", "user/tokens/temporary", TimeBody(60), "bad");
        Assert.Equal(401, status);
        Assert.Equal("unauthorized", Id(json));
        Assert.Equal("badToken", (string?)json!["error"]!["details"]!["authError"]!["id"]);
        Assert.Equal(["id", "details", "description"], ((JObject)json["error"]!).Properties().Select(p => p.Name));

        using var basic = await SendAsync("GET", "/api/v3/onezone/user", null, ("Authorization", Basic("me", "secret")));
        Assert.Equal("basicAuthNotSupported", (string?)(await JsonAsync(basic))["error"]!["details"]!["authError"]!["id"]);
    }

    [Theory]
    [InlineData("provider/tokens/temporary", true, 403)]
    [InlineData("user/tokens/temporary", false, 403)]
    [InlineData("users/{user}/tokens/temporary", false, 403)]
    [InlineData("users/somebody/tokens/temporary", true, 403)]
    [InlineData("providers/somebody/tokens/temporary", true, 403)]
    public async Task Another_subject_is_forbidden(string path, bool asUser, int expected)
    {
        var token = asUser ? Sandbox.OnezoneUserToken : Sandbox.OnezoneProviderToken;
        var (status, json) = await AskAsync("POST", path, TimeBody(60), token);
        Assert.Equal((expected, "forbidden"), (status, Id(json)));
        (status, _) = await AskAsync("DELETE", path, null, token);
        Assert.Equal(expected, status);
        // Authorization comes before the body.
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
    [InlineData("""{"caveats":[{"type":"ip","whitelist":["::1"]}]}""", "badValueCaveat", """{"caveat":{"type":"ip","whitelist":["::1"]}}""")]
    [InlineData("""{"caveats":[{"type":"ip","whitelist":[]}]}""", "badValueCaveat", """{"caveat":{"type":"ip","whitelist":[]}}""")]
    [InlineData("""{"caveats":[{"type":"new"}],"type":"x"}""", "badValueCaveat", """{"caveat":{"type":"new"}}""")]
    [InlineData("""{"type":"accessToken"}""", "badValueTokenType", """{"key":"type"}""")]
    [InlineData("""{"type":{"inviteToken":{"inviteType":"userJoinParty","partyId":"1"}}}""", "badValueTokenType", """{"key":"type"}""")]
    [InlineData("""{"type":{"accessToken":{"sessionId":"abc"}}}""", "tokenSessionInvalid", "")]
    [InlineData("""{"type":{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"other"}}}""", "inviteTokenTargetIdInvalid", """{"id":"other"}""")]
    [InlineData("""{"type":{"inviteToken":{"inviteType":"registerOneprovider","adminUserId":"other"}}}""", "inviteTokenSubjectNotAuthorized", "")]
    [InlineData("""{"caveats":[{"type":"service","whitelist":["opw-*","ozp-onezone"]}]}""", "tokenServiceForbidden", """{"service":{"type":"oz_panel","id":"onezone"}}""")]
    [InlineData("""{"caveats":[{"type":"service","whitelist":["opw-other"]}]}""", "tokenServiceForbidden", """{"service":{"type":"op_worker","id":"other"}}""")]
    public async Task A_body_is_refused_with_the_zones_own_error(string body, string id, string details)
    {
        var (status, json) = await AskAsync("POST", "user/tokens/temporary", body, Sandbox.OnezoneUserToken);
        Assert.Equal((400, id), (status, Id(json)));
        Assert.Equal(details, json!["error"]!["details"]?.ToString(Newtonsoft.Json.Formatting.None) ?? string.Empty);
        Assert.False(string.IsNullOrEmpty((string?)json["error"]!["description"]));
    }

    [Theory]
    [InlineData("""{"type":{"inviteToken":{"inviteType":"userJoinSpace","spaceId":"any"}}}""", "inviteTokenSubjectNotAuthorized")]
    [InlineData("""{"type":{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"other"}}}""", "inviteTokenSubjectNotAuthorized")]
    [InlineData("""{"type":{"accessToken":{"sessionId":"abc"}}}""", "tokenSessionInvalid")]
    [InlineData("""{"caveats":[{"type":"service","whitelist":["opw-*"]}]}""", "tokenServiceForbidden")]
    public async Task A_provider_may_less(string body, string id)
    {
        var (status, json) = await AskAsync("POST", "provider/tokens/temporary", body, Sandbox.OnezoneProviderToken);
        Assert.Equal((400, id), (status, Id(json)));
    }

    [Fact]
    public async Task The_longest_time_can_be_chosen_and_the_earliest_caveat_counts()
    {
        using var sandbox = TokenSandbox.Start(new SandboxOptions { MaxTemporaryTokenTtl = 100, ClockSkew = TimeSpan.FromHours(5) });
        var at = DateTimeOffset.UtcNow.AddHours(5).ToUnixTimeSeconds();
        foreach (var (times, expected) in new[] { (new[] { at + 90 }, 201), ([at + 200], 400), ([at + 200, at + 90, at + 300], 201), ([at - 18_000], 201) })
        {
            var body = new JObject { ["caveats"] = new JArray(times.Select(t => new JObject { ["type"] = "time", ["validUntil"] = t })) };
            using var message = Message("POST", sandbox.Uri + "api/v3/onezone/user/tokens/temporary", body.ToString(), headers: ("x-auth-token", sandbox.OnezoneUserToken));
            using var response = await Client.SendAsync(message);
            Assert.Equal(expected, (int)response.StatusCode);
            if (expected == 400)
            {
                Assert.Equal(100, (int)(await JsonAsync(response))["error"]!["details"]!["maxTtl"]!);
            }
        }
    }

    [Fact]
    public async Task Revoking_ends_every_temporary_token_of_the_subject_and_no_other()
    {
        var mine = await MakeAsync("user/tokens/temporary", TimeBody(600), Sandbox.OnezoneUserToken);
        var others = await MakeAsync("provider/tokens/temporary", TimeBody(600), Sandbox.OnezoneProviderToken);
        Assert.Equal(200, (await AskAsync("GET", "user", null, mine)).Status);
        Assert.Equal(1, (int)(await AskAsync("GET", "user/tokens/temporary", null, Sandbox.OnezoneUserToken)).Json!["generation"]!);

        using (var response = await SendAsync("DELETE", "/api/v3/onezone/user/tokens/temporary", null, ("x-auth-token", Sandbox.OnezoneUserToken)))
        {
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }

        var (status, json) = await AskAsync("GET", "user", null, mine);
        Assert.Equal((401, "tokenRevoked"), (status, (string?)json!["error"]!["details"]!["authError"]!["id"]));
        Assert.Equal(200, (await AskAsync("GET", "provider", null, others)).Status);
        Assert.Equal(2, (int)(await AskAsync("GET", "users/{user}/tokens/temporary", null, Sandbox.OnezoneProviderToken)).Json!["generation"]!);
        Assert.Contains("/tmp-2/", Packets(await MakeAsync("user/tokens/temporary", TimeBody(600), Sandbox.OnezoneUserToken))[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neighbours_let_a_token_be_tried()
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
            var token = await MakeAsync("user/tokens/temporary", """{"caveats":[@,{"type":"time","validUntil":#}]}""".Replace("@", caveat, StringComparison.Ordinal).Replace("#", In(600), StringComparison.Ordinal), Sandbox.OnezoneUserToken);
            (status, json) = await AskAsync("GET", "user", null, token);
            Assert.Equal((expected is null ? 200 : 401, expected), (status, (string?)json!["error"]?["details"]?["authError"]?["id"]));
            if (expected is not null)
            {
                Assert.True(JToken.DeepEquals(JToken.Parse(caveat), json["error"]!["details"]!["authError"]!["details"]!["caveat"]));
            }
        }

        var readOnly = await MakeAsync("user/tokens/temporary", """{"caveats":[{"type":"data.readonly"},{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal), Sandbox.OnezoneUserToken);
        Assert.Equal(200, (await AskAsync("GET", "user", null, readOnly)).Status);
        Assert.Equal(401, (await AskAsync("POST", "user/tokens/temporary", TimeBody(60), readOnly)).Status);
        var identity = await MakeAsync("user/tokens/temporary", """{"type":{"identityToken":{}},"caveats":[{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal), Sandbox.OnezoneUserToken);
        (status, json) = await AskAsync("GET", "user", null, identity);
        Assert.Equal((401, "notAnAccessToken"), (status, (string?)json!["error"]!["details"]!["authError"]!["id"]));
    }

    [Fact]
    public async Task A_service_shows_who_it_is_with_a_token_of_its_own()
    {
        var userToken = await MakeAsync("user/tokens/temporary", """{"caveats":[{"type":"service","whitelist":["opw-*"]},{"type":"consumer","whitelist":["prv-*"]},{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal), Sandbox.OnezoneUserToken);
        var identity = await MakeAsync("provider/tokens/temporary", """{"type":{"identityToken":{}},"caveats":[{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal), Sandbox.OnezoneProviderToken);
        foreach (var (service, expected) in new[] { (identity, 200), ("opw-" + identity, 200), ("opp-" + identity, 401), ("bad", 401) })
        {
            using var response = await SendAsync("GET", "/api/v3/onezone/user", null, ("x-auth-token", userToken), ("x-onedata-service-token", service), ("x-onedata-consumer-token", identity));
            Assert.Equal(expected, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task The_clock_the_address_and_the_configuration_are_public()
    {
        Sandbox.ClockSkew = TimeSpan.FromMinutes(-10);
        var time = (await AskAsync("GET", "provider/public/get_current_time", null, null)).Json!;
        Assert.Equal(["timeMillis"], time.Properties().Select(p => p.Name));
        Assert.InRange((long)time["timeMillis"]! - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), -610_000, -599_000);
        var configuration = (await AskAsync("GET", "configuration/", null, null)).Json!;
        Assert.Equal(["name", "version", "build", "domain"], configuration.Properties().Take(4).Select(p => p.Name));
        using var ip = await SendAsync("GET", "/api/v3/onezone/provider/public/check_my_ip");
        Assert.Equal("\"127.0.0.1\"", await ip.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_web_server_itself_refuses_without_a_body()
    {
        using var notFound = await SendAsync("GET", "/api/v3/onezone/nothing");
        using var method = await SendAsync("PUT", "/api/v3/onezone/user/tokens/temporary", "{}");
        using var untyped = Message("POST", "/api/v3/onezone/tokens/examine", "{}");
        untyped.Content!.Headers.ContentType = null;
        using var unsupported = await Client.SendAsync(untyped);
        using var form = await Client.SendAsync(Message("POST", "/api/v3/onezone/tokens/examine", "{}", "application/x-www-form-urlencoded"));
        using var tooLong = await SendAsync("GET", "/api/v3/onezone/user", null, ("x-auth-token", new string('x', 4097)));
        using var xml = await SendAsync("POST", "/api/v3/onezone/tokens/examine", "{}", ("Accept", "application/xml, text/*;q=0.5"));
        foreach (var (response, status) in new[] { (notFound, 404), (method, 405), (xml, 406), (unsupported, 415), (form, 415), (tooLong, 431) })
        {
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
            Assert.Null(response.Content.Headers.ContentType);
        }

        foreach (var accept in new[] { "*/*", "application/json;q=0.1", "text/html, application/*" })
        {
            using var accepted = await SendAsync("GET", "/api/v3/onezone/configuration", null, ("Accept", accept));
            Assert.Equal(200, (int)accepted.StatusCode);
        }

        using var badToken = await Client.SendAsync(Message("POST", "/api/v3/onezone/tokens/examine", "{}", "text/plain", ("x-auth-token", "bad")));
        Assert.Equal(401, (int)badToken.StatusCode);
        using var charset = await Client.SendAsync(Message("POST", "/api/v3/onezone/tokens/examine", "{}", "application/json; charset=utf-8"));
        Assert.Equal(400, (int)charset.StatusCode);
    }

    [Fact]
    public async Task A_rate_limit_is_429()
    {
        // One every fifty seconds: no machine is so busy that the second comes that late.
        Sandbox.RequestsPerSecond = 0.02;
        await AskAsync("GET", "configuration", null, null);
        using var refused = await SendAsync("GET", "/api/v3/onezone/configuration");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
    }
}
