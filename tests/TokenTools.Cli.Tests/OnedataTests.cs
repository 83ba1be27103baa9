using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>The commands temporary-token, inspect, confine and verify.</summary>
[Collection(InProcess.Name)]
public sealed class OnedataTests : CliTest
{
    [Fact]
    public async Task TemporaryToken_CaveatOptions_AreSent()
    {
        var json = Json(await InProcess.RunAsync(
            ["temporary-token", "--valid-for", "10m", "--ip-address", "127.0.0.0/8", "10.1.2.3", "--interface", "rest", "--read-only-data"], Environment));
        Assert.Equal(
            ["time", "ip", "interface", "data.readonly"], json["caveats"]!.AsArray().Select(static caveat => (string)caveat!["type"]!));
        Assert.Equal(Sandbox.OnezoneUserId, (string?)json["subject"]!["id"]);
        Assert.StartsWith("MDA", (string?)json["token"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TemporaryToken_Invite_SendsTheDocumentedRequest()
    {
        var until = DateTimeOffset.UtcNow.AddDays(7).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Json(await InProcess.RunAsync(
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
    public async Task TemporaryToken_RootTokenFile_IsRead()
    {
        Environment.Remove("ONEZONE_API_KEY");
        var file = File("provider_root_token.json", """{"provider_id":"x","root_token":"TOKEN"}""".Replace("TOKEN", Sandbox.OnezoneProviderToken, StringComparison.Ordinal));
        var json = Json(await InProcess.RunAsync(["temporary-token", "--root-token-file", file], Environment));
        Assert.Equal(Sandbox.OnezoneProviderId, (string?)json["subject"]!["id"]);
    }

    [Fact]
    public async Task Commands_Piped_PassTheTokenOn()
    {
        var token = (await InProcess.RunAsync(["temporary-token", "-o", "token"], Environment)).Output;
        Assert.Equal(token.Trim(), token);
        var inspected = Json(await InProcess.RunAsync(["inspect"], null, token));
        Assert.Equal("accessToken", inspected["type"]!.AsObject().Single().Key);
        Assert.DoesNotContain(token, inspected.ToJsonString(), StringComparison.Ordinal);
        Assert.True((bool?)Json(await InProcess.RunAsync(["verify"], Environment, token))["valid"]);

        var narrow = Json(await InProcess.RunAsync(["confine", "--valid-for", "5m", "--ip-address", "10.9.8.7"], new() { ["TOKENTOOLS_TOKEN"] = token }));
        Assert.Equal(3, narrow["caveats"]!.AsArray().Count);
        var refused = await InProcess.RunAsync(["verify"], Environment, (string)narrow["token"]!);
        Assert.Equal(2, refused.ExitCode);
        Assert.Equal("tokenCaveatUnverified", (string?)JsonNode.Parse(refused.Output)!["reason"]);
        Assert.True((bool?)Json(await InProcess.RunAsync(["verify", "--peer-ip", "10.9.8.7"], Environment, (string)narrow["token"]!))["valid"]);
    }

    [Fact]
    public async Task Confine_ExpiryWithoutEffect_IsRejectedUnlessForced()
    {
        var token = (await InProcess.RunAsync(["temporary-token", "-o", "token"], Environment)).Output;
        Refused(await InProcess.RunAsync(["confine", "--valid-for", "2h"], null, token), 1, "has no effect");
        Json(await InProcess.RunAsync(["confine", "--valid-for", "2h", "--force"], null, token));
    }

    [Theory]
    [InlineData("MDAxAAAA")]
    [InlineData("opw-MDAx")]
    [InlineData("nothing like a token")]
    public async Task Verify_InvalidToken_IsNotSent(string text)
    {
        var outcome = await InProcess.RunAsync(["verify"], Environment, text);
        Assert.Equal(1, outcome.ExitCode);
        Assert.DoesNotContain(text, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task TemporaryToken_RejectedByZone_ExitsWith2()
    {
        Refused(await InProcess.RunAsync(["temporary-token", "--valid-for", "60d"], Environment), 2, "tokenTimeCaveatRequired");
        Refused(await InProcess.RunAsync(["temporary-token", "--valid-until", "2001-01-01T00:00:00Z"], Environment), 1, "has passed");
    }

    [Theory]
    [InlineData("An invite token requires a type and a target. Specify --invite-type and --target-id", "--target-id", "x1")]
    [InlineData("An invite token requires a type and a target. Specify --invite-type and --target-id", "--invite-type", "userJoinCluster")]
    [InlineData("The value is not a date in ISO 8601 form", "--valid-until", "03/04/2030")]
    [InlineData("The value is not a date in ISO 8601 form", "--valid-until", "2.3")]
    [InlineData("has no unit", "--valid-for", "10")]
    [InlineData("1.5 is not the number of an autonomous system", "--asn", "1.5")]
    [InlineData("'soap' is not an interface", "--interface", "soap")]
    [InlineData("--as-provider requires --sandbox", "--as-provider")]
    [InlineData("--root-token-file and --token-file cannot be used together", "--root-token-file", "a", "--token-file", "b")]
    [InlineData("--uri and --sandbox cannot be used together", "--sandbox", "--uri", "zone.example.com")]
    [InlineData("--root-token-file and --sandbox cannot be used together", "--sandbox", "--root-token-file", "a")]
    public async Task TemporaryToken_InvalidOptions_AreRejectedWithoutARequest(string said, params string[] options)
    {
        var outcome = await InProcess.RunAsync(["temporary-token", .. options], Environment);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Sandbox.Requests, static request => request.Method == "POST");
    }

    [Fact]
    public async Task TemporaryToken_AnyCase_IsAccepted()
    {
        var json = Json(await InProcess.RunAsync(["temporary-token", "ACCESS", "--interface", "REST", "--country", "pl", "--region", "europe"], Environment));
        Assert.Equal(["rest"], json["caveats"]!.AsArray().Select(static caveat => (string?)caveat!["interface"]).Where(static name => name is not null));
        Assert.Equal("PL", (string?)json["caveats"]![1]!["list"]![0]);
    }

    [Theory]
    [InlineData("--peer-ip", "10.0.0.1")]
    [InlineData("--interface", "rest")]
    [InlineData("--allow-data-access-caveats")]
    [InlineData("--service-token-file", "-")]
    [InlineData("--consumer-token-file", "-")]
    public async Task Verify_BootstrapTokenWithOnedataOption_IsRejected(params string[] options)
    {
        var bootstrap = Convert.ToBase64String("admin:bootstrap:secret"u8);
        var outcome = await InProcess.RunAsync(["verify", .. options], new(Environment) { ["TOKENTOOLS_TOKEN"] = bootstrap });
        Refused(outcome, 1, options[0] + " is valid only for a Onedata token");
        Assert.Empty(Sandbox.Requests);
    }

    [Theory]
    [InlineData("--wait")]
    [InlineData("--host-header", "x.example")]
    public async Task Verify_OnedataTokenWithGoodDataOption_IsRejected(params string[] options)
    {
        var outcome = await InProcess.RunAsync(["verify", .. options], new(Environment) { ["TOKENTOOLS_TOKEN"] = Sandbox.OnezoneUserToken });
        Refused(outcome, 1, options[0] + " is valid only for a GoodData.CN bootstrap token");
        Assert.Empty(Sandbox.Requests);
    }

    [Theory]
    [InlineData("--interface rest", "--interface applies only to tokens of type accessToken and identityToken, but the token has the type inviteToken. Omit --interface.")]
    [InlineData("--allow-data-access-caveats", "--allow-data-access-caveats applies only to tokens of type accessToken, but")]
    [InlineData("--service-token-file own.txt", "--service-token-file applies only to tokens of type accessToken, but")]
    public async Task Verify_InviteTokenWithOptionThatItsEndpointDoesNotAccept_IsRejected(string options, string message)
    {
        File("own.txt", Sandbox.OnezoneUserToken);
        var invite = await InProcess.RunAsync(
            ["temporary-token", "--invite-type", "userJoinCluster", "--target-id", Sandbox.OnezoneClusterId, "-o", "token"], Environment);
        Sandbox.ClearRequests();

        Refused(await InProcess.RunAsync(["verify", .. options.Split(' ')], Environment, invite.Output, Folder), 1, message);

        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task Verify_InterfaceInUpperCase_IsAccepted()
    {
        var narrow = Json(await InProcess.RunAsync(["confine", "--interface", "rest"], new() { ["TOKENTOOLS_TOKEN"] = Sandbox.OnezoneUserToken }));
        Assert.True((bool?)Json(await InProcess.RunAsync(["verify", "--interface", "REST"], Environment, (string)narrow["token"]!))["valid"]);
    }

    [Fact]
    public async Task NamedToken_GetExisting_ReturnsOneToken()
    {
        string[] arguments = ["named-token", "oneclient access", "--interface", "oneclient", "--get-existing"];
        var first = Json(await InProcess.RunAsync(arguments, Environment));
        var second = Json(await InProcess.RunAsync(arguments, Environment));
        Assert.Equal((string?)first["token"], (string?)second["token"]);
        Assert.Equal((false, true), ((bool)first["alreadyExisted"]!, (bool)second["alreadyExisted"]!));
        Assert.Equal((string?)first["token"], (await InProcess.RunAsync([.. arguments, "-o", "token"], Environment)).Output);
        Assert.DoesNotContain("MDA", (await InProcess.RunAsync([.. arguments, "-o", "text"], Environment)).Output, StringComparison.Ordinal);
        Assert.Single(Sandbox.Requests, static request => request.Method == "POST");
        Refused(await InProcess.RunAsync(["named-token", "oneclient access"], Environment), 2, "The named token 'oneclient access' already exists");
    }

    [Fact]
    public async Task NamedToken_Invite_SendsLimitAndPrivilegesBesideTheType()
    {
        Json(await InProcess.RunAsync(
            [
                "named-token", "workshop", "--invite-type", "userJoinSpace", "--target-id", Sandbox.OnezoneSpaceId, "--usage-limit", "4",
                "--privileges", "space_view", "space_read_data", "--metadata", """{"job":15}""",
            ],
            Environment));
        var sent = JsonNode.Parse(Sandbox.Requests.Single(static request => request.Method == "POST").Body)!;
        Assert.Equal("""["space_view","space_read_data"]""", sent["privileges"]!.ToJsonString());
        Assert.Equal((4, 15), ((int)sent["usageLimit"]!, (int)sent["customMetadata"]!["job"]!));
    }

    [Fact]
    public async Task Revoke_Named_RevokesIt()
    {
        var token = Json(await InProcess.RunAsync(["named-token", "ci access"], Environment));
        var revoked = Json(await InProcess.RunAsync(["revoke", "named", "--name", "ci access"], Environment));
        Assert.Equal(("named", "ci access"), ((string?)revoked["revoked"], (string?)revoked["name"]));
        var found = await InProcess.RunAsync(["verify"], Environment, (string)token["token"]!);
        Assert.Equal((2, "tokenRevoked"), (found.ExitCode, (string?)JsonNode.Parse(found.Output)!["reason"]));
        Refused(await InProcess.RunAsync(["revoke", "named", "--name", "sandbox token"], Environment), 1, "The connection uses the token");
        Json(await InProcess.RunAsync(["revoke", "named", "--name", "sandbox token", "--force"], Environment));
    }

    [Fact]
    public async Task Revoke_Temporary_RevokesAllOfTheSubject()
    {
        var token = (await InProcess.RunAsync(["temporary-token", "-o", "token"], Environment)).Output;
        var revoked = Json(await InProcess.RunAsync(["revoke", "temporary"], Environment));
        Assert.Equal("usr-" + Sandbox.OnezoneUserId, (string?)revoked["subject"]);
        Assert.Equal(2, (await InProcess.RunAsync(["verify"], Environment, token)).ExitCode);
    }

    [Theory]
    [InlineData("named requires --name or --id", "named")]
    [InlineData("--name and --id cannot be used together", "named", "--id", "1", "--name", "n1")]
    [InlineData("--name is valid only for a named token", "temporary", "--name", "n1")]
    [InlineData("Valid values: temporary, named", "everything")]
    public async Task Revoke_InvalidArguments_AreRejected(string message, params string[] arguments)
    {
        Refused(await InProcess.RunAsync(["revoke", .. arguments], Environment), 1, message);
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task Join_InviteToken_ReturnsWhatWasJoined()
    {
        var invite = (await InProcess.RunAsync(
            ["temporary-token", "--invite-type", "userJoinSpace", "--target-id", Sandbox.OnezoneSpaceId, "-o", "token"], Environment)).Output;
        Environment["ONEZONE_API_KEY"] = Sandbox.OnezoneOtherUserToken;
        var joined = Json(await InProcess.RunAsync(["join", "--invite-token-file", File("invite.txt", invite)], Environment));
        Assert.Equal(("space", Sandbox.OnezoneSpaceId), ((string?)joined["type"], (string?)joined["id"]));
        Refused(await InProcess.RunAsync(["join"], Environment, invite), 2, "is already a member of the space");
    }

    [Fact]
    public async Task UserName_Password_SignsIn()
    {
        Environment.Remove("ONEZONE_API_KEY");
        string[] credentials = ["--user-name", "sandbox", "--password-file", File("password.txt", Sandbox.OnezonePassword)];
        var json = Json(await InProcess.RunAsync(["temporary-token", .. credentials], Environment));
        Assert.Equal(Sandbox.OnezoneUserId, (string?)json["subject"]!["id"]);
        Refused(
            await InProcess.RunAsync(["temporary-token", "--password-file", "password.txt"], Environment, null, Folder), 1, "requires --user-name");
        Refused(
            await InProcess.RunAsync(["temporary-token", .. credentials, "--token-file", "password.txt"], Environment, null, Folder),
            1,
            "--user-name and --token-file cannot be used together");
    }

    [Fact]
    public async Task Inspect_BootstrapTokenWithSecret_IsRejected()
    {
        var bootstrap = Convert.ToBase64String("admin:bootstrap:secret"u8);
        Refused(
            await InProcess.RunAsync(["inspect", "--secret-file", File("secret.txt", "x")], new() { ["TOKENTOOLS_TOKEN"] = bootstrap }),
            1,
            "--secret-file is valid only for a Onedata token");
    }

    [Fact]
    public async Task Inspect_WrongSecret_WarnsAndExitsWith2()
    {
        var secret = File("secret.txt", "wrong");
        var outcome = await InProcess.RunAsync(["inspect", "--secret-file", secret], null, Sandbox.OnezoneUserToken);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("The signature does not match the secret", outcome.Error, StringComparison.Ordinal);
        Assert.False((bool)JsonNode.Parse(outcome.Output)!["signatureVerified"]!);
    }

    [Fact]
    public async Task Inspect_Garbage_SpeaksOfBothKindsOfToken()
    {
        var outcome = await InProcess.RunAsync(["inspect"], null, "garbage");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("neither a Onedata token, which starts with MDA, nor a bootstrap token", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_Text_ShowsTheExpiryAsADate()
    {
        var narrow = (await InProcess.RunAsync(["confine", "--valid-until", "2235-01-31", "-o", "token"], null, Sandbox.OnezoneUserToken)).Output;
        var text = (await InProcess.RunAsync(["inspect", "-o", "text"], null, narrow)).Output;
        Assert.Contains("until 2235-01-31", text, StringComparison.Ordinal);
        Assert.DoesNotContain("time <", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bearer {0}", "scheme")]
    [InlineData("ONECLIENT_ACCESS_TOKEN='{0}'", "variable")]
    public async Task Inspect_TextAroundToken_IsNamedWithVerbose(string format, string part)
    {
        var text = string.Format(CultureInfo.InvariantCulture, format, Sandbox.OnezoneUserToken);
        var outcome = await InProcess.RunAsync(["inspect", "--verbose"], null, text);
        Assert.Equal(Sandbox.OnezoneUserId, (string?)Json(outcome)["subject"]!["id"]);
        Assert.Contains(part, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_SeveralTokens_HaveOneResultEach()
    {
        var tokens = Sandbox.OnezoneUserToken + "\n\ngarbage\n" + Sandbox.OnezoneProviderToken + "\n";
        var inspected = await InProcess.RunAsync(["inspect"], null, tokens);
        Assert.Equal(1, inspected.ExitCode);
        Assert.Contains("Token 2: ", inspected.Error, StringComparison.Ordinal);
        Assert.Equal(
            [Sandbox.OnezoneUserId, Sandbox.OnezoneProviderId],
            Lines(inspected.Output).Select(static line => (string?)JsonNode.Parse(line)!["subject"]!["id"]));

        var both = Sandbox.OnezoneUserToken + "\n" + Sandbox.OnezoneProviderToken;
        var narrowed = await InProcess.RunAsync(["confine", "--ip-address", "127.0.0.1", "-o", "token"], null, both);
        Assert.Equal(2, Lines(narrowed.Output).Length);
        var verified = await InProcess.RunAsync(["verify"], Environment, narrowed.Output);
        Assert.Equal(0, verified.ExitCode);
        Assert.Equal(2, Lines(verified.Output).Length);
    }

    [Theory]
    [InlineData("oneclient", 0, "satisfied")]
    [InlineData("onezoneRest", 2, "notSatisfied")]
    public async Task Verify_OfflinePurpose_Answers(string purpose, int exitCode, string outcome)
    {
        var token = (await InProcess.RunAsync(["confine", "--purpose", "oneclient", "-o", "token"], null, Sandbox.OnezoneUserToken)).Output;
        Sandbox.ClearRequests();
        var result = await InProcess.RunAsync(["verify", "--offline", "--purpose", purpose], Environment, token);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(outcome, (string?)JsonNode.Parse(result.Output)!["outcome"]);
        Assert.Equal(purpose, (string?)JsonNode.Parse(result.Output)!["purpose"]![0]!["purpose"]);
        Assert.Empty(Sandbox.Requests);
    }

    [Theory]
    [InlineData(0, "--ip-address", "10.1.2.3", "--at", "2030-01-01")]
    [InlineData(2, "--ip-address", "11.1.2.3", "--at", "2030-01-01")]
    [InlineData(2, "--ip-address", "10.1.2.3", "--at", "2032-01-01")]
    [InlineData(5, "--at", "2030-01-01")]
    public async Task Verify_Offline_ExitCodeIsTheOutcome(int exitCode, params string[] options)
    {
        var token = (await InProcess.RunAsync(
            ["confine", "--ip-address", "10.0.0.0/8", "--valid-until", "2031-01-01", "-o", "token"], null, Sandbox.OnezoneUserToken)).Output;
        Assert.Equal(exitCode, (await InProcess.RunAsync(["verify", "--offline", .. options], null, token)).ExitCode);
    }

    [Theory]
    [InlineData("--offline", "--allow-data-access-caveats", "requires a service")]
    [InlineData("--purpose", "oneclient", "requires --offline")]
    public async Task Verify_OptionOfTheOtherWay_IsRejected(string option, string other, string says)
    {
        var outcome = await InProcess.RunAsync(["verify", option, other], Environment, Sandbox.OnezoneUserToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(says, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ServiceCaveat_IsUndeterminedAndScopeAnswers()
    {
        var token = (await InProcess.RunAsync(["confine", "--service", "opw-*", "--read-only-data", "-o", "token"], null, Sandbox.OnezoneUserToken)).Output;
        var verified = await InProcess.RunAsync(["verify"], Environment, token);
        Assert.Equal(5, verified.ExitCode);
        Assert.Contains("tokentools scope", (string)JsonNode.Parse(verified.Output)!["advice"]!, StringComparison.Ordinal);

        var scope = Json(await InProcess.RunAsync(["scope"], Environment, token));
        Assert.True((bool)scope["dataAccessScope"]!["readonly"]!);
        Assert.Equal(Sandbox.OnezoneProviderId, scope["dataAccessScope"]!["providers"]!.AsObject().Single().Key);
    }

    [Fact]
    public async Task Confine_Suggest_ReturnsTheFewestCaveats()
    {
        var token = (await InProcess.RunAsync(["confine", "--interface", "rest", "-o", "token"], null, Sandbox.OnezoneUserToken)).Output;
        var suggested = (await InProcess.RunAsync(["confine", "--purpose", "oneproviderRest", "--suggest"], null, token)).Output;
        Assert.Equal("""[{"type":"service","whitelist":["opw-*"]}]""", suggested.Trim());
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
