using System;
using System.Net;
using System.Threading.Tasks;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests.Pipeline;

public class SandboxPipelineTests : SandboxTest
{
    // One request in 1,000 seconds: a busy machine cannot make a second one valid.
    private const double OnlyOne = 0.001;

    [Fact]
    public async Task Handle_BeyondRateLimit_GivesResponseOfTheService()
    {
        Sandbox.RequestsPerSecond = OnlyOne;
        using var first = await MintAsync();
        using var second = await MintAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (first.StatusCode, second.StatusCode));
        Assert.Equal(
            """{"message":"The Boomi server is currently unavailable or your account's rate limits have been exceeded. Retry later."}""",
            await second.Content.ReadAsStringAsync());
        Assert.Null(second.Headers.RetryAfter);
        Assert.Single(Sandbox.MintedTokens);

        // Each service has its own limit.
        using var profile = await SendAsync("GET", "/api/v1/profile");
        using var rejected = await SendAsync("GET", "/api/v1/profile");
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.TooManyRequests), (profile.StatusCode, rejected.StatusCode));
        Assert.Equal(TimeSpan.FromSeconds(1), rejected.Headers.RetryAfter?.Delta);

        Sandbox.RequestsPerSecond = null;
        using var unlimited = await MintAsync();
        Assert.Equal(HttpStatusCode.OK, unlimited.StatusCode);
    }

    [Fact]
    public async Task Handle_UnknownPath_Gives404AndIsRecordedWithoutService()
    {
        using var response = await SendAsync("GET", "/unknown");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Null(Assert.Single(Sandbox.Requests).Service);
    }
}
