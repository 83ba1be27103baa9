using System;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>Responses that .NET cannot parse and quotes in its exceptions, as text or in hexadecimal form.</summary>
public class TransportCauseTests
{
    private const string Token = "molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5";

    public static TheoryData<string> Unreadable() => new()
    {
        // A length in hexadecimal digits is expected where the body starts.
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Samples.Json + "\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"tok" + Token + "\r\n",
        "HTTP/1.1 200 OK\r\n" + Token + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\n" + Token + "\u0001: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: " + Token + "\r\n\r\n",
        "HTTP/1.1 " + Token + "\r\n\r\n",
        Token + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 45\r\n\r\n" + Token,
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task InnerException_UnreadableResponse_IsNeverForeign(string response)
    {
        using var server = new RawServer(RawResponse.Text(response, Then.Close));
        using var connection = Requests.Boomi(server.Uri);

        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        for (Exception? inner = error; inner is not null; inner = inner.InnerException)
        {
            Assert.IsAssignableFrom<TokenException>(inner);
        }

        foreach (var form in new[]
        {
            Token[9..20],
            Convert.ToHexString(Encoding.ASCII.GetBytes(Token[9..20])),
            BitConverter.ToString(Encoding.ASCII.GetBytes(Token[9..20])),
        })
        {
            Assert.DoesNotContain(form, error.ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Cause_UnreadableResponse_HasTypesAndCodesAlone(string response)
    {
        using var server = new RawServer(RawResponse.Text(response, Then.Close));
        using var client = new ServiceClient(
            new PlainProtocol(), server.Uri, new HttpOptions { NoProxy = true, Timeout = Requests.LongTimeout });

        var outcome = await client.TryAsync(Requests.Get(RetryPolicy.Never));

        if (outcome.Error is null)
        {
            // .NET ignores some invalid headers.
            Assert.NotNull(outcome.Response);
            return;
        }

        var error = Assert.IsType<TokenTransportException>(outcome.Error);
        Assert.Null(error.InnerException);
        Assert.Matches(@"\A\w+Exception(, \w+Exception)*\z", error.Cause!.ExceptionType);
        Assert.True(error.Cause.HttpRequestError is null || Enum.TryParse<System.Net.Http.HttpRequestError>(error.Cause.HttpRequestError, out _));
    }

    [Fact]
    public async Task Cause_ConnectionRefused_HasTheSocketsError()
    {
        using var client = new ServiceClient(
            new PlainProtocol(), new Uri("http://127.0.0.1:" + RawServer.ClosedPort() + "/"), new HttpOptions { NoProxy = true });

        var outcome = await client.TryAsync(Requests.Get(RetryPolicy.Never));

        Assert.Equal(
            new TransportCause("HttpRequestException, SocketException", "ConnectionError", System.Net.Sockets.SocketError.ConnectionRefused),
            Assert.IsType<TokenTransportException>(outcome.Error).Cause);
    }

    [Fact]
    public async Task SendAsync_ExceptionOfAnotherKind_IsUnexpectedAndWithoutItsText()
    {
        using var server = new RawServer(RawResponse.Of(200));
        using var client = new ServiceClient(new PlainProtocol(), server.Uri, new HttpOptions { NoProxy = true });
        var request = Requests.Post(RetryPolicy.RejectedOnly) with { Authenticate = static _ => throw new FormatException("planted: " + Token) };

        var outcome = await client.TryAsync(request);

        Assert.Equal((nameof(Messages.UnexpectedError), true), (outcome.Error!.ErrorId, outcome.Error.NeverApplied));
        Assert.Null(outcome.Error.InnerException);
        Assert.Equal("An unexpected error occurred (FormatException). Please report it.", outcome.Error.Message);
        Assert.Empty(server.Requests);
    }
}
