using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using TokenTools.Processes;
using TokenTools.Security;
using TokenTools.Security.Redaction;

namespace TokenTools.Benchmarks;

/// <summary>What it costs to run a command with secrets: to start it, and to mask its output.</summary>
internal static class RunBenchmark
{
    private const string Secret = "kQ3vZ8xN1pL6tR9wB2yF5hJ7mC4dG0sA";
    private const int Rounds = 25;
    private const int Megabytes = 64;

    // What the issue allows.
    private const double MillisecondsToStart = 50, MegabytesPerSecond = 50;

    public static IEnumerable<Measurement> Run()
    {
        yield return Start();
        yield return Output("log lines", "2026-11-28T03:10:11Z INFO  [worker-7] request 8271 took 21.5 ms, status=200 path=/api/v1/runtimes?page=2\n");
        yield return Output("JSON with escapes", "{\"level\":\"info\",\"message\":\"read \\\"C:\\\\data\\\\a.csv\\\"\\n\",\"rows\":1204,\"user\":\"ada\"}\n");
        yield return Output("base64", Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(100, 900)))) + "\n");
    }

    private static Measurement Start()
    {
        var program = OperatingSystem.IsWindows() ? "whoami" : "true";
        var plain = new List<double>();
        var masked = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            plain.Add(Time(() =>
            {
                using var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                process.StandardOutput.ReadToEnd();
                process.WaitForExit();
            }));
            masked.Add(Time(() =>
            {
                var spec = new ChildCommandSpec { Command = [program] };
                spec.Environment.Add(new("TOKEN", SecureText.FromString(Secret)));
                spec.File.Add(new("TOKEN_FILE", SecureText.FromString(Secret)));
                using var running = spec.Build().Start();
                running.WaitAsync(Stream.Null, Stream.Null, CancellationToken.None).GetAwaiter().GetResult();
            }));
        }

        var (one, other) = (Median(masked), Median(plain));
        return new Measurement(
            "the start of a command with secrets over its start alone, in 50 ms",
            (one - other) / MillisecondsToStart,
            1,
            Detail: string.Format(CultureInfo.InvariantCulture, "{0:N1} ms over {1:N1} ms, medians of {2}", one, other, Rounds));
    }

    private static Measurement Output(string what, string line)
    {
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 1 + (1024 * 1024 / line.Length))));
        var parts = SecretParts.Of([SecureText.FromString(Secret)]);
        var times = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            times.Add(Time(() =>
            {
                using var masking = new MaskingStream(parts, Stream.Null);
                for (var i = 0; i < Megabytes; i++)
                {
                    masking.Write(block, 0, block.Length);
                }
            }));
        }

        var rate = Megabytes * (block.Length / 1e6) / (Median(times) / 1000);
        return new Measurement(
            "50 MB/s over masking " + what,
            MegabytesPerSecond / rate,
            1,
            Detail: string.Format(CultureInfo.InvariantCulture, "{0:N0} MB/s", rate));
    }

    private static double Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
