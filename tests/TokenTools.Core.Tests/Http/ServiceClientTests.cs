using System;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class ServiceClientTests
{
    [Fact]
    public async Task Dispose_DuringRequest_IsAnUnknownOutcome()
    {
        using var server = new RawServer(RawResponse.Silence);
        using var client = Requests.Client(server.Uri, new FakeClock());

        var sending = client.TryAsync(Requests.Post(RetryPolicy.Idempotent));
        Requests.Until(() => server.Requests.Count == 1);
        client.Dispose();

        AssertClosed((await sending).Error, neverApplied: false);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Dispose_DuringTlsHandshake_IsAClosedConnection()
    {
        using var server = new RawServer(static _ => RawResponse.Close, greeting: Greeting.Silence);
        using var client = Requests.Client(new Uri("https://127.0.0.1:" + server.Port + "/"), new FakeClock());

        var sending = client.TryAsync(Requests.Post(RetryPolicy.Idempotent));
        Requests.Until(() => server.Connections == 1);
        client.Dispose();

        Assert.Equal(nameof(Messages.ConnectionClosed), (await sending).Error?.ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_DuringRetryDelay_DependsOnWhatTheLastAttemptMayHaveDone(bool mayBeApplied)
    {
        using var server = new RawServer(mayBeApplied ? RawResponse.Reset : RawResponse.Of(503));
        var clock = new FakeClock { Held = true };
        using var client = Requests.Client(server.Uri, clock);

        var sending = client.TryAsync(Requests.Post(RetryPolicy.Idempotent));
        Requests.Until(() => clock.Pending == 1);
        client.Dispose();
        clock.MoveOn();

        var error = (await sending).Error;
        if (mayBeApplied)
        {
            AssertClosed(error, neverApplied: false);
        }
        else
        {
            Assert.Equal(nameof(Messages.ConnectionClosed), error?.ErrorId);
        }

        Assert.Single(server.Requests);
    }

    // A cmdlet ends delays at the first Ctrl-C, and the request itself only later.
    [Fact]
    public async Task SendAsync_CanceledWithAnotherTokenForTheRequest_GetsTheResponse()
    {
        using var arrived = new ManualResetEventSlim();
        using var canceled = new ManualResetEventSlim();
        using var server = new RawServer(_ =>
        {
            arrived.Set();
            canceled.Wait(Requests.LongTimeout);
            return RawResponse.Of(200, "done");
        });
        using var client = Requests.Client(server.Uri, new FakeClock());
        using var cancellation = new CancellationTokenSource();
        using var abort = new CancellationTokenSource();

        var sending = client.SendAsync(Requests.Post(RetryPolicy.Idempotent), progress: null, cancellation.Token, abort.Token);
        Assert.True(arrived.Wait(Requests.LongTimeout));
        await cancellation.CancelAsync();
        canceled.Set();

        Assert.Equal("done", (await sending).Body);
    }

    [Fact]
    public async Task SendAsync_ResponseWithDate_SetsTheServersClock()
    {
        using var server = new RawServer(RawResponse.Of(503, "", "Date: Tue, 01 Jan 2030 00:05:00 GMT"));
        var clock = new FakeClock();
        using var client = Requests.Client(server.Uri, clock);
        Assert.Null(client.ServerClock.Earliest(client.ServerClock.Now()));

        await client.TryAsync(Requests.Post(RetryPolicy.Never));

        Assert.Equal(FakeClock.Start.AddMinutes(5), client.ServerClock.Earliest(client.ServerClock.Now()));
    }

    [Fact]
    public async Task SendAsync_LastRejection_PausesOtherRequestsForTheFirstDelay()
    {
        using var server = new RawServer(RawResponse.Of(503));
        var clock = new FakeClock();
        using var client = Requests.Client(server.Uri, clock, retries: 2, requestsPerSecond: 1000);

        await client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly));
        Assert.Equal([0.5, 1], Array.ConvertAll([.. clock.Waits], static wait => wait.TotalSeconds));
        await client.TryAsync(Requests.Post(RetryPolicy.Never));

        Assert.Equal(0.5, clock.Waits[2].TotalSeconds);
    }

    private static void AssertClosed(TokenException? error, bool neverApplied)
    {
        var lost = Assert.IsType<TokenTransportException>(error);
        Assert.Equal((nameof(Messages.ConnectionClosedDuringRequest), neverApplied), (lost.ErrorId, lost.NeverApplied));
        Assert.Contains(Requests.Effect, lost.Message, StringComparison.Ordinal);
    }
}
