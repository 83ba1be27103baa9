using System;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>Sends a request under the rate limit and retries it where its policy allows.</summary>
internal sealed class RequestPipeline
{
    // A longer delay causes a warning.
    private static readonly TimeSpan ShortDelay = TimeSpan.FromSeconds(5);

    // A longer delay is reported as progress.
    private static readonly TimeSpan ShownDelay = TimeSpan.FromSeconds(1);

    private readonly ServiceProtocol _protocol;
    private readonly Uri _baseAddress;
    private readonly HttpTransport _transport;
    private readonly ErrorMapper _errors;
    private readonly IClock _clock;
    private readonly ServerClock _serverClock;
    private readonly RateLimiter? _rateLimiter;
    private readonly int _maximumRetryCount;
    private readonly TimeSpan _retryInterval;
    private volatile bool _closed;
    private volatile bool _wasReached;

    public RequestPipeline(
        ServiceProtocol protocol,
        Uri baseAddress,
        HttpTransport transport,
        ErrorMapper errors,
        HttpOptions options,
        IClock clock,
        ServerClock serverClock)
    {
        _protocol = protocol;
        _baseAddress = baseAddress;
        _transport = transport;
        _errors = errors;
        _clock = clock;
        _serverClock = serverClock;
        _rateLimiter = options.RequestsPerSecond is { } perSecond ? new RateLimiter(perSecond, clock) : null;
        _maximumRetryCount = options.MaximumRetryCount;
        _retryInterval = options.RetryInterval;
    }

    /// <summary>Sends a request; see <see cref="ServiceClient.SendAsync"/>.</summary>
    public async Task<ServiceResponse> SendAsync(
        ServiceRequest request, IProgress<Notice>? progress, CancellationToken cancellationToken, CancellationToken abortToken)
    {
        var mayBeApplied = false;
        try
        {
            for (var retry = 0; ; retry++)
            {
                var result = await SendOnceAsync(request, retry, mayBeApplied, progress, cancellationToken, abortToken)
                    .ConfigureAwait(false);
                _wasReached |= result is SendResult.Received;
                if (result is SendResult.Received { Response: var response } && _protocol.IsSuccess(response.StatusCode))
                {
                    return response with { Redactor = request.Redactor };
                }

                var failure = ToException(request, result, mayBeApplied, abortToken);
                mayBeApplied = !failure.NeverApplied;
                if (!await WaitForRetryAsync(request.Retry, failure, retry, progress, cancellationToken).ConfigureAwait(false))
                {
                    throw failure;
                }
            }
        }
        catch (OperationCanceledException error) when (error is not RequestCanceledException)
        {
            // While waiting for the rate limit or a retry.
            throw Canceled(request, mayBeApplied, cancellationToken);
        }
    }

    /// <summary>See <see cref="ServiceClient.WaitForRetryAsync"/>.</summary>
    public async Task<bool> WaitForRetryAsync(
        RetryPolicy policy, TokenException failure, int retry, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        if (RetryDelayAfter(policy, failure, retry) is not { } delay)
        {
            return false;
        }

        var cause = DisplayText.Cleaned(failure switch
        {
            TokenApiException { StatusCode: var status } => MessageText.Format(nameof(Messages.NoticeStatus), _protocol.Name, status),
            TokenTransportException { Reason: { } reason } => reason.ToString().TrimEnd('.'),
            _ => failure.Message.TrimEnd('.'),
        });
        var text = MessageText.Format(nameof(Messages.NoticeRetry), cause, delay.TotalSeconds, retry + 1, _maximumRetryCount);
        progress?.Report(new Notice(delay > ShortDelay ? NoticeLevel.Warning : NoticeLevel.Verbose, text));
        await DelayAsync(delay, text, progress, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Rejects further requests.</summary>
    public void Close() => _closed = true;

    // An id in the path may be a token that was entered by mistake.
    private string Describe(ServiceRequest request, int retry) => MessageText.Format(
        retry == 0 ? nameof(Messages.NoticeSending) : nameof(Messages.NoticeSendingAgain),
        request.Method,
        DisplayText.Cleaned(Redactor.ByShape.Redact(new Uri(_baseAddress, request.Path).ToString())),
        retry + 1);

    private async Task DelayAsync(TimeSpan delay, string text, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        if (delay < ShownDelay)
        {
            await _clock.Delay(delay, cancellationToken).ConfigureAwait(false);
            return;
        }

        var activity = MessageText.Format(nameof(Messages.RetryActivity), _protocol.Name);
        progress?.Report(new ProgressNotice(activity, text, 0, delay));
        try
        {
            await _clock.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            progress?.Report(new ProgressNotice(activity, " ", 100, TimeSpan.Zero));
        }
    }

    private async Task<SendResult> SendOnceAsync(
        ServiceRequest request,
        int retry,
        bool mayBeApplied,
        IProgress<Notice>? progress,
        CancellationToken cancellationToken,
        CancellationToken abortToken)
    {
        if (_closed)
        {
            throw mayBeApplied ? _errors.ToClosedException(request, null) : _errors.ConnectionClosed();
        }

        using var permit = _rateLimiter is null ? null : await _rateLimiter.WaitAsync(cancellationToken).ConfigureAwait(false);
        progress?.Report(new Notice(NoticeLevel.Debug, () => Describe(request, retry)));
        var sent = _serverClock.Now();
        var result = await _transport.SendAsync(request, () => permit?.MarkSent(), abortToken).ConfigureAwait(false);
        if (result is SendResult.Received { Response.Date: { } date })
        {
            _serverClock.Record(date, sent);
        }

        return result;
    }

    private static RequestCanceledException Canceled(ServiceRequest request, bool requestSent, CancellationToken cancellationToken) =>
        new(requestSent, requestSent ? request.PossibleEffect?.Invoke() : null, cancellationToken);

    private TokenException ToException(ServiceRequest request, SendResult result, bool mayBeApplied, CancellationToken abortToken) =>
        result switch
        {
            SendResult.Received received => _errors.ToApiException(request, received.Response, mayBeApplied),
            SendResult.Canceled canceled => throw Canceled(request, mayBeApplied || canceled.RequestSent, abortToken),
            // Another thread closed the connection during the request. As with any lost connection, the outcome is unknown, but there is no
            // retry.
            SendResult.Failed failed when _closed => throw (failed.RequestSent || mayBeApplied
                ? _errors.ToClosedException(request, failed)
                : _errors.ConnectionClosed()),
            SendResult.Failed failed => _errors.ToTransportException(request, failed, mayBeApplied, _wasReached),
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        };

    // The delay before the next attempt; null for no further one.
    private TimeSpan? RetryDelayAfter(RetryPolicy policy, TokenException failure, int retry)
    {
        var retryAfter = (failure as TokenApiException)?.RetryAfter;
        var isLast = !policy.Allows(failure) || retry >= _maximumRetryCount || retryAfter > RetryDelay.LongestRetryAfter;
        // Honor Retry-After: 0, or a date in the past, only on the first retry; otherwise a server could drive all retries into one
        // instant. After the last attempt, other requests on the connection start with the first delay again.
        var delay = retryAfter is { } time && (time > TimeSpan.Zero || retry == 0)
            ? time
            : RetryDelay.Backoff(isLast ? 0 : retry, _retryInterval, _clock.NextRandom());
        if (failure is TokenApiException { StatusCode: 429 or 503 } && !(retryAfter > RetryDelay.LongestRetryAfter))
        {
            // The limit applies to the account, so all requests on the connection pause.
            _rateLimiter?.PauseFor(delay);
        }

        return isLast ? null : delay;
    }
}
