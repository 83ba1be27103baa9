using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>A request that may have created a token is not sent again, and the outcome indicates that a token may exist.</summary>
[TakesLong]
public class BoomiConnectionRetryTests
{
    // The time of FakeClock, the thirty minutes that were requested, and five for a service that processes the request late.
    private const string MayExist = "An installer token for MOLECULE may have been created in account fakeAccountId. "
        + "It cannot be revoked and is valid until 2030-01-01 00:35 UTC at the latest; its entry in the account's audit log is as.installer, ADD.";

    public static TheoryData<string, bool> BrokenResponses()
    {
        var rows = new TheoryData<string, bool>();
        foreach (var reused in new[] { false, true })
        {
            foreach (var kind in new[] { "reset", "closed", "truncated", "half a head", "502", "504", "502 truncated" })
            {
                rows.Add(kind, reused);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(BrokenResponses))]
    public async Task IssueAsync_BrokenResponse_IsNotRetriedAndOutcomeIsUnknown(string kind, bool reused)
    {
        using var server = new RawServer(request => reused && request.Number == 1 ? Token : Broken(kind));
        var clock = new FakeClock();
        using var connection = Requests.Boomi(server.Uri, clock);
        if (reused)
        {
            await connection.CreateInstallerTokenAsync(Requests.Molecule);
        }

        var error = await Assert.ThrowsAnyAsync<TokenException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(reused ? 2 : 1, server.Requests.Count);
        Assert.Equal(1, server.Connections);
        Assert.Empty(clock.Waits);
        var unknown = Assert.IsType<TokenOutcomeUnknownException>(error);
        Assert.Equal(nameof(Messages.TokenOutcomeUnknown), unknown.ErrorId);
        Assert.False(unknown.NeverApplied);
        Assert.Equal(("MOLECULE", "fakeAccountId"), (unknown.InstallType, unknown.AccountId));
        Assert.Equal(FakeClock.Start.AddMinutes(35), unknown.LatestExpiration);
        Assert.Equal("as.installer, ADD", unknown.AuditLogEntry);
        Assert.Equal(kind switch { "502" or "502 truncated" => 502, "504" => 504, _ => null }, unknown.StatusCode);
        Assert.Contains("audit log of account fakeAccountId", unknown.RecommendedAction, StringComparison.Ordinal);
        Assert.False(Assert.IsType<TokenException>(unknown.InnerException, exactMatch: false).NeverApplied);
        Assert.Contains(MayExist, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task IssueAsync_NoResponse_IsNotRetriedAndOutcomeIsUnknown(bool reused)
    {
        using var server = new RawServer(request => reused && request.Number == 1 ? Token : RawResponse.Silence);
        using var connection = Requests.Boomi(server.Uri, new FakeClock(), options => options.Http.Timeout = TimeSpan.FromSeconds(3));
        if (reused)
        {
            await connection.CreateInstallerTokenAsync(Requests.Molecule);
        }

        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(reused ? 2 : 1, server.Requests.Count);
        Assert.Equal(TransportFailure.TimedOut, Assert.IsType<TokenTransportException>(error.InnerException).Failure);
        Assert.False(error.NeverApplied);
        Assert.EndsWith(MayExist, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IssueAsync_ServerClosesIdleConnection_CreatesNoSecondToken()
    {
        // The server announces keep-alive and closes: how far the second request came is unknown.
        var minted = 0;
        using var server = new RawServer(request =>
        {
            minted++;
            return Token with { Then = Then.Close };
        });
        using var connection = Requests.Boomi(server.Uri, new FakeClock());
        var tokens = 0;
        for (var i = 0; i < 20; i++)
        {
            try
            {
                await connection.CreateInstallerTokenAsync(Requests.Molecule);
                tokens++;
            }
            catch (TokenOutcomeUnknownException error)
            {
                Assert.False(error.NeverApplied);
            }
        }

        Assert.Equal(tokens, minted);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(410)]
    [InlineData(307)]
    public async Task IssueAsync_Rejection_IsRejected(int status)
    {
        using var server = new RawServer(RawResponse.Of(status, "{\"message\":\"No.\"}"));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await Assert.ThrowsAsync<TokenApiException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.True(error.NeverApplied);
        Assert.DoesNotContain("may have been created", error.Message, StringComparison.Ordinal);
        Assert.Equal(status is 503 or 429 ? 6 : 1, server.Requests.Count);
    }

    [Fact]
    public async Task IssueAsync_TruncatedRedirect_IsRejected()
    {
        using var server = new RawServer(RawResponse.Text(
            "HTTP/1.1 307 Moved\r\nLocation: https://other.example.com/\r\nContent-Length: 100\r\n\r\n<", Then.Close));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await Assert.ThrowsAsync<TokenApiException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(nameof(Messages.Redirected), error.ErrorId);
        Assert.True(error.NeverApplied);
    }

    [Fact]
    public async Task IssueAsync_ConnectionRefused_IsNotSent()
    {
        using var connection = Requests.Boomi(new Uri("http://127.0.0.1:" + RawServer.ClosedPort()), new FakeClock());

        var error = await Assert.ThrowsAsync<TokenTransportException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(TransportFailure.ConnectFailed, error.Failure);
        Assert.True(error.NeverApplied);
        Assert.DoesNotContain("may have been created", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IssueAsync_BusyTwice_IsRetriedAndIssued()
    {
        using var server = new RawServer(RawResponse.Of(503), RawResponse.Of(429), Token);
        var notices = new List<TokenTools.Http.Notice>();
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var token = await connection.CreateInstallerTokenAsync(Requests.Molecule, asPlainText: true, progress: new DelegateProgress<Notice>(notices.Add));

        Assert.Equal("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", token.Token);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(2, notices.Count(notice => notice.Level == NoticeLevel.Verbose && notice is not ProgressNotice));
    }

    private static RawResponse Token => RawResponse.Of(200, Samples.Json, "Content-Type: application/json");

    private static RawResponse Broken(string kind) => kind switch
    {
        "reset" => RawResponse.Reset,
        "closed" => RawResponse.Close,
        "truncated" => RawResponse.Truncated(200, Samples.Json),
        "half a head" => RawResponse.Text("HTTP/1.1 200 OK\r\nContent-", Then.Close),
        "502" => RawResponse.Of(502, "<html><title>Bad gateway</title></html>"),
        "504" => RawResponse.Of(504),
        "502 truncated" => RawResponse.Truncated(502, "<html>"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
