using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Benchmarks;

// dotnet run -c Release --project tests/TokenTools.Benchmarks [-- name ...]
// Each prints a ratio that was measured in one run, and its bound. If a bound is exceeded, the exit code is 1. A missing tool is reported.
if (args is ["serve", ..])
{
    return BulkServer.Serve(args[1..]);
}

var benchmarks = new Dictionary<string, Func<bool>>(StringComparer.OrdinalIgnoreCase)
{
    ["bulk"] = BulkBenchmark.Run,
    ["bulk-memory"] = BulkBenchmark.RunMemory,
    ["bulk-rate"] = BulkBenchmark.RunRate,
    ["decode"] = DecodeBenchmark.Run,
    ["import"] = ImportBenchmark.Run,
    ["macaroon"] = MacaroonBenchmark.Run,
    ["shacrypt"] = ShaCryptBenchmark.Run,
};
var unknown = args.Except(benchmarks.Keys, StringComparer.OrdinalIgnoreCase).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine("No benchmark is called " + string.Join(", ", unknown) + ". There are: " + string.Join(", ", benchmarks.Keys));
    return 2;
}

var held = true;
foreach (var benchmark in benchmarks)
{
    if (args.Length == 0 || args.Contains(benchmark.Key, StringComparer.OrdinalIgnoreCase))
    {
        held &= benchmark.Value();
    }
}

return held ? 0 : 1;
