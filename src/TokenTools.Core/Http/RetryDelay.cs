using System;
using System.Globalization;
using System.Net.Http.Headers;

namespace TokenTools.Http;

/// <summary>How long to wait before a request is repeated.</summary>
internal static class RetryDelay
{
    /// <summary>No single wait of our own choosing is longer.</summary>
    public static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(60);

    /// <summary>A service that asks for longer than this isn't waited for: the caller hears of it instead.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Exponential with full jitter: anything from nothing to <paramref name="interval"/> doubled with each retry
    /// (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
    /// </summary>
    /// <param name="retry">0 for the first retry.</param>
    /// <param name="interval">What the first wait stays below.</param>
    /// <param name="random">From 0 up to 1.</param>
    public static TimeSpan Backoff(int retry, TimeSpan interval, double random)
    {
        var ceiling = Math.Min(interval.TotalSeconds * Math.Pow(2, retry), Math.Max(LongestBackoff.TotalSeconds, interval.TotalSeconds));
        return TimeSpan.FromSeconds(ceiling * random);
    }

    /// <summary>What a Retry-After header asks for, in seconds or as a date; null for none or nonsense. Never negative.</summary>
    public static TimeSpan? FromHeader(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (!headers.TryGetValues("Retry-After", out var values))
        {
            return null;
        }

        foreach (var value in values)
        {
            // Read here, not by RetryConditionHeaderValue, which takes no number over Int32.MaxValue.
            if (decimal.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return TimeSpan.FromSeconds((double)Math.Min(seconds, 86_400m * 365));
            }

            // Its own forms of a date only (RFC 9110 §5.6.7): a general reader takes 1.5 for a day in January.
            if (RetryConditionHeaderValue.TryParse(value, out var condition) && condition.Date is { } date)
            {
                return date > now ? date - now : TimeSpan.Zero;
            }
        }

        return null;
    }
}
