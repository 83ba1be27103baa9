using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools temporary-token, inspect, confine and verify.</summary>
public sealed class OnedataTests : CliTest
{
    [Fact]
    public async Task A_token_is_confined_as_asked()
    {
        var json = Json(await Tool.RunAsync(
            ["temporary-token", "--valid-for", "10m", "--ip-address", "127.0.0.0/8", "10.1.2.3", "--interface", "rest", "--read-only-data"], Environment));
        Assert.Equal(
            ["time", "ip", "interface", "data.readonly"], json["caveats"]!.AsArray().Select(static caveat => (string)caveat!["type"]!));
        Assert.Equal(Sandbox.OnezoneUserId, (string?)json["subject"]!["id"]);
        Assert.StartsWith("MDA", (string?)json["token"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invite_is_asked_for_as_documented()
    {
        var until = DateTimeOffset.UtcNow.AddDays(7).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Json(await Tool.RunAsync(
            [
                "temporary-token", "--invite-type", "userJoinCluster", "--target-id", Sandbox.OnezoneClusterId,
                "--caveat", """{"type":"time","validUntil":UNTIL}""".Replace("UNTIL", until, StringComparison.Ordinal), "--caveat", """{"type":"ip","whitelist":["189.34.15.0/24","127.0.0.0/8","167.73.12.17"]}""",
            ],
            Environment));
        var sent = JsonNode.Parse(Sandbox.Requests[^1].Body)!;
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""
                    {"type":{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"ID"}},
                     "caveats":[{"type":"time","validUntil":UNTIL},{"type":"ip","whitelist":["189.34.15.0/24","127.0.0.0/8","167.73.12.17"]}]}
                    """.Replace("\"ID\"", "\"" + Sandbox.OnezoneClusterId + "\"", StringComparison.Ordinal).Replace("UNTIL", until, StringComparison.Ordinal)),
                sent),
            sent.ToJsonString());
    }

    [Fact]
    public async Task A_providers_root_token_file_is_taken()
    {
        Environment.Remove("ONEZONE_API_KEY");
        var file = File("provider_root_token.txt", """{"provider_id":"x","root_token":"TOKEN"}""".Replace("TOKEN", Sandbox.OnezoneProviderToken, StringComparison.Ordinal));
        var json = Json(await Tool.RunAsync(["temporary-token", "--root-token-file", file], Environment));
        Assert.Equal(Sandbox.OnezoneProviderId, (string?)json["subject"]!["id"]);
    }

    [Fact]
    public async Task A_token_goes_from_one_command_to_the_next()
    {
        var token = (await Tool.RunAsync(["temporary-token", "-o", "token"], Environment)).Output;
        Assert.Equal(token.Trim(), token);
        var inspected = Json(await Tool.RunAsync(["inspect"], null, token));
        Assert.Equal("accessToken", inspected["type"]!.AsObject().Single().Key);
        Assert.DoesNotContain(token, inspected.ToJsonString(), StringComparison.Ordinal);
        Assert.True((bool?)Json(await Tool.RunAsync(["verify"], Environment, token))["valid"]);

        var narrow = Json(await Tool.RunAsync(["confine", "--valid-for", "5m", "--ip-address", "10.9.8.7"], new() { ["TOKENTOOLS_TOKEN"] = token }));
        Assert.Equal(3, narrow["caveats"]!.AsArray().Count);
        var refused = await Tool.RunAsync(["verify"], Environment, (string)narrow["token"]!);
        Assert.Equal(2, refused.ExitCode);
        Assert.Equal("tokenCaveatUnverified", (string?)JsonNode.Parse(refused.Output)!["reason"]);
        Assert.True((bool?)Json(await Tool.RunAsync(["verify", "--peer-ip", "10.9.8.7"], Environment, (string)narrow["token"]!))["valid"]);
    }

    [Fact]
    public async Task What_would_not_narrow_is_refused_unless_forced()
    {
        var token = (await Tool.RunAsync(["temporary-token", "-o", "token"], Environment)).Output;
        Refused(await Tool.RunAsync(["confine", "--valid-for", "2h"], null, token), 1, "narrow nothing");
        Json(await Tool.RunAsync(["confine", "--valid-for", "2h", "--force"], null, token));
    }

    [Theory]
    [InlineData("MDAxAAAA")]
    [InlineData("opw-MDAx")]
    [InlineData("nothing like a token")]
    public async Task What_is_no_token_is_refused_and_not_sent(string text)
    {
        var outcome = await Tool.RunAsync(["verify"], Environment, text);
        Assert.Equal(1, outcome.ExitCode);
        Assert.DoesNotContain(text, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task The_zones_word_ends_with_2()
    {
        Refused(await Tool.RunAsync(["temporary-token", "--valid-for", "60d"], Environment), 2, "tokenTimeCaveatRequired");
        Refused(await Tool.RunAsync(["temporary-token", "--valid-until", "2001-01-01T00:00:00Z"], Environment), 1, "has passed");
    }
}
