using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Sandbox.Tests.Onezone;

// Sources: oz:src/auth/token_auth.erl, oz:src/logic/token_logic_plugin.erl.
public class TokenOperationsTests : OnezoneTest
{
    [Fact]
    public async Task Verify_ValidToken_GivesSubjectAndTtl()
    {
        var token = await UserTokenAsync("""{"type":"ip","whitelist":["127.0.0.0/8"]}""");
        var (status, json) = await VerifyAsync(token);
        Assert.Equal(200, status);
        Assert.Equal(["subject", "ttl"], json!.Properties().Select(p => p.Name));
        Assert.Equal(
            """{"type":"user","id":"@"}""".Replace("@", Sandbox.OnezoneUserId, StringComparison.Ordinal),
            json["subject"]!.ToString(Formatting.None));
        Assert.InRange((int)json["ttl"]!, 590, 600);
        (_, json) = await VerifyAsync(Sandbox.OnezoneProviderToken);
        Assert.Equal(JTokenType.Null, json!["ttl"]!.Type);
        Assert.Equal("oneprovider", (string?)json["subject"]!["type"]);
    }

    [Fact]
    public async Task Verify_InvalidToken_Gives400WithReason()
    {
        var token = await UserTokenAsync();
        var expired = Confine(token, "time < 1571147494");
        var (status, json) = await VerifyAsync(expired);
        Assert.Equal((400, "tokenCaveatUnverified"), (status, Id(json)));
        Assert.Equal(
            "Provided token is not valid - unverified time caveat: this token has expired at '2019-10-15T13:51:34Z'.",
            (string?)json!["error"]!["description"]);

        (_, json) = await VerifyAsync(Confine(token, "new = 1"));
        Assert.Equal(("tokenCaveatUnknown", "new = 1"), (Id(json), (string?)json!["error"]!["details"]!["caveat"]));
        Assert.Equal("tokenInvalid", Id((await VerifyAsync(Forge(token, 40))).Json));
        // Caveats are checked before the signature, in their order.
        Assert.Equal("tokenCaveatUnverified", Id((await VerifyAsync(Forge(Confine(token, "time < 5", "new = 1"), 40))).Json));
        Assert.Equal("tokenCaveatUnknown", Id((await VerifyAsync(Forge(Confine(token, "new = 1", "time < 5"), 40))).Json));

        var forged = Macaroon.Create(
            Encoding.ASCII.GetBytes("x"),
            Encoding.ASCII.GetBytes("2/tmp-7/usr-" + Sandbox.OnezoneUserId + "/act/1"),
            Encoding.ASCII.GetBytes("guess"));
        Assert.Equal("tokenInvalid", Id((await VerifyAsync(forged.Serialize())).Json));
        var unknownSubject = Macaroon.Create(
            Encoding.ASCII.GetBytes("x"), Encoding.ASCII.GetBytes("2/tmp-1/usr-nobody/act/1"), Encoding.ASCII.GetBytes("guess"));
        Assert.Equal("tokenSubjectInvalid", Id((await VerifyAsync(unknownSubject.Serialize())).Json));
        using var other = TokenSandbox.Start();
        Assert.Equal("tokenInvalid", Id((await VerifyAsync(other.OnezoneUserToken)).Json));

        await AskAsync("DELETE", "user/tokens/temporary", null, Sandbox.OnezoneUserToken);
        Assert.Equal("tokenRevoked", Id((await VerifyAsync(token)).Json));
    }

    [Fact]
    public async Task Verify_ClockSkew_DecidesExpiry()
    {
        var token = await UserTokenAsync();
        Sandbox.ClockSkew = TimeSpan.FromSeconds(590);
        Assert.Equal(200, (await VerifyAsync(token)).Status);
        Sandbox.ClockSkew = TimeSpan.FromSeconds(601);
        Assert.Equal(400, (await VerifyAsync(token)).Status);
    }

    [Fact]
    public async Task Verify_PeerIp_IsClientAddressByDefault()
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
    public async Task Verify_InterfaceServiceConsumerAndDataAccess_AreEvaluated()
    {
        var forInterface = await UserTokenAsync("""{"type":"interface","interface":"oneclient"}""");
        Assert.Equal("tokenCaveatUnverified", Id((await VerifyAsync(forInterface)).Json));
        Assert.Equal(200, (await VerifyAsync(forInterface, ("interface", "oneclient"))).Status);
        var (_, json) = await VerifyAsync(forInterface, ("interface", "soap"));
        Assert.Equal(
            """{"key":"interface","allowed":["rest","oneclient","graphsync"]}""", json!["error"]!["details"]!.ToString(Formatting.None));
        Assert.Equal("badValueString", Id((await VerifyAsync(forInterface, ("interface", 5))).Json));

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
        Assert.Equal(
            200,
            (await AskAsync(
                "POST",
                "tokens/verify_access_token",
                new JObject { ["token"] = forConsumer }.ToString(),
                Sandbox.OnezoneProviderToken)).Status);
        (_, json) = await VerifyAsync(forConsumer, ("consumerToken", Sandbox.OnezoneUserToken));
        Assert.Equal(("badConsumerToken", "notAnIdentityToken"), (Id(json), (string?)json!["error"]!["details"]!["tokenError"]!["id"]));
    }

    [Fact]
    public async Task Verify_EveryOperation_AcceptsOnlyItsTokenType()
    {
        var access = await UserTokenAsync();
        var identity = await IdentityTokenAsync("user", Sandbox.OnezoneUserToken);
        var invite = await IssueAsync(
            "user/tokens/temporary",
            """{"type":{"inviteToken":{"inviteType":"userJoinSpace","spaceId":"abc"}},"caveats":[{"type":"time","validUntil":@}]}"""
                .Replace("@", In(600), StringComparison.Ordinal),
            Sandbox.OnezoneUserToken);
        foreach (var (kind, token, expected) in new[]
        {
            ("access", access, null), ("access", identity, "notAnAccessToken"), ("access", invite, "notAnAccessToken"),
            ("identity", access, "notAnIdentityToken"), ("identity", identity, null), ("identity", invite, "notAnIdentityToken"),
            ("identity", Sandbox.OnezoneProviderToken, null),
            ("invite", access, "notAnInviteToken"), ("invite", identity, "notAnInviteToken"), ("invite", invite, null),
        })
        {
            var (status, json) = await AskAsync(
                "POST", "tokens/verify_" + kind + "_token", new JObject { ["token"] = token }.ToString(), null);
            Assert.Equal((expected is null ? 200 : 400, expected), (status, Id(json)));
        }

        var (_, error) = await AskAsync(
            "POST",
            "tokens/verify_invite_token",
            new JObject { ["token"] = invite, ["expectedInviteType"] = "userJoinGroup" }.ToString(),
            null);
        Assert.Equal(
            """{"expectedInviteType":"userJoinGroup","received":"""
            + """{"inviteToken":{"inviteType":"userJoinSpace","spaceId":"abc","parameters":{}}}}""",
            error!["error"]!["details"]!.ToString(Formatting.None));
        (_, error) = await AskAsync(
            "POST", "tokens/verify_invite_token", new JObject { ["token"] = invite, ["expectedInviteType"] = "join" }.ToString(), null);
        Assert.Equal("badValueInviteType", Id(error));
        // A caveat that the token type does not support can be added. The token then never verifies.
        Assert.Equal(
            "tokenCaveatUnverified",
            Id((await AskAsync(
                "POST",
                "tokens/verify_invite_token",
                new JObject { ["token"] = Confine(invite, "data.readonly") }.ToString(),
                null)).Json));
    }

    [Theory]
    [InlineData("{}", "missingRequiredValue", """{"key":"token"}""")]
    [InlineData("""{"token":""}""", "badValueEmpty", """{"key":"token"}""")]
    [InlineData("""{"token":null}""", "badValueToken", "badToken")]
    [InlineData("""{"token":5}""", "badValueToken", "badToken")]
    [InlineData("""{"token":"bad"}""", "badValueToken", "badToken")]
    [InlineData("[]", "malformedData", "")]
    public async Task Handle_BodyWithoutToken_GivesError(string body, string id, string details)
    {
        foreach (var operation in new[] { "verify_access_token", "verify_identity_token", "verify_invite_token", "examine", "confine" })
        {
            var json = (await AskAsync(
                "POST",
                "tokens/" + operation,
                operation == "confine" && body[0] == '{' ? body[..^1] + (body.Length > 2 ? "," : "") + "\"caveats\":[]}" : body,
                null)).Json;
            Assert.Equal(id, Id(json));
            Assert.Contains(details, json!["error"]!["details"]?.ToString(Formatting.None) ?? string.Empty, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("3/nmd/usr-u/act/i")]
    [InlineData("2/nmd/svc-u/act/i")]
    [InlineData("2/nmd/usr-u/new/i")]
    public async Task Examine_TokenOfANewerZone_IsABadToken(string identifier)
    {
        var token = Macaroon.Create("z"u8.ToArray(), Encoding.UTF8.GetBytes(identifier), "secret"u8.ToArray()).Serialize();
        var json = (await AskAsync("POST", "tokens/examine", new JObject { ["token"] = token }.ToString(), null)).Json;
        Assert.Equal("badToken", (string?)json!["error"]!["details"]!["tokenError"]!["id"]);
    }

    [Fact]
    public async Task Examine_InvalidCredentials_Gives401() =>
        Assert.Equal(
            401, (await AskAsync("POST", "tokens/examine", new JObject { ["token"] = Sandbox.OnezoneUserToken }.ToString(), "bad")).Status);

    [Fact]
    public async Task Examine_Token_GivesItsParts()
    {
        var token = await UserTokenAsync("""{"type":"ip","whitelist":["127.0.0.1"]}""");
        var (status, json) = await AskAsync("POST", "tokens/examine", new JObject { ["token"] = token }.ToString(), null);
        Assert.Equal(200, status);
        Assert.Equal(["onezoneDomain", "id", "persistence", "subject", "type", "caveats"], json!.Properties().Select(p => p.Name));
        Assert.Equal("temporary", (string?)json["persistence"]);
        Assert.Equal("""{"accessToken":{}}""", json["type"]!.ToString(Formatting.None));
        Assert.Equal("""{"type":"ip","whitelist":["127.0.0.1/32"]}""", json["caveats"]![0]!.ToString(Formatting.None));
        (status, json) = await AskAsync("POST", "tokens/examine", new JObject { ["token"] = Confine(token, "new = 1") }.ToString(), null);
        Assert.Equal((500, "internalServerError"), (status, Id(json)));
        Assert.NotNull((string?)json!["error"]!["details"]!["reference"]);
    }

    [Fact]
    public async Task Confine_Token_AddsCaveats()
    {
        var token = await UserTokenAsync();
        async Task<(int Status, JObject? Json)> ConfineAsync(string text, string caveats) =>
            await AskAsync(
                "POST", "tokens/confine", new JObject { ["token"] = text, ["caveats"] = JToken.Parse(caveats) }.ToString(), null);

        var (status, json) = await ConfineAsync("opw-" + token, """[{"type":"time","validUntil":1571147494}]""");
        Assert.Equal(200, status);
        Assert.Equal(Confine(token, "time < 1571147494"), (string?)json!["token"]);
        Assert.Equal(token, (string?)(await ConfineAsync(token, "[]")).Json!["token"]);
        Assert.Equal("badValueCaveat", Id((await ConfineAsync(token, """["x"]""")).Json));
        Assert.Equal("badData", Id((await ConfineAsync(token, "1")).Json));
        Assert.Equal("tokenServiceForbidden", Id((await ConfineAsync(token, """[{"type":"service","whitelist":["ozp-onezone"]}]""")).Json));
        using var other = TokenSandbox.Start();
        Assert.Equal("tokenSubjectInvalid", Id((await ConfineAsync(other.OnezoneUserToken, "[]")).Json));
        Assert.Equal(
            "missingRequiredValue",
            Id((await AskAsync("POST", "tokens/confine", new JObject { ["token"] = token }.ToString(), null)).Json));
    }

    private static string Confine(string token, params string[] caveats) =>
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

    private Task<string> UserTokenAsync(string? caveat = null) => IssueAsync(
        "user/tokens/temporary",
        """{"caveats":[@{"type":"time","validUntil":#}]}"""
            .Replace("@", caveat is null ? "" : caveat + ",", StringComparison.Ordinal)
            .Replace("#", In(600), StringComparison.Ordinal),
        Sandbox.OnezoneUserToken);

    private Task<string> IdentityTokenAsync(string subject, string token) => IssueAsync(
        subject + "/tokens/temporary",
        """{"type":{"identityToken":{}},"caveats":[{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal),
        token);
}
