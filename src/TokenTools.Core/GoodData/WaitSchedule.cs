using System;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>When a check is repeated while an organization starts: exponential backoff with jitter, within a time limit.</summary>
internal sealed class WaitSchedule
{
    // With a longer maximum, a ready organization would be detected late.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    // The time reserved for the last attempt before the limit: twice the duration of the previous attempt, within these bounds.
    private static readonly TimeSpan ShortestLastAttempt = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestLastAttempt = TimeSpan.FromSeconds(1);

    private readonly IClock _clock;
    private readonly TimeSpan _retryInterval;
    private readonly TimeSpan _longestDelay;

    /// <param name="clock">The source of jitter.</param>
    /// <param name="limit">The time limit for all attempts.</param>
    /// <param name="retryInterval">The longest delay before the first retry.</param>
    public WaitSchedule(IClock clock, TimeSpan limit, TimeSpan retryInterval)
    {
        _clock = clock;
        Limit = limit;
        _retryInterval = retryInterval;
        _longestDelay = Max(retryInterval, LongestDelay);
    }

    /// <summary>The time limit for all attempts.</summary>
    public TimeSpan Limit { get; }

    /// <summary>The delay before the next attempt; null if there is none, because waiting cannot help or the time is up.</summary>
    /// <param name="failure">Why the last attempt failed.</param>
    /// <param name="retry">0 for the first retry.</param>
    /// <param name="duration">The duration of the last attempt.</param>
    /// <param name="remaining">The time until the limit.</param>
    public TimeSpan? NextDelay(TokenException failure, int retry, TimeSpan duration, TimeSpan remaining)
    {
        if (!IsTransient(failure))
        {
            return null;
        }

        // A delay of zero, or a time in the past, is ignored: it would cause retries without a pause.
        if (failure is TokenApiException { RetryAfter: { } retryAfter } && retryAfter > TimeSpan.Zero)
        {
            return retryAfter < remaining ? retryAfter : null;
        }

        // Half of the delay is fixed, half is jitter: many clients may wait for one platform to start.
        var ceiling = Math.Min(_retryInterval.TotalSeconds * Math.Pow(2, Math.Min(retry, 20)), _longestDelay.TotalSeconds);
        var delay = TimeSpan.FromSeconds(ceiling * (1 + _clock.NextRandom()) / 2);
        var untilLastAttempt = remaining - Min(LongestLastAttempt, Max(ShortestLastAttempt, duration + duration));
        return delay < untilLastAttempt ? delay : untilLastAttempt > TimeSpan.Zero ? untilLastAttempt : null;
    }

    // The failures of an organization that is starting: no connection, 401 until its user exists, 404 until its host is known, and what
    // the ingress and the services return in the meantime (gooddata/gooddata-cn-terraform, create-user.sh).
    private static bool IsTransient(TokenException failure) => failure switch
    {
        TokenApiException api => api.StatusCode is 401 or 404 or 408 or 425 or 429 or >= 500,
        TokenTransportException => true,
        _ => false,
    };

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
