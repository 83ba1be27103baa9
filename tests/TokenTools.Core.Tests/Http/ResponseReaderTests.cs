using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class ResponseReaderTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task ReadAsync_CompressedBody_IsDecompressed(string encoding)
    {
        using var server = new RawServer(RawResponse.Of(200, Compressed(encoding, Boomi.Samples.Json), "Content-Encoding: " + encoding));
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
    public async Task ReadAsync_InvalidCompression_IsError(string kind)
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
            using var server = new RawServer(RawResponse.Of(status, bytes, "Content-Encoding: gzip"));
            using var connection = Requests.Boomi(server.Uri);

            var error = await Assert.ThrowsAnyAsync<TokenException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

            Assert.Equal(status == 200, error is TokenOutcomeUnknownException { NeverApplied: false });
            Assert.DoesNotContain("963f3eb3", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("käse 🔑")]
    [InlineData("plain")]
    public async Task ReadAsync_HeaderInUtf8_IsDecoded(string text)
    {
        using var server = new RawServer(RawResponse.Of(403, "{}", "X-Request-ID: " + text));
        using var connection = Requests.Boomi(server.Uri);

        var error = await Assert.ThrowsAsync<TokenApiException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(text, error.TraceId);
    }

    // A service may also send Latin-1, as which .NET has read it.
    [Fact]
    public async Task ReadAsync_HeaderInLatin1_StaysAsItIs()
    {
        using var server = new RawServer(new RawResponse(
            Encoding.Latin1.GetBytes("HTTP/1.1 403 Said\r\nX-Request-ID: k\u00e4se\r\nContent-Length: 0\r\n\r\n"), Then.KeepOpen));
        using var client = Requests.Client(server.Uri);

        Assert.Equal("k\u00e4se", Assert.IsType<TokenApiException>((await client.TryAsync(Requests.Post(RetryPolicy.Never))).Error).TraceId);
    }

    [Fact]
    public async Task ReadAsync_Headers_AreInTheResponse()
    {
        using var server = new RawServer(
            RawResponse.Of(
                200, "", "Content-Type: Application/JSON; charset=utf-8", "X-Request-ID: other", "X-GDC-TRACE-ID: trace", "WWW-Authenticate: Basic"),
            RawResponse.Of(200, "", "X-Request-ID: one", "X-Request-ID: two"));
        using var client = Requests.Client(server.Uri);

        var first = (await client.TryAsync(Requests.Post(RetryPolicy.Never))).Response!;
        var second = (await client.TryAsync(Requests.Post(RetryPolicy.Never))).Response!;

        Assert.Equal(("application/json", "trace", "Basic"), (first.MediaType, first.TraceId, first.Challenge));
        Assert.Equal((string.Empty, "one, two", null), (second.MediaType, second.TraceId, second.Challenge));
    }

    // The status of an error or a redirect is sufficient.
    [Theory]
    [InlineData(200, null)]
    [InlineData(201, null)]
    [InlineData(299, null)]
    [InlineData(300, 300)]
    [InlineData(403, 403)]
    public async Task ReadAsync_BodyCutShort_IsAnErrorOfTheConnectionOnlyAfterSuccess(int status, int? shown)
    {
        using var server = new RawServer(RawResponse.Truncated(status, "{"));
        using var client = Requests.Client(server.Uri);

        var error = (await client.TryAsync(Requests.Post(RetryPolicy.Never))).Error;

        Assert.Equal(shown, (error as TokenApiException)?.StatusCode);
        Assert.Null((error as TokenApiException)?.ServiceError);
        Assert.Equal(shown is null ? TransportFailure.ConnectionLost : null, (error as TokenTransportException)?.Failure);
    }

    [Fact]
    public async Task ReadAsync_InvalidCompressionAfterSuccess_IsAnErrorOfTheConnection()
    {
        using var server = new RawServer(RawResponse.Of(200, "not compressed at all", "Content-Encoding: gzip"));
        using var client = Requests.Client(server.Uri);

        var error = Assert.IsType<TokenTransportException>((await client.TryAsync(Requests.Post(RetryPolicy.Never))).Error);

        Assert.Equal((TransportFailure.ConnectionLost, false), (error.Failure, error.NeverApplied));
    }

    [Fact]
    public async Task ReadAsync_DecompressionBomb_IsCut()
    {
        using var server = new RawServer(RawResponse.Of(200, Compressed("gzip", new string(' ', 50_000_000)), "Content-Encoding: gzip"));
        using var client = Requests.Client(server.Uri);

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.Never));

        Assert.True(outcome.Response!.Cut);
        Assert.Empty(outcome.Response.Body);
    }

    [Theory]
    [InlineData(2 * 1024 * 1024, false)]
    [InlineData((2 * 1024 * 1024) + 1, true)]
    public async Task ReadAsync_BodyOverLimit_IsCut(int length, bool cut)
    {
        using var server = new RawServer(RawResponse.Of(200, new string('x', length)));
        using var client = Requests.Client(server.Uri);

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
    public async Task ReadAsync_UnknownCharset_ReadsUtf8(string type)
    {
        using var server = new RawServer(RawResponse.Of(200, "käse 🔑", "Content-Type: " + type));
        using var client = Requests.Client(server.Uri);

        Assert.Equal("käse 🔑", (await client.TryAsync(Requests.Post(RetryPolicy.Never))).Response?.Body);
    }

    [Fact]
    public async Task ReadAsync_KnownCharsetOrPreamble_IsUsed()
    {
        using var server = new RawServer(
            RawResponse.Of(200, Encoding.Latin1.GetBytes("käse"), "Content-Type: text/plain; charset=iso-8859-1"),
            RawResponse.Of(200, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("käse")], "Content-Type: text/plain"));
        using var client = Requests.Client(server.Uri);

        Assert.Equal("käse", (await client.TryAsync(Requests.Post(RetryPolicy.Never))).Response?.Body);
        Assert.Equal("käse", (await client.TryAsync(Requests.Post(RetryPolicy.Never))).Response?.Body);
    }

    [Fact]
    public async Task ReadAsync_ChunksAndInterimResponses_AreRead()
    {
        using var server = new RawServer(
            RawResponse.Text("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"),
            RawResponse.Text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n", Then.Close));
        using var client = Requests.Client(server.Uri);

        Assert.Equal("abcde", (await client.TryAsync(Requests.Post(RetryPolicy.Never))).Response?.Body);
        Assert.Equal(
            TransportFailure.ConnectionLost,
            Assert.IsType<TokenTransportException>((await client.TryAsync(Requests.Post(RetryPolicy.Never))).Error).Failure);
    }

    private static byte[] Compressed(string encoding, string text)
    {
        using var bytes = new MemoryStream();
        // The deflate coding of HTTP is the zlib format (RFC 9110 §8.4.1.2).
        using (Stream stream = encoding == "gzip"
            ? new GZipStream(bytes, CompressionMode.Compress)
            : new ZLibStream(bytes, CompressionMode.Compress))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
