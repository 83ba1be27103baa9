using System;

namespace TokenTools.Http;

/// <summary>A service's clock, as far as a response shows it: the local clock and how far the service's clock is ahead of it.</summary>
/// <param name="Clock">The local clock.</param>
/// <param name="Offset">How far the service's clock is ahead; negative if it is behind.</param>
internal sealed record ServiceTime(IClock Clock, TimeSpan Offset)
{
    /// <summary>A larger difference between the two clocks causes a warning.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    // The Date header has whole seconds (RFC 9110 §5.6.7).
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    // The servers of a service have about the same time.
    private static readonly TimeSpan MaximumDifference = TimeSpan.FromMinutes(5);

    // Without a Date header, a time that differs more is not that of the response.
    private static readonly TimeSpan MaximumOffset = TimeSpan.FromDays(1);

    /// <summary>The machine's clock, where the service's is not known.</summary>
    public static ServiceTime Local { get; } = new(SystemClock.Instance, TimeSpan.Zero);

    /// <summary>The current time of the service's clock.</summary>
    public DateTimeOffset UtcNow => Add(Clock.UtcNow, Offset);

    /// <summary>True if the clocks differ so much that the user should know.</summary>
    public bool IsSkewed => Offset.Duration() > Tolerance;

    /// <summary>The service's clock, from a response.</summary>
    /// <param name="clock">The local clock.</param>
    /// <param name="response">The response. Its Date header may be missing.</param>
    /// <param name="created">When the service created what is in the response; null for nothing.</param>
    public static ServiceTime From(IClock clock, ServiceResponse response, DateTimeOffset? created = null)
    {
        var offset = (created, response.Date) switch
        {
            ({ } time, { } date) when (time - date).Duration() <= MaximumDifference => Outside(response, time, time),
            (_, { } date) => Outside(response, date, date + Resolution),
            ({ } time, null) when Outside(response, time, time).Duration() <= MaximumOffset => Outside(response, time, time),
            _ => TimeSpan.Zero,
        };
        return new ServiceTime(clock, offset);
    }

    // How far a time was outside the time between the request and the response: a slow response is not a difference between clocks.
    private static TimeSpan Outside(ServiceResponse response, DateTimeOffset earliest, DateTimeOffset latest) =>
        response.Sent is not { } sent || response.Received is not { } received ? TimeSpan.Zero
        : earliest > received ? earliest - received
        : latest < sent ? latest - sent
        : TimeSpan.Zero;

    private static DateTimeOffset Add(DateTimeOffset time, TimeSpan offset) =>
        offset > TimeSpan.Zero && DateTimeOffset.MaxValue - time < offset ? DateTimeOffset.MaxValue
        : offset < TimeSpan.Zero && time - DateTimeOffset.MinValue < -offset ? DateTimeOffset.MinValue
        : time + offset;
}
