using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TokenTools.Benchmarks;

/// <summary>
/// Time and memory of New-InstallerToken over the number of rows and of concurrent requests, with a server that takes 20 ms for each.
/// </summary>
internal static class ScaleBenchmark
{
    private const double Latency = 0.020;
    private const double Mega = 1024 * 1024;

    private static readonly int[] Rows = [1, 10, 100, 1_000, 10_000, 100_000];
    private static readonly int[] Throttles = [1, 2, 4, 8, 16, 32, 64];

    /// <summary>Measures, prints the figures and writes the plots.</summary>
    /// <param name="folder">The folder of the plots, which is created if it is missing.</param>
    public static void Plot(string folder)
    {
        Directory.CreateDirectory(folder);
        var byRows = Rows.Select(static rows => (X: (double)rows, Result: BulkBenchmark.Measure(rows, 32))).ToArray();
        var byThrottle = Throttles.Select(static throttle => (X: (double)throttle, Result: BulkBenchmark.Measure(1_000, throttle))).ToArray();
        foreach (var (x, result) in byRows.Concat(byThrottle))
        {
            Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "{0,8} {1,9:F2} s {2,7:F1} MiB", x, result.Seconds, result.Bytes / Mega));
        }

        // What the requests themselves take, and the bound of 1.1 times that. A single request takes at least its latency.
        static double Limit(double rows, double throttle) => Math.Ceiling(rows / throttle) * Latency * 1.1;
        var least = byRows.Min(static point => point.Result.Bytes) / Mega;
        new LogPlot("Time by number of rows (32 at once, 20 ms each)", "rows", "s")
            .Add("measured", byRows.Select(static point => (point.X, point.Result.Seconds)))
            .AddLimit("1.1 times the requests alone", byRows.Select(point => (point.X, Limit(point.X, 32))))
            .Write(Path.Combine(folder, "time-by-rows.svg"));
        new LogPlot("Time for 1,000 rows by concurrent requests (20 ms each)", "-ThrottleLimit", "s")
            .Add("measured", byThrottle.Select(static point => (point.X, point.Result.Seconds)))
            .AddLimit("1.1 times the requests alone", byThrottle.Select(point => (point.X, Limit(1_000, point.X))))
            .Write(Path.Combine(folder, "time-by-throttle.svg"));
        new LogPlot("Managed memory by number of rows (32 at once)", "rows", "MiB", isLinear: true)
            .Add("measured", byRows.Select(static point => (point.X, point.Result.Bytes / Mega)))
            .AddLimit("the least of them and 2 MiB", byRows.Select(point => (point.X, least + 2)))
            .Write(Path.Combine(folder, "memory-by-rows.svg"));
        least = byThrottle.Min(static point => point.Result.Bytes) / Mega;
        new LogPlot("Managed memory for 1,000 rows by concurrent requests", "-ThrottleLimit", "MiB", isLinear: true)
            .Add("measured", byThrottle.Select(static point => (point.X, point.Result.Bytes / Mega)))
            .AddLimit("the least of them and 2 MiB", byThrottle.Select(point => (point.X, least + 2)))
            .Write(Path.Combine(folder, "memory-by-throttle.svg"));
    }
}
