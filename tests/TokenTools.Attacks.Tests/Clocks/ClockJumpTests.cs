using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Faults;
using TokenTools.Attacks.Tests.Http;
using TokenTools.Attacks.Tests.Support;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Attacks.Tests.Clocks;

/// <summary>Whatever this machine's clock shows, and when it is set: one token is issued and written, and no wait ends early or never.</summary>
public sealed class ClockJumpTests
{
    // A process that waits for a date is ended then.
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Offsets { get; } = new(AttackSize.Sample(["+1d", "-1d", "+30y", "-20y"], index: 0, count: 1));

    [FakeClockTheory]
    [MemberData(nameof(Offsets))]
    public async Task InstallerToken_ClockIsWrong_IsIssuedOnceAndWritten(string offset)
    {
        using var clock = new FakeClock(offset);
        using var server = new LedgerServer(FaultKinds.None, static _ => false);

        var result = await IssueAsync(server, clock);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(Assert.Single(server.Ledger.Tokens), result.Output, StringComparison.Ordinal);
    }

    [FakeClockTheory]
    [MemberData(nameof(Offsets))]
    public async Task InstallerToken_ClockIsSetDuringAWaitForARetry_IsIssuedOnceAndWritten(string offset)
    {
        using var clock = new FakeClock("+0");
        using var server = new LedgerServer(
            new FaultKind("clock-set", Issuing.Never, exchange =>
            {
                clock.Set(offset);
                return exchange.WriteAsync(HttpAnswer.Of(503, "{}", "Retry-After: 1"), keepOpen: true);
            }),
            static _ => true);

        var result = await IssueAsync(server, clock);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(Assert.Single(server.Ledger.Tokens), result.Output, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(server.Ledger.Requests).Value);
    }

    [FakeClockTheory]
    [MemberData(nameof(Offsets))]
    public async Task InstallerToken_ClockIsSetWhileTheServiceIssues_IsWritten(string offset)
    {
        using var clock = new FakeClock("+0");
        using var server = new LedgerServer(FaultKinds.None, static _ => false)
        {
            // A time limit by the date would be over, or never be.
            BeforeAnswer = _ =>
            {
                clock.Set(offset);
                return Task.Delay(300);
            },
        };

        var result = await IssueAsync(server, clock);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(Assert.Single(server.Ledger.Tokens), result.Output, StringComparison.Ordinal);
    }

    [FakeClockTheory]
    [MemberData(nameof(Offsets))]
    public async Task InstallerToken_ClockIsSetAndNoAnswerComes_EndsAtTheTimeLimit(string offset)
    {
        using var clock = new FakeClock("+0");
        using var server = new LedgerServer(
            new FaultKind("clock-set", Issuing.Always, async exchange =>
            {
                clock.Set(offset);
                await exchange.Connection.WaitForCloseAsync();
                return false;
            }),
            static _ => true);

        var result = await IssueAsync(server, clock, "--timeout-sec", "5");

        Assert.NotEqual(0, result.ExitCode);
        // On a busy machine, the limit may be over before the request is sent.
        Assert.DoesNotContain(server.Ledger.Requests, static request => request.Value > 1);
    }

    [FakeClockTheory]
    [MemberData(nameof(Offsets))]
    public async Task TemporaryToken_ClockIsSet_ExpiresByTheZonesClock(string offset)
    {
        const long ZoneTime = 1_900_000_000;
        using var clock = new FakeClock("+0");
        var asked = new List<JsonNode>();
        using var server = HostileServer.Answering(request =>
        {
            if (request.Target.EndsWith("/get_current_time", StringComparison.Ordinal))
            {
                clock.Set(offset);
                return HttpAnswer.Of(200, "{\"timeMillis\":" + ZoneTime + "000}");
            }

            lock (asked)
            {
                asked.Add(JsonNode.Parse(request.Body)!);
            }

            return HttpAnswer.Of(400, "{\"error\":{\"id\":\"badData\",\"description\":\"no\"}}");
        });

        string[] arguments = ["temporary-token", "--valid-for", "10m", "--token-file", "-", "--for", "user", "--no-proxy", "--uri", server.Uri.AbsoluteUri];
        var result = await EndAsync(arguments, clock, "egi:an-access-token");

        Assert.Equal(2, result.ExitCode);
        var expiry = Assert.Single(asked)["caveats"]!.AsArray().Single(static caveat => caveat!["type"]!.GetValue<string>() == "time")!;
        // The request came within a minute of the zone's time.
        Assert.InRange(expiry["validUntil"]!.GetValue<long>(), ZoneTime + 600, ZoneTime + 660);
    }

    [FakeClockTheory]
    [InlineData("+30y", 30)]
    public async Task FakeClock_Always_IsTheClockOfTheProcess(string offset, int years)
    {
        using var clock = new FakeClock(offset);
        using var sandbox = TokenSandbox.Start();

        var result = await EndAsync(["confine", "--valid-for", "10m", "--token-file", "-"], clock, sandbox.OnezoneUserToken);

        Assert.True(result.ExitCode == 0, result.Error);
        var expiry = DateTimeOffset.Parse(JsonNode.Parse(result.Output)!["expiresAt"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(expiry, DateTimeOffset.UtcNow.AddYears(years - 1), DateTimeOffset.UtcNow.AddYears(years + 1));
    }

    private static Task<ProgramResult> IssueAsync(LedgerServer server, FakeClock clock, params string[] options) => EndAsync(
        [
            "installer-token", "CLOUD", "--cloud-id", LedgerServer.CloudId(1), "--account-id", LedgerServer.AccountId, "--user-name", "user@acme.example",
            "--api-token-file", "-", "--base-uri", server.Uri.AbsoluteUri, "--no-proxy", "--maximum-retry-count", "2", .. options,
        ],
        clock,
        "an-api-token");

    private static async Task<ProgramResult> EndAsync(IEnumerable<string> arguments, FakeClock clock, string secret)
    {
        using var limit = new CancellationTokenSource(AbortTimeout);
        return await ExternalProgram.RunAsync(TokenToolsProcess.Start(arguments, clock.Variables), secret, limit.Token);
    }
}
