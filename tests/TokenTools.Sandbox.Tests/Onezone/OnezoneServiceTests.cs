using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Sandbox.Tests.Onezone;

public class OnezoneServiceTests : OnezoneTest
{
    [Fact]
    public async Task Handle_PublicEndpoints_NeedNoCredentials()
    {
        Sandbox.ClockSkew = TimeSpan.FromMinutes(-10);
        var time = (await AskAsync("GET", "provider/public/get_current_time", null, null)).Json!;
        Assert.Equal(["timeMillis"], time.Properties().Select(p => p.Name));
        Assert.InRange((long)time["timeMillis"]! - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), -610_000, -599_000);
        var configuration = (await AskAsync("GET", "configuration/", null, null)).Json!;
        Assert.Equal(["name", "version", "build", "domain"], configuration.Properties().Take(4).Select(p => p.Name));
        using var ip = await SendAsync("GET", "/api/v3/onezone/provider/public/check_my_ip");
        Assert.Equal("\"127.0.0.1\"", await ip.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Handle_WebServerErrors_HaveNoBody()
    {
        using var notFound = await SendAsync("GET", "/api/v3/onezone/nothing");
        using var method = await SendAsync("PUT", "/api/v3/onezone/user/tokens/temporary", "{}");
        using var untyped = Message("POST", "/api/v3/onezone/tokens/examine", "{}");
        untyped.Content!.Headers.ContentType = null;
        using var unsupported = await Client.SendAsync(untyped);
        using var form = await Client.SendAsync(Message(
            "POST", "/api/v3/onezone/tokens/examine", "{}", "application/x-www-form-urlencoded"));
        using var tooLong = await SendAsync("GET", "/api/v3/onezone/user", null, ("x-auth-token", new string('x', 4097)));
        using var xml = await SendAsync("POST", "/api/v3/onezone/tokens/examine", "{}", ("Accept", "application/xml, text/*;q=0.5"));
        foreach (var (response, status) in new[]
        {
            (notFound, 404), (method, 405), (xml, 406), (unsupported, 415), (form, 415), (tooLong, 431),
        })
        {
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
            Assert.Null(response.Content.Headers.ContentType);
        }

        foreach (var accept in new[] { "*/*", "application/json;q=0.1", "text/html, application/*" })
        {
            using var accepted = await SendAsync("GET", "/api/v3/onezone/configuration", null, ("Accept", accept));
            Assert.Equal(200, (int)accepted.StatusCode);
        }

        using var badToken = await Client.SendAsync(Message(
            "POST", "/api/v3/onezone/tokens/examine", "{}", "text/plain", ("x-auth-token", "bad")));
        Assert.Equal(401, (int)badToken.StatusCode);
        using var charset = await Client.SendAsync(Message(
            "POST", "/api/v3/onezone/tokens/examine", "{}", "application/json; charset=utf-8"));
        Assert.Equal(400, (int)charset.StatusCode);
    }

    [Fact]
    public async Task RateLimitExceeded_Always_Gives429()
    {
        Sandbox.RequestsPerSecond = 0.001;
        await AskAsync("GET", "configuration", null, null);
        using var rejected = await SendAsync("GET", "/api/v3/onezone/configuration");
        Assert.Equal(HttpStatusCode.TooManyRequests, rejected.StatusCode);
        Assert.NotNull(rejected.Headers.RetryAfter);
    }
}
