using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TokenTools.Benchmarks;

/// <summary>The start of tokentools, compiled ahead of time as in its package, compared with a program that prints one line.</summary>
internal static class StartupBenchmark
{
    private const int Rounds = 25;

    public static IEnumerable<Measurement> Run()
    {
        var folder = Directory.CreateTempSubdirectory("TokenTools.Benchmarks");
        try
        {
            var tool = PublishedProgram.Create("src/TokenTools.Cli", Path.Combine(folder.FullName, "tokentools"), "tokentools");
            var empty = PublishedProgram.Create(
                "tests/TokenTools.EmptyProgram", Path.Combine(folder.FullName, "TokenTools.EmptyProgram"), "TokenTools.EmptyProgram");
            var commands = new (string Name, string[] Arguments, double Bound)[]
            {
                ("tokentools --version", ["--version"], 1.5),
                ("tokentools bootstrap-token", ["bootstrap-token", "--user-name", "admin", "--generate-password"], 2),
                ("a completion (Tab)", ["[suggest:28]", "tokentools bootstrap-token -"], 2),
                ("tokentools installer-token --sandbox", ["installer-token", "ATOM", "--sandbox"], 5),
            };
            var times = commands.ToDictionary(static command => command.Name, static _ => new List<double>());
            var baseline = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                baseline.Add(Start(empty));
                foreach (var (name, arguments, _) in commands)
                {
                    times[name].Add(Start(tool, arguments));
                }
            }

            return commands
                .Select(command => new Measurement(
                    command.Name + " over an empty program",
                    Median(times[command.Name]) / Median(baseline),
                    command.Bound,
                    Detail: string.Format(
                        CultureInfo.InvariantCulture,
                        "{0:N0} ms over {1:N0} ms, medians of {2}; fastest {3:N0} ms over {4:N0} ms",
                        Median(times[command.Name]),
                        Median(baseline),
                        Rounds,
                        times[command.Name].Min(),
                        baseline.Min())))
                .ToArray();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? watch.Elapsed.TotalMilliseconds
            : throw new InvalidOperationException(program + " " + string.Join(' ', arguments) + " ended with exit code " + process.ExitCode);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
