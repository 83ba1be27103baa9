using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools bootstrap-token, password-hash, organization-manifest, and what inspect and verify make of a bootstrap token.</summary>
public sealed class GoodDataTests : CliTest
{
    // https://www.gooddata.com/developers/cloud-native/doc/1.4/administration/organization/
    private const string DocumentedToken = "YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ=";

    [Fact]
    public async Task The_documented_token_is_made_of_the_documented_password()
    {
        var json = Json(await Tool.RunAsync(["bootstrap-token", "--user-name", "admin", "--password-file", "-"], null, "MySecretPassword\n"));
        Assert.Equal(DocumentedToken, (string?)json["bearerToken"]);
        Assert.Equal("admin", (string?)json["userId"]);
        Assert.Null(json["password"]);
        var alone = await Tool.RunAsync(["bootstrap-token", "--user-name", "admin", "-o", "token"], new() { ["TOKENTOOLS_PASSWORD"] = "MySecretPassword" });
        Assert.Equal(DocumentedToken, alone.Output);
    }

    [Fact]
    public async Task A_generated_password_is_given_and_in_the_token()
    {
        var json = Json(await Tool.RunAsync("bootstrap-token", "--user-name", "admin", "--generate-password", "--password-length", "40"));
        var password = (string)json["password"]!;
        Assert.Matches(@"\A[A-Za-z0-9_%@-]{40}\z", password);
        Assert.Equal("admin:bootstrap:" + password, Encoding.UTF8.GetString(Convert.FromBase64String((string)json["bearerToken"]!)));
    }

    [Fact]
    public async Task Text_masks_and_warnings_go_to_standard_error()
    {
        var outcome = await Tool.RunAsync(["bootstrap-token", "--user-name", "admin", "--password-file", "-", "-o", "text"], null, "two words");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("********", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("white space", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n", "is empty")]
    [InlineData("a\nb", "line")]
    public async Task A_password_that_can_not_be_used_is_refused(string password, string said) =>
        Refused(await Tool.RunAsync(["bootstrap-token", "--user-name", "admin", "--password-file", "-"], null, password), 1, said);

    [Fact]
    public async Task A_hash_is_what_others_make()
    {
        // tests/vectors/shacrypt-bootstrap.json, from other implementations.
        var vectors = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(Path.Combine(Tool.Root, "tests", "vectors", "shacrypt-bootstrap.json")))!;
        foreach (var (name, algorithm) in new[] { ("$5$", "sha256crypt"), ("$6$", "Sha512Crypt") })
        {
            var vector = vectors["official"]!.AsArray().First(vector => ((string)vector!["setting"]!).StartsWith(name + "salt", StringComparison.Ordinal))!;
            var json = Json(await Tool.RunAsync(
                ["password-hash", "--password-file", "-", "--algorithm", algorithm, "--salt", ((string)vector["setting"]!).Split('$')[2]], null, (string)vector["password"]!));
            Assert.Equal((string?)vector["hash"], (string?)json["passwordHash"]);
        }
    }

    [Fact]
    public async Task A_manifest_is_json_or_yaml_and_holds_no_password()
    {
        var json = Json(await Tool.RunAsync(["organization-manifest", "acme", "analytics.acme.example", "--secret-name", "acme-admin"], null, DocumentedToken + "\n"));
        Assert.Equal("List", (string?)json["kind"]);
        Assert.Equal("admin", (string?)json["items"]![0]!["spec"]!["adminUser"]);
        var yaml = await Tool.RunAsync(
            ["organization-manifest", "acme", "analytics.acme.example", "--token-file", File("token.txt", DocumentedToken), "-o", "text"], null);
        Assert.StartsWith("---\napiVersion: controllers.gooddata.com/v1\nkind: Organization\n", yaml.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MySecretPassword", yaml.Output + json, StringComparison.Ordinal);
        Refused(await Tool.RunAsync(["organization-manifest", "acme", "a.example", "-o", "token"], null, DocumentedToken), 1, "no token in this result");
        Refused(await Tool.RunAsync(["organization-manifest", "Acme!", "a.example"], null, DocumentedToken), 1, "id");
    }

    [Fact]
    public async Task A_manifest_is_made_of_a_hash_made_before()
    {
        var hash = await Tool.RunAsync(["password-hash", "--password-file", "-", "-o", "text"], null, "MySecretPassword");
        var json = Json(await Tool.RunAsync(
            ["organization-manifest", "acme", "analytics.acme.example", "--admin-user", "root", "--password-hash-file", File("hash.txt", hash.Output)], null));
        Assert.Equal(hash.Output.Trim(), (string?)json["spec"]!["adminUserToken"]);
        Assert.Equal("root", (string?)json["spec"]!["adminUser"]);
    }

    [Fact]
    public async Task Inspect_names_what_is_wrong_and_shows_neither_token_nor_password()
    {
        var json = Json(await Tool.RunAsync(["inspect"], null, Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:bootstrap:planted-password\n")) + "\n"));
        Assert.Equal("admin", (string?)json["userId"]);
        Assert.NotEmpty(json["warnings"]!.AsArray());
        Assert.DoesNotContain("planted", json.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organization_accepts_its_administrators_token_and_no_other()
    {
        var token = (await Tool.RunAsync(
            ["bootstrap-token", "--user-name", Sandbox.GoodDataUserName, "-o", "token"], new() { ["TOKENTOOLS_PASSWORD"] = Sandbox.GoodDataPassword })).Output;
        var json = Json(await Tool.RunAsync(["verify"], Environment, token));
        Assert.True((bool?)json["accepted"]);
        Assert.Equal(Sandbox.GoodDataOrganizationId, (string?)json["organizationId"]);
        var refused = await Tool.RunAsync(["verify"], Environment, DocumentedToken);
        Assert.Equal(2, refused.ExitCode);
        Assert.False((bool?)JsonNode.Parse(refused.Output)!["accepted"]);
        Assert.Contains("--wait", refused.Output, StringComparison.Ordinal);
        Environment["GOODDATA_HOST"] = "http://127.0.0.1:9";
        Assert.Equal(3, (await Tool.RunAsync(["verify"], Environment, token)).ExitCode);
    }

    [Fact]
    public async Task A_new_organization_is_waited_for()
    {
        Sandbox.OrganizationReady = false;
        Environment["TOKENTOOLS_TOKEN"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Sandbox.GoodDataUserName + ":bootstrap:" + Sandbox.GoodDataPassword));
        var running = Tool.RunAsync(["verify", "--wait", "--timeout-sec", "600"], Environment);
        await UntilAsync(() => Sandbox.Requests.Any(static request => request.StatusCode is not null));

        Sandbox.OrganizationReady = true;
        Assert.True((int?)Json(await running)["attempts"] > 1);
    }
}
