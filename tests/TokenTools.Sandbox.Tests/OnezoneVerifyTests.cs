using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Sandbox.Tests;

// Verifying, examining and narrowing: oz:src/auth/token_auth.erl, oz:src/logic/token_logic_plugin.erl.
public class OnezoneVerifyTests : OnezoneTest
{
    [Fact]
    public async Task A_good_token_gets_its_subject_and_time_to_live()
    {
        var token = await UserTokenAsync("""{"type":"ip","whitelist":["127.0.0.0/8"]}""");
        var (status, json) = await VerifyAsync(token);
        Assert.Equal(200, status);
        Assert.Equal(["subject", "ttl"], json!.Properties().Select(p => p.Name));
        Assert.Equal("""{"type":"user","id":"@"}""".Replace("@", Sandbox.OnezoneUserId, StringComparison.Ordinal), json["subject"]!.ToString(Formatting.None));
        Assert.InRange((int)json["ttl"]!, 590, 600);
        (_, json) = await VerifyAsync(Sandbox.OnezoneProviderToken);
        Assert.Equal(JTokenType.Null, json!["ttl"]!.Type);
        Assert.Equal("oneprovider", (string?)json["subject"]!["type"]);
    }

    [Fact]
    public async Task A_token_that_doesnt_verify_is_400_with_the_bare_error()
    {
        var token = await UserTokenAsync();
        var expired = Narrow(token, "time < 1571147494");
        var (status, json) = await VerifyAsync(expired);
        Assert.Equal((400, "tokenCaveatUnverified"), (status, Id(json)));
        Assert.Equal("Provided token is not valid - unverified time caveat: this token has expired at '2019-10-15T13:51:34Z'.", (string?)json!["error"]!["description"]);

        (_, json) = await VerifyAsync(Narrow(token, "who = knows"));
        Assert.Equal(("tokenCaveatUnknown", "who = knows"), (Id(json), (string?)json!["error"]!["details"]!["caveat"]));
        Assert.Equal("tokenInvalid", Id((await VerifyAsync(Forge(token, 40))).Json));
        // Caveats come before the signature, in their order.
        Assert.Equal("tokenCaveatUnverified", Id((await VerifyAsync(Forge(Narrow(token, "time < 5", "who = knows"), 40))).Json));
        Assert.Equal("tokenCaveatUnknown", Id((await VerifyAsync(Forge(Narrow(token, "who = knows", "time < 5"), 40))).Json));

        var forged = Macaroon.Create(
            Encoding.ASCII.GetBytes("x"), Encoding.ASCII.GetBytes("2/tmp-7/usr-" + Sandbox.OnezoneUserId + "/act/1"), Encoding.ASCII.GetBytes("guess"));
        Assert.Equal("tokenInvalid", Id((await VerifyAsync(forged.Serialize())).Json));
        var stranger = Macaroon.Create(Encoding.ASCII.GetBytes("x"), Encoding.ASCII.GetBytes("2/tmp-1/usr-nobody/act/1"), Encoding.ASCII.GetBytes("guess"));
        Assert.Equal("tokenSubjectInvalid", Id((await VerifyAsync(stranger.Serialize())).Json));
        using var other = TokenSandbox.Start();
        Assert.Equal("tokenInvalid", Id((await VerifyAsync(other.OnezoneUserToken)).Json));

        await AskAsync("DELETE", "user/tokens/temporary", null, Sandbox.OnezoneUserToken);
        Assert.Equal("tokenRevoked", Id((await VerifyAsync(token)).Json));
    }

    [Fact]
    public async Task The_clock_decides()
    {
        var token = await UserTokenAsync();
        Sandbox.ClockSkew = TimeSpan.FromSeconds(590);
        Assert.Equal(200, (await VerifyAsync(token)).Status);
        Sandbox.ClockSkew = TimeSpan.FromSeconds(601);
        Assert.Equal(400, (await VerifyAsync(token)).Status);
    }

    [Fact]
    public async Task The_peers_address_is_the_requesters_unless_given()
    {
        var token = await UserTokenAsync("""{"type":"ip","whitelist":["10.0.0.0/8"]}""");
        Assert.Equal(400, (await VerifyAsync(token)).Status);
        Assert.Equal(200, (await VerifyAsync(token, ("peerIp", "10.1.2.3"))).Status);
        Assert.Equal(400, (await VerifyAsync(token, ("peerIp", JValue.CreateNull()))).Status);
        foreach (var bad in new JToken[] { "10.0.0", "::1", "10.0.0.0/8", 5, "" })
        {
            var (status, json) = await VerifyAsync(token, ("peerIp", bad));
            Assert.Equal((400, "badValueIPv4Address"), (status, Id(json)));
        }
    }

    [Fact]
    public async Task Interface_service_consumer_and_data_access_count()
    {
        var through = await UserTokenAsync("""{"type":"interface","interface":"oneclient"}""");
        Assert.Equal("tokenCaveatUnverified", Id((await VerifyAsync(through)).Json));
        Assert.Equal(200, (await VerifyAsync(through, ("interface", "oneclient"))).Status);
        var (_, json) = await VerifyAsync(through, ("interface", "soap"));
        Assert.Equal("""{"key":"interface","allowed":["rest","oneclient","graphsync"]}""", json!["error"]!["details"]!.ToString(Formatting.None));
        Assert.Equal("badValueString", Id((await VerifyAsync(through, ("interface", 5))).Json));

        var data = await UserTokenAsync("""{"type":"data.readonly"}""");
        Assert.Equal("tokenCaveatUnverified", Id((await VerifyAsync(data)).Json));
        Assert.Equal(200, (await VerifyAsync(data, ("allowDataAccessCaveats", true))).Status);
        Assert.Equal("badValueBoolean", Id((await VerifyAsync(data, ("allowDataAccessCaveats", "true"))).Json));

        var identity = await IdentityTokenAsync("provider", Sandbox.OnezoneProviderToken);
        var forService = await UserTokenAsync("""{"type":"service","whitelist":["opp-*"]}""");
        Assert.Equal(200, (await VerifyAsync(forService, ("serviceToken", "opp-" + identity))).Status);
        Assert.Equal("tokenCaveatUnverified", Id((await VerifyAsync(forService, ("serviceToken", identity))).Json));
        var userIdentity = await IdentityTokenAsync("user", Sandbox.OnezoneUserToken);
        (_, json) = await VerifyAsync(forService, ("serviceToken", userIdentity));
        Assert.Equal(("badServiceToken", "tokenInvalid"), (Id(json), (string?)json!["error"]!["details"]!["tokenError"]!["id"]));

        var forConsumer = await UserTokenAsync("""{"type":"consumer","whitelist":["prv-*"]}""");
        Assert.Equal("tokenCaveatUnverified", Id((await VerifyAsync(forConsumer)).Json));
        Assert.Equal(200, (await VerifyAsync(forConsumer, ("consumerToken", identity))).Status);
        Assert.Equal(200, (await AskAsync("POST", "tokens/verify_access_token", new JObject { ["token"] = forConsumer }.ToString(), Sandbox.OnezoneProviderToken)).Status);
        (_, json) = await VerifyAsync(forConsumer, ("consumerToken", Sandbox.OnezoneUserToken));
        Assert.Equal(("badConsumerToken", "notAnIdentityToken"), (Id(json), (string?)json!["error"]!["details"]!["tokenError"]!["id"]));
    }

    [Fact]
    public async Task Each_kind_of_token_is_told_from_the_others()
    {
        var access = await UserTokenAsync();
        var identity = await IdentityTokenAsync("user", Sandbox.OnezoneUserToken);
        var invite = await MakeAsync(
            "user/tokens/temporary",
            """{"type":{"inviteToken":{"inviteType":"userJoinSpace","spaceId":"abc"}},"caveats":[{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal),
            Sandbox.OnezoneUserToken);
        foreach (var (kind, token, expected) in new[]
        {
            ("access", access, null), ("access", identity, "notAnAccessToken"), ("access", invite, "notAnAccessToken"),
            ("identity", access, "notAnIdentityToken"), ("identity", identity, null), ("identity", invite, "notAnIdentityToken"),
            ("identity", Sandbox.OnezoneProviderToken, null),
            ("invite", access, "notAnInviteToken"), ("invite", identity, "notAnInviteToken"), ("invite", invite, null),
        })
        {
            var (status, json) = await AskAsync("POST", "tokens/verify_" + kind + "_token", new JObject { ["token"] = token }.ToString(), null);
            Assert.Equal((expected is null ? 200 : 400, expected), (status, Id(json)));
        }

        var (_, refusal) = await AskAsync("POST", "tokens/verify_invite_token", new JObject { ["token"] = invite, ["expectedInviteType"] = "userJoinGroup" }.ToString(), null);
        Assert.Equal(
            """{"expectedInviteType":"userJoinGroup","received":{"inviteToken":{"inviteType":"userJoinSpace","spaceId":"abc","parameters":{}}}}""",
            refusal!["error"]!["details"]!.ToString(Formatting.None));
        (_, refusal) = await AskAsync("POST", "tokens/verify_invite_token", new JObject { ["token"] = invite, ["expectedInviteType"] = "join" }.ToString(), null);
        Assert.Equal("badValueInviteType", Id(refusal));
        // A caveat that doesn't suit the type can be added, and then the token never verifies.
        Assert.Equal("tokenCaveatUnverified", Id((await AskAsync("POST", "tokens/verify_invite_token", new JObject { ["token"] = Narrow(invite, "data.readonly") }.ToString(), null)).Json));
    }

    [Theory]
    [InlineData("{}", "missingRequiredValue", """{"key":"token"}""")]
    [InlineData("""{"token":""}""", "badValueEmpty", """{"key":"token"}""")]
    [InlineData("""{"token":null}""", "badValueToken", "badToken")]
    [InlineData("""{"token":5}""", "badValueToken", "badToken")]
    [InlineData("""{"token":"bad"}""", "badValueToken", "badToken")]
    [InlineData("[]", "malformedData", "")]
    public async Task A_body_without_a_token_is_refused(string body, string id, string details)
    {
        foreach (var operation in new[] { "verify_access_token", "verify_identity_token", "verify_invite_token", "examine", "confine" })
        {
            var json = (await AskAsync("POST", "tokens/" + operation, operation == "confine" && body[0] == '{' ? body[..^1] + (body.Length > 2 ? "," : "") + "\"caveats\":[]}" : body, null)).Json;
            Assert.Equal(id, Id(json));
            Assert.Contains(details, json!["error"]!["details"]?.ToString(Formatting.None) ?? string.Empty, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_bad_header_token_is_401_even_where_none_is_needed() =>
        Assert.Equal(401, (await AskAsync("POST", "tokens/examine", new JObject { ["token"] = Sandbox.OnezoneUserToken }.ToString(), "bad")).Status);

    [Fact]
    public async Task A_token_is_examined()
    {
        var token = await UserTokenAsync("""{"type":"ip","whitelist":["127.0.0.1"]}""");
        var (status, json) = await AskAsync("POST", "tokens/examine", new JObject { ["token"] = token }.ToString(), null);
        Assert.Equal(200, status);
        Assert.Equal(["onezoneDomain", "id", "persistence", "subject", "type", "caveats"], json!.Properties().Select(p => p.Name));
        Assert.Equal("temporary", (string?)json["persistence"]);
        Assert.Equal("""{"accessToken":{}}""", json["type"]!.ToString(Formatting.None));
        Assert.Equal("""{"type":"ip","whitelist":["127.0.0.1/32"]}""", json["caveats"]![0]!.ToString(Formatting.None));
        (status, json) = await AskAsync("POST", "tokens/examine", new JObject { ["token"] = Narrow(token, "who = knows") }.ToString(), null);
        Assert.Equal((500, "internalServerError"), (status, Id(json)));
        Assert.NotNull((string?)json!["error"]!["details"]!["reference"]);
    }

    [Fact]
    public async Task A_token_is_narrowed_as_its_holder_would()
    {
        var token = await UserTokenAsync();
        async Task<(int Status, JObject? Json)> ConfineAsync(string text, string caveats) =>
            await AskAsync("POST", "tokens/confine", new JObject { ["token"] = text, ["caveats"] = JToken.Parse(caveats) }.ToString(), null);

        var (status, json) = await ConfineAsync("opw-" + token, """[{"type":"time","validUntil":1571147494}]""");
        Assert.Equal(200, status);
        Assert.Equal(Narrow(token, "time < 1571147494"), (string?)json!["token"]);
        Assert.Equal(token, (string?)(await ConfineAsync(token, "[]")).Json!["token"]);
        Assert.Equal("badValueCaveat", Id((await ConfineAsync(token, """["x"]""")).Json));
        Assert.Equal("badData", Id((await ConfineAsync(token, "1")).Json));
        Assert.Equal("tokenServiceForbidden", Id((await ConfineAsync(token, """[{"type":"service","whitelist":["ozp-onezone"]}]""")).Json));
        using var other = TokenSandbox.Start();
        Assert.Equal("tokenSubjectInvalid", Id((await ConfineAsync(other.OnezoneUserToken, "[]")).Json));
        Assert.Equal("missingRequiredValue", Id((await AskAsync("POST", "tokens/confine", new JObject { ["token"] = token }.ToString(), null)).Json));
    }

    private static string Narrow(string token, params string[] caveats) =>
        Macaroon.Parse(token).AddCaveats(caveats.Select(Encoding.ASCII.GetBytes)).Serialize();

    // Changes one byte of the signature.
    private static string Forge(string token, int fromEnd)
    {
        var packets = Macaroon.Parse(token).ToPackets();
        packets[^(fromEnd - 10)] ^= 1;
        return Macaroon.FromPackets(packets).Serialize();
    }

    private Task<(int Status, JObject? Json)> VerifyAsync(string token, params (string Key, JToken Value)[] more)
    {
        var body = new JObject { ["token"] = token };
        foreach (var (key, value) in more)
        {
            body[key] = value;
        }

        return AskAsync("POST", "tokens/verify_access_token", body.ToString(), null);
    }

    private Task<string> UserTokenAsync(string? caveat = null) => MakeAsync(
        "user/tokens/temporary",
        """{"caveats":[@{"type":"time","validUntil":#}]}""".Replace("@", caveat is null ? "" : caveat + ",", StringComparison.Ordinal).Replace("#", In(600), StringComparison.Ordinal),
        Sandbox.OnezoneUserToken);

    private Task<string> IdentityTokenAsync(string subject, string token) => MakeAsync(
        subject + "/tokens/temporary",
        """{"type":{"identityToken":{}},"caveats":[{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal),
        token);
}
