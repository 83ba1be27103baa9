using System;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class RequestCanceledExceptionTests
{
    [Fact]
    public async Task RequestSent_CanceledWhileWaitingForResponse_IsTrue()
    {
        using var server = new RawServer(RawResponse.Silence);

        Assert.True(await CancelAsync(server.Uri, new FakeClock(), _ => server.Requests.Count == 1));
    }

    [Fact]
    public async Task RequestSent_WithoutBodyCanceledWhileWaitingForResponse_IsTrue()
    {
        using var server = new RawServer(RawResponse.Silence);
        using var client = Requests.Client(server.Uri, new FakeClock());
        var request = Requests.Get(RetryPolicy.Never) with { PossibleEffect = static () => Requests.Effect };

        Assert.True(await CancelAsync(client, () => server.Requests.Count == 1, request));
    }

    [Fact]
    public async Task RequestSent_CanceledDuringTlsHandshake_IsFalse()
    {
        using var server = new RawServer(static _ => RawResponse.Close, greeting: Greeting.Silence);

        Assert.False(await CancelAsync(new Uri("https://127.0.0.1:" + server.Port + "/"), new FakeClock(), _ => server.Connections == 1));
    }

    [Fact]
    public async Task RequestSent_CanceledDuringRetryDelayAfterRejection_IsFalse()
    {
        using var server = new RawServer(RawResponse.Of(503));

        Assert.False(await CancelAsync(server.Uri, new FakeClock { Held = true }, static clock => clock.Pending == 1));
    }

    [Fact]
    public async Task RequestSent_CanceledDuringRetryDelayAfterConnectionRefused_IsFalse()
    {
        var server = new RawServer(RawResponse.Of(200, "{}", "Connection: close"));
        var clock = new FakeClock { Held = true };
        using var client = Requests.Client(server.Uri, clock);
        await client.SendAsync(Requests.Get(RetryPolicy.Never), progress: null, CancellationToken.None);
        server.Dispose();

        Assert.False(await CancelAsync(client, () => clock.Pending == 1));
    }

    [Fact]
    public async Task RequestSent_CanceledDuringRetryDelayAfterLostConnection_IsTrue()
    {
        using var server = new RawServer(RawResponse.Reset);

        Assert.True(await CancelAsync(server.Uri, new FakeClock { Held = true }, static clock => clock.Pending == 1));
    }

    [Fact]
    public async Task RequestSent_CanceledBeforeRateLimitAllowsRequest_IsFalse()
    {
        using var server = new RawServer(RawResponse.Of(200));
        var clock = new FakeClock { Held = true };
        using var client = Requests.Client(server.Uri, clock, requestsPerSecond: 1);
        await client.SendAsync(Requests.Get(RetryPolicy.Never), progress: null, CancellationToken.None);

        Assert.False(await CancelAsync(client, () => clock.Pending == 1));
        Assert.Single(server.Requests);
    }

    private static async Task<bool> CancelAsync(Uri address, FakeClock clock, Func<FakeClock, bool> when)
    {
        using var client = Requests.Client(address, clock);
        return await CancelAsync(client, () => when(clock));
    }

    private static async Task<bool> CancelAsync(ServiceClient client, Func<bool> when, ServiceRequest? request = null)
    {
        using var cancellation = new CancellationTokenSource();
        var sending = client.SendAsync(request ?? Requests.Post(RetryPolicy.Idempotent), progress: null, cancellation.Token);
        Requests.Until(when);
        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAsync<RequestCanceledException>(() => sending);
        Assert.Equal(error.RequestSent ? Requests.Effect : null, error.PossibleEffect);
        return error.RequestSent;
    }
}
