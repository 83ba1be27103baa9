using System;
using System.Linq;
using System.Text;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>Secrets that are recognized by their form only.</summary>
public class RedactorShapeTests
{
    private const string Installer = "963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5";

    private const string Bootstrap = "YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ=";

    // Characters that a regular expression accepts for a letter in any case, so that the text holds no name of a secret as it is written.
    [Theory]
    [InlineData("TO\u212AEN=hunter22", "TO\u212AEN=********")]
    [InlineData("coo\u212Aie: hunter22", "coo\u212Aie: ********")]
    [InlineData("for BOOMI_TO\u212AEN.user:hunter22 at", "for BOOMI_TO\u212AEN.user:******** at")]
    [InlineData("bro\u212Aer-" + Installer, "bro\u212Aer-********")]
    public void Redact_NameWithTheSignForKelvin_IsReplaced(string text, string redacted) =>
        Assert.Equal(redacted, Redactor.ByShape.Redact(text));

    [Theory]
    [InlineData("Authorization: Basic dXNlcjpodW50ZXIyMg==", "Authorization: ********")]
    [InlineData("authorization=Bearer hunter22", "authorization=********")]
    [InlineData("{\"Authorization\":\"Basic dXNlcjpodW50ZXIyMg==\",\"x\":1}", "{\"Authorization\":\"********\",\"x\":1}")]
    [InlineData("Proxy-Authorization: Basic dXNlcjpodW50ZXIyMg==\r\nHost: x", "Proxy-Authorization: ********\r\nHost: x")]
    [InlineData("X-Auth-Token: hunter22", "X-Auth-Token: ********")]
    [InlineData("x-onedata-service-token: hunter22", "x-onedata-service-token: ********")]
    [InlineData("X-Boomi-OTP: 123456", "X-Boomi-OTP: ********")]
    [InlineData("Set-Cookie: session=hunter22; Secure", "Set-Cookie: ********")]
    [InlineData("sent Basic dXNlcjpodW50ZXIyMg== and failed", "sent Basic ******** and failed")]
    [InlineData("sent bearer hunter22-x and failed", "sent bearer ******** and failed")]
    [InlineData("https://user:hunter22@api.boomi.com/x", "https://********@api.boomi.com/x")]
    [InlineData("https://hunter22@api.boomi.com/x", "https://********@api.boomi.com/x")]
    [InlineData("for BOOMI_TOKEN.user@boomi.com:hunter22 at", "for BOOMI_TOKEN.user@boomi.com:******** at")]
    [InlineData("molecule-" + Installer, "molecule-********")]
    [InlineData("token=atom-" + Installer + "&x=1", "token=********&x=1")]
    [InlineData("GATEWAY-" + Installer + ".", "GATEWAY-********.")]
    [InlineData("used " + Bootstrap + " twice", "used ******** twice")]
    [InlineData("\"token\": \"hunter22\"", "\"token\": ********")]
    [InlineData("{\"token\":\"hunter22\",\"x\":1}", "{\"token\":********,\"x\":1}")]
    [InlineData("{\\\"token\\\":\\\"hunter22\\\",\\\"x\\\":1}", "{\\\"token\\\":********,\\\"x\\\":1}")]
    [InlineData("{'token': 'hunter22', 'x': 1}", "{'token': ********, 'x': 1}")]
    [InlineData("{\"password\":\"hun\\\"ter22\",\"x\":1}", "{\"password\":********,\"x\":1}")]
    [InlineData("{\"password\":\"hunter22", "{\"password\":********")]
    [InlineData("{\"refresh_token\":\"hunter22\"}", "{\"refresh_token\":********}")]
    [InlineData("{\"accessToken\":\"hunter22\"}", "{\"accessToken\":********}")]
    [InlineData("x-api-key: hunter22", "x-api-key: ********")]
    [InlineData("<a token=\"hunter22\" b=\"1\"/>", "<a token=******** b=\"1\"/>")]
    [InlineData("<a token='hunter22' b='1'/>", "<a token=******** b='1'/>")]
    [InlineData("<password>hunter22</password>", "<password>********</password>")]
    [InlineData("<ns:apiToken id=\"1\">hunter22</ns:apiToken>", "<ns:apiToken id=\"1\">********</ns:apiToken>")]
    [InlineData("?token=hunter22&a=1", "?token=********&a=1")]
    [InlineData("user=a;password=hunter22;x", "user=a;password=********;x")]
    [InlineData("password: hunter", "password: ********")]
    [InlineData("-VinstallToken=hunter22 -q", "-VinstallToken=******** -q")]
    [InlineData("INSTALL_TOKEN=hunter22", "INSTALL_TOKEN=********")]
    [InlineData("token: 12345678", "token: ********")]
    public void Redact_TextOfSecretForm_IsReplaced(string text, string redacted)
    {
        Assert.Equal(redacted, Redactor.ByShape.Redact(text));
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(redacted.ToUpperInvariant(), Redactor.ByShape.Redact(text).ToUpperInvariant()));
            Cultures.In(
                culture,
                () => Assert.DoesNotContain("hunter22", Redactor.ByShape.Redact(text), StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Redact_CredentialInBase64_IsReplacedAtAnyOffset()
    {
        string[] pairs =
        [
            "a:bootstrap:example", "admin:bootstrap:MySecretPassword", "demo.user-1_x:bootstrap:>>>???~~~",
            "BOOMI_TOKEN.user@boomi.com:hunter22",
        ];
        foreach (var pair in pairs)
        {
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
            foreach (var form in new[] { base64, base64.TrimEnd('='), base64.Replace('+', '-').Replace('/', '_') })
            {
                foreach (var text in new[] { form, "/" + form, "a/b/" + form + "/c", "id-" + form, "x=" + form, "\"" + form + "\"" })
                {
                    Assert.DoesNotContain(form.TrimEnd('=')[^8..], Redactor.ByShape.Redact(text), StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData("The token is invalid")]
    [InlineData("The token is invalid.")]
    [InlineData("Invalid token: expired")]
    [InlineData("token: expired")]
    [InlineData("Bad macaroon: expired")]
    [InlineData("Bearer error=\"invalid_token\", error_description=\"Unable to lookup user details for provided Bearer token\"")]
    [InlineData("Bearer token is malformed")]
    [InlineData("Bearer authentication required")]
    [InlineData("Basic authentication failed.")]
    [InlineData("Basic realm=\"Boomi\"")]
    [InlineData("Incorrect user name and password combination.")]
    [InlineData("The authenticated user does not have access rights to this functionality")]
    [InlineData("Access denied due to insufficient permissions.")]
    [InlineData("The Boomi server is currently unavailable or your account's rate limits have been exceeded. Retry later.")]
    [InlineData("Unknown objectType for delete operation: Component")]
    [InlineData("Account boomi_brianmerrick-4SYB9W not found (trace 3ca45d71-7794-40e2-b94b-182aef8ce5c2)")]
    [InlineData("Provided token is not valid for service op_worker-4cf2c5e7a1b34d1f8a9e6b7c0d1e2f30")]
    [InlineData("see https://docs.example.com/tokens?page=2 and mail support@example.com")]
    [InlineData("Error at /api/rest/v1/acme-A1B2C3/InstallerToken")]
    [InlineData("https://tools.ietf.org/html/rfc6750#section-3.1")]
    [InlineData("tokenType: access; tokenId: bootstrap; tokens: 3")]
    [InlineData("passwords must not be empty")]
    [InlineData("2030-01-01T00:00:00.000Z")]
    public void Redact_OrdinarySentence_IsUnchanged(string text) => Assert.Equal(text, Redactor.ByShape.Redact(text));

    [Fact]
    public void Redact_RedactedText_IsUnchanged()
    {
        string[] texts =
        [
            "token=hunter22", "Authorization: Basic dXNlcjpodW50ZXIyMg==", "<password>hunter22</password>", "molecule-" + Installer,
        ];
        foreach (var text in texts)
        {
            var once = Redactor.ByShape.Redact(text);
            Assert.Equal(once, Redactor.ByShape.Redact(once));
        }
    }

    [Fact]
    public void Redact_DumpOfRequest_RedactsEachLine()
    {
        var dump = string.Join("\r\n", Enumerable.Range(0, 5).Select(n => "X-Auth-Token: hunter2" + n + "\r\nAccept: a/" + n));

        var redacted = Redactor.ByShape.Redact(dump);

        Assert.DoesNotContain("hunter2", redacted, StringComparison.Ordinal);
        Assert.Equal(5, redacted.Split("Accept: a/").Length - 1);
    }
}
