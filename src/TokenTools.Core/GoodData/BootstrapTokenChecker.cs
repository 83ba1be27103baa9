using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>Checks whether an organization of GoodData.CN accepts bootstrap tokens, or waits until it does.</summary>
internal sealed class BootstrapTokenChecker : IDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly ServiceClient _client;
    private readonly IClock _clock;
    private readonly string? _hostHeader;
    private readonly WaitSchedule? _schedule;
    private readonly bool _ownsClient;

    /// <param name="client">The connection to the organization.</param>
    /// <param name="hostHeader">The Host header; null for the address's host.</param>
    /// <param name="schedule">When to retry; null to check once.</param>
    /// <param name="ownsClient">Whether the checker disposes of the client.</param>
    public BootstrapTokenChecker(ServiceClient client, string? hostHeader, WaitSchedule? schedule, bool ownsClient = true)
    {
        _ownsClient = ownsClient;
        _client = client;
        _clock = client.Clock;
        _hostHeader = hostHeader;
        _schedule = schedule;
    }

    /// <summary>The organization's address.</summary>
    public Uri Uri => _client.BaseAddress;

    /// <summary>Checks a token; if there is a schedule, repeatedly until the token is accepted or the time is up.</summary>
    /// <param name="token">The token; see <see cref="BootstrapTokenReader"/> for one that was created elsewhere.</param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>The result, also if the organization rejects the token or responds that it is not ready.</returns>
    /// <exception cref="TokenTransportException">
    /// No response arrived, with a schedule until the time was up: that says nothing about the token.
    /// </exception>
    /// <exception cref="TokenArgumentException">The token cannot be sent: it contains white space.</exception>
    /// <exception cref="OperationCanceledException">The check was canceled.</exception>
    public Task<BootstrapTokenCheck> CheckAsync(
        BootstrapToken token, IProgress<Notice>? progress = null, CancellationToken cancellationToken = default) =>
        CheckAsync(new ProfileRequest(_client, token, _hostHeader), progress, cancellationToken);

    /// <summary>Sends a request for a profile; if there is a schedule, repeatedly until it succeeds or the time is up.</summary>
    public async Task<BootstrapTokenCheck> CheckAsync(
        ProfileRequest request, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var activity = MessageText.Format(nameof(Messages.ProfileWaitActivity), _hostHeader ?? Uri.Host);
        var start = _clock.Elapsed;
        TokenException? failure = null;
        for (var attempt = 1; ; attempt++)
        {
            var attemptStart = _clock.Elapsed;
            try
            {
                var check = await SendAsync(request, attempt, start, progress, cancellationToken).ConfigureAwait(false);
                ReportEnd(attempt, activity, progress);
                return Complete(check, attempt, start);
            }
            catch (TokenException error)
            {
                failure = error;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && failure is not null)
            {
                // The time was up during the last attempt; the failure before it is more informative.
            }

            if (_schedule?.NextDelay(failure, attempt - 1, _clock.Elapsed - attemptStart, Remaining(start)) is not { } delay)
            {
                ReportEnd(attempt, activity, progress);
                return Complete(ToResult(failure), attempt, start);
            }

            var notice = MessageText.Format(nameof(Messages.ProfileRetry), DisplayText.Cleaned(failure.Message), delay.TotalSeconds);
            progress?.Report(new Notice(NoticeLevel.Verbose, notice));
            var status = MessageText.Format(nameof(Messages.ProfileWaitStatus), attempt, DisplayText.Cleaned(failure.Message));
            await DelayAsync(delay, start, activity, status, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Warnings about the use of a token at this address, in addition to the token's own.</summary>
    public IReadOnlyList<TokenWarning> GetWarnings(BootstrapToken token) =>
        BootstrapTokenReader.WarnOfCommunityDefault(token, Uri) is { } warning ? [warning] : [];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsClient)
        {
            _client.Dispose();
        }
    }

    private TimeSpan Remaining(TimeSpan start) => _schedule is null ? TimeSpan.Zero : start + _schedule.Limit - _clock.Elapsed;

    private async Task<BootstrapTokenCheck> SendAsync(
        ProfileRequest request, int attempt, TimeSpan start, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_schedule is not null && attempt > 1)
        {
            // The client's own time limit, which is not longer, applies to the first attempt: its error is more informative.
            var remaining = Remaining(start);
            limit.CancelAfter(remaining > TimeSpan.Zero ? remaining : TimeSpan.FromMilliseconds(1));
        }

        return await request.SendAsync(progress, limit.Token).ConfigureAwait(false);
    }

    private async Task DelayAsync(
        TimeSpan delay, TimeSpan start, string activity, string status, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        for (var end = _clock.Elapsed + delay; _clock.Elapsed < end;)
        {
            var remaining = Remaining(start);
            var percent = 100 - (100 * remaining.TotalSeconds / _schedule!.Limit.TotalSeconds);
            progress?.Report(new ProgressNotice(activity, status, (int)Math.Max(0, percent), remaining));
            var left = end - _clock.Elapsed;
            await _clock.Delay(left < ProgressInterval ? left : ProgressInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private BootstrapTokenCheck ToResult(TokenException failure)
    {
        // It says nothing about the token.
        if (failure is TokenTransportException transport)
        {
            if (_schedule is null && transport.Failure is not (TransportFailure.NameNotResolved or TransportFailure.TlsFailed))
            {
                transport.Advice ??= new MessageText(nameof(Messages.ProfileAdviceNotReady));
            }

            throw transport;
        }

        return new BootstrapTokenCheck(Uri)
        {
            StatusCode = (failure as TokenApiException)?.StatusCode,
            ReasonId = failure.ErrorId,
            Reason = failure.Message,
            Advice = failure.RecommendedAction,
        };
    }

    private static void ReportEnd(int attempts, string activity, IProgress<Notice>? progress)
    {
        if (attempts > 1)
        {
            progress?.Report(new ProgressNotice(activity, " ", 100, TimeSpan.Zero));
        }
    }

    private BootstrapTokenCheck Complete(BootstrapTokenCheck check, int attempts, TimeSpan start)
    {
        (check.Attempts, check.Elapsed) = (attempts, _clock.Elapsed - start);
        return check;
    }
}
