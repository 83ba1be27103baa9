using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>What was or may have been created is not requested again before a look at the service.</summary>
public class UniqueCreationTests
{
    private const string PossibleEffect = "The object may exist.";

    private readonly FakeClock _clock = new();

    private readonly List<Notice> _notices = [];

    private int _sent, _lookedUp;

    private TokenException? _unknown;

    [Fact]
    public async Task RunAsync_Response_IsTheNewObject()
    {
        var result = await RunAsync(static _ => "new", static _ => "found");
        Assert.Equal(new CreationResult<string>("new", true, null), result);
        Assert.Equal((1, 0), (_sent, _lookedUp));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(200)]
    public async Task RunAsync_OutcomeUnknownAndObjectExists_IsTheObjectWithTheFailure(int status)
    {
        var unknown = Failure(status, neverApplied: false);
        var result = await RunAsync(_ => throw unknown, static _ => "found");
        Assert.Equal(new CreationResult<string>("found", false, unknown), result);
        Assert.Equal((1, 1), (_sent, _lookedUp));
        Assert.Same(unknown, _unknown);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task RunAsync_OutcomeUnknownAndObjectMissing_IsRequestedAgainAfterADelay()
    {
        var result = await RunAsync(static attempt => attempt == 1 ? throw Failure(504, neverApplied: false) : "new", static _ => null);
        Assert.Equal(new CreationResult<string>("new", true, null), result);
        Assert.Equal((2, 1), (_sent, _lookedUp));
        Assert.Equal([TimeSpan.FromSeconds(1)], _clock.Waits);
    }

    [Fact]
    public async Task RunAsync_OutcomeStaysUnknown_IsTheLastErrorAfterAllRetries()
    {
        var error = await Assert.ThrowsAsync<TokenApiException>(
            () => RunAsync(static attempt => throw Failure(attempt == 4 ? 504 : 502, neverApplied: false), static _ => null));
        Assert.Equal(504, error.StatusCode);
        Assert.Equal((4, 4), (_sent, _lookedUp));
        // From 0 to 2, 4 and 8 seconds, with the random number 0.5.
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)], _clock.Waits);
    }

    [Fact]
    public async Task RunAsync_OutcomeUnknownWithRetryAfter_WaitsThatLongAndSaysSo()
    {
        await RunAsync(
            static attempt => attempt == 1 ? throw Failure(502, neverApplied: false, TimeSpan.FromSeconds(30)) : "new", static _ => null);
        Assert.Equal([TimeSpan.FromSeconds(30)], _clock.Waits);
        var notice = Assert.Single(_notices, static notice => notice is not ProgressNotice);
        Assert.Equal((NoticeLevel.Warning, "Service returned HTTP 502; retrying in 30 s (retry 1 of 3)."), (notice.Level, notice.Text));
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<ProgressNotice>(_notices[1]).Left);
    }

    [Fact]
    public async Task RunAsync_OutcomeUnknownWithRetryAfterBeyondTheLongest_IsNotRequestedAgain()
    {
        var unknown = Failure(502, neverApplied: false, TimeSpan.FromDays(1));
        Assert.Same(unknown, await Assert.ThrowsAsync<TokenApiException>(() => RunAsync(_ => throw unknown, static _ => null)));
        Assert.Equal((1, 1), (_sent, _lookedUp));
    }

    [Fact]
    public async Task RunAsync_ResponseCannotBeReadAndObjectMissing_IsNotRequestedAgain()
    {
        var unreadable = Failure(200, neverApplied: false);
        Assert.Same(unreadable, await Assert.ThrowsAsync<TokenApiException>(() => RunAsync(_ => throw unreadable, static _ => null)));
        Assert.Equal((1, 1), (_sent, _lookedUp));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    public async Task RunAsync_RejectedBecauseTheObjectExists_IsTheObject(int status)
    {
        var result = await RunAsync(_ => throw Failure(status, neverApplied: true), static _ => "found");
        Assert.Equal(new CreationResult<string>("found", false, null), result);
        Assert.Null(_unknown);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    public async Task RunAsync_RejectedAndObjectMissing_IsTheRejection(int status)
    {
        var rejection = Failure(status, neverApplied: true);
        Assert.Same(rejection, await Assert.ThrowsAsync<TokenApiException>(() => RunAsync(_ => throw rejection, static _ => null)));
        Assert.Equal((1, 1), (_sent, _lookedUp));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(503)]
    public async Task RunAsync_RejectedForAnotherReason_IsNotLookedUp(int status)
    {
        var rejection = Failure(status, neverApplied: true);
        Assert.Same(rejection, await Assert.ThrowsAsync<TokenApiException>(() => RunAsync(_ => throw rejection, static _ => "found")));
        Assert.Equal((1, 0), (_sent, _lookedUp));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(409)]
    public async Task RunAsync_RejectedAfterAnUnknownOutcome_IsTheObjectWithTheFirstFailure(int status)
    {
        var unknown = Failure(502, neverApplied: false);
        var result = await RunAsync(
            attempt => throw (attempt == 1 ? unknown : Failure(status, neverApplied: true)), static lookUp => lookUp == 1 ? null : "found");
        Assert.Equal(new CreationResult<string>("found", false, unknown), result);
        Assert.Equal((2, 2), (_sent, _lookedUp));
    }

    [Fact]
    public async Task RunAsync_RejectedAfterAnUnknownOutcomeAndObjectMissing_IsTheRejection()
    {
        var rejection = Failure(503, neverApplied: true);
        Assert.Same(rejection, await Assert.ThrowsAsync<TokenApiException>(() => RunAsync(
            attempt => throw (attempt == 1 ? Failure(502, neverApplied: false) : rejection), static _ => null)));
        Assert.Equal((2, 2), (_sent, _lookedUp));
    }

    [Theory]
    [InlineData(502, false)]
    [InlineData(409, true)]
    public async Task RunAsync_ObjectCannotBeLookedUp_IsTheFirstErrorWithoutAnotherRequest(int status, bool neverApplied)
    {
        var first = Failure(status, neverApplied);
        Assert.Same(first, await Assert.ThrowsAsync<TokenApiException>(
            () => RunAsync(_ => throw first, static _ => throw Failure(403, neverApplied: true))));
        Assert.Equal((1, 1), (_sent, _lookedUp));
    }

    [Fact]
    public async Task RunAsync_ObjectCannotBeLookedUpAfterARejection_IsTheUnknownOutcome()
    {
        var unknown = Failure(502, neverApplied: false);
        Assert.Same(unknown, await Assert.ThrowsAsync<TokenApiException>(() => RunAsync(
            attempt => throw (attempt == 1 ? unknown : Failure(409, neverApplied: true)),
            static lookUp => lookUp == 1 ? null : throw Failure(403, neverApplied: true))));
    }

    [Theory]
    [InlineData("look-up")]
    [InlineData("delay")]
    [InlineData("request")]
    public async Task RunAsync_CanceledAfterAnUnknownOutcome_SaysWhatMayExist(string when)
    {
        using var cancellation = new CancellationTokenSource();
        var error = await Assert.ThrowsAsync<RequestCanceledException>(() => RunAsync(
            attempt => throw (attempt == 1 ? Failure(502, neverApplied: false) : Canceled(requestSent: false)),
            _ =>
            {
                if (when == "delay")
                {
                    cancellation.Cancel();
                }

                return when == "look-up" ? throw Canceled(requestSent: true) : null;
            },
            cancellation.Token));
        Assert.Equal((true, PossibleEffect), (error.RequestSent, error.PossibleEffect));
        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.Equal(when == "request" ? 2 : 1, _sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_CanceledBefore_SaysWhatTheRequestSays(bool requestSent)
    {
        var canceled = Canceled(requestSent);
        Assert.Same(canceled, await Assert.ThrowsAsync<RequestCanceledException>(() => RunAsync(_ => throw canceled, static _ => null)));
    }

    private static TokenApiException Failure(int status, bool neverApplied, TimeSpan? retryAfter = null) =>
        new(nameof(Messages.ResponseUnreadable), ["Service", string.Empty], status, neverApplied) { RetryAfter = retryAfter };

    private static RequestCanceledException Canceled(bool requestSent) => new(requestSent, null, CancellationToken.None);

    private async Task<CreationResult<string>> RunAsync(
        Func<int, string> send, Func<int, string?> find, CancellationToken cancellationToken = default)
    {
        using var client = new ServiceClient(
            new PlainProtocol(),
            new Uri("http://127.0.0.1/"),
            new HttpOptions { MaximumRetryCount = 3, RetryInterval = TimeSpan.FromSeconds(2) },
            _clock);
        return await new UniqueCreation<string>(
            client,
            (_, _) => Task.FromResult(send(++_sent)),
            (unknown, _, _) =>
            {
                _unknown = unknown;
                return Task.FromResult(find(++_lookedUp));
            },
            static () => PossibleEffect).RunAsync(new DelegateProgress<Notice>(_notices.Add), cancellationToken);
    }
}
