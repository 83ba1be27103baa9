using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools bootstrap-token, password-hash and organization-manifest, and inspect and verify with a bootstrap token.</summary>
[Collection(InProcess.Name)]
public sealed class GoodDataTests : CliTest
{
    // https://www.gooddata.com/developers/cloud-native/doc/1.4/administration/organization/
    private const string DocumentedToken = "YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ=";
    private const string DocumentedHash = "$5$c/srj5JySMve$NxQRZ1ubtPKBRexCjKcA3V4CkJaBkxegSPsBYFq6U67";

    [Fact]
    public async Task BootstrapToken_DocumentedPassword_IsTheDocumentedToken()
    {
        var json = Json(await InProcess.RunAsync(["bootstrap-token", "--user-name", "admin", "--password-file", "-"], null, "MySecretPassword\n"));
        Assert.Equal(DocumentedToken, (string?)json["bearerToken"]);
        Assert.Equal("admin", (string?)json["userId"]);
        Assert.Null(json["password"]);
        var token = await InProcess.RunAsync(
            ["bootstrap-token", "--user-name", "admin", "-o", "token"], new() { ["TOKENTOOLS_PASSWORD"] = "MySecretPassword" });
        Assert.Equal(DocumentedToken, token.Output);
    }

    [Fact]
    public async Task BootstrapToken_GeneratePassword_IsInTheJsonAndTheToken()
    {
        var json = Json(await InProcess.RunAsync("bootstrap-token", "--user-name", "admin", "--generate-password", "--password-length", "40"));
        var password = (string)json["password"]!;
        Assert.Matches(@"\A[A-Za-z0-9_%@-]{40}\z", password);
        Assert.Equal("admin:bootstrap:" + password, Encoding.UTF8.GetString(Convert.FromBase64String((string)json["bearerToken"]!)));
    }

    [Theory]
    [InlineData("bootstrap-token --user-name admin --generate-password")]
    [InlineData("gooddata-user ada@example.com --dex")]
    public async Task GeneratePassword_TextOutput_IsRejectedBecauseThePasswordWouldBeLost(string command)
    {
        Refused(await InProcess.RunAsync([.. command.Split(' '), "-o", "text"], Environment), 1, "The generated password would be lost");
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task BootstrapToken_TextOutput_MasksTheTokenAndWarnsOnStandardError()
    {
        var outcome = await InProcess.RunAsync(["bootstrap-token", "--user-name", "admin", "--password-file", "-", "-o", "text"], null, "two words");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("********", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("white space", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n", "is empty")]
    [InlineData("a\nb", "line break")]
    public async Task BootstrapToken_UnusablePassword_IsRejected(string password, string message) =>
        Refused(await InProcess.RunAsync(["bootstrap-token", "--user-name", "admin", "--password-file", "-"], null, password), 1, message);

    [Theory]
    [InlineData("--password-length requires --generate-password", "--password-length", "20")]
    [InlineData("--password-length 11 is out of range. Specify 12 to 128.", "--generate-password", "--password-length", "11")]
    [InlineData("--password-length is not a whole number", "--generate-password", "--password-length", "x")]
    [InlineData("--password-file and --generate-password cannot be used together", "--generate-password", "--password-file", "-")]
    public async Task BootstrapToken_ContradictoryOptions_AreRejected(string message, params string[] options) =>
        Refused(await InProcess.RunAsync(["bootstrap-token", "--user-name", "admin", .. options], null, "MySecretPassword"), 1, message);

    [Fact]
    public async Task PasswordHash_KnownPassword_IsTheKnownHash()
    {
        // tests/vectors/shacrypt-bootstrap.json, from other implementations.
        var vectors = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(Path.Combine(Tool.Root, "tests", "vectors", "shacrypt-bootstrap.json")))!;
        foreach (var (name, algorithm) in new[] { ("$5$", "sha256crypt"), ("$6$", "Sha512Crypt"), ("$5$", "sha256") })
        {
            var vector = vectors["official"]!.AsArray()
                .First(vector => ((string)vector!["setting"]!).StartsWith(name + "salt", StringComparison.Ordinal))!;
            var salt = ((string)vector["setting"]!).Split('$')[2];
            var json = Json(await InProcess.RunAsync(
                ["password-hash", "--password-file", "-", "--algorithm", algorithm, "--salt", salt], null, (string)vector["password"]!));
            Assert.Equal((string?)vector["hash"], (string?)json["passwordHash"]);
        }
    }

    [Theory]
    [InlineData("The value of --algorithm is invalid. Valid values: Sha512Crypt, Sha256Crypt", "--algorithm", "md5")]
    [InlineData("The value of --algorithm is invalid", "--algorithm", "7")]
    [InlineData("--rounds 999 is out of range. Specify 1000 to 999999999", "--rounds", "999")]
    [InlineData("--rounds is not a whole number", "--rounds", "1e6")]
    [InlineData("The value of --salt is empty", "--salt", "")]
    public async Task PasswordHash_InvalidOption_IsRejected(string message, params string[] options) =>
        Refused(await InProcess.RunAsync(["password-hash", "--password-file", "-", .. options], null, "MySecretPassword"), 1, message);

    [Fact]
    public async Task PasswordHash_EmptyPassword_DoesNotAdviseToGenerateOne()
    {
        var outcome = await InProcess.RunAsync(["password-hash"], new() { ["TOKENTOOLS_PASSWORD"] = null });
        Refused(outcome, 1, "The password is missing");
        Assert.DoesNotContain("generate", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BootstrapToken_TextOfGeneratedPassword_IsRefusedBecauseItWouldBeLost() => Refused(
        await InProcess.RunAsync("bootstrap-token", "--user-name", "admin", "--generate-password", "-o", "text"), 1, "would be lost");

    [Theory]
    [InlineData("MySecretPassword", 0, true)]
    [InlineData("another", 2, false)]
    public async Task VerifyHash_Password_IsCompared(string password, int code, bool matches)
    {
        var outcome = await InProcess.RunAsync(
            ["verify-hash", "--password-hash-file", "-"], new() { ["TOKENTOOLS_PASSWORD"] = password }, DocumentedHash + "\r\n");
        Assert.Equal(code, outcome.ExitCode);
        Assert.Equal(matches, (bool?)JsonNode.Parse(outcome.Output)!["matches"]);
    }

    [Theory]
    [InlineData("$$5$$1234567890123456$$ZhevF45HOczSVHwo7R6s60tQRjbx4/bhjTrYi317TKD", "compose file")]
    [InlineData("$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW", "bcrypt")]
    [InlineData("MySecretPassword", "may be the password itself")]
    public async Task VerifyHash_AnotherKindOfText_IsNamed(string text, string message) => Refused(
        await InProcess.RunAsync(["verify-hash", "--password-hash-file", "-"], new() { ["TOKENTOOLS_PASSWORD"] = "x" }, text), 1, message);

    [Fact]
    public async Task Inspect_TokenThatWasEncodedTwice_IsNamed() =>
        Refused(await InProcess.RunAsync(["inspect"], null, "WVdSdGFXNDZZbTl2ZEhOMGNtRndPbVY0WVcxd2JHVT0="), 1, "encoded twice");

    [Fact]
    public async Task OrganizationManifest_SameInput_IsTheSame()
    {
        var first = await InProcess.RunAsync(["organization-manifest", "acme", "a.example"], null, DocumentedToken);
        var second = await InProcess.RunAsync(["organization-manifest", "acme", "a.example"], null, DocumentedToken);
        Assert.Equal(first.Output, second.Output);
        var json = Json(await InProcess.RunAsync(
            ["organization-manifest", "acme", "a.example", "--salt", "c/srj5JySMve", "--algorithm", "Sha256Crypt", "--admin-secret-name", "gdcn-org-admin-acme"],
            null,
            DocumentedToken));
        Assert.Equal(DocumentedHash, (string?)json["items"]![0]!["spec"]!["adminUserToken"]);
        // printf MySecretPassword | base64
        Assert.Equal("TXlTZWNyZXRQYXNzd29yZA==", (string?)json["items"]![1]!["data"]!["adminPassword"]);
    }

    [Fact]
    public async Task UserAndApiToken_Sandbox_AreCreated()
    {
        var user = Json(await InProcess.RunAsync("gooddata-user", "ada@example.com", "--first-name", "Ada", "--user-group", "adminGroup", "--manage", "--dex", "--sandbox"));
        Assert.Equal(("ada.at.example.com", true, "Created"), ((string?)user["id"], (bool?)user["canManage"], (string?)user["change"]));
        Assert.Equal(24, ((string)user["password"]!).Length);
        var token = Json(await InProcess.RunAsync("gooddata-api-token", "--id", "ci", "--sandbox"));
        Assert.StartsWith(
            "admin:ci:", Encoding.UTF8.GetString(Convert.FromBase64String((string)token["attributes"]!["bearerToken"]!)), StringComparison.Ordinal);
        var text = await InProcess.RunAsync("gooddata-api-token", "--id", "ci", "--sandbox", "-o", "token");
        Assert.StartsWith("admin:ci:", Encoding.UTF8.GetString(Convert.FromBase64String(text.Output)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserAndApiToken_FormThatLosesTheSecret_IsRefused()
    {
        Refused(await InProcess.RunAsync("gooddata-api-token", "--id", "ci", "--sandbox", "-o", "text"), 1, "would be lost");
        Refused(await InProcess.RunAsync("gooddata-user", "ada@example.com", "--dex", "--sandbox", "-o", "text"), 1, "would be lost");
        Refused(await InProcess.RunAsync("gooddata-user", "ada", "--sandbox"), 1, "is not an e-mail address");
        Refused(await InProcess.RunAsync("gooddata-user", "ada@example.com", "--user-group", "none", "--sandbox"), 2, "The user group none does not exist");
        Refused(await InProcess.RunAsync("gooddata-api-token", "--id", "ci"), 1, "GOODDATA_HOST");
    }

    [Fact]
    public async Task UserAndApiToken_EnvironmentOfASandbox_SetUpTheFirstUser()
    {
        using var sandbox = TokenTools.Sandbox.TokenSandbox.Start();
        var bootstrap = Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:bootstrap:" + sandbox.GoodDataPassword));
        var environment = new System.Collections.Generic.Dictionary<string, string?>
        {
            ["GOODDATA_HOST"] = sandbox.Uri.AbsoluteUri, ["GOODDATA_TOKEN"] = bootstrap, ["GOODDATA_OVERRIDE_HOST"] = sandbox.GoodDataHostName,
        };
        Json(await InProcess.RunAsync(["gooddata-user", "ada@example.com", "--manage"], environment));
        var token = await InProcess.RunAsync(["gooddata-api-token", "--id", "ci", "--user-id", "ada.at.example.com", "-o", "token"], environment);
        var duplicate = await InProcess.RunAsync(["gooddata-api-token", "--id", "ci", "--user-id", "ada.at.example.com"], environment);
        Assert.Equal(1, duplicate.ExitCode);
        Assert.Contains("cannot be read again", duplicate.Error, StringComparison.Ordinal);
        environment["GOODDATA_TOKEN"] = token.Output;
        var verified = Json(await InProcess.RunAsync(["verify"], environment));
        Assert.Equal(("ada.at.example.com", true), ((string?)verified["userId"], (bool?)verified["canManage"]));
        Assert.All(sandbox.Requests, request => Assert.Equal(sandbox.GoodDataHostName, request.Headers["Host"]));
    }

    [Theory]
    [InlineData(DocumentedToken, 2)]
    [InlineData("", 0)]
    public async Task Verify_SandboxAndPipedToken_VerifiesThatToken(string input, int code) =>
        Assert.Equal(code, (await InProcess.RunAsync(["verify", "--sandbox"], null, input)).ExitCode);

    [Fact]
    public async Task OrganizationManifest_Token_IsJsonOrYamlWithoutThePassword()
    {
        var json = Json(await InProcess.RunAsync(
            ["organization-manifest", "acme", "analytics.acme.example", "--secret-name", "acme-admin"], null, DocumentedToken + "\n"));
        Assert.Equal("List", (string?)json["kind"]);
        Assert.Equal("admin", (string?)json["items"]![0]!["spec"]!["adminUser"]);
        var yaml = await InProcess.RunAsync(
            ["organization-manifest", "acme", "analytics.acme.example", "--token-file", File("token.txt", DocumentedToken), "-o", "text"], null);
        Assert.StartsWith("---\napiVersion: controllers.gooddata.com/v1\nkind: Organization\n", yaml.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MySecretPassword", yaml.Output + json, StringComparison.Ordinal);
        Refused(await InProcess.RunAsync(["organization-manifest", "acme", "a.example", "-o", "token"], null, DocumentedToken), 1, "contains no token");
        Refused(await InProcess.RunAsync(["organization-manifest", "Acme!", "a.example"], null, DocumentedToken), 1, "The value of id is not");
    }

    [Fact]
    public async Task OrganizationManifest_Hash_IsInTheManifest()
    {
        var hash = await InProcess.RunAsync(["password-hash", "--password-file", "-", "-o", "text"], null, "MySecretPassword");
        var json = Json(await InProcess.RunAsync(
            [
                "organization-manifest", "acme", "analytics.acme.example", "--admin-user", "root", "--password-hash-file",
                File("hash.txt", hash.Output),
            ],
            null));
        Assert.Equal(hash.Output.Trim(), (string?)json["spec"]!["adminUserToken"]);
        Assert.Equal("root", (string?)json["spec"]!["adminUser"]);
    }

    [Theory]
    [InlineData("--admin-user and --password-hash-file", "--admin-user", "root")]
    [InlineData("--admin-user and --password-hash-file", "--password-hash-file", "-")]
    [InlineData("--algorithm requires --token-file", "--admin-user", "root", "--password-hash-file", "-", "--algorithm", "Sha512Crypt")]
    [InlineData("--secret-key requires --secret-name", "--token-file", "-", "--secret-key", "hash")]
    [InlineData("The value of --tls-issuer-type is invalid", "--token-file", "-", "--tls-issuer-type", "issuer1")]
    public async Task OrganizationManifest_ContradictoryOptions_AreRejected(string message, params string[] options) =>
        Refused(await InProcess.RunAsync(["organization-manifest", "acme", "a.example", .. options], null, DocumentedHash), 1, message);

    [Fact]
    public async Task OrganizationManifest_TokenAndHash_AreRejected() => Refused(
        await InProcess.RunAsync(
            [
                "organization-manifest", "acme", "a.example", "--token-file", "-", "--admin-user", "root", "--password-hash-file",
                File("hash.txt", DocumentedHash),
            ],
            null,
            DocumentedToken),
        1,
        "--token-file cannot be used together with --admin-user or --password-hash-file");

    [Fact]
    public async Task Inspect_TokenWithAMistake_NamesItAndShowsNoSecret()
    {
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:bootstrap:planted-password\n"));
        var json = Json(await InProcess.RunAsync(["inspect"], null, token + "\n"));
        Assert.Equal("admin", (string?)json["userId"]);
        Assert.Equal("BootstrapSecretEndsInNewline", (string?)Assert.Single(json["warnings"]!.AsArray())!["id"]);
        Assert.DoesNotContain("planted", json.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_BootstrapToken_IsAcceptedByItsOrganizationOnly()
    {
        var token = (await InProcess.RunAsync(
            ["bootstrap-token", "--user-name", Sandbox.GoodDataUserName, "-o", "token"],
            new() { ["TOKENTOOLS_PASSWORD"] = Sandbox.GoodDataPassword })).Output;
        var json = Json(await InProcess.RunAsync(["verify"], Environment, token));
        Assert.True((bool?)json["accepted"]);
        Assert.Equal(Sandbox.GoodDataOrganizationId, (string?)json["organizationId"]);
        var rejected = await InProcess.RunAsync(["verify"], Environment, DocumentedToken);
        Assert.Equal(2, rejected.ExitCode);
        Assert.False((bool?)JsonNode.Parse(rejected.Output)!["accepted"]);
        Assert.Contains("--wait", rejected.Output, StringComparison.Ordinal);
        Environment["GOODDATA_HOST"] = "http://127.0.0.1:9";
        Assert.Equal(3, (await InProcess.RunAsync(["verify"], Environment, token)).ExitCode);
    }

    [Theory]
    [InlineData("--retry-interval-sec requires --wait", "--retry-interval-sec", "5")]
    [InlineData("--retry-interval-sec 3601 is out of range", "--wait", "--retry-interval-sec", "3601")]
    [InlineData("--timeout-sec 0 is out of range", "--wait", "--timeout-sec", "0")]
    [InlineData("--peer-ip is valid only for a Onedata token", "--peer-ip", "10.0.0.1")]
    [InlineData("--maximum-retry-count is valid only for a Onedata token", "--wait", "--maximum-retry-count", "3")]
    [InlineData("--host-header is not a host name", "--host-header", "a b")]
    public async Task Verify_OptionsThatDoNotFitABootstrapToken_AreRejected(string message, params string[] options)
    {
        Refused(await InProcess.RunAsync(["verify", .. options], Environment, DocumentedToken), 1, message);
        Assert.Empty(Sandbox.Requests);
    }

    [Theory]
    [InlineData("ftp://analytics.example.com")]
    [InlineData("https://analytics.example.com/api/v1")]
    public async Task Verify_InvalidAddress_NamesTheOptionOrTheVariable(string address)
    {
        Refused(await InProcess.RunAsync(["verify", "--uri", address], Environment, DocumentedToken), 1, "--uri");
        Environment["GOODDATA_HOST"] = address;
        Refused(await InProcess.RunAsync(["verify"], Environment, DocumentedToken), 1, "GOODDATA_HOST");
    }

    [Fact]
    public async Task Verify_Wait_WaitsForANewOrganization()
    {
        Sandbox.OrganizationReady = false;
        Environment["TOKENTOOLS_TOKEN"] = Convert.ToBase64String(
            Encoding.UTF8.GetBytes(Sandbox.GoodDataUserName + ":bootstrap:" + Sandbox.GoodDataPassword));
        var running = InProcess.RunAsync(["verify", "--wait", "--timeout-sec", "600"], Environment);
        await UntilAsync(() => running.IsCompleted || Sandbox.Requests.Any(static request => request.StatusCode is not null));

        Sandbox.OrganizationReady = true;
        Assert.True((int?)Json(await running)["attempts"] > 1);
    }
}
