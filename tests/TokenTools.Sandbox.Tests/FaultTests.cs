using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class FaultTests : SandboxTest
{
    [Fact]
    public async Task A_status_goes_before_the_service()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, RetryAfter = "2", Body = "busy", ContentType = "text/html", Headers = { ["X-Own"] = "a\r\nb: c" } });
        using var refused = await MintAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("text/html", refused.Content.Headers.ContentType?.MediaType);
        Assert.Equal("ab: c", refused.Headers.GetValues("X-Own").Single());
        Assert.Equal("busy", await refused.Content.ReadAsStringAsync());
        Assert.Empty(Sandbox.MintedTokens);
        Assert.Equal(503, Sandbox.Requests.Single().StatusCode);

        using var good = await MintAsync();
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    [Fact]
    public async Task Retry_after_may_be_a_date()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 429, RetryAfter = "Wed, 21 Oct 2065 07:28:00 GMT" });
        using var refused = await MintAsync();
        Assert.Equal(2065, refused.Headers.RetryAfter?.Date?.Year);
    }

    [Fact]
    public async Task A_delay_alone_delays_the_real_answer()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMilliseconds(300) });
        var watch = Stopwatch.StartNew();
        using var response = await MintAsync();
        Assert.InRange(watch.ElapsedMilliseconds, 290, 10_000);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(Sandbox.MintedTokens);
    }

    [Theory]
    [InlineData(SandboxReset.BeforeHandling, 0)]
    [InlineData(SandboxReset.AfterHandling, 1)]
    public async Task A_reset_comes_before_or_after_the_token_is_made(SandboxReset reset, int minted)
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = reset });
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => MintAsync());
        Assert.Equal(SocketError.ConnectionReset, (error.InnerException?.InnerException as SocketException ?? error.InnerException as SocketException)?.SocketErrorCode);
        Assert.Equal(minted, Sandbox.MintedTokens.Count);
        Assert.Null(Sandbox.Requests.Single().StatusCode);
        using var good = await MintAsync();
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    [Fact]
    public async Task A_body_is_cut_in_half()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Truncate = true });
        using var message = Message(
            "POST", "/api/rest/v1/" + Sandbox.BoomiAccountId + "/InstallerToken", """{"installType":"ATOM","durationMinutes":30}""",
            headers: [("Accept", "application/json"), ("Authorization", Basic(Sandbox.BoomiUserName, Sandbox.BoomiPassword))]);
        using var response = await Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > 100);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
        Assert.Single(Sandbox.MintedTokens);
    }

    [Fact]
    public async Task A_body_alone_stands_in_for_the_services()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { BodyBytes = [0xFF, 0x00], ContentType = "application/json" });
        using var response = await MintAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([0xFF, 0x00], await response.Content.ReadAsByteArrayAsync());
        Assert.Single(Sandbox.MintedTokens);
    }

    [Fact]
    public async Task A_header_may_hold_any_letter_and_the_body_stays_where_it_is()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 500, Body = "body", Headers = { ["X-Odd"] = "é😀\r\nX-Other: no" } });
        var answer = await RawClient.AskAsync(Sandbox, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Contains("\r\nX-Odd: " + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("é😀X-Other: no")) + "\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nbody", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_leads_elsewhere()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { RedirectTo = "https://other.example/" });
        Sandbox.Faults.Enqueue(new SandboxFault { RedirectTo = "/here", StatusCode = 308 });
        using var first = await MintAsync();
        Assert.Equal((HttpStatusCode.Found, "https://other.example/"), (first.StatusCode, first.Headers.Location!.OriginalString));
        using var second = await MintAsync();
        Assert.Equal((HttpStatusCode.PermanentRedirect, "/here"), (second.StatusCode, second.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Faults_happen_in_their_order_and_as_often_as_they_say()
    {
        Sandbox.Faults.Enqueue([new SandboxFault { StatusCode = 500, Count = 2 }, new SandboxFault { StatusCode = 502 }]);
        Assert.Equal(3, Sandbox.Faults.Pending);
        Assert.Equal((int[])[500, 500, 502, 200], await StatusesAsync(4));
        Assert.Equal(0, Sandbox.Faults.Pending);
    }

    [Theory]
    [InlineData("InstallerToken", true)]
    [InlineData("installertoken", true)]
    [InlineData("POST /api/rest", true)]
    [InlineData("POST */InstallerToken", true)]
    [InlineData("/api/*/InstallerToken", true)]
    [InlineData("*InstallerToken", true)]
    [InlineData("GET", false)]
    [InlineData("/api/*", true)]
    [InlineData("/v1/*", false)]
    [InlineData("InstallerToken*", false)]
    [InlineData("tokens/temporary", false)]
    [InlineData(".", false)]
    public async Task A_fault_waits_for_a_request_that_matches(string match, bool matches)
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 418, Match = match });
        Assert.Equal((int[])[matches ? 418 : 200], await StatusesAsync(1));
        Sandbox.Faults.Clear();
        Assert.Equal((int[])[200], await StatusesAsync(1));
    }

    [Fact]
    public async Task Many_at_once_meet_each_fault_once()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, Count = 20 });
        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            using var response = await MintAsync();
            return (int)response.StatusCode;
        })));
        Assert.Equal(20, statuses.Count(s => s == 503));
        Assert.Equal(30, Sandbox.MintedTokens.Count);
    }

    [Fact]
    public async Task A_latency_is_a_delay_without_end()
    {
        Sandbox.Faults.Enqueue([new SandboxFault { Delay = TimeSpan.FromMilliseconds(20), Count = int.MaxValue }, new SandboxFault { Count = int.MaxValue }]);
        Assert.Equal((int[])[200, 200, 200], await StatusesAsync(3));
        Assert.Equal(int.MaxValue, Sandbox.Faults.Pending);
    }

    [Fact]
    public void A_fault_that_cant_happen_is_refused()
    {
        foreach (var (name, fault) in new[]
        {
            ("Count", new SandboxFault { Count = 0 }),
            ("StatusCode", new SandboxFault { StatusCode = 100 }),
            ("StatusCode", new SandboxFault { StatusCode = 600 }),
            ("Delay", new SandboxFault { Delay = TimeSpan.FromSeconds(-1) }),
        })
        {
            Assert.Equal(name, Assert.Throws<TokenArgumentException>(() => Sandbox.Faults.Enqueue([new SandboxFault(), fault])).ParameterName);
        }

        Assert.Equal(0, Sandbox.Faults.Pending);
    }

    [Fact]
    public async Task A_rate_limit_is_acted_out_as_the_service_does()
    {
        // One every fifty seconds, and one at once: no machine is so busy that a second comes that late.
        Sandbox.RequestsPerSecond = 0.02;
        Assert.Equal((int[])[200, 503, 503], await StatusesAsync(3));
        using var refused = await MintAsync();
        Assert.Equal(
            """{"message":"The Boomi server is currently unavailable or your account's rate limits have been exceeded. Retry later."}""",
            await refused.Content.ReadAsStringAsync());
        Assert.Null(refused.Headers.RetryAfter);
        Assert.Single(Sandbox.MintedTokens);

        // Each service has its own.
        using var profile = await SendAsync("GET", "/api/v1/profile");
        Assert.Equal(HttpStatusCode.Found, profile.StatusCode);
        using var tooMany = await SendAsync("GET", "/api/v1/profile");
        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), tooMany.Headers.RetryAfter?.Delta);

        Sandbox.RequestsPerSecond = null;
        Assert.DoesNotContain(503, await StatusesAsync(20));
    }

    private async Task<int[]> StatusesAsync(int count)
    {
        var statuses = new int[count];
        for (var i = 0; i < count; i++)
        {
            using var response = await MintAsync();
            statuses[i] = (int)response.StatusCode;
        }

        return statuses;
    }
}
