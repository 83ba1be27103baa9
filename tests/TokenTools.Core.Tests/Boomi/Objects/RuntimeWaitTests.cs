using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi.Objects;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Boomi.Objects;

/// <summary>Waiting for runtimes, on a clock that does not wait.</summary>
public class RuntimeWaitTests
{
    [Fact]
    public async Task NextAsync_RuntimeThatStarts_IsReturned()
    {
        var clock = new FakeClock();
        using var server = new RawServer(Page(), Page(), Page(Runtime("1", "r", "OFFLINE", "OFFLINE_NOT_INITIALIZED")), Page(Runtime("1", "r", "ONLINE")));
        using var connection = Requests.Boomi(server.Uri, clock);
        var notices = new List<Notice>();
        var wait = new RuntimeWaitSpec { Name = ["r"] }.Build(connection);

        var result = Assert.Single(await wait.NextAsync(new DelegateProgress<Notice>(notices.Add), CancellationToken.None));

        Assert.Equal("ONLINE", result.Runtime!.Status);
        Assert.Equal(0, wait.PendingCount);
        // Two intervals of ten seconds, with progress each second.
        Assert.Equal(TimeSpan.FromSeconds(20), TimeSpan.FromTicks(clock.Waits.Sum(static wait => wait.Ticks)));
        var progress = notices.OfType<ProgressNotice>().ToList();
        Assert.Equal(TimeSpan.FromSeconds(600), progress[0].Left);
        Assert.Contains("not in the account yet", progress[0].Text, StringComparison.Ordinal);
        Assert.Contains("OFFLINE_NOT_INITIALIZED", progress[^2].Text, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, progress[^1].Left);
    }

    [Fact]
    public async Task NextAsync_TimeIsUp_NamesEachRuntimeAndItsStatus()
    {
        var clock = new FakeClock();
        using var server = new RawServer(Page(Runtime("1", "a", "WARNING")));
        using var connection = Requests.Boomi(server.Uri, clock);
        var wait = new RuntimeWaitSpec { Name = ["a", "b"], TimeoutSec = 25 }.Build(connection);

        var results = await wait.NextAsync(null, CancellationToken.None);

        Assert.Equal(["BoomiRuntimeNotOnline", "BoomiRuntimeNotFound"], results.Select(static result => result.Error!.ErrorId));
        Assert.Equal("Runtime a is not ONLINE after 25 s. Its status is WARNING.", results[0].Error!.Message);
        // At 0, 10, 20 and 25 seconds; at the first and the last also without a filter.
        Assert.Equal([false, true, false, false, false, true], server.Requests.Select(static request => request.Body == "{}"));
        Assert.Empty(await wait.NextAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task NextAsync_SeveralRuntimes_ReturnsEachAsSoonAsItIsKnown()
    {
        using var server = new RawServer(
            Page(Runtime("1", "a", "ONLINE"), Runtime("2", "b", "OFFLINE"), Runtime("3", "c", "OFFLINE", "DELETED")),
            Page(Runtime("2", "b", "ONLINE")));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());
        var wait = new RuntimeWaitSpec { Name = ["a", "b", "c"] }.Build(connection);

        var first = await wait.NextAsync(null, CancellationToken.None);
        var second = await wait.NextAsync(null, CancellationToken.None);

        Assert.Equal(["a ", "c BoomiRuntimeFailed"], first.Select(static result => result.Target.Text + " " + result.Error?.ErrorId));
        Assert.Equal("b", Assert.Single(second).Runtime!.Name);
        Assert.Contains("\"or\"", server.Requests[0].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"or\"", server.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NextAsync_ManyRuntimes_AreOneQueryWithoutAFilter()
    {
        var names = Enumerable.Range(1, 100).Select(static i => "r" + i).ToArray();
        using var server = new RawServer(Page([.. names.Select(static name => Runtime("id-" + name, name, "ONLINE"))]));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var results = await new RuntimeWaitSpec { Name = names }.Build(connection).NextAsync(null, CancellationToken.None);

        Assert.Equal(100, results.Count(static result => result.Runtime is not null));
        Assert.Equal("{}", Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task NextAsync_ServiceFailsForAWhile_Continues()
    {
        using var server = new RawServer(RawResponse.Of(502), RawResponse.Reset, Page(Runtime("1", "a", "ONLINE")));
        using var connection = Requests.Boomi(server.Uri, new FakeClock(), static options => options.Http.MaximumRetryCount = 0);

        var results = await new RuntimeWaitSpec { Name = ["a"] }.Build(connection).NextAsync(null, CancellationToken.None);

        Assert.NotNull(Assert.Single(results).Runtime);
    }

    [Fact]
    public async Task NextAsync_NameInAnotherCase_IsFoundWhateverTheServiceIgnores()
    {
        using var server = new RawServer(
            Page(), Page(Runtime("0", "x", "ONLINE"), Runtime("1", "Orders", "OFFLINE")), Page(Runtime("1", "Orders", "ONLINE")));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var results = await new RuntimeWaitSpec { Name = ["ORDERS"] }.Build(connection).NextAsync(null, CancellationToken.None);

        Assert.Equal("Orders", Assert.Single(results).Runtime!.Name);
        Assert.Equal(3, server.Requests.Count);
        Assert.Contains("\"ORDERS\"", server.Requests[0].Body, StringComparison.Ordinal);
        Assert.Contains("\"Orders\"", server.Requests[2].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NextAsync_NameMissing_QueriesAllRuntimesOnceAMinute()
    {
        using var server = new RawServer(Page());
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        await new RuntimeWaitSpec { Name = ["a"], TimeoutSec = 150 }.Build(connection).NextAsync(null, CancellationToken.None);

        // At 0, 60, 120 and 150 seconds.
        Assert.Equal((16, 4), (server.Requests.Count(static request => request.Body != "{}"), server.Requests.Count(static request => request.Body == "{}")));
    }

    [Fact]
    public async Task NextAsync_IdMissing_IsOneQueryEachTime()
    {
        using var server = new RawServer(Page());
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        await new RuntimeWaitSpec { Id = ["a"], TimeoutSec = 20 }.Build(connection).NextAsync(null, CancellationToken.None);

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(401, 1)]
    [InlineData(403, 1)]
    public async Task NextAsync_Rejection_EndsTheWait(int status, int requests)
    {
        using var server = new RawServer(RawResponse.Of(status));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await Assert.ThrowsAsync<TokenApiException>(
            () => new RuntimeWaitSpec { Name = ["a"] }.Build(connection).NextAsync(null, CancellationToken.None));

        Assert.Equal(status, error.StatusCode);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task NextAsync_ServiceFailsUntilTheEnd_GivesItsError()
    {
        using var server = new RawServer(RawResponse.Of(502));
        using var connection = Requests.Boomi(server.Uri, new FakeClock(), static options => options.Http.MaximumRetryCount = 0);

        var error = await Assert.ThrowsAsync<TokenApiException>(
            () => new RuntimeWaitSpec { Name = ["a"], TimeoutSec = 20 }.Build(connection).NextAsync(null, CancellationToken.None));

        Assert.Equal(502, error.StatusCode);
        Assert.Equal(3, server.Requests.Count);
    }

    private static RawResponse Page(params string[] runtimes) => RawResponse.Of(
        200, "{\"numberOfResults\":" + runtimes.Length + ",\"result\":[" + string.Join(',', runtimes) + "]}", "Content-Type: application/json");

    private static string Runtime(string id, string name, string status, string? detail = null) =>
        "{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"status\":\"" + status + "\"" + (detail is null ? "" : ",\"statusDetail\":\"" + detail + "\"") + "}";
}
