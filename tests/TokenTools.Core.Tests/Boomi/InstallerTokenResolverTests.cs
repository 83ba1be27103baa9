using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>What the audit log proves about requests with unknown outcomes, for logs of any content.</summary>
public class InstallerTokenResolverTests
{
    private static readonly DateTimeOffset Request = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The entries in the window, the whole response, the time of the service, and the reason.</summary>
    public static TheoryData<string, string> ProvesNothing { get; } = new()
    {
        { Log([], late: false), "ResolutionTooEarly" },
        { Log([]) + "!no date", "ResolutionNoTime" },
        { """{"numberOfResults":1}""", "ResolutionIncomplete" },
        { "{}", "ResolutionIncomplete" },
        { Log([Entry(user: null)]), "ResolutionNoUser" },
        { Log([Entry(date: null)]), "ResolutionNoUser" },
        { Log([Entry(user: "other@boomi.com")]) + "!unknown user", "ResolutionUserUnknown" },
        { Log([]) + "!unknown user", "ResolutionUserUnknown" },
        { Log([]) + "!issued", "ResolutionLogLate" },
        { Log([Entry(), Entry()]), "ResolutionAmbiguous" },
    };

    [Theory]
    [MemberData(nameof(ProvesNothing))]
    public async Task ResolveAsync_LogThatProvesNothing_IsNeverNotCreated(string log, string reasonId)
    {
        var found = Assert.Single(await ResolveAsync(log, Token(Request, Request.AddMinutes(6))));

        Assert.Equal((InstallerTokenState.Unknown, reasonId), (found.State, found.ReasonId));
        Assert.NotEmpty(found.Reason);
        Assert.Equal(reasonId is "ResolutionTooEarly" or "ResolutionLogLate" ? Request.AddMinutes(11) : null, found.RetryAt);
    }

    [Fact]
    public async Task ResolveAsync_CompleteLogWithoutEntry_IsNotCreated()
    {
        var found = Assert.Single(await ResolveAsync(Log([Entry(user: "other@boomi.com")]), Token(Request, Request.AddMinutes(6))));

        Assert.Equal((InstallerTokenState.NotCreated, "ResolutionNotCreated"), (found.State, found.ReasonId));
    }

    [Fact]
    public async Task ResolveAsync_OneEntryMoreThanKnown_IsCreated()
    {
        var found = Assert.Single(await ResolveAsync(Log([Entry(), Entry()]) + "!issued", Token(Request, Request.AddMinutes(6))));

        Assert.Equal((InstallerTokenState.Created, "ResolutionCreated"), (found.State, found.ReasonId));
        Assert.Equal(2, found.Events.Count);
    }

    [Theory]
    [InlineData("DELETE", "as.installer", "2030-01-01T12:00:01Z")]
    [InlineData("ADD", "as.atom", "2030-01-01T12:00:01Z")]
    [InlineData("ADD", "as.installer", "2030-01-01T11:00:00Z")]
    [InlineData("ADD", "as.installer", "2030-01-01T13:00:00Z")]
    public async Task ResolveAsync_EntryOfAnotherActionOrTime_IsNotCounted(string action, string type, string date)
    {
        var entry = Entry().Replace("\"ADD\"", "\"" + action + "\"", StringComparison.Ordinal)
            .Replace("as.installer", type, StringComparison.Ordinal).Replace("2030-01-01T12:00:01Z", date, StringComparison.Ordinal);

        var found = Assert.Single(await ResolveAsync(Log([entry]), Token(Request, Request.AddMinutes(6))));

        Assert.Equal(InstallerTokenState.NotCreated, found.State);
    }

    [Fact]
    public async Task ResolveAsync_TokensIssuedAroundTheWindow_AreInsideOrOutsideWithTheirEntries()
    {
        // A run of tokens, one each half minute, before and after the request. Their entries are counted exactly, wherever the run ends.
        var issued = Enumerable.Range(-30, 90).Select(static i => Request.AddSeconds(30 * i)).ToList();
        using var server = new RawServer(request => Respond(request, Log([.. issued.Select(static time => Entry(date: Date(time)))], count: 90)));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var found = Assert.Single(await new InstallerTokenResolver(connection).ResolveAsync(
            [Token(Request, Request.AddMinutes(6))], issued, null, CancellationToken.None));

        Assert.Equal(InstallerTokenState.NotCreated, found.State);
    }

    [Fact]
    public async Task ResolveAsync_WithoutTimeOfTheService_ComputesTheWindowFromThisMachinesClocks()
    {
        // The request is the connection's first one, so the service's time is known only afterwards. The service is nine hours ahead.
        var clock = new FakeClock();
        using var server = new RawServer(request => request.Number == 1
            ? RawResponse.Reset
            : RawResponse.Of(
                200,
                Log([Entry(date: Date(FakeClock.Start.AddHours(9)))]).Split('@', 2)[1],
                "Date: " + (FakeClock.Start.AddHours(9) + clock.Elapsed - TimeSpan.FromHours(1)).ToString("r", CultureInfo.InvariantCulture)));
        using var connection = Requests.Boomi(server.Uri, clock);
        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));
        Assert.Null(error.EarliestCreated);
        await clock.Delay(TimeSpan.FromMinutes(30), CancellationToken.None);

        var found = Assert.Single(await new InstallerTokenResolver(connection).ResolveAsync(
            [UnknownInstallerToken.From(error, null)], [], null, CancellationToken.None));

        Assert.Equal(InstallerTokenState.Created, found.State);
        Assert.InRange(found.EarliestCreated!.Value, FakeClock.Start.AddHours(9).AddSeconds(-2), FakeClock.Start.AddHours(9).AddSeconds(2));
    }

    [Fact]
    public void From_OtherErrors_SayWhatHappened()
    {
        Assert.Equal(
            InstallerTokenState.NotCreated,
            UnknownInstallerToken.From(new TokenArgumentException("x", nameof(Messages.InstallTypeMissing)), null).KnownState);
        Assert.Throws<TokenArgumentException>(() => UnknownInstallerToken.From("ATOM", " ", Request, Request, null, null));
        Assert.Throws<TokenArgumentException>(() => UnknownInstallerToken.From("ATOM", "acme", Request.AddTicks(1), Request, null, null));
        Assert.Throws<TokenArgumentException>(() => UnknownInstallerToken.From("ATOM", "acme", null, Request, null, null));
        Assert.DoesNotContain(
            "963f3eb3",
            UnknownInstallerToken.From("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", "acme", Request, Request, null, null).InstallType!,
            StringComparison.Ordinal);
    }

    private static UnknownInstallerToken Token(DateTimeOffset earliest, DateTimeOffset latest) =>
        UnknownInstallerToken.From("ATOM", "fakeAccountId", earliest, latest, null, null);

    private static async Task<IReadOnlyList<InstallerTokenResolution>> ResolveAsync(string log, params UnknownInstallerToken[] tokens)
    {
        using var server = new RawServer(request => Respond(request, log));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());
        return await new InstallerTokenResolver(connection).ResolveAsync(
            tokens, log.Contains("!issued", StringComparison.Ordinal) ? [Request.AddSeconds(1)] : [], null, CancellationToken.None);
    }

    // The second query asks whether the log has any entry of the user.
    private static RawResponse Respond(RawRequest request, string log)
    {
        var body = !request.Body.Contains("\"userId\"", StringComparison.Ordinal) ? log.Split('!')[0].Split('@', 2)[^1]
            : log.Contains("!unknown user", StringComparison.Ordinal) ? """{"numberOfResults":0}"""
            : "{\"numberOfResults\":1,\"result\":[" + Entry(date: "2029-01-01T00:00:00Z") + "]}";
        var time = Request.AddMinutes(log.StartsWith("early@", StringComparison.Ordinal) ? 10 : 12);
        return log.Contains("!no date", StringComparison.Ordinal)
            ? RawResponse.Of(200, body)
            : RawResponse.Of(200, body, "Date: " + time.ToString("r", CultureInfo.InvariantCulture));
    }

    private static string Log(string[] entries, bool late = true, int? count = null) =>
        (late ? "late@" : "early@") + "{\"numberOfResults\":" + (count ?? entries.Length) + ",\"result\":[" + string.Join(',', entries) + "]}";

    private static string Entry(string? user = Requests.User, string? date = "2030-01-01T12:00:01Z") =>
        "{\"type\":\"as.installer\",\"action\":\"ADD\""
        + (user is null ? "" : ",\"userId\":\"" + user + "\"") + (date is null ? "" : ",\"date\":\"" + date + "\"") + "}";

    private static string Date(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
