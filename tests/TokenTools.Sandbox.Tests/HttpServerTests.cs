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

// RFC 9112; what the listener does with what no well-behaved client sends.
public class HttpServerTests : SandboxTest
{
    [Fact]
    public void It_starts_at_once_on_loopback()
    {
        // One of a hundred: other tests run beside this one, and a busy machine interrupts some.
        Assert.Contains(Enumerable.Range(0, 100), static _ =>
        {
            var watch = Stopwatch.StartNew();
            TokenSandbox.Start().Dispose();
            return watch.ElapsedMilliseconds < 100;
        });
        using var sandbox = TokenSandbox.Start();
        Assert.Equal("127.0.0.1", sandbox.Uri.Host);
        Assert.NotEqual(Sandbox.Uri.Port, sandbox.Uri.Port);
        Assert.Equal(sandbox.Uri.AbsoluteUri, sandbox.ToString());
    }

    [Fact]
    public async Task Fifty_started_and_stopped_leave_nothing_behind()
    {
        using var process = Process.GetCurrentProcess();
        var before = 0;
        for (var i = 0; i < 50; i++)
        {
            using var client = new HttpClient();
            using var waiting = new TcpClient();
            Uri uri;
            using (var sandbox = TokenSandbox.Start())
            {
                uri = sandbox.Uri;
                using var response = await client.GetAsync(new Uri(uri, "api/v3/none"));
                await waiting.ConnectAsync(uri.Host, uri.Port);
                sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5), Match = "slow" });
                var slow = client.GetAsync(new Uri(uri, "slow"));
                while (sandbox.Requests.Count < 2)
                {
                    await Task.Delay(1);
                }

                sandbox.Dispose();
                sandbox.Dispose();
                // Whoever waits for an answer hears of the end at once.
                await Assert.ThrowsAsync<HttpRequestException>(() => slow.WaitAsync(Limit));
            }

            await Assert.ThrowsAnyAsync<SocketException>(async () =>
            {
                using var late = new TcpClient();
                await late.ConnectAsync(uri.Host, uri.Port);
            });

            // The port is free for another.
            using var again = TokenSandbox.Start(new SandboxOptions { Port = uri.Port });
            if (i == 9)
            {
                process.Refresh();
                before = process.Threads.Count;
            }
        }

        process.Refresh();
        Assert.InRange(process.Threads.Count, 0, before + 25);
    }

    [Fact]
    public async Task A_connection_is_kept_for_further_requests()
    {
        for (var i = 0; i < 100; i++)
        {
            using var response = await MintAsync();
            await response.Content.ReadAsStringAsync();
        }

        Assert.Equal(1, Sandbox.ConnectionCount);
        Assert.All(Sandbox.Requests, request => Assert.Equal(1, request.Connection));
        Assert.Equal(100, Sandbox.MintedTokens.Select(t => t.Token).Distinct().Count());
    }

    [Fact]
    public async Task Sixty_four_at_once_are_all_served()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => MintAsync())));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(64, Sandbox.MintedTokens.Count);
        Assert.Equal(64, Sandbox.Requests.Count);
    }

    [Fact]
    public async Task Requests_may_follow_each_other_without_waiting()
    {
        const string One = "POST /cmdb HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
        var answers = await RawClient.AskAsync(Sandbox, One + One + "\r\n" + "POST /cmdb HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
        Assert.Equal(3, answers.Split("HTTP/1.1 201 Created").Length - 1);
        Assert.EndsWith("\"bytes\":1,\"contentType\":\"\"}", answers, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_may_come_in_chunks_and_in_small_pieces()
    {
        using var client = await RawClient.ConnectAsync(Sandbox);
        foreach (var piece in new[] { "POST /cmdb HT", "TP/1.1\r\nHo", "st: x\r\nTransfer-Encoding: Chunked\r\n\r", "\n3;a=b\r\nab", "c\r\nA\r\n01234", "56789\r\n0\r\nTrailer: x\r", "\n\r\n" })
        {
            await client.SendAsync(piece);
            await Task.Delay(10);
        }

        Assert.Contains("{\"bytes\":13,", await client.ReadUntilAsync("}"), StringComparison.Ordinal);
        Assert.Equal("abc0123456789", Sandbox.Requests[0].Body);
    }

    [Fact]
    public async Task A_client_that_asks_is_told_to_go_on()
    {
        using var client = await RawClient.ConnectAsync(Sandbox);
        await client.SendAsync("POST /cmdb HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadUntilAsync("\r\n\r\n"));
        await client.SendAsync("ok");
        Assert.StartsWith("HTTP/1.1 201 Created", await client.ReadUntilAsync("}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.0\r\n\r\n", 404)]
    [InlineData("GET http://localhost/api/v1/profile HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 302)]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("GET /\r\n\r\n", 400)]
    [InlineData("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET x HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nName : y\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nN: a\0b\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", 413)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", 413)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\n\r\n", 417)]
    public async Task What_is_malformed_is_answered_and_does_no_harm(string request, int status)
    {
        Assert.StartsWith("HTTP/1.1 " + status + " ", await RawClient.AskAsync(Sandbox, request), StringComparison.Ordinal);
        using var next = await MintAsync();
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Too_much_is_refused_and_the_refusal_arrives()
    {
        Assert.StartsWith("HTTP/1.1 431 ", await RawClient.AskAsync(Sandbox, "GET / HTTP/1.1\r\nHost: x\r\nLong: " + new string('x', 300_000) + "\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", await RawClient.AskAsync(Sandbox, "GET / HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Repeat("N: v\r\n", 300)) + "\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Noise_and_broken_off_requests_do_no_harm()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var noise = new byte[random.Next(1, 2000)];
            random.NextBytes(noise);
            using var client = await RawClient.ConnectAsync(Sandbox);
            await client.SendAsync(Encoding.Latin1.GetString(noise));
        }

        foreach (var part in new[] { "P", "POST /cmdb HTTP/1.1\r\nHo", "POST /cmdb HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc", "POST /cmdb HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab" })
        {
            using var client = await RawClient.ConnectAsync(Sandbox);
            await client.SendAsync(part);
        }

        using var next = await MintAsync();
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        // What never arrived whole isn't a request.
        Assert.Single(Sandbox.Requests);
    }

    [Fact]
    public async Task Head_is_answered_without_a_body()
    {
        var answer = await RawClient.AskAsync(Sandbox, "HEAD /api/v1/profile HTTP/1.1\r\nHost: localhost\r\nX-Requested-With: XMLHttpRequest\r\nConnection: close\r\n\r\n");
        Assert.Contains("Content-Length: 9\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(-1)]
    public void A_port_that_cant_be_is_refused(int port) =>
        Assert.Equal("Port", Assert.Throws<TokenArgumentException>(() => TokenSandbox.Start(new SandboxOptions { Port = port })).ParameterName);

    [Fact]
    public void A_port_that_is_taken_is_refused()
    {
        var error = Assert.Throws<TokenArgumentException>(() => TokenSandbox.Start(new SandboxOptions { Port = Sandbox.Uri.Port }));
        Assert.Equal(nameof(Messages.SandboxPortTaken), error.ErrorId);
    }
}
