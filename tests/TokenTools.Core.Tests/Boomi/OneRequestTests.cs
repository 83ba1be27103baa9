using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>No installer token is ever minted twice for one wish, and the user hears when one may live that nobody holds.</summary>
public class OneRequestTests
{
    // FakeClock's time, the thirty minutes that were asked for, and five for a service that comes to it late.
    private const string MayExist = "An installer token for MOLECULE may have been made all the same, in account fakeAccountId; "
        + "if so it can't be revoked and is good until 2030-01-01 00:35 UTC at the latest.";

    public static TheoryData<string, bool> Breaks()
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
    [MemberData(nameof(Breaks))]
    public async Task A_request_that_went_out_is_never_sent_again(string kind, bool reused)
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
        Assert.True(unknown.OutcomeUnknown);
        Assert.Equal(("MOLECULE", "fakeAccountId"), (unknown.InstallType, unknown.AccountId));
        Assert.Equal(FakeClock.Start.AddMinutes(35), unknown.LatestExpiration);
        Assert.Equal("as.installer, ADD", unknown.AuditLogEntry);
        Assert.Equal(kind switch { "502" or "502 truncated" => 502, "504" => 504, _ => null }, unknown.StatusCode);
        Assert.Contains("audit log of account fakeAccountId", unknown.RecommendedAction, StringComparison.Ordinal);
        Assert.True(Assert.IsType<TokenException>(unknown.InnerException, exactMatch: false).OutcomeUnknown);
        Assert.Contains(MayExist, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_never_comes_isnt_asked_for_again(bool reused)
    {
        using var server = new RawServer(request => reused && request.Number == 1 ? Token : RawAnswer.Silence);
        using var connection = Requests.Boomi(server.Uri, new FakeClock(), options => options.Http.Timeout = TimeSpan.FromSeconds(3));
        if (reused)
        {
            await connection.CreateInstallerTokenAsync(Requests.Molecule);
        }

        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(reused ? 2 : 1, server.Requests.Count);
        Assert.Equal(TransportFailure.TimedOut, Assert.IsType<TokenTransportException>(error.InnerException).Failure);
        Assert.True(error.OutcomeUnknown);
        Assert.Equal("Boomi at " + server.Uri.Authority + " did not respond within 3 s. " + MayExist
            + " The account's audit log shows it as as.installer, ADD.", error.Message);
    }

    [Fact]
    public async Task A_connection_that_the_server_has_left_meanwhile_mints_no_second_token()
    {
        // Keep-alive promised and not kept: the second request meets a closed connection, and nobody knows how far it came.
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
                Assert.True(error.OutcomeUnknown);
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
    public async Task A_refusal_left_nothing_behind(int status)
    {
        using var server = new RawServer(RawAnswer.Of(status, "{\"message\":\"No.\"}"));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await Assert.ThrowsAsync<TokenApiException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.False(error.OutcomeUnknown);
        Assert.DoesNotContain("may have been made", error.Message, StringComparison.Ordinal);
        Assert.Equal(status is 503 or 429 ? 6 : 1, server.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_whose_text_broke_off_is_still_a_redirect()
    {
        using var server = new RawServer(RawAnswer.Text(
            "HTTP/1.1 307 Moved\r\nLocation: https://other.example.com/\r\nContent-Length: 100\r\n\r\n<", Then.Close));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await Assert.ThrowsAsync<TokenApiException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(nameof(Messages.Redirected), error.ErrorId);
        Assert.False(error.OutcomeUnknown);
    }

    [Fact]
    public async Task Nobody_there_means_that_nothing_was_made()
    {
        using var connection = Requests.Boomi(new Uri("http://127.0.0.1:" + RawServer.ClosedPort()), new FakeClock());

        var error = await Assert.ThrowsAsync<TokenTransportException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(TransportFailure.ConnectFailed, error.Failure);
        Assert.False(error.OutcomeUnknown);
        Assert.DoesNotContain("may have been made", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_are_waited_out_and_one_token_made()
    {
        using var server = new RawServer(RawAnswer.Of(503), RawAnswer.Of(429), Token);
        var notices = new List<TokenTools.Http.Notice>();
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var token = await connection.CreateInstallerTokenAsync(Requests.Molecule, asPlainText: true, progress: new DelegateProgress<Notice>(notices.Add));

        Assert.Equal("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", token.Token);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(2, notices.Count(notice => notice.Level == TokenTools.Http.NoticeLevel.Verbose));
    }

    private static RawAnswer Token => RawAnswer.Of(200, Samples.Json, "Content-Type: application/json");

    private static RawAnswer Broken(string kind) => kind switch
    {
        "reset" => RawAnswer.Reset,
        "closed" => RawAnswer.Close,
        "truncated" => RawAnswer.Truncated(200, Samples.Json),
        "half a head" => RawAnswer.Text("HTTP/1.1 200 OK\r\nContent-", Then.Close),
        "502" => RawAnswer.Of(502, "<html><title>Bad gateway</title></html>"),
        "504" => RawAnswer.Of(504),
        "502 truncated" => RawAnswer.Truncated(502, "<html>"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
