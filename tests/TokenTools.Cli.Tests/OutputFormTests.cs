using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>The forms of a result, of its times and numbers, and what --quiet omits.</summary>
[Collection(InProcess.Name)]
public sealed class OutputFormTests : CliTest
{
    public static TheoryData<string> Commands { get; } = new(
        "installer-token ATOM",
        "temporary-token --valid-for 10m",
        "named-token form --valid-for 10m",
        "verify",
        "boomi-connection",
        "scope");

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Strings_Result_HasOnlyTextValues(string command)
    {
        var token = (await InProcess.RunAsync(["temporary-token", "-o", "token"], Environment)).Output;
        var outcome = await InProcess.RunAsync([.. command.Split(' '), "-o", "strings"], Environment, token);
        var values = Json(outcome).AsObject();
        Assert.True(values.Count > 2, outcome.Output);
        // What Terraform decodes into a map of strings.
        Assert.All(values, static pair => Assert.Equal(System.Text.Json.JsonValueKind.String, pair.Value?.GetValueKind()));
    }

    [Fact]
    public async Task Strings_Values_AreThoseOfJson()
    {
        var strings = Json(await InProcess.RunAsync(["installer-token", "CLOUD", "--cloud-id", Sandbox.BoomiCloudId, "-o", "strings"], Environment));
        Assert.Equal("60", (string?)strings["durationMinutes"]);
        Assert.Equal(Sandbox.MintedTokens.Single().Token, (string?)strings["token"]);
        var token = Json(await InProcess.RunAsync(["temporary-token", "--interface", "rest", "-o", "strings"], Environment));
        Assert.Contains("interface", JsonNode.Parse((string)token["caveats"]!)!.AsArray().Select(static caveat => (string?)caveat!["type"]));
        Assert.Equal(string.Empty, (string?)token["signatureVerified"]);
    }

    [Fact]
    public async Task Strings_List_IsRejected()
    {
        var token = (await InProcess.RunAsync(["temporary-token", "-o", "token"], Environment)).Output;
        Refused(await InProcess.RunAsync(["confine", "--suggest", "--valid-for", "1m", "-o", "strings"], null, token), 1, "is a list");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Json_Times_AreIso8601(string command)
    {
        var token = (await InProcess.RunAsync(["temporary-token", "-o", "token"], Environment)).Output;
        var json = Json(await InProcess.RunAsync(command.Split(' '), Environment, token)).AsObject();
        // A caveat has the form of the platform's API, with which it is added to other tokens.
        var metadata = json["metadata"]?.AsObject() ?? [];
        foreach (var (name, value) in json.Where(static pair => pair.Key is not ("caveats" or "metadata")).Concat(metadata))
        {
            if (name is "expiresAt" or "validUntil" or "creationTime" or "created" or "expiration" or "expirationDate")
            {
                Assert.Matches(@"\A""20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z""\z", value!.ToJsonString());
            }
            else
            {
                // Seconds since 1970 of this century.
                Assert.DoesNotMatch(@"\b(1[0-9]{9}|[2-4][0-9]{9})\b", value?.ToJsonString() ?? string.Empty);
            }
        }
    }

    [Theory]
    [InlineData("installer-token ATOM")]
    [InlineData("temporary-token --valid-for 10m")]
    [InlineData("named-token zone --valid-for 10m")]
    [InlineData("verify")]
    [InlineData("scope")]
    public async Task Text_Times_HaveAZone(string command)
    {
        var token = (await InProcess.RunAsync(["temporary-token", "-o", "token"], Environment)).Output;
        var outcome = await InProcess.RunAsync([.. command.Split(' '), "-o", "text"], Environment, token);
        Assert.Equal(0, outcome.ExitCode);
        var times = Regex.Matches(outcome.Output, @"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d(?<zone>.{0,7})");
        Assert.NotEmpty(times);
        foreach (Match time in times)
        {
            Assert.Matches(@"\A [+-]\d\d:\d\d\z", time.Groups["zone"].Value);
            var value = DateTimeOffset.Parse(time.Value, CultureInfo.InvariantCulture);
            Assert.InRange(value, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(2));
        }
    }

    [Fact]
    public async Task Quiet_Notes_AreOmittedAndErrorsAreNot()
    {
        Assert.Contains("sandbox", (await InProcess.RunAsync("installer-token", "ATOM", "--sandbox")).Error, StringComparison.Ordinal);
        var quiet = await InProcess.RunAsync("installer-token", "ATOM", "--sandbox", "--quiet");
        Json(quiet);
        Assert.Empty(quiet.Error);
        // A password in the published default: a warning about a token's content.
        var weak = (string[])["bootstrap-token", "--user-name", "admin"];
        Assert.NotEmpty((await InProcess.RunAsync(weak, new() { ["TOKENTOOLS_PASSWORD"] = "a:b" })).Error);
        Assert.Empty((await InProcess.RunAsync([.. weak, "-q"], new() { ["TOKENTOOLS_PASSWORD"] = "a:b" })).Error);
        Refused(await InProcess.RunAsync("installer-token", "-q"), 1, "The install type is missing");
    }

    [Fact]
    public async Task Quiet_OutcomeUnknown_IsReported()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "InstallerToken" });
        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "-q"], Environment);
        Assert.Equal(4, outcome.ExitCode);
        Assert.NotEmpty(outcome.Error);
    }

    [Fact]
    public async Task Verbose_Requests_AreNumberedOnlyIfRepeated()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, Match = "InstallerToken" });
        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "-v"], Environment);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("/InstallerToken (attempt 2)\n", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("(attempt 1)", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_PipedToken_PrecedesTheConnectionsOwn()
    {
        var narrow = (await InProcess.RunAsync(["confine", "--valid-for", "5m", "-o", "token"], null, Sandbox.OnezoneUserToken)).Output;
        // The connection's own token is valid without a time limit.
        var own = Json(await InProcess.RunAsync(["verify"], Environment));
        Assert.Null(own["expiresAt"]);
        var piped = Json(await InProcess.RunAsync(["verify"], Environment, narrow));
        Assert.NotNull(piped["expiresAt"]);
        Assert.InRange((int)piped["timeLeftSeconds"]!, 1, 300);
    }

    // What a command writes by default, another command accepts.
    [Fact]
    public async Task Documents_OfNewTokens_AreAcceptedAsTokens()
    {
        var temporary = (await InProcess.RunAsync(["temporary-token", "--valid-for", "10m"], Environment)).Output;
        var narrow = Json(await InProcess.RunAsync(["confine", "--interface", "rest"], null, temporary));
        Assert.Equal("rest", (string?)narrow["caveats"]!.AsArray()[^1]!["interface"]);
        Assert.Equal("onedataToken", (string?)Json(await InProcess.RunAsync(["inspect"], null, temporary))["kind"]);
        Assert.True((bool)Json(await InProcess.RunAsync(["verify"], Environment, temporary))["valid"]!);
        Json(await InProcess.RunAsync(["scope"], Environment, temporary));
        Assert.NotNull(Json(await InProcess.RunAsync(["oneclient-environment"], null, temporary))["ONECLIENT_ACCESS_TOKEN"]);

        var bootstrap = (await InProcess.RunAsync("bootstrap-token", "--user-name", "admin", "--generate-password")).Output;
        Assert.Equal("bootstrapToken", (string?)Json(await InProcess.RunAsync(["inspect"], null, bootstrap))["kind"]);
        var manifest = await InProcess.RunAsync(["organization-manifest", "acme", "analytics.example.com"], null, bootstrap);
        Assert.Equal((0, string.Empty), (manifest.ExitCode, manifest.Error));
    }

    // The help names the variable of each kind of token; a manifest has it as the key.
    [Theory]
    [InlineData("ONECLIENT_ACCESS_TOKEN for an access token of Onedata that is limited to Oneclient", "temporary-token", "--interface", "oneclient")]
    [InlineData("ONECLIENT_ACCESS_TOKEN for an access token of Onedata that is limited to Oneclient", "temporary-token", "--purpose", "oneclient")]
    [InlineData("ONEZONE_API_KEY for another one", "temporary-token")]
    [InlineData("ONEZONE_API_KEY for another one", "temporary-token", "--interface", "rest")]
    [InlineData("TOKENTOOLS_INVITE_TOKEN for an invite token", "temporary-token", "--invite-type", "registerOneprovider")]
    [InlineData("INSTALL_TOKEN for an installer token", "installer-token", "ATOM")]
    [InlineData("GOODDATA_TOKEN for a token of GoodData.CN", "bootstrap-token", "--user-name", "admin", "--generate-password")]
    public async Task KubernetesSecret_Key_IsTheVariableThatTheHelpNames(string said, params string[] create)
    {
        var token = await InProcess.RunAsync(create, Environment);
        var json = Json(await InProcess.RunAsync(["kubernetes-secret", "--secret-name", "x"], null, token.Output));
        Assert.Equal(said[..said.IndexOf(' ', StringComparison.Ordinal)], Assert.Single(json["data"]!.AsObject()).Key);
        Assert.Contains(said, (await InProcess.RunAsync("kubernetes-secret", "--help")).Output, StringComparison.Ordinal);
        Assert.Contains(said, (await InProcess.RunAsync("export-token", "--help")).Output, StringComparison.Ordinal);
        foreach (var cmdlet in (string[])["Export-Token", "ConvertTo-KubernetesSecret"])
        {
            Assert.Contains(
                said,
                await System.IO.File.ReadAllTextAsync(System.IO.Path.Combine(Tool.Root, "docs", "en-US", cmdlet + ".md")),
                StringComparison.Ordinal);
        }
    }
}
