using System;
using System.Globalization;
using System.Net.Http.Headers;

namespace TokenTools.Http;

/// <summary>Computes the delay before a retry.</summary>
internal static class RetryDelay
{
    /// <summary>The maximum delay if the service requests none.</summary>
    public static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(60);

    /// <summary>The maximum Retry-After. A longer one is reported to the caller as an error.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Exponential backoff with full jitter: from 0 to <paramref name="interval"/>, doubled with each retry
    /// (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
    /// </summary>
    /// <param name="retry">0 for the first retry.</param>
    /// <param name="interval">The upper limit of the first delay.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan Backoff(int retry, TimeSpan interval, double random)
    {
        var ceiling = Math.Min(interval.TotalSeconds * Math.Pow(2, retry), Math.Max(LongestBackoff.TotalSeconds, interval.TotalSeconds));
        return TimeSpan.FromSeconds(ceiling * random);
    }

    /// <summary>Reads Retry-After, in seconds or as a date; null for none or an invalid one. Never negative.</summary>
    public static TimeSpan? FromHeader(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (!headers.TryGetValues("Retry-After", out var values))
        {
            return null;
        }

        foreach (var value in values)
        {
            // RetryConditionHeaderValue accepts no number above Int32.MaxValue.
            if (decimal.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return TimeSpan.FromSeconds((double)Math.Min(seconds, 86_400m * 365));
            }

            // Only the date formats of HTTP (RFC 9110 §5.6.7): DateTime.Parse would read 1.5 as a day in January.
            if (RetryConditionHeaderValue.TryParse(value, out var condition) && condition.Date is { } date)
            {
                return date > now ? date - now : TimeSpan.Zero;
            }
        }

        return null;
    }
}
