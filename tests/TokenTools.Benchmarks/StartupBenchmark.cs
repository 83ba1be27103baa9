using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TokenTools.Benchmarks;

/// <summary>
/// The start of tokentools, compiled ahead of time as in its package, compared with a program that prints one line; with a sandbox, which
/// is a server and its keys besides, compared with the same tokentools that is not compiled ahead of time.
/// </summary>
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
            var compiledAtStart = PublishedProgram.Create(
                "src/TokenTools.Cli", Path.Combine(folder.FullName, "tokentools-il"), "tokentools", compiledAhead: false);
            string[] sandbox = ["installer-token", "ATOM", "--sandbox"];
            var (ahead, atStart) = (new List<double>(), new List<double>());
            var commands = new (string Name, string[] Arguments, double Bound)[]
            {
                ("tokentools --version", ["--version"], 1.5),
                ("tokentools bootstrap-token", ["bootstrap-token", "--user-name", "admin", "--generate-password"], 2),
                ("a completion (Tab)", ["[suggest:28]", "tokentools bootstrap-token -"], 2),
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

                ahead.Add(Start(tool, sandbox));
                atStart.Add(Start(compiledAtStart, sandbox));
            }

            return commands
                .Select(command => Compare(command.Name + " over an empty program", times[command.Name], baseline, command.Bound))
                .Append(Compare("tokentools installer-token --sandbox over the same, not compiled ahead of time", ahead, atStart, 0.74))
                .ToArray();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Measurement Compare(string what, List<double> times, List<double> baseline, double bound) => new(
        what,
        Median(times) / Median(baseline),
        bound,
        Detail: string.Format(
            CultureInfo.InvariantCulture,
            "{0:N0} ms over {1:N0} ms, medians of {2}; fastest {3:N0} ms over {4:N0} ms",
            Median(times),
            Median(baseline),
            Rounds,
            times.Min(),
            baseline.Min()));

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
