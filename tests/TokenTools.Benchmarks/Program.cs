using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Benchmarks;

// dotnet run -c Release --project tests/TokenTools.Benchmarks [-- NAME...]
//     Prints one table: each figure is measured in this run, next to its bound. The exit code is 1 if one exceeds its bound.
// dotnet run -c Release --project tests/TokenTools.Benchmarks -- plot FOLDER
//     Measures time and memory over the number of rows and of concurrent requests, and writes the plots of docs/performance.md.
switch (args)
{
    case ["serve", ..]:
        return BulkServer.Serve(args[1..]);
    case ["plot", var folder]:
        ScaleBenchmark.Plot(folder);
        return 0;
}

var benchmarks = new Dictionary<string, Func<IEnumerable<Measurement>>>(StringComparer.OrdinalIgnoreCase)
{
    ["import"] = ImportBenchmark.Run,
    ["bulk"] = BulkBenchmark.Run,
    ["bulk-memory"] = BulkBenchmark.RunMemory,
    ["bulk-rate"] = BulkBenchmark.RunRate,
    ["decode"] = DecodeBenchmark.Run,
    ["macaroon"] = MacaroonBenchmark.Run,
    ["shacrypt"] = ShaCryptBenchmark.Run,
    ["startup"] = StartupBenchmark.Run,
    ["run"] = RunBenchmark.Run,
    ["package"] = PackageBenchmark.Run,
};
var unknown = args.Except(benchmarks.Keys, StringComparer.OrdinalIgnoreCase).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine("No benchmark is called " + string.Join(", ", unknown) + ". There are: " + string.Join(", ", benchmarks.Keys));
    return 2;
}

var exceeded = 0;
Console.WriteLine("| Benchmark | Measured | Figure | Bound | | Details |\n|---|---|---|---|---|---|");
foreach (var (name, run) in benchmarks.Where(benchmark => args.Length == 0 || args.Contains(benchmark.Key, StringComparer.OrdinalIgnoreCase)))
{
    try
    {
        foreach (var figure in run())
        {
            exceeded += figure.IsWithinBound ? 0 : 1;
            Console.WriteLine(
                $"| {name} | {figure.What} | {figure.ValueText} | {figure.BoundText} | {(figure.IsWithinBound ? "" : "exceeded")} | {figure.Detail} |");
        }
    }
    catch (BenchmarkSkippedException skipped)
    {
        Console.WriteLine($"| {name} | | | | skipped | {skipped.Message} |");
    }
}

return exceeded > 0 ? 1 : 0;
