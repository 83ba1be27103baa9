using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TokenTools.Benchmarks;

/// <summary>Runs benchmarks, and prints their figures as one table, each next to its bound.</summary>
internal static class BenchmarkTable
{
    /// <summary>All figures are within their bounds.</summary>
    public const int WithinBounds = 0;

    /// <summary>A figure exceeds its bound, or a benchmark has failed.</summary>
    public const int Exceeded = 1;

    /// <summary>No benchmark has one of the names.</summary>
    public const int UnknownName = 2;

    /// <summary>Runs the benchmarks with these names, or all.</summary>
    /// <param name="benchmarks">The benchmarks.</param>
    /// <param name="names">The names; empty for all.</param>
    /// <param name="output">Receives the table.</param>
    /// <param name="error">Receives the error about an unknown name.</param>
    /// <returns>The exit code.</returns>
    public static int Run(
        IReadOnlyDictionary<string, Func<IEnumerable<Measurement>>> benchmarks, IReadOnlyCollection<string> names, TextWriter output, TextWriter error)
    {
        var unknown = names.Except(benchmarks.Keys, StringComparer.OrdinalIgnoreCase).ToList();
        if (unknown.Count > 0)
        {
            error.WriteLine("No benchmark is called " + string.Join(", ", unknown) + ". There are: " + string.Join(", ", benchmarks.Keys));
            return UnknownName;
        }

        var exitCode = WithinBounds;
        output.WriteLine("| Benchmark | Measured | Figure | Bound | | Details |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, run) in benchmarks.Where(one => names.Count == 0 || names.Contains(one.Key, StringComparer.OrdinalIgnoreCase)))
        {
            try
            {
                foreach (var figure in run())
                {
                    exitCode = figure.IsWithinBound ? exitCode : Exceeded;
                    output.WriteLine(
                        $"| {name} | {figure.What} | {figure.ValueText} | {figure.BoundText} | {(figure.IsWithinBound ? "" : "exceeded")} | {figure.Detail} |");
                }
            }
            catch (BenchmarkSkippedException skipped)
            {
                output.WriteLine($"| {name} | | | | skipped | {skipped.Message} |");
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // The figures of the others are printed.
                exitCode = Exceeded;
                output.WriteLine($"| {name} | | | | failed | {failure.Message.ReplaceLineEndings(" ")} |");
            }
        }

        return exitCode;
    }
}
