using System;
using System.Globalization;
using TokenTools.Security;

namespace TokenTools.Sandbox.Faults;

/// <summary>The value of a Retry-After header: whole seconds or an HTTP date (RFC 9110 §10.2.3).</summary>
internal static class RetryAfterHeader
{
    /// <summary>Converts text in one of these forms: seconds, an HTTP date, a duration, or a point in time.</summary>
    /// <remarks>An invalid header can be sent with <see cref="SandboxFault.Headers"/>.</remarks>
    /// <exception cref="TokenArgumentException">The text has another form.</exception>
    public static string Parse(string text)
    {
        var trimmed = text.Trim();
        if (ulong.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || DateTimeOffset.TryParseExact(trimmed, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        {
            return trimmed;
        }

        try
        {
            return From(Duration.Parse(trimmed));
        }
        catch (TokenFormatException)
        {
            // Not a duration, but it can be a point in time.
        }

        try
        {
            return From(PointInTime.Parse(trimmed));
        }
        catch (TokenFormatException)
        {
            throw Invalid(DisplayText.Sanitize(text));
        }
    }

    /// <summary>Converts a point in time.</summary>
    public static string From(DateTimeOffset time) => time.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);

    /// <summary>Converts a delay, its fraction of a second removed.</summary>
    /// <exception cref="TokenArgumentException">The delay is negative.</exception>
    public static string From(TimeSpan delay) => delay >= TimeSpan.Zero
        ? ((long)delay.TotalSeconds).ToString(CultureInfo.InvariantCulture)
        : throw Invalid(Duration.Format(delay));

    private static TokenArgumentException Invalid(string value) =>
        SandboxText.ArgumentError(nameof(SandboxFault.RetryAfter), nameof(SandboxMessages.SandboxRetryAfterInvalid), value);
}
