using System;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class ErrorMapperRedirectTests
{
    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(304)]
    [InlineData(305)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task ToApiException_Redirect_ShowsTargetAndSendsNothingThere(int status)
    {
        using var target = new RawServer(RawResponse.Of(200));
        using var server = new RawServer(RawResponse.Of(status, "", "Location: " + target.Uri + "other?token=hunter22#hunter22"));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await RedirectedAsync(connection);

        Assert.Equal((status, nameof(Messages.Redirected)), (error.StatusCode, error.ErrorId));
        Assert.StartsWith(
            "Boomi returned HTTP " + status + " with a redirect to " + target.Uri
                + "other, which is not followed, to protect the credentials. If that address is correct, connect to it.",
            error.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, target.Connections);
        Assert.Single(server.Requests);
        // 303 is the usual response to a POST that was applied, and 302 is common in its place.
        Assert.Equal(status is 301 or 307 or 308, error.NeverApplied);
        Assert.Equal(error.NeverApplied, error.Message.EndsWith("connect to it.", StringComparison.Ordinal));
        Assert.Equal(!error.NeverApplied, error.Message.Contains("it. An installer token for MOLECULE may have", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ToApiException_LocationOfAnotherError_IsNotShown()
    {
        using var server = new RawServer(RawResponse.Of(400, "", "Location: https://other.example.com/"));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        Assert.DoesNotContain("other.example.com", (await RedirectedAsync(connection)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/login?next=hunter22", "/login,")]
    [InlineData("login", "/api/rest/v1/fakeAccountId/login,")]
    [InlineData("https://user:hunter22@other.example.com/x", "https://other.example.com/x,")]
    [InlineData("//other.example.com/x?hunter22", "http://other.example.com/x,")]
    [InlineData("//user:hunter22@other.example.com", "http://other.example.com/,")]
    [InlineData("", "an invalid address,")]
    [InlineData("//", "an invalid address,")]
    [InlineData("///", "")]
    [InlineData("http://", "")]
    [InlineData("http://[bad", "")]
    [InlineData("javascript:hunter2", "")]
    [InlineData("mailto:support@example.com", "")]
    [InlineData(":", "")]
    [InlineData("https://other.example.com/BOOMI_TOKEN.u:hunter22", "https://other.example.com/BOOMI_TOKEN.u:********,")]
    public async Task ToApiException_AnyLocation_ShowsNoSecret(string location, string expected)
    {
        using var server = new RawServer(RawResponse.Of(302, "", "Location: " + location));
        using var connection = Requests.Boomi(server.Uri);

        var error = await RedirectedAsync(connection);

        Assert.Equal(nameof(Messages.Redirected), error.ErrorId);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ToApiException_RedirectWithoutLocation_SaysSo()
    {
        using var server = new RawServer(RawResponse.Of(302));
        using var connection = Requests.Boomi(server.Uri);

        var error = await RedirectedAsync(connection);

        Assert.Contains("a redirect to an invalid address", error.Message, StringComparison.Ordinal);
    }

    private static async Task<TokenApiException> RedirectedAsync(BoomiConnection connection)
    {
        var error = await Assert.ThrowsAnyAsync<TokenException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));
        return Assert.IsType<TokenApiException>(error is TokenOutcomeUnknownException ? error.InnerException : error);
    }
}
