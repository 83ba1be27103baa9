using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi.Objects;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Boomi.Objects;

/// <summary>Creating is not idempotent: an object is looked up before it is requested again.</summary>
public class BoomiCreationTests
{
    private const string Environment = """{"@type":"Environment","id":"e1","name":"Test","classification":"TEST"}""";

    [Theory]
    [InlineData("reset")]
    [InlineData("502")]
    [InlineData("504")]
    [InlineData("unreadable")]
    public async Task CreateAsync_OutcomeUnknownAndObjectExists_IsNotRequestedAgain(string failure)
    {
        using var server = new RawServer(request => IsQuery(request) ? Found : Failure(failure));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var environment = await Spec.Build(connection).CreateAsync(null, CancellationToken.None);

        Assert.Equal("e1", environment.Id);
        Assert.Equal([false, true], server.Requests.Select(IsQuery));
    }

    [Fact]
    public async Task CreateAsync_OutcomeUnknownAndObjectMissing_IsRequestedAgainAfterAQuery()
    {
        var clock = new FakeClock();
        using var server = new RawServer(request => IsQuery(request) ? Missing : request.Number == 1 ? RawResponse.Reset : Json(Environment));
        using var connection = Requests.Boomi(server.Uri, clock);

        var environment = await Spec.Build(connection).CreateAsync(null, CancellationToken.None);

        Assert.Equal("e1", environment.Id);
        Assert.Equal([false, true, false], server.Requests.Select(IsQuery));
        Assert.NotEmpty(clock.Waits);
    }

    [Fact]
    public async Task CreateAsync_OutcomeUnknownAndQueryFails_IsNotRequestedAgain()
    {
        using var server = new RawServer(request => IsQuery(request) ? RawResponse.Of(403) : RawResponse.Of(504));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await Assert.ThrowsAsync<TokenApiException>(() => Spec.Build(connection).CreateAsync(null, CancellationToken.None));

        Assert.Equal(504, error.StatusCode);
        Assert.EndsWith("The environment Test may have been created anyway.", error.Message, StringComparison.Ordinal);
        Assert.Equal([false, true], server.Requests.Select(IsQuery));
    }

    [Fact]
    public async Task CreateAsync_RejectedAfterAnUnknownOutcome_ReturnsTheObjectOfTheFirstRequest()
    {
        using var server = new RawServer(request => request.Number switch
        {
            1 => RawResponse.Reset,
            2 => Missing,
            3 => RawResponse.Of(403),
            _ => Found,
        });
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        Assert.Equal("e1", (await Spec.Build(connection).CreateAsync(null, CancellationToken.None)).Id);
        Assert.Equal([false, true, false, true], server.Requests.Select(IsQuery));
    }

    [Fact]
    public async Task CreateAsync_OutcomeStaysUnknown_SaysThatItMayExistAfterTheLastRetry()
    {
        using var server = new RawServer(request => IsQuery(request) ? Missing : RawResponse.Of(502));
        using var connection = Requests.Boomi(
            server.Uri,
            new FakeClock(),
            static options => options.Http = new HttpOptions { NoProxy = true, MaximumRetryCount = 2 });

        var error = await Assert.ThrowsAsync<TokenApiException>(() => Spec.Build(connection).CreateAsync(null, CancellationToken.None));

        Assert.False(error.NeverApplied);
        Assert.EndsWith("The environment Test may have been created anyway.", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count(static request => !IsQuery(request)));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    public async Task CreateAsync_AnotherClientWasFaster_ReturnsItsObject(int status)
    {
        using var server = new RawServer(request => IsQuery(request) ? Found : RawResponse.Of(status, "{\"message\":\"It exists.\"}"));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        Assert.Equal("e1", (await Spec.Build(connection).CreateAsync(null, CancellationToken.None)).Id);
    }

    [Fact]
    public async Task CreateAsync_Rejection_IsNotRetried()
    {
        using var server = new RawServer(request => IsQuery(request) ? Missing : RawResponse.Of(400, "{\"message\":\"No.\"}"));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await Assert.ThrowsAsync<TokenApiException>(() => Spec.Build(connection).CreateAsync(null, CancellationToken.None));

        Assert.True(error.NeverApplied);
        Assert.Single(server.Requests, static request => !IsQuery(request));
    }

    private static EnvironmentSpec Spec => new() { Name = "Test", Classification = "test" };

    private static RawResponse Found => Json("{\"numberOfResults\":1,\"result\":[" + Environment + "]}");

    private static RawResponse Missing => Json("{\"numberOfResults\":0}");

    private static bool IsQuery(RawRequest request) => request.Line.Contains("/query", StringComparison.Ordinal);

    private static RawResponse Json(string body) => RawResponse.Of(200, body, "Content-Type: application/json");

    private static RawResponse Failure(string kind) => kind switch
    {
        "reset" => RawResponse.Reset,
        "unreadable" => Json("<"),
        _ => RawResponse.Of(int.Parse(kind, null)),
    };
}
