using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>The outcome of a request, which must be certain about the existence of a token.</summary>
public class BoomiConnectionOutcomeTests
{
    [Fact]
    public async Task IssueAsync_Success_IsIssued()
    {
        using var server = new RawServer(RawResponse.Of(200, Samples.Json));
        using var connection = Requests.Boomi(server.Uri);

        var issued = Assert.IsType<IssueOutcome<InstallerToken>.Issued>(await connection.IssueAsync(Requests.Molecule));

        Assert.Null(issued.Problem);
        Assert.Equal(Samples.Token, issued.Token.Secret.Reveal());
    }

    [Fact]
    public async Task IssueAsync_Forbidden_IsRejected()
    {
        using var server = new RawServer(RawResponse.Of(403));
        using var connection = Requests.Boomi(server.Uri);

        var rejected = Assert.IsType<IssueOutcome<InstallerToken>.Rejected>(await connection.IssueAsync(Requests.Molecule));

        Assert.Equal(nameof(Messages.Forbidden), rejected.Error.ErrorId);
    }

    [Fact]
    public async Task IssueAsync_ConnectionRefused_IsNotSent()
    {
        using var connection = Requests.Boomi(ClosedPort(), new FakeClock());

        var notSent = Assert.IsType<IssueOutcome<InstallerToken>.NotSent>(await connection.IssueAsync(Requests.Molecule));

        Assert.Equal(TransportFailure.ConnectFailed, Assert.IsType<TokenTransportException>(notSent.Error).Failure);
    }

    [Fact]
    public async Task IssueAsync_ClosedConnection_IsNotSent()
    {
        var connection = Requests.Boomi(ClosedPort());
        connection.Dispose();

        var notSent = Assert.IsType<IssueOutcome<InstallerToken>.NotSent>(await connection.IssueAsync(Requests.Molecule));

        Assert.Equal(nameof(Messages.ConnectionClosed), notSent.Error?.ErrorId);
    }

    [Fact]
    public async Task IssueAsync_ConnectionLost_IsUnknownUntilTheLatestExpiration()
    {
        using var server = new RawServer(RawResponse.Reset);
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var unknown = Assert.IsType<IssueOutcome<InstallerToken>.Unknown>(await connection.IssueAsync(Requests.Molecule));

        Assert.Equal(FakeClock.Start.AddMinutes(35), unknown.LatestExpiration);
        Assert.IsType<TokenOutcomeUnknownException>(unknown.Error);
    }

    [Fact]
    public async Task IssueAsync_CanceledWhileAwaitingResponse_IsUnknownWithoutError()
    {
        using var server = new RawServer(RawResponse.Silence);
        using var connection = Requests.Boomi(server.Uri, new FakeClock());
        using var cancellation = new CancellationTokenSource();

        var issuing = connection.IssueAsync(Requests.Molecule, cancellationToken: cancellation.Token);
        Requests.Until(() => server.Requests.Count == 1);
        await cancellation.CancelAsync();

        Assert.Equal(new IssueOutcome<InstallerToken>.Unknown(FakeClock.Start.AddMinutes(35), null), await issuing);
    }

    [Fact]
    public async Task IssueAsync_CanceledWhileAbortTokenIsGiven_CompletesTheRequest()
    {
        using var isCanceled = new ManualResetEventSlim();
        using var server = new RawServer(_ =>
        {
            isCanceled.Wait(Requests.LongTimeout);
            return RawResponse.Of(200, Samples.Json);
        });
        using var connection = Requests.Boomi(server.Uri);
        using var cancellation = new CancellationTokenSource();

        var issuing = connection.IssueAsync(Requests.Molecule, cancellationToken: cancellation.Token, abortToken: CancellationToken.None);
        Requests.Until(() => server.Requests.Count == 1);
        await cancellation.CancelAsync();
        isCanceled.Set();

        Assert.IsType<IssueOutcome<InstallerToken>.Issued>(await issuing);
    }

    [Fact]
    public async Task IssueAsync_CanceledWhileWaitingForRetry_IsNotSent()
    {
        // Also if the request before was sent: the service certainly rejected it.
        using var server = new RawServer(RawResponse.Of(503));
        var clock = new FakeClock { Held = true };
        using var busy = Requests.Boomi(server.Uri, clock);
        using var closing = new RawServer(static _ => RawResponse.Close, greeting: Greeting.Close);
        using var failing = Requests.Boomi(new Uri("https://127.0.0.1:" + closing.Port), clock);
        using var cancellation = new CancellationTokenSource();

        var issuing = new[]
        {
            busy.IssueAsync(Requests.Molecule, cancellationToken: cancellation.Token),
            failing.IssueAsync(Requests.Molecule, cancellationToken: cancellation.Token),
        };
        Requests.Until(() => clock.Pending == 2);
        await cancellation.CancelAsync();

        Assert.All(await Task.WhenAll(issuing), static outcome => Assert.Equal(new IssueOutcome<InstallerToken>.NotSent(null), outcome));
    }

    [Fact]
    public async Task IssueAsync_CanceledDuringTlsHandshake_IsNotSent()
    {
        // Accepts the connection and never responds: no request has been sent yet.
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            using var connection = Requests.Boomi(new Uri("https://127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port));
            using var cancellation = new CancellationTokenSource();

            var issuing = connection.IssueAsync(Requests.Molecule, cancellationToken: cancellation.Token);
            using var client = await listener.AcceptTcpClientAsync();
            Requests.Until(() => client.Available > 0);
            await cancellation.CancelAsync();

            Assert.Equal(new IssueOutcome<InstallerToken>.NotSent(null), await issuing);
        }
        finally
        {
            listener.Stop();
        }
    }

    private static Uri ClosedPort() => new("http://127.0.0.1:" + RawServer.ClosedPort());
}
