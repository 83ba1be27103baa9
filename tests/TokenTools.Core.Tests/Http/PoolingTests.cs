using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>One connection is used again and again, from many threads, and reads what real servers send.</summary>
public class PoolingTests
{
    [Fact]
    public async Task A_hundred_tokens_take_one_TCP_connection()
    {
        using var server = new RawServer(RawAnswer.Of(200, Boomi.Samples.Json));
        using var connection = Requests.Boomi(server.Uri);

        for (var i = 0; i < 100; i++)
        {
            await connection.CreateInstallerTokenAsync(Requests.Molecule);
        }

        Assert.Equal(100, server.Requests.Count);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_refusal_doesnt_cost_the_TCP_connection()
    {
        using var server = new RawServer(RawAnswer.Of(503, new string('x', 100_000)), RawAnswer.Of(302, "moved"), RawAnswer.Of(400, "bad"), RawAnswer.Of(200));
        using var client = Client(server);

        for (var i = 0; i < 5; i++)
        {
            await client.TryAsync(Requests.Post(RetryPolicy.Never));
        }

        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Sixty_four_threads_share_a_connection_and_each_gets_its_own_token()
    {
        using var server = new RawServer(request => RawAnswer.Of(200, Boomi.Samples.Json.Replace(
            "fakeAccountId", request.Line.Split('/')[4], StringComparison.Ordinal)));
        using var connection = Requests.Boomi(server.Uri);
        using var start = new Barrier(64);

        var threads = Enumerable.Range(0, 64).Select(n => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 5; i++)
                {
                    var account = "acme-" + n + "-" + i;
                    var token = connection.CreateInstallerTokenAsync(new InstallerTokenSpec { InstallType = "ATOM", AccountId = account }.Build()).GetAwaiter().GetResult();
                    Assert.Equal(account, token.AccountId);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(threads);

        Assert.Equal(320, server.Requests.Count);
        Assert.InRange(server.Connections, 1, 64);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_answer_is_read(string encoding)
    {
        using var server = new RawServer(RawAnswer.Of(200, Compressed(encoding, Boomi.Samples.Json), "Content-Encoding: " + encoding));
        using var connection = Requests.Boomi(server.Uri);

        var token = await connection.CreateInstallerTokenAsync(Requests.Molecule);

        Assert.Equal("fakeAccountId", token.AccountId);
        Assert.Contains(encoding, server.Requests[0].Header("Accept-Encoding"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not compressed at all")]
    [InlineData("first half")]
    [InlineData("bits changed")]
    [InlineData("nothing")]
    public async Task A_broken_compression_is_a_typed_error(string kind)
    {
        var whole = Compressed("gzip", Boomi.Samples.Json);
        var bytes = kind switch
        {
            "not compressed at all" => Encoding.UTF8.GetBytes(Boomi.Samples.Json),
            "first half" => whole[..(whole.Length / 2)],
            "bits changed" => [.. whole[..20], .. whole[20..].Select(b => (byte)~b)],
            _ => [],
        };
        foreach (var status in new[] { 200, 403 })
        {
            using var server = new RawServer(RawAnswer.Of(status, bytes, "Content-Encoding: gzip"));
            using var connection = Requests.Boomi(server.Uri);

            var error = await Assert.ThrowsAnyAsync<TokenException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

            Assert.Equal(status == 200, error is TokenOutcomeUnknownException { OutcomeUnknown: true });
            Assert.DoesNotContain("963f3eb3", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_small_answer_that_swells_to_gigabytes_is_cut_short()
    {
        using var server = new RawServer(RawAnswer.Of(200, Compressed("gzip", new string(' ', 50_000_000)), "Content-Encoding: gzip"));
        using var client = Client(server);

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.Never));

        Assert.True(outcome.Response!.Cut);
        Assert.Empty(outcome.Response.Body);
    }

    [Theory]
    [InlineData(2 * 1024 * 1024, false)]
    [InlineData((2 * 1024 * 1024) + 1, true)]
    public async Task Two_megabytes_are_read_and_no_more(int length, bool cut)
    {
        using var server = new RawServer(RawAnswer.Of(200, new string('x', length)));
        using var client = Client(server);

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.Never));

        Assert.Equal((cut, cut ? 0 : length), (outcome.Response!.Cut, outcome.Response.Body.Length));
    }

    [Theory]
    [InlineData("application/json; charset=nonsense")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData("application/json; charset=")]
    [InlineData("application/json; charset=65001; charset=utf-16")]
    [InlineData(";;;")]
    [InlineData("")]
    public async Task An_encoding_that_nobody_knows_is_UTF8(string type)
    {
        using var server = new RawServer(RawAnswer.Of(200, "käse 🔑", "Content-Type: " + type));
        using var client = Client(server);

        Assert.Equal("käse 🔑", (await client.TryAsync(Requests.Post(RetryPolicy.Never))).Response?.Body);
    }

    [Fact]
    public async Task An_encoding_that_is_known_is_used()
    {
        using var server = new RawServer(
            RawAnswer.Of(200, Encoding.Latin1.GetBytes("käse"), "Content-Type: text/plain; charset=iso-8859-1"),
            RawAnswer.Of(200, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("käse")], "Content-Type: text/plain"));
        using var client = Client(server);

        Assert.Equal("käse", (await client.TryAsync(Requests.Post(RetryPolicy.Never))).Response?.Body);
        Assert.Equal("käse", (await client.TryAsync(Requests.Post(RetryPolicy.Never))).Response?.Body);
    }

    [Fact]
    public async Task Chunks_and_interim_answers_are_read()
    {
        using var server = new RawServer(
            RawAnswer.Text("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"),
            RawAnswer.Text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n", Then.Close));
        using var client = Client(server);

        Assert.Equal("abcde", (await client.TryAsync(Requests.Post(RetryPolicy.Never))).Response?.Body);
        Assert.Equal(
            TransportFailure.ConnectionLost,
            Assert.IsType<TokenTransportException>((await client.TryAsync(Requests.Post(RetryPolicy.Never))).Error).Failure);
    }

    [Fact]
    public async Task Cookies_are_neither_kept_nor_sent()
    {
        using var server = new RawServer(RawAnswer.Of(200, "", "Set-Cookie: session=hunter22; Path=/"));
        using var client = Client(server);

        await client.TryAsync(Requests.Post(RetryPolicy.Never));
        await client.TryAsync(Requests.Post(RetryPolicy.Never));

        Assert.Null(server.Requests[1].Header("Cookie"));
    }

    private static ServiceClient Client(RawServer server) =>
        new("Service", server.Uri, new HttpOptions { NoProxy = true, Timeout = Requests.Patience }, new FakeClock());

    private static byte[] Compressed(string encoding, string text)
    {
        using var bytes = new MemoryStream();
        // HTTP's deflate is zlib's (RFC 9110 §8.4.1.2).
        using (Stream stream = encoding == "gzip" ? new GZipStream(bytes, CompressionMode.Compress) : new ZLibStream(bytes, CompressionMode.Compress))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
