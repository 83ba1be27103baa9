using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests.Http;

// RFC 9112, with requests that no correct client sends.
public class HttpServerTests : SandboxTest
{
    [Fact]
    public async Task Serve_SequentialRequests_ReuseConnection()
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
    public async Task Serve_ConcurrentRequests_AllGetResponses()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => MintAsync())));
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(64, Sandbox.MintedTokens.Count);
        Assert.Equal(64, Sandbox.Requests.Count);
    }

    [Fact]
    public async Task Serve_PipelinedRequests_GiveResponsesInOrder()
    {
        const string Request = "POST /cmdb HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
        var responses = await RawClient.SendAndReadAsync(
            Sandbox, Request + Request + "\r\n" + "POST /cmdb HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
        Assert.Equal(3, responses.Split("HTTP/1.1 201 Created").Length - 1);
        Assert.EndsWith("\"bytes\":1,\"contentType\":\"\"}", responses, StringComparison.Ordinal);
        Assert.Contains("Connection: close", responses, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ChunkedBodyInSmallPieces_IsReassembled()
    {
        using var client = await RawClient.ConnectAsync(Sandbox);
        foreach (var piece in new[]
        {
            "POST /cmdb HT",
            "TP/1.1\r\nHo",
            "st: x\r\nTransfer-Encoding: Chunked\r\n\r",
            "\n3;a=b\r\nab",
            "c\r\nA\r\n01234",
            "56789\r\n0\r\nTrailer: x\r",
            "\n\r\n",
        })
        {
            await client.SendAsync(piece);
            await Task.Delay(10);
        }

        Assert.Contains("{\"bytes\":13,", await client.ReadUntilAsync("}"), StringComparison.Ordinal);
        Assert.Equal("abc0123456789", Sandbox.Requests[0].Body);
    }

    [Fact]
    public async Task Read_ExpectContinue_Gives100First()
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
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\n\r\n", 417)]
    public async Task Read_MalformedRequest_GivesStatusAndServesTheNext(string request, int status)
    {
        Assert.StartsWith("HTTP/1.1 " + status + " ", await RawClient.SendAndReadAsync(Sandbox, request), StringComparison.Ordinal);
        using var next = await MintAsync();
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Read_TooLargeHead_Gives431()
    {
        Assert.StartsWith(
            "HTTP/1.1 431 ",
            await RawClient.SendAndReadAsync(Sandbox, "GET / HTTP/1.1\r\nHost: x\r\nLong: " + new string('x', 300_000) + "\r\n\r\n"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "HTTP/1.1 431 ",
            await RawClient.SendAndReadAsync(
                Sandbox, "GET / HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Repeat("N: v\r\n", 300)) + "\r\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RandomBytesAndIncompleteRequests_AreNotRecorded()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(1, 2000)];
            random.NextBytes(bytes);
            using var client = await RawClient.ConnectAsync(Sandbox);
            await client.SendAsync(Encoding.Latin1.GetString(bytes));
        }

        foreach (var part in new[]
        {
            "P",
            "POST /cmdb HTTP/1.1\r\nHo",
            "POST /cmdb HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc",
            "POST /cmdb HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        })
        {
            using var client = await RawClient.ConnectAsync(Sandbox);
            await client.SendAsync(part);
        }

        using var next = await MintAsync();
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        // Incomplete requests are not recorded.
        Assert.Single(Sandbox.Requests);
    }

    [Fact]
    public async Task Serve_Head_GivesNoBody()
    {
        var response = await RawClient.SendAndReadAsync(
            Sandbox, "HEAD /api/v1/profile HTTP/1.1\r\nHost: localhost\r\nX-Requested-With: XMLHttpRequest\r\nConnection: close\r\n\r\n");
        Assert.Contains("Content-Length: 9\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
    }
}
