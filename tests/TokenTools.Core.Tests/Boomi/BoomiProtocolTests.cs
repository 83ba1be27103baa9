using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>The error responses of the service, in each of its formats.</summary>
public class BoomiProtocolTests
{
    public static TheoryData<string, string?, string> Formats() => new()
    {
        // OpenAPI components.responses; introduction; known in the field; XML of the introduction; DataHub Platform API.
        { "{\"message\":\"Access denied due to insufficient permissions.\"}", null, "Access denied due to insufficient permissions." },
        { "{\"error\":{\"message\":\"ERROR_MESSAGE\"}}", null, "ERROR_MESSAGE" },
        { "{\"@type\":\"Error\",\"message\":\"Unknown objectType for delete operation: Component\"}", null, "Unknown objectType for delete operation: Component" },
        { "<error><message>The authenticated user does not have access rights to this functionality</message></error>", null, "The authenticated user does not have access rights to this functionality" },
        {
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><UserMessage id=\"error.user.login\" type=\"error\"><Data>Incorrect user name and password combination.</Data></UserMessage>",
            "error.user.login", "Incorrect user name and password combination."
        },
        { "<bns:error xmlns:bns=\"http://api.platform.boomi.com/\"><bns:message>Sp\u00e4ter &amp; besser</bns:message></bns:error>", null, "Sp\u00e4ter & besser" },
        // Of a gateway.
        { "<!DOCTYPE html>\r\n<html><head><title>503 Service &amp; more</title></head><body>x</body></html>", null, "503 Service & more" },
        { "upstream connect error", null, "upstream connect error" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task ReadError_EachFormatWhateverTheContentType_ShowsTheServicesMessage(string body, string? id, string message)
    {
        foreach (var type in new[] { "application/json", "application/xml;charset=UTF-8", "text/html", "nonsense", "text/xml; charset=klingon" })
        {
            var error = await RejectedAsync(403, body, "Content-Type: " + type);

            Assert.EndsWith("(HTTP 403): " + message, error.Message, StringComparison.Ordinal);
            Assert.Equal((id, message), (error.ServiceErrorId, error.ServiceError?.Message));
            Assert.NotNull(error.RecommendedAction);
        }
    }

    [Theory]
    [InlineData(400, nameof(Messages.BadRequest), "privilege")]
    [InlineData(401, nameof(Messages.Unauthorized), "Check the account id, user name and API token")]
    [InlineData(403, nameof(Messages.Forbidden), "Runtime Management (ATOM_MANAGEMENT)")]
    [InlineData(404, nameof(Messages.NotFound), "https://api.platform.gb.boomi.com")]
    [InlineData(410, nameof(Messages.Gone), "newer version")]
    [InlineData(429, nameof(Messages.ServiceBusy), "Try again later")]
    [InlineData(503, nameof(Messages.ServiceBusy), "Try again later")]
    [InlineData(409, nameof(Messages.Conflict), null)]
    [InlineData(500, nameof(Messages.ServiceFailed), null)]
    [InlineData(501, nameof(Messages.ServiceFailed), null)]
    [InlineData(502, nameof(Messages.GatewayFailed), null)]
    [InlineData(504, nameof(Messages.GatewayFailed), null)]
    [InlineData(418, nameof(Messages.UnexpectedStatus), null)]
    public async Task Advise_EachStatus_HasItsErrorAndAdvice(int status, string errorId, string? advice)
    {
        var error = await RejectedAsync(status, "");

        Assert.Equal((status, errorId), (error.StatusCode, error.ErrorId));
        Assert.Contains("(HTTP " + status + "): " + MessageText.Format(nameof(Messages.NoReason)), error.Message, StringComparison.Ordinal);
        Assert.Null(error.ServiceError);
        Assert.True(advice is null ? error.RecommendedAction is null : error.RecommendedAction!.Contains(advice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Advise_403ForInvalidCredentials_AdvisesOnCredentials()
    {
        foreach (var id in new[] { "error.user.login", "error.user.auth" })
        {
            var error = await RejectedAsync(403, "<UserMessage id=\"" + id + "\" type=\"error\"><Data>No.</Data></UserMessage>");
            Assert.Contains("Check the account id, user name and API token", error.RecommendedAction, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string> InvalidBodies() => new()
    {
        "", " \r\n ", "null", "[]", "{}", "{\"message\":null}", "{\"message\":{\"a\":1}}", "{\"error\":\"x\"}", "{\"error\":[1]}", "{\"message\":\"cut sho",
        "<error>", "<error><message>cut sho", "<error/>", "<UserMessage/>", "<html", "<!DOCTYPE html><html></html>", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><error><message>&a;</message></error>",
        "\0\u0001\u0002", new string('[', 100_000), new string('x', 1_000_000), "{\"message\":\"" + new string('x', 1_000_000) + "\"}",
        "{\"message\":\"\\u001b[31m\\r\\n\\u0000\"}", new string('x', 3_000_000),
    };

    [Theory]
    [MemberData(nameof(InvalidBodies))]
    public async Task ReadError_InvalidBody_GivesOneShortLine(string body)
    {
        var error = await RejectedAsync(400, body);

        Assert.Equal(nameof(Messages.BadRequest), error.ErrorId);
        Assert.True(error.Message.Length < 400);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.DoesNotContain("root:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadError_BinaryBody_GivesTypedError()
    {
        var random = new byte[10_000];
        new Random(1).NextBytes(random);
        using var server = new RawServer(RawResponse.Of(400, random, "Content-Type: application/octet-stream"));
        using var connection = Requests.Boomi(server.Uri);

        var error = await Assert.ThrowsAsync<TokenApiException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(nameof(Messages.BadRequest), error.ErrorId);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public async Task ReadError_BodyEchoesCredentials_ShowsNone()
    {
        var header = Convert.ToBase64String(Encoding.UTF8.GetBytes("BOOMI_TOKEN." + Requests.User + ":" + Requests.Secret));
        var bodies = new List<string>
        {
            "{\"message\":\"Bad credentials " + Requests.Secret + " in Basic " + header + "\"}",
            "<UserMessage id=\"" + Requests.Secret + "\"><Data>" + Requests.Secret.ToUpperInvariant() + "</Data></UserMessage>",
            "<html><title>Authorization: Basic " + header + "</title></html>",
            header,
            "{\"error\":{\"id\":\"" + header + "\",\"message\":\"" + Uri.EscapeDataString(Requests.Secret) + " and " + Samples.Token + "\"}}",
        };
        foreach (var body in bodies)
        {
            using var server = new RawServer(RawResponse.Of(401, body, "X-Request-ID: " + Requests.Secret + " " + header, "WWW-Authenticate: Basic " + header));
            using var connection = Requests.Boomi(server.Uri);
            var notices = new List<string>();

            var error = await Assert.ThrowsAsync<TokenApiException>(() =>
                connection.CreateInstallerTokenAsync(Requests.Molecule, progress: new DelegateProgress<Notice>(notice => notices.Add(notice.Text))));

            var all = string.Join("\n", notices.Append(error.ToString()).Append(error.TraceId).Append(error.ServiceError?.ToString()).Append(error.RecommendedAction));
            Assert.DoesNotContain(Requests.Secret, all, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(header, all, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("963f3eb3", all, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("X-GDC-TRACE-ID: abc123", "abc123")]
    [InlineData("X-Request-ID: abc-123", "abc-123")]
    [InlineData("X-Other: abc", null)]
    public async Task ReadError_TraceIdHeader_IsInTheError(string header, string? id) => Assert.Equal(id, (await RejectedAsync(400, "", header)).TraceId);

    [Fact]
    public async Task ReadError_TruncatedBody_IsStillTheStatusError()
    {
        using var server = new RawServer(RawResponse.Truncated(401, "{\"message\":\"No"));
        using var connection = Requests.Boomi(server.Uri);

        var error = await Assert.ThrowsAsync<TokenApiException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal((401, nameof(Messages.Unauthorized)), (error.StatusCode, error.ErrorId));
    }

    private static async Task<TokenApiException> RejectedAsync(int status, string body, params string[] headers)
    {
        using var server = new RawServer(RawResponse.Of(status, body, headers));
        using var connection = Requests.Boomi(server.Uri, new FakeClock(), options => options.Http.MaximumRetryCount = 1);
        var error = await Assert.ThrowsAnyAsync<TokenException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));
        // If a token may exist, that is the error, and the response is its cause.
        return Assert.IsType<TokenApiException>(error is TokenOutcomeUnknownException ? error.InnerException : error);
    }
}
