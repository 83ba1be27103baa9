using System;
using TokenTools.Http;

namespace TokenTools.Boomi;

/// <summary>When the service can have created a token whose response was lost, by the service's clock.</summary>
internal sealed class CreationWindow
{
    /// <summary>
    /// A slow service or gateway may still process a request that the client no longer waits for. This is longer than any gateway delays
    /// a request.
    /// </summary>
    public static readonly TimeSpan MaximumProcessingDelay = TimeSpan.FromMinutes(5);

    private readonly LocalTime? _start;
    private readonly LocalTime? _end;

    private CreationWindow(DateTimeOffset? earliest, DateTimeOffset? latest, LocalTime? start, LocalTime? end)
    {
        (Earliest, Latest) = earliest is null || latest is null ? (null, null) : (earliest, latest);
        _start = start;
        _end = end;
    }

    /// <summary>The earliest time; null if the service's clock is not known.</summary>
    public DateTimeOffset? Earliest { get; }

    /// <summary>The latest time; null if the service's clock is not known.</summary>
    public DateTimeOffset? Latest { get; }

    /// <summary>The window of a request.</summary>
    /// <param name="clock">The service's clock.</param>
    /// <param name="start">A local time before the request was sent.</param>
    /// <param name="end">A local time after the request had failed.</param>
    public static CreationWindow Between(ServerClock clock, LocalTime start, LocalTime end) =>
        new(clock.Earliest(start), Add(clock.Latest(end), MaximumProcessingDelay), start, end);

    /// <summary>A window by the service's clock, as a record has it.</summary>
    public static CreationWindow Of(DateTimeOffset? earliest, DateTimeOffset? latest) => new(earliest, latest, null, null);

    /// <summary>
    /// The same window. If the service's clock was not known at the time of the request, the window follows from the time that has passed
    /// since then on this machine's clocks.
    /// </summary>
    public CreationWindow Complete(ServerClock clock) => Earliest is null && _start is { } start && _end is { } end
        ? Between(clock, start, end)
        : this;

    private static DateTimeOffset? Add(DateTimeOffset? time, TimeSpan delay) =>
        time?.UtcTicks < DateTimeOffset.MaxValue.UtcTicks - delay.Ticks ? time + delay : null;
}
