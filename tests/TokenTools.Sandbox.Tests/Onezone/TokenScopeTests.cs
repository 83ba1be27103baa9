using System;
using System.Linq;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Xunit;

namespace TokenTools.Sandbox.Tests.Onezone;

// oz:src/logic/token_logic_plugin.erl, infer_access_token_scope
public class TokenScopeTests : OnezoneTest
{
    private const string Path = "tokens/infer_access_token_scope";

    [Theory]
    [InlineData("")]
    // Caveats on services and interfaces do not matter, although the token could not be used here.
    [InlineData("""{"type":"interface","interface":"oneclient"},""")]
    [InlineData("""{"type":"service","whitelist":["opw-*"]},""")]
    public async Task InferScope_User_GivesSpacesAndProviders(string caveats)
    {
        var token = await IssueAsync("user/tokens/temporary", Body(caveats), Sandbox.OnezoneUserToken);

        var (status, json) = await AskAsync("POST", Path, new JObject { ["token"] = token }.ToString(), null);

        Assert.Equal(200, status);
        Assert.InRange((long)json!["validUntil"]! - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 500, 600);
        Assert.Equal(
            """{"readonly":false,"spaces":{"SPACE":{"name":"Sandbox Space","supports":{"PROVIDER":{"readonly":false}}}}"""
            + ""","providers":{"PROVIDER":{"name":"Sandbox Provider","domain":"oneprovider.sandbox.example","version":"21.02.7","online":true}}}""",
            json["dataAccessScope"]!.ToString(Formatting.None)
                .Replace(Sandbox.OnezoneSpaceId, "SPACE", StringComparison.Ordinal)
                .Replace(Sandbox.OnezoneProviderId, "PROVIDER", StringComparison.Ordinal));
    }

    [Fact]
    public async Task InferScope_DataCaveats_RestrictSpacesAndProviders()
    {
        var path = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("/" + Sandbox.OnezoneSpaceId + "/data"));
        foreach (var (caveats, spaces, isReadOnly, providers) in new[]
        {
            ("""{"type":"data.readonly"},""", 1, true, 1),
            ("""{"type":"data.path","whitelist":["@"]},""".Replace("@", path, StringComparison.Ordinal), 1, false, 1),
            // echo /space | base64, as in the documentation, encodes a line break, with which no space matches.
            ("""{"type":"data.path","whitelist":["L290aGVyCg=="]},""", 0, false, 0),
            ("""{"type":"data.objectid","whitelist":["00000000000CDBDA677569642331323323616263"]},""", 0, false, 0),
        })
        {
            var token = await IssueAsync("user/tokens/temporary", Body(caveats), Sandbox.OnezoneUserToken);
            var scope = (await AskAsync("POST", Path, new JObject { ["token"] = token }.ToString(), null)).Json!["dataAccessScope"]!;
            Assert.Equal(
                (spaces, isReadOnly, providers),
                (scope["spaces"]!.Count(), (bool)scope["readonly"]!, scope["providers"]!.Count()));
        }
    }

    [Fact]
    public async Task InferScope_OtherSubjects_HaveNothing()
    {
        var provider = (await AskAsync("POST", Path, new JObject { ["token"] = Sandbox.OnezoneProviderToken }.ToString(), null)).Json!;
        Assert.Equal("""{"validUntil":null,"dataAccessScope":null}""", provider.ToString(Formatting.None));
        var other = (await AskAsync("POST", Path, new JObject { ["token"] = Sandbox.OnezoneOtherUserToken }.ToString(), null)).Json!;
        Assert.Equal("""{"readonly":false,"spaces":{},"providers":{}}""", other["dataAccessScope"]!.ToString(Formatting.None));
    }

    [Fact]
    public async Task InferScope_Consumer_IsTheSubjectByDefault()
    {
        var token = await IssueAsync(
            "user/tokens/temporary",
            Body("""{"type":"consumer","whitelist":["usr-@"]},""".Replace("@", Sandbox.OnezoneUserId, StringComparison.Ordinal)),
            Sandbox.OnezoneUserToken);
        var identity = await IssueAsync(
            "provider/tokens/temporary", """{"type":{"identityToken":{}},""" + Body(string.Empty)[1..], Sandbox.OnezoneProviderToken);
        foreach (var (consumer, expected) in new[]
        {
            (string.Empty, (200, null)),
            (""","consumerToken":null""", (400, "tokenCaveatUnverified")),
            (""","consumerToken":"@" """.Replace("@", identity, StringComparison.Ordinal), (400, "tokenCaveatUnverified")),
            (""","consumerToken":"@" """.Replace("@", token, StringComparison.Ordinal), (400, "badConsumerToken")),
        })
        {
            var (status, json) = await AskAsync("POST", Path, "{\"token\":\"" + token + "\"" + consumer + "}", null);
            Assert.Equal(expected, (status, Id(json)));
        }
    }

    [Theory]
    [InlineData("{}", "missingRequiredValue")]
    [InlineData("""{"token":"x"}""", "badValueToken")]
    public async Task InferScope_InvalidBody_GivesDocumentedError(string body, string id) =>
        Assert.Equal((400, id), await StatusAsync(body));

    [Fact]
    public async Task InferScope_InvalidToken_GivesItsError()
    {
        var token = await IssueAsync("user/tokens/temporary", TimeBody(600), Sandbox.OnezoneUserToken);
        await AskAsync("DELETE", "user/tokens/temporary", null, Sandbox.OnezoneUserToken);
        Assert.Equal((400, "tokenRevoked"), await StatusAsync(new JObject { ["token"] = token }.ToString()));
        var identity = await IssueAsync(
            "user/tokens/temporary", """{"type":{"identityToken":{}},""" + Body(string.Empty)[1..], Sandbox.OnezoneUserToken);
        Assert.Equal((400, "notAnAccessToken"), await StatusAsync(new JObject { ["token"] = identity }.ToString()));
    }

    private static string Body(string caveats) =>
        """{"caveats":[""" + caveats + """{"type":"time","validUntil":@}]}""".Replace("@", In(590), StringComparison.Ordinal);

    private async Task<(int Status, string? Id)> StatusAsync(string body)
    {
        var (status, json) = await AskAsync("POST", Path, body, null);
        return (status, Id(json));
    }
}
