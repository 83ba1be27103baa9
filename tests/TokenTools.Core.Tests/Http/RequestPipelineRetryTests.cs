using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Http;

[TakesLong]
public class RequestPipelineRetryTests
{
    private static readonly string[] Policies = ["Never", "RejectedOnly", "Idempotent"];

    public static TheoryData<int, string, bool> Statuses()
    {
        var rows = new TheoryData<int, string, bool>();
        int[] statuses =
        [
            200, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 406, 408, 409, 410, 418, 425, 429, 499, 500, 501, 502, 503, 504,
            505, 524, 599,
        ];
        foreach (var status in statuses)
        {
            foreach (var policy in Policies)
            {
                rows.Add(status, policy, (status, policy) is (429 or 503, "RejectedOnly" or "Idempotent") or (502 or 504, "Idempotent"));
            }
        }

        return rows;
    }

    public static TheoryData<string, string, bool, TransportFailure> Failures()
    {
        var rows = new TheoryData<string, string, bool, TransportFailure>();
        foreach (var policy in Policies)
        {
            // The service may never have been there.
            rows.Add("refused", policy, false, TransportFailure.ConnectFailed);
            rows.Add("handshake cut", policy, policy != "Never", TransportFailure.ConnectFailed);
            rows.Add("reset", policy, policy == "Idempotent", TransportFailure.ConnectionLost);
            rows.Add("closed", policy, policy == "Idempotent", TransportFailure.ConnectionLost);
            rows.Add("truncated", policy, policy == "Idempotent", TransportFailure.ConnectionLost);
            rows.Add("no HTTP", policy, policy == "Idempotent", TransportFailure.ConnectionLost);
            rows.Add("untrusted", policy, false, TransportFailure.TlsFailed);
            rows.Add("no name", policy, false, TransportFailure.NameNotResolved);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task SendAsync_EachStatusAndPolicy_RetriesWhereAllowed(int status, string policy, bool retried)
    {
        using var server = new RawServer(RawResponse.Of(status, "{}"));
        var clock = new FakeClock();
        using var client = Requests.Client(server.Uri, clock, retries: 3);

        var outcome = await client.TryAsync(Requests.Post(Requests.Policy(policy)));

        Assert.Equal(retried ? 4 : 1, server.Requests.Count);
        Assert.Equal(server.Requests.Count, outcome.Attempts);
        // Half of 1, 2 and 4 s: the random number is 0.5.
        Assert.Equal(retried ? [0.5, 1, 2] : [], clock.Waits.Select(wait => wait.TotalSeconds));
        Assert.Equal(status == 200, outcome.Response is not null);
        if (status != 200)
        {
            var error = Assert.IsType<TokenApiException>(outcome.Error);
            Assert.Equal(status, error.StatusCode);
            Assert.Equal(
                status is 301 or 307 or 308 or 400 or 401 or 403 or 404 or 409 or 410 or 425 or 429 or 501 or 503 or 505,
                error.NeverApplied);
            Assert.Equal(!error.NeverApplied, error.Message.EndsWith(Requests.Effect, StringComparison.Ordinal));
            Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public Task SendAsync_EachFailureAndPolicy_RetriesWhereAllowed(string kind, string policy, bool retried, TransportFailure failure) =>
        kind == "no name" && !ResolverIsReachable()
            // A resolver that cannot be reached is transient.
            ? FailAsync(kind, policy, policy != "Never", TransportFailure.ConnectFailed, Requests.LongTimeout, retries: 3, "name server")
            : FailAsync(kind, policy, retried, failure, Requests.LongTimeout, retries: 3);

    [Fact]
    public Task SendAsync_TimeoutUnderEachPolicy_RetriesWhereAllowed()
    {
        var limit = TimeSpan.FromSeconds(3);
        // In parallel: these are the only tests that wait in real time.
        return Task.WhenAll(Policies.SelectMany(policy => new[]
        {
            FailAsync("no response", policy, policy == "Idempotent", TransportFailure.TimedOut, limit, retries: 1),
            FailAsync("half a response", policy, policy == "Idempotent", TransportFailure.TimedOut, limit, retries: 1),
            FailAsync("silent handshake", policy, policy != "Never", TransportFailure.ConnectFailed, limit, retries: 1),
        }));
    }

    [Fact]
    public async Task SendAsync_SuccessAfterRejections_ReturnsResponse()
    {
        using var server = new RawServer(RawResponse.Of(503), RawResponse.Of(429), RawResponse.Of(200, "done"));
        using var client = Requests.Client(server.Uri, new FakeClock(), retries: 5);

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly));

        Assert.Equal("done", outcome.Response?.Body);
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal("{}", request.Body));
    }

    [Fact]
    public async Task SendAsync_MaximumRetryCountZero_SendsOnce()
    {
        using var server = new RawServer(RawResponse.Of(503));
        using var client = Requests.Client(server.Uri, new FakeClock(), retries: 0);

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.Idempotent));

        Assert.Equal(1, outcome.Attempts);
        Assert.Equal(nameof(Messages.ServiceBusy), outcome.Error?.ErrorId);
    }

    [Theory]
    [InlineData("Never", 1, 1)]
    [InlineData("RejectedOnly", 1, 4)]
    [InlineData("Idempotent", 1, 4)]
    [InlineData("Idempotent", 2, 4)]
    public async Task SendAsync_RefusedAfterAResponse_RetriesWhereAllowed(string policy, int responses, int attempts)
    {
        var clock = new FakeClock();
        var server = new RawServer(RawResponse.Of(200, "{}", "Connection: close"));
        using var client = Requests.Client(server.Uri, clock, retries: 3);
        for (var i = 0; i < responses; i++)
        {
            await client.TryAsync(Requests.Post(Requests.Policy(policy)));
        }

        server.Dispose();

        var outcome = await client.TryAsync(Requests.Post(Requests.Policy(policy)));

        var error = Assert.IsType<TokenTransportException>(outcome.Error);
        Assert.Equal((TransportFailure.ConnectFailed, attempts), (error.Failure, outcome.Attempts));
        // The service may be restarting: the next input may succeed.
        Assert.False(ErrorPolicy.IsFatal(error));
    }

    [Fact]
    public async Task SendAsync_RefusedAtFirst_IsAnErrorOfEveryInput()
    {
        using var client = Requests.Client(new Uri("http://127.0.0.1:" + RawServer.ClosedPort() + "/"), new FakeClock(), retries: 3);

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.Idempotent));

        Assert.True(ErrorPolicy.IsFatal(outcome.Error!));
        Assert.True(outcome.Error!.NeverApplied);
    }

    [Fact]
    public async Task SendAsync_DelayOfASecondOrMore_IsReportedAsVerboseAndAsProgressThatEnds()
    {
        using var server = new RawServer(RawResponse.Of(503, "{}"), RawResponse.Of(503, "{}", "Retry-After: 1"), RawResponse.Of(200, "{}"));
        using var client = Requests.Client(server.Uri, new FakeClock(), retries: 3);
        var notices = new List<Notice>();

        await client.SendAsync(
            Requests.Post(RetryPolicy.RejectedOnly), new DelegateProgress<Notice>(notices.Add), CancellationToken.None);

        var progress = notices.OfType<ProgressNotice>().ToList();
        // The first delay, of half a second, is too short for a progress bar.
        Assert.Equal([1, 0], progress.Select(static notice => notice.Left.TotalSeconds));
        Assert.Contains("(retry 2 of 3)", progress[0].Text, StringComparison.Ordinal);
        // PowerShell accepts no empty one.
        Assert.NotEmpty(progress[1].Text);
        Assert.Equal(
            ["(retry 1 of 3).", "(retry 2 of 3)."],
            notices.Where(static notice => notice is not ProgressNotice && notice.Level == NoticeLevel.Verbose)
                .Select(static notice => notice.Text.Substring(notice.Text.IndexOf('(', StringComparison.Ordinal))));
    }

    // What it may have done is for the error; until then, it may still be known.
    [Fact]
    public async Task SendAsync_RetryAfterLostConnection_IsReportedWithoutThePossibleEffect()
    {
        using var server = new RawServer(RawResponse.Reset);
        using var client = Requests.Client(server.Uri, new FakeClock(), retries: 1);

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.Idempotent));

        var reason = "The connection to Service at 127.0.0.1:" + server.Port + " was lost before the complete response arrived";
        Assert.Equal(
            reason + "; retrying in 0.5 s (retry 1 of 1).",
            Assert.Single(outcome.Notices, static notice => notice.Level == NoticeLevel.Verbose).Text);
        Assert.Equal(reason + ". " + Requests.Effect, outcome.Error?.Message);
    }

    [Theory]
    [InlineData("handshake cut")]
    [InlineData("reset")]
    [InlineData("truncated")]
    public async Task SendAsync_IdempotentRequestWithoutBody_RetriesEachFailure(string kind)
    {
        using var server = Server(kind);
        var address = kind == "handshake cut" ? new Uri("https://127.0.0.1:" + server.Port + "/") : server.Uri;
        using var client = Requests.Client(address, new FakeClock(), retries: 2);

        var outcome = await client.TryAsync(Requests.Get(RetryPolicy.Idempotent));

        Assert.Equal(3, outcome.Attempts);
        Assert.True(Assert.IsType<TokenTransportException>(outcome.Error).NeverApplied);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(307)]
    public async Task SendAsync_RejectedAfterLostResponse_MayBeApplied(int status)
    {
        // The rejection is of the second attempt; the service may have applied the first.
        using var server = new RawServer(RawResponse.Reset, RawResponse.Of(status, "{}", "Location: https://other.example.com/"));
        using var client = Requests.Client(server.Uri, new FakeClock(), retries: 3);

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.Idempotent));

        Assert.Equal(2, outcome.Attempts);
        Assert.Equal(status, Assert.IsType<TokenApiException>(outcome.Error).StatusCode);
        Assert.False(outcome.Error.NeverApplied);
        Assert.EndsWith(" " + Requests.Effect, outcome.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(303)]
    [InlineData(200)]
    public async Task SendAsync_RequestThatLeavesNothingBehind_IsNeverApplied(int status)
    {
        using var server = new RawServer(status == 200 ? RawResponse.Truncated(200, "{") : RawResponse.Of(status));
        using var client = Requests.Client(server.Uri, new FakeClock(), retries: 0);

        Assert.True((await client.TryAsync(Requests.Get(RetryPolicy.Idempotent))).Error!.NeverApplied);
    }

    private static async Task FailAsync(
        string kind, string policy, bool retried, TransportFailure failure, TimeSpan timeout, int retries, string message = "")
    {
        using var server = Server(kind);
        var address = kind switch
        {
            "refused" => new Uri("http://127.0.0.1:" + RawServer.ClosedPort() + "/"),
            "no name" => new Uri("http://unknown.invalid/"),
            "handshake cut" or "silent handshake" => new Uri("https://127.0.0.1:" + server.Port + "/"),
            _ => server.Uri,
        };
        var clock = new FakeClock();
        var options = new HttpOptions { MaximumRetryCount = retries, NoProxy = true, Timeout = timeout };
        using var client = new ServiceClient(new PlainProtocol(), address, options, clock);

        var outcome = await client.TryAsync(Requests.Post(Requests.Policy(policy)));

        var error = Assert.IsType<TokenTransportException>(outcome.Error);
        Assert.Equal(failure, error.Failure);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(retried ? 1 + retries : 1, outcome.Attempts);
        Assert.Equal(outcome.Attempts - 1, clock.Waits.Count);
        var wasSent = failure is TransportFailure.TimedOut or TransportFailure.ConnectionLost;
        Assert.Equal(wasSent ? outcome.Attempts : 0, server.Requests.Count);
        Assert.Equal(!wasSent, error.NeverApplied);
        Assert.Equal(wasSent, error.Message.EndsWith(Requests.Effect, StringComparison.Ordinal));
        Assert.Equal(
            failure is TransportFailure.ConnectFailed or TransportFailure.TlsFailed,
            error.Message.EndsWith("nothing was sent.", StringComparison.Ordinal));
    }

    private static RawServer Server(string kind) => kind switch
    {
        "handshake cut" => new(static _ => RawResponse.Close, greeting: Greeting.Close),
        "silent handshake" => new(static _ => RawResponse.Close, greeting: Greeting.Silence),
        "no response" => new(RawResponse.Silence),
        "half a response" => new(RawResponse.Text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", Then.Silence)),
        "closed" => new(RawResponse.Close),
        "truncated" => new(RawResponse.Truncated(200, "{")),
        "no HTTP" => new(RawResponse.Text("SSH-2.0-OpenSSH_9.6\r\n", Then.Close)),
        "untrusted" => new(static _ => RawResponse.Of(200), Certificates.SelfSigned),
        _ => new(RawResponse.Reset),
    };

    // RFC 6761 §6.4: .invalid has no addresses. Without any resolver, the error is another one.
    private static bool ResolverIsReachable()
    {
        try
        {
            Dns.GetHostEntry("unknown.invalid");
            return false;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData;
        }
    }
}
