using System;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools inspect says what a token is.</summary>
[Collection(InProcess.Name)]
public sealed class InspectTests : CliTest
{
    // From RFC 7519, section 3.1: iss is joe, exp is 1300819380.
    private const string RfcToken =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    [Theory]
    [InlineData("atom-550e8400-e29b-41d4-a716-446655440000", "installerToken", "installType", "ATOM")]
    [InlineData(
        """{"@type":"InstallerToken","installType":"MOLECULE","token":"molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5","accountId":"acme-A1B2C3"}""",
        "installerToken",
        "accountId",
        "acme-A1B2C3")]
    // An id may look random.
    [InlineData(
        """{"installType":"ATOM","token":"atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5","accountId":"exampleorg-7K9Q2Z"}""",
        "installerToken",
        "accountId",
        "exampleorg-7K9Q2Z")]
    [InlineData(
        """{"installType":"ATOM","token":"atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5","accountId":"123aab45-67b8-9012-3a45-67c8e9e01e23"}""",
        "installerToken",
        "accountId",
        "********")]
    [InlineData("123aab45-67b8-9012-3a45-67c8e9e01e23", "platformApiToken", null, null)]
    [InlineData("BOOMI_TOKEN.admin@acme.example", "platformApiToken", null, null)]
    [InlineData(RfcToken, "jsonWebToken", "issuer", "joe")]
    [InlineData(RfcToken, "jsonWebToken", "expiresAt", "2011-03-22T18:43:00Z")]
    [InlineData("$5$1234567890123456$ZhevF45HOczSVHwo7R6s60tQRjbx4/bhjTrYi317TKD", "passwordHash", "algorithm", "Sha256Crypt")]
    [InlineData("YWRhOmJvb3RzdHJhcDpwYXNzd29yZDEyMzQ=", "bootstrapToken", "userId", "ada")]
    [InlineData("YWRhOmNpOnBhc3N3b3JkMTIzNDU=", "apiToken", "tokenId", "ci")]
    public async Task Inspect_Token_NamesItsKindAndShowsNoSecret(string token, string kind, string? field, string? value)
    {
        var outcome = await InProcess.RunAsync(["inspect"], null, token);
        var json = Json(outcome);
        Assert.Equal(kind, (string?)json["kind"]);
        Assert.Equal(value, field is null ? null : (string?)json[field]);
        var text = await InProcess.RunAsync(["inspect", "-o", "text"], null, token);
        Assert.StartsWith("Kind ", text.Output, StringComparison.Ordinal);
        foreach (var secret in new[] { "446655440000", "8bff84343cb5", "67c8e9e01e23", "dBjftJeZ4CVP", "ZhevF45HO", "password1234" })
        {
            Assert.DoesNotContain(secret, outcome.Output + outcome.Error + text.Output + text.Error, StringComparison.Ordinal);
        }
    }

    // {"alg":"none"}, {"exp":"never"}
    [Fact]
    public async Task Inspect_JsonWebTokenWhoseEndIsText_IsAnError() => Refused(
        await InProcess.RunAsync(["inspect"], null, "eyJhbGciOiJub25lIn0.eyJleHAiOiJuZXZlciJ9.eA"), 1, "(exp) is not a number of seconds, so it cannot be read");

    [Fact]
    public async Task Inspect_OnedataToken_NamesItsKind() =>
        Assert.Equal("onedataToken", (string?)Json(await InProcess.RunAsync(["inspect"], null, Sandbox.OnezoneUserToken))["kind"]);

    [Theory]
    [InlineData("""{"installType":"ATOM"}""")]
    [InlineData("""{"token":"eyJhbGciOiJub25lIn0.e30.x"}""")]
    [InlineData("a.b.c")]
    [InlineData("planted secret")]
    public async Task Inspect_OtherText_IsRejected(string text)
    {
        var outcome = await InProcess.RunAsync(["inspect"], null, text);
        Refused(outcome, 1, "neither a Onedata token");
        Assert.DoesNotContain("planted", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_SecretForATokenOfBoomi_IsRejected() => Refused(
        await InProcess.RunAsync(["inspect", "--secret-file", File("secret", "x")], null, "atom-550e8400-e29b-41d4-a716-446655440000"),
        1,
        "--secret-file is valid only for a Onedata token");
}
