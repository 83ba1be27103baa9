using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class HttpTransportTests
{
    [Fact]
    public async Task SendAsync_HundredRequests_UseOneConnection()
    {
        using var server = new RawServer(RawResponse.Of(200, Boomi.Samples.Json));
        using var connection = Requests.Boomi(server.Uri);

        for (var i = 0; i < 100; i++)
        {
            await connection.CreateInstallerTokenAsync(Requests.Molecule);
        }

        Assert.Equal(100, server.Requests.Count);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task SendAsync_ErrorResponse_KeepsConnection()
    {
        using var server = new RawServer(
            RawResponse.Of(503, new string('x', 100_000)), RawResponse.Of(302, "moved"), RawResponse.Of(400, "bad"), RawResponse.Of(200));
        using var client = Requests.Client(server.Uri);

        for (var i = 0; i < 5; i++)
        {
            await client.TryAsync(Requests.Post(RetryPolicy.Never));
        }

        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task SendAsync_64Threads_EachGetsItsOwnResponse()
    {
        using var server = new RawServer(request => RawResponse.Of(200, Boomi.Samples.Json.Replace(
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
                    var request = new InstallerTokenSpec { InstallType = "ATOM", AccountId = account }.Build();
                    var token = connection.CreateInstallerTokenAsync(request).GetAwaiter().GetResult();
                    Assert.Equal(account, token.AccountId);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(threads);

        Assert.Equal(320, server.Requests.Count);
        // Connections are shared. HttpClient may open some more than there are requests at a time, which another response made unnecessary.
        Assert.InRange(server.Connections, 1, 160);
    }

    [Fact]
    public async Task SendAsync_SetCookie_IsIgnored()
    {
        using var server = new RawServer(RawResponse.Of(200, "", "Set-Cookie: session=hunter22; Path=/"));
        using var client = Requests.Client(server.Uri);

        await client.TryAsync(Requests.Post(RetryPolicy.Never));
        await client.TryAsync(Requests.Post(RetryPolicy.Never));

        Assert.Null(server.Requests[1].Header("Cookie"));
    }

    [Fact]
    public async Task SendAsync_Request_HasItsHeadersAndThoseOfTheModule()
    {
        using var server = new RawServer(RawResponse.Of(200));
        using var client = Requests.Client(server.Uri);

        await client.TryAsync(Requests.Post(RetryPolicy.Never) with { Headers = [new("X-Auth-Token", "value")] });

        var request = Assert.Single(server.Requests);
        Assert.Equal("value", request.Header("X-Auth-Token"));
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.Matches(@"\ATokenTools/[0-9]+\.[0-9]+\.[0-9]+\z", request.Header("User-Agent"));
        Assert.Null(request.Header("Expect"));
    }

    // The window of the rate limit starts then.
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task SendAsync_RequestWithBody_IsReportedOnceItIsBeingSent(bool hasBody, int times)
    {
        using var server = new RawServer(RawResponse.Of(200));
        using var transport = new HttpTransport(
            server.Uri, new HttpOptions { NoProxy = true, Timeout = Requests.LongTimeout }, proxyCredentials: null, new FakeClock());
        var reported = 0;

        await transport.SendAsync(
            hasBody ? Requests.Post(RetryPolicy.Never) : Requests.Get(RetryPolicy.Never), () => reported++, CancellationToken.None);

        Assert.Equal(times, reported);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task SendAsync_EachAttempt_IsReportedWithItsAddress()
    {
        using var server = new RawServer(RawResponse.Of(503), RawResponse.Of(200));
        using var client = new ServiceClient(
            new PlainProtocol(),
            server.Uri,
            new HttpOptions { NoProxy = true, Timeout = Requests.LongTimeout, MaximumRetryCount = 1, RetryInterval = TimeSpan.FromSeconds(1) },
            new FakeClock());

        var outcome = await client.TryAsync(Requests.Get(RetryPolicy.Idempotent));

        Assert.Null(outcome.Error);
        Assert.Equal(
            ["GET " + server.Uri + "thing", "GET " + server.Uri + "thing (attempt 2)"],
            outcome.Notices.Where(static notice => notice.Level == NoticeLevel.Debug).Select(static notice => notice.Text));
    }
}
