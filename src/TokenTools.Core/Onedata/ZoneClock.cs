using System;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.Onedata;

/// <summary>The clock of a zone: its time is requested once, and then advances with this machine's clocks.</summary>
/// <param name="clock">This machine's clocks.</param>
/// <param name="request">Requests the zone's time.</param>
internal sealed class ZoneClock(IClock clock, Func<IProgress<Notice>?, CancellationToken, Task<DateTimeOffset>> request)
{
    // The monotonic clock may stop while the machine sleeps, and then is behind the system clock.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Reading? _reading;

    /// <summary>The zone's time.</summary>
    /// <exception cref="TokenException">The zone did not respond with its time.</exception>
    public async Task<DateTimeOffset> GetTimeAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Extrapolate() is { } known)
            {
                return known;
            }

            var start = clock.Elapsed;
            var time = await request(progress, cancellationToken).ConfigureAwait(false);
            // The response took half of the round-trip time.
            var halfway = TimeSpan.FromTicks((clock.Elapsed - start).Ticks / 2);
            _reading = new Reading(time + halfway, clock.Elapsed, clock.UtcNow);
            return Extrapolate() ?? _reading.ZoneTime;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A clock with the zone's time, which advances with this machine's clock.</summary>
    /// <param name="zoneTime">The zone's time now.</param>
    public Func<DateTimeOffset> StartingAt(DateTimeOffset zoneTime)
    {
        var ahead = zoneTime - clock.UtcNow;
        return () => clock.UtcNow + ahead;
    }

    // Null without a reading, or if this machine's clocks disagree about its age.
    private DateTimeOffset? Extrapolate()
    {
        if (_reading is null)
        {
            return null;
        }

        var passed = clock.Elapsed - _reading.Elapsed;
        return (clock.UtcNow - _reading.Utc - passed).Duration() <= Tolerance ? _reading.ZoneTime + passed : null;
    }

    /// <summary>The zone's time together with this machine's times at the same moment.</summary>
    private sealed record Reading(DateTimeOffset ZoneTime, TimeSpan Elapsed, DateTimeOffset Utc);
}
