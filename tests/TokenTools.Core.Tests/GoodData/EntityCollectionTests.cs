using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

/// <summary>Lists and creations against a service that is faulty or hostile.</summary>
[Trait("Wine", "Wine accepts a connection that is closed already without an address, at which .NET ends the process")]
public sealed class EntityCollectionTests : IDisposable
{
    private readonly TokenSandbox _sandbox = TokenSandbox.Start(new SandboxOptions());
    private readonly GoodDataConnection _connection;
    private readonly EntityCollection _users;

    public EntityCollectionTests()
    {
        _connection = GoodDataConnection.Create(_sandbox.ToGoodDataOptions(), new DelayClock());
        _users = new EntityCollection(_connection.Api, "entities/users", "user");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task ListAsync_SeveralPages_EndsWithTheEmptyOne()
    {
        for (var i = 0; i < 3; i++)
        {
            await _users.CreateAsync("u" + i, null, () => string.Empty, null, default);
        }

        var before = _sandbox.Requests.Count;
        Assert.Equal(["admin", "u0", "u1", "u2"], await _users.ListAsync(static user => user.Id, null, default));
        Assert.Equal(
            ["/api/v1/entities/users?page=0&size=500", "/api/v1/entities/users?page=1&size=500"],
            _sandbox.Requests.Skip(before).Select(static request => request.Path));
    }

    [Fact]
    public async Task ListAsync_PageThatRepeats_IsAnError()
    {
        _sandbox.Faults.Enqueue(new SandboxFault
        {
            StatusCode = 200, ContentType = "application/json", Count = 1000, Body = """{"data":[{"id":"a","type":"user"}],"links":{"next":"x"}}""",
        });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => _users.ListAsync(static user => user.Id, null, default));
        Assert.Equal(nameof(Messages.ResponseListTooLong), error.ErrorId);
        Assert.Equal(2, _sandbox.Requests.Count);
    }

    [Theory]
    [InlineData("""{"data":{}}""", nameof(Messages.ResponseIncomplete))]
    [InlineData("""{}""", nameof(Messages.ResponseIncomplete))]
    [InlineData("""{"data":[7]}""", nameof(Messages.ResponseIncomplete))]
    [InlineData("""{"data":[{"id":"a","type":"apiToken"}]}""", nameof(Messages.ResponseIncomplete))]
    [InlineData("""{"data":[{"id":"a b","type":"user"}]}""", nameof(Messages.ResponseIncomplete))]
    [InlineData("<html>", nameof(Messages.ResponseUnreadable))]
    [InlineData("{\"data\":[", nameof(Messages.ResponseUnreadable))]
    public async Task ListAsync_UnusableResponse_IsAnError(string body, string errorId)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = body });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => _users.ListAsync(static user => user.Id, null, default));
        Assert.Equal(errorId, error.ErrorId);
    }

    [Fact]
    public async Task FindAsync_AnotherObjectThanRequested_IsAnError()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = """{"data":{"id":"b","type":"user"}}""" });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => _users.FindAsync("a", null, default));
        Assert.Equal(nameof(Messages.ResponseIncomplete), error.ErrorId);
    }

    [Fact]
    public async Task CreateAsync_ResponseLost_IsLookedUpAndNotRepeated()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling });
        var result = await _users.CreateAsync("a", null, () => string.Empty, null, default);
        Assert.Equal((false, true), (result.IsNew, result.Failure is not null));
        Assert.Equal(["POST", "GET"], _sandbox.Requests.Select(static request => request.Method));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task CreateAsync_RequestLost_IsLookedUpBeforeItIsRepeated(int? status)
    {
        _sandbox.Faults.Enqueue(status is null
            ? new SandboxFault { Reset = SandboxReset.BeforeHandling }
            : new SandboxFault { StatusCode = status });
        var result = await _users.CreateAsync("a", null, () => string.Empty, null, default);
        Assert.True(result.IsNew);
        Assert.Equal(["POST", "GET", "POST"], _sandbox.Requests.Select(static request => request.Method));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(403)]
    public async Task CreateAsync_LookupFails_IsNotRepeated(int lookup)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.BeforeHandling });
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = lookup, Count = 100 });
        var error = await Assert.ThrowsAsync<TokenTransportException>(() => _users.CreateAsync("a", null, () => "It may exist.", null, default));
        Assert.False(error.NeverApplied);
        Assert.Contains("It may exist.", error.Message, StringComparison.Ordinal);
        Assert.Single(_sandbox.Requests, static request => request.Method == "POST");
    }

    // The first request was handled, but neither its response nor the object was seen: the conflict is with the own object.
    [Fact]
    public async Task CreateAsync_ConflictAfterAnUnknownOutcome_MayBeTheOwnObject()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling });
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 404 });
        var result = await _users.CreateAsync("a", null, () => string.Empty, null, default);
        Assert.False(result.IsNew);
        Assert.False(Assert.IsType<TokenTransportException>(result.Failure).NeverApplied);
        Assert.Equal(["POST", "GET", "POST", "GET"], _sandbox.Requests.Select(static request => request.Method));
    }

    [Fact]
    public async Task CreateAsync_CanceledBeforeTheRepetition_SaysThatTheObjectMayExist()
    {
        using var cancellation = new CancellationTokenSource();
        var clock = new DelayClock { Delayed = _ => cancellation.Cancel() };
        using var connection = GoodDataConnection.Create(_sandbox.ToGoodDataOptions(), clock);
        var users = new EntityCollection(connection.Api, "entities/users", "user");
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 502 });
        var error = await Assert.ThrowsAsync<RequestCanceledException>(
            () => users.CreateAsync("a", null, () => "It may exist.", null, cancellation.Token));
        Assert.Equal("It may exist.", error.PossibleEffect);
        Assert.Equal(["POST", "GET"], _sandbox.Requests.Select(static request => request.Method));
    }

    [Fact]
    public async Task CreateAsync_EndlessFailure_EndsAfterTheRetries()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 502, Count = 1000, Match = "POST" });
        await Assert.ThrowsAsync<TokenApiException>(() => _users.CreateAsync("a", null, () => string.Empty, null, default));
        Assert.Equal(6, _sandbox.Requests.Count(static request => request.Method == "POST"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    public async Task CreateAsync_ObjectExists_IsReturned(int status)
    {
        await _users.CreateAsync("a", null, () => string.Empty, null, default);
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = status, Body = """{"detail":"already exists"}""" });
        var result = await _users.CreateAsync("a", null, () => string.Empty, null, default);
        Assert.Equal((false, null), (result.IsNew, result.Failure));
    }
}
