using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.Processes;

/// <summary>Waits for the output of a command that has ended, and whose background processes may still have its streams.</summary>
/// <remarks>
/// What the command wrote is in its pipes when it ends. A thread that waits for more looks the same as one that has more but no processor
/// time. Therefore a second without output is counted in intervals, each of which starts when the end of the last one has been noticed:
/// while the machine sleeps, or this process is suspended or gets no processor time, at most one of them passes.
/// </remarks>
internal static class OutputDrain
{
    private const int IntervalCount = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until the output has ended, or until there has been none for a second.</summary>
    /// <param name="pumps">What reads the output.</param>
    /// <param name="ended">The end of all of them.</param>
    /// <param name="clock">The clock.</param>
    public static async Task WaitAsync(IReadOnlyList<OutputPump> pumps, Task ended, IClock clock)
    {
        var last = Count(pumps);
        for (var idle = 0; idle < IntervalCount && !ended.IsCompleted;)
        {
            await Task.WhenAny(ended, clock.Delay(Interval, CancellationToken.None)).ConfigureAwait(false);
            // A pump that waits for its reader still has output of the command.
            var isReading = pumps.All(static pump => pump.HasEnded || pump.IsReading);
            var count = Count(pumps);
            idle = isReading && count == last ? idle + 1 : 0;
            last = count;
        }
    }

    private static long Count(IEnumerable<OutputPump> pumps) => pumps.Sum(static pump => pump.Count);
}
