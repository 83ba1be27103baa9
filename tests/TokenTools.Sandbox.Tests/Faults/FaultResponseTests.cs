using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Sandbox.Tests.Http;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests.Faults;

public class FaultResponseTests : SandboxTest
{
    [Fact]
    public async Task Create_StatusCode_ReplacesService()
    {
        Sandbox.Faults.Enqueue(new SandboxFault
        {
            StatusCode = 503, RetryAfter = "2", Body = "busy", ContentType = "text/html", Headers = { ["X-Own"] = "a\r\nb: c" },
        });
        using var rejected = await MintAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, rejected.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), rejected.Headers.RetryAfter?.Delta);
        Assert.Equal("text/html", rejected.Content.Headers.ContentType?.MediaType);
        Assert.Equal("ab: c", rejected.Headers.GetValues("X-Own").Single());
        Assert.Equal("busy", await rejected.Content.ReadAsStringAsync());
        Assert.Empty(Sandbox.MintedTokens);
        Assert.Equal(503, Sandbox.Requests.Single().StatusCode);

        using var next = await MintAsync();
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Create_RetryAfterDate_IsSent()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 429, RetryAfter = "Wed, 21 Oct 2065 07:28:00 GMT" });
        using var rejected = await MintAsync();
        Assert.Equal(2065, rejected.Headers.RetryAfter?.Date?.Year);
    }

    [Fact]
    public async Task Create_DelayOnly_DelaysServiceResponse()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMilliseconds(300) });
        var watch = Stopwatch.StartNew();
        using var response = await MintAsync();
        Assert.True(watch.ElapsedMilliseconds >= 290);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(Sandbox.MintedTokens);
    }

    [Theory]
    [InlineData(SandboxReset.BeforeHandling, 0)]
    [InlineData(SandboxReset.AfterHandling, 1)]
    public async Task Create_Reset_HappensBeforeOrAfterHandling(SandboxReset reset, int minted)
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = reset });
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => MintAsync());
        Assert.Equal(
            SocketError.ConnectionReset,
            (error.InnerException?.InnerException as SocketException ?? error.InnerException as SocketException)?.SocketErrorCode);
        Assert.Equal(minted, Sandbox.MintedTokens.Count);
        Assert.Null(Sandbox.Requests.Single().StatusCode);
        using var next = await MintAsync();
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Create_Truncate_SendsHalfOfTheBody()
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
    public async Task Create_BodyOnly_ReplacesServiceBody()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { BodyBytes = [0xFF, 0x00], ContentType = "application/json" });
        using var response = await MintAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([0xFF, 0x00], await response.Content.ReadAsByteArrayAsync());
        Assert.Single(Sandbox.MintedTokens);
    }

    [Fact]
    public async Task Create_NonAsciiHeader_KeepsMessageFraming()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 500, Body = "body", Headers = { ["X-Odd"] = "é😀\r\nX-Other: no" } });
        var response = await RawClient.SendAndReadAsync(Sandbox, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Contains(
            "\r\nX-Odd: " + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("é😀X-Other: no")) + "\r\n",
            response,
            StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nbody", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_RedirectTo_SendsLocation()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { RedirectTo = "https://other.example/" });
        Sandbox.Faults.Enqueue(new SandboxFault { RedirectTo = "/here", StatusCode = 308 });
        using var first = await MintAsync();
        Assert.Equal((HttpStatusCode.Found, "https://other.example/"), (first.StatusCode, first.Headers.Location!.OriginalString));
        using var second = await MintAsync();
        Assert.Equal((HttpStatusCode.PermanentRedirect, "/here"), (second.StatusCode, second.Headers.Location!.OriginalString));
    }
}
