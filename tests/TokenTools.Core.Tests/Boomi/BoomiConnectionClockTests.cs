using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>A machine whose clock differs from Boomi's.</summary>
public class BoomiConnectionClockTests
{
    [Theory]
    [InlineData(-120, nameof(Messages.BoomiClockAhead), "2h ahead")]
    [InlineData(120, nameof(Messages.BoomiClockBehind), "2h behind")]
    [InlineData(0, null, null)]
    public async Task IssueAsync_ClocksDiffer_RemainingTimeIsTheServices(int minutes, string? warningId, string? says)
    {
        using var sandbox = TokenSandbox.Start(new SandboxOptions { ClockSkew = TimeSpan.FromMinutes(minutes) });
        using var connection = BoomiConnection.Create(sandbox.ToBoomiOptions());
        var warnings = new ConcurrentQueue<string>();
        var progress = new DelegateProgress<Notice>(notice =>
        {
            if (notice.Level == NoticeLevel.Warning)
            {
                warnings.Enqueue(notice.Text);
            }
        });

        var tokens = new[]
        {
            await connection.CreateInstallerTokenAsync(Requests.Molecule, progress: progress),
            await connection.CreateInstallerTokenAsync(Requests.Molecule, progress: progress),
        };

        // Tokens for 30 minutes. A minute is what a busy machine may take.
        Assert.All(tokens, static token => Assert.InRange(token.TimeLeft, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(1)));
        Assert.All(tokens, static token => Assert.False(token.IsExpired));
        Assert.Empty(new InstallerArgumentSpec { RuntimeName = "a" }.Build(tokens[0]).Warnings);
        Assert.Equal(warningId is null ? 0 : 1, warnings.Count);
        Assert.All(warnings, warning => Assert.Contains(says!, warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task IssueAsync_OutcomeUnknownAfterATokenWithAnotherClock_ExpiresByTheServicesClock()
    {
        using var sandbox = TokenSandbox.Start(new SandboxOptions { ClockSkew = TimeSpan.FromHours(3) });
        using var connection = BoomiConnection.Create(sandbox.ToBoomiOptions());
        await connection.CreateInstallerTokenAsync(Requests.Molecule);
        sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling });

        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        // The lost token's expiration is at most five minutes before.
        var actual = sandbox.MintedTokens[^1].Expiration;
        Assert.InRange(error.LatestExpiration, actual - TimeSpan.FromSeconds(1), actual + TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task IssueAsync_OutcomeOfTheFirstTokenUnknown_ExpiresByTheServicesClock()
    {
        using var sandbox = TokenSandbox.Start(new SandboxOptions { ClockSkew = TimeSpan.FromHours(3) });
        using var connection = BoomiConnection.Create(sandbox.ToBoomiOptions());
        await BoomiConnectionTester.TestAsync(connection, null, null, CancellationToken.None);
        sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling });

        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        var actual = sandbox.MintedTokens[^1].Expiration;
        Assert.InRange(error.LatestExpiration, actual - TimeSpan.FromSeconds(1), actual + TimeSpan.FromMinutes(6));
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    public async Task IssueAsync_DateAtALimitOfTheType_LosesNoToken(string date)
    {
        using var server = new RawServer(RawResponse.Of(200, Samples.Json, "Date: " + date), RawResponse.Of(504, "", "Date: " + date));
        using var connection = Requests.Boomi(server.Uri);

        var token = await connection.CreateInstallerTokenAsync(Requests.Molecule);
        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Contains(token.Secret.Reveal(), Samples.Json, StringComparison.Ordinal);
        Assert.Null(error.EarliestCreated);
    }

    [Fact]
    public async Task TestAsync_ClocksDiffer_SaysSo()
    {
        using var sandbox = TokenSandbox.Start(new SandboxOptions { ClockSkew = TimeSpan.FromHours(-2) });
        using var connection = BoomiConnection.Create(sandbox.ToBoomiOptions());
        var notices = new ConcurrentQueue<Notice>();

        var test = await BoomiConnectionTester.TestAsync(connection, null, new DelegateProgress<Notice>(notices.Enqueue), CancellationToken.None);

        Assert.InRange(test.ClockSkew.TotalMinutes, -121, -119);
        Assert.Single(notices, static notice => notice.Level == NoticeLevel.Warning);
    }

    [Fact]
    public async Task IssueAsync_LocalClockOfTheClient_IsUsed()
    {
        var clock = new FakeClock();
        var created = clock.UtcNow;
        var body = Samples.Json
            .Replace("2017-02-07T22:32:51.207Z", Text(created), StringComparison.Ordinal)
            .Replace("2017-02-07T23:02:51.207Z", Text(created.AddMinutes(30)), StringComparison.Ordinal);
        using var server = new RawServer(RawResponse.Of(200, body));
        using var connection = Requests.Boomi(server.Uri, clock);

        var token = await connection.CreateInstallerTokenAsync(Requests.Molecule);

        Assert.Equal(TimeSpan.FromMinutes(30), token.TimeLeft);
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
