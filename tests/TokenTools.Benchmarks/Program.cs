using System;
using System.Collections.Generic;
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
return BenchmarkTable.Run(benchmarks, args, Console.Out, Console.Error);
