using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

/// <summary>An API token's secret is shown once: a token that exists without it is reported, and never requested a second time.</summary>
[Trait("Wine", "Wine accepts a connection that is closed already without an address, at which .NET ends the process")]
public sealed class ApiTokensTests : IDisposable
{
    private readonly TokenSandbox _sandbox = TokenSandbox.Start(new SandboxOptions());
    private readonly GoodDataConnection _connection;

    public ApiTokensTests() => _connection = GoodDataConnection.Create(_sandbox.ToGoodDataOptions(), new DelayClock());

    public void Dispose()
    {
        _connection.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task CreateAsync_NewId_ReturnsASecretThatAuthenticates()
    {
        var token = await CreateAsync();
        Assert.Equal(("x", "admin"), (token.Id, token.UserId));
        Assert.IsType<System.Security.SecureString>(token.Token);
        Assert.DoesNotContain(token.Secret!.Reveal(), token.ToString(), StringComparison.Ordinal);
        var options = _sandbox.ToGoodDataOptions();
        options.Token = token.Secret.ToSecureString();
        using var connection = GoodDataConnection.Create(options);
        Assert.Equal("admin", (await connection.GetProfileAsync(null, default)).UserId);
    }

    [Fact]
    public async Task CreateAsync_AsPlainText_IsTheServicesDocument()
    {
        var token = await CreateAsync(asPlainText: true);
        Assert.Equal(
            """{"id":"x","type":"apiToken","attributes":{"bearerToken":"@"}}""".Replace("@", (string)token.Token!, StringComparison.Ordinal),
            token.ToString());
    }

    [Fact]
    public async Task CreateAsync_IdExists_IsAnErrorThatSaysTheSecretCannotBeRead()
    {
        await CreateAsync();
        var error = await Assert.ThrowsAsync<ApiTokenUnavailableException>(() => CreateAsync());
        Assert.Equal((nameof(Messages.ApiTokenExists), true, "x", "admin"), (error.ErrorId, error.NeverApplied, error.TokenId, error.UserId));
        Assert.Contains("cannot be read again", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
    }

    [Fact]
    public async Task CreateAsync_Force_ReplacesTheToken()
    {
        var first = await CreateAsync();
        var second = await CreateAsync(force: true);
        Assert.NotEqual(first.Secret!.Reveal(), second.Secret!.Reveal());
        Assert.Equal(["x"], (await ListAsync()).Select(static token => token.Id));
        await CreateAsync("y", force: true);
        Assert.Equal(["x", "y"], (await ListAsync()).Select(static token => token.Id));
    }

    [Fact]
    public async Task CreateAsync_ResponseLost_IsReportedAndNotRequestedAgain()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling });
        var error = await Assert.ThrowsAsync<ApiTokenUnavailableException>(() => CreateAsync());
        Assert.Equal((nameof(Messages.ApiTokenSecretLost), false), (error.ErrorId, error.NeverApplied));
        Assert.Single(_sandbox.Requests, static request => request.Method == "POST");
        Assert.Equal(["x"], (await ListAsync()).Select(static token => token.Id));
    }

    [Theory]
    [InlineData("""{"data":{"id":"x","type":"apiToken","attributes":{}}}""")]
    [InlineData("""{"data":{"id":"x","type":"apiToken"}}""")]
    [InlineData("""{"data":{"id":"x","type":"apiToken","attributes":{"bearerToken":""}}}""")]
    [InlineData("""{"data":{"id":"x","type":"apiToken","attributes":{"bearerToken":7}}}""")]
    public async Task CreateAsync_ResponseWithoutSecret_IsReported(string body)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 201, Body = body });
        var error = await Assert.ThrowsAsync<ApiTokenUnavailableException>(() => CreateAsync());
        Assert.Equal((nameof(Messages.ApiTokenSecretLost), false), (error.ErrorId, error.NeverApplied));
    }

    [Fact]
    public async Task CreateAsync_RequestLost_IsLookedUpAndRepeated()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.BeforeHandling });
        Assert.NotNull((await CreateAsync()).Token);
        Assert.Equal(["POST", "GET", "POST"], _sandbox.Requests.Select(static request => request.Method));
    }

    // A process that is killed between two requests, or whose last response is lost, and started again.
    [Theory]
    [InlineData(1, SandboxReset.BeforeHandling)]
    [InlineData(1, SandboxReset.AfterHandling)]
    [InlineData(2, SandboxReset.BeforeHandling)]
    [InlineData(2, SandboxReset.AfterHandling)]
    public async Task CreateAsync_ForceKilledAndRepeated_EndsWithOneTokenThatWorks(int request, SandboxReset reset)
    {
        await CreateAsync();
        if (request > 1)
        {
            _sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.Zero, Count = request - 1 });
        }

        _sandbox.Faults.Enqueue(new SandboxFault { Reset = reset });
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.BeforeHandling, Count = 1000 });
        Assert.NotNull(await Record.ExceptionAsync(() => CreateAsync(force: true)));

        _sandbox.Faults.Clear();
        var token = await CreateAsync(force: true);
        Assert.Equal(["x"], (await ListAsync()).Select(static item => item.Id));
        var options = _sandbox.ToGoodDataOptions();
        options.Token = token.Secret!.ToSecureString();
        using var connection = GoodDataConnection.Create(options);
        Assert.True((await connection.GetProfileAsync(null, default)).CanManage);
    }

    [Fact]
    public async Task CreateAsync_CanceledDuringTheRequest_SaysThatTheTokenMayExist()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromHours(1) });
        using var cancellation = new CancellationTokenSource();
        var task = _connection.CreateApiTokenAsync(new GoodDataApiTokenSpec { Id = "x" }, null, cancellation.Token);
        while (_sandbox.Requests.Count == 0)
        {
            await Task.Delay(10);
        }

        await cancellation.CancelAsync();
        var error = await Assert.ThrowsAsync<RequestCanceledException>(() => task);
        Assert.Contains("may have been created", error.PossibleEffect, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_ForceFailsAfterTheDeletion_WarnsThatTheEarlierTokenIsDeleted()
    {
        await CreateAsync();
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 403, Match = "POST" });
        var notices = new ConcurrentQueue<Notice>();
        await Assert.ThrowsAsync<TokenApiException>(() => _connection.CreateApiTokenAsync(
            new GoodDataApiTokenSpec { Id = "x", Force = true }, new DelegateProgress<Notice>(notices.Enqueue), default));
        Assert.Empty(await ListAsync());
        Assert.Contains("was deleted", Assert.Single(notices, static notice => notice.Level == NoticeLevel.Warning).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b", null, nameof(Messages.ApiTokenIdInvalid))]
    [InlineData(null, null, nameof(Messages.ApiTokenIdInvalid))]
    [InlineData("bootstrap", null, nameof(Messages.ApiTokenIdReserved))]
    [InlineData("x", "ada@example.com", nameof(Messages.BootstrapUserInvalid))]
    public async Task CreateAsync_InvalidSetting_SendsNothing(string? id, string? userId, string errorId)
    {
        var error = await Assert.ThrowsAsync<TokenArgumentException>(
            () => _connection.CreateApiTokenAsync(new GoodDataApiTokenSpec { Id = id, UserId = userId, Force = true }, null, default));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Empty(_sandbox.Requests);
    }

    [Fact]
    public async Task GetAndDelete_MissingToken_IsAnError()
    {
        var tokens = await _connection.TokensOfAsync(null, null, default);
        foreach (var act in new Func<Task>[] { () => tokens.GetAsync("x", null, default), () => tokens.DeleteAsync("x", null, default) })
        {
            var error = await Assert.ThrowsAsync<TokenApiException>(act);
            Assert.Equal((nameof(Messages.ApiTokenMissing), 404), (error.ErrorId, error.StatusCode));
        }
    }

    private Task<GoodDataApiToken> CreateAsync(string id = "x", bool force = false, bool asPlainText = false) =>
        _connection.CreateApiTokenAsync(new GoodDataApiTokenSpec { Id = id, Force = force, AsPlainText = asPlainText }, null, default);

    private async Task<System.Collections.Generic.IReadOnlyList<GoodDataApiToken>> ListAsync() =>
        await (await _connection.TokensOfAsync(null, null, default)).ListAsync(null, default);
}
