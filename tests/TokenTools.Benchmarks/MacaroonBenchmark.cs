using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using TokenTools.Core.Tests.Onedata;
using TokenTools.Onedata;

namespace TokenTools.Benchmarks;

/// <summary>
/// Parsing, narrowing and verifying a macaroon with ten caveats, compared with libmacaroons (C): the same macaroon, in one run, alternately.
/// Ours also decodes Onedata's escape sequences; libmacaroons also evaluates each caveat.
/// </summary>
internal static class MacaroonBenchmark
{
    private const int Rounds = 9;
    private const int Times = 20_000;

    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdeffedcba9876543210");

    public static IEnumerable<Measurement> Run()
    {
        if (!LibmacaroonsMacaroon.IsInstalled)
        {
            throw new BenchmarkSkippedException(LibmacaroonsMacaroon.File + " is not installed");
        }

        var caveats = new[]
        {
            "time < 1893456000", "ip = 189.34.15.0/24|127.0.0.0/8", "asn = 631|632|1671", "geo.country = PL|GB|DE|NL",
            "geo.region != Asia|NorthAmerica|Oceania", "service = ozw-onezone|opw-*", "consumer = usr-1b510f18b3b05611871c0acdffa9aed4ch0d2e|prv-*",
            "interface = rest", "api = all/get/space.*.*:*", "data.readonly",
        }.Select(Encoding.ASCII.GetBytes).ToArray();
        var added = Encoding.ASCII.GetBytes("time < 1893450000");
        var ours = Macaroon.Create(
            Encoding.ASCII.GetBytes("onezone.example.com"),
            Encoding.ASCII.GetBytes("2/nmd/usr-1b510f18b3b05611871c0acdffa9aed4ch0d2e/act/2b5d0dd5aa6443a69277b5ce0544fec2ch77aa"),
            Secret,
            caveats);
        var text = ours.Serialize();
        var base64 = Encoding.ASCII.GetBytes(Convert.ToBase64String(ours.ToPackets()).TrimEnd('=').Replace('+', '-').Replace('/', '_') + '\0');
        using var theirs = LibmacaroonsMacaroon.Parse(base64);
        using var verifier = new LibmacaroonsMacaroon.Verifier(caveats);
        if (!ours.Verify(Secret) || !verifier.Verify(theirs, Secret))
        {
            throw new InvalidOperationException("The two implementations disagree.");
        }

        yield return Compare("parse", 1, () => Macaroon.Parse(text), () => LibmacaroonsMacaroon.Parse(base64).Dispose());
        yield return Compare("narrow", 1.2, () => ours.AddCaveats([added]), () => theirs.AddCaveat(added).Dispose());
        yield return Compare("verify", 1, () => ours.Verify(Secret), () => verifier.Verify(theirs, Secret));
        yield return Allocation(text);
    }

    private static Measurement Compare(string name, double bound, Action ours, Action theirs)
    {
        // Warm-up: the code is compiled with optimizations.
        var ratios = new double[Rounds];
        double best = double.MaxValue, bestTheirs = double.MaxValue;
        for (var i = -5; i < Rounds; i++)
        {
            var (mine, its) = (Measure(ours), Measure(theirs));
            if (i >= 0)
            {
                ratios[i] = mine / its;
                (best, bestTheirs) = (Math.Min(best, mine), Math.Min(bestTheirs, its));
            }
        }

        // The best round of each, to exclude other load on the machine.
        var ratio = best / bestTheirs;
        return new(
            name + " a macaroon of ten caveats, over libmacaroons",
            ratio,
            bound,
            Detail: string.Format(
                CultureInfo.InvariantCulture,
                "{0:0.00} µs over {1:0.00} µs; by rounds {2:0.00} to {3:0.00}",
                best,
                bestTheirs,
                ratios.Min(),
                ratios.Max()));
    }

    private static double Measure(Action action)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Times; i++)
        {
            action();
        }

        return watch.Elapsed.TotalMicroseconds / Times;
    }

    // The size in characters, as in the limit.
    private static Measurement Allocation(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            Macaroon.Parse(text);
        }

        var each = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Times;
        return new(
            "memory that parse allocates, over the token's size",
            each / text.Length,
            2,
            Detail: string.Format(CultureInfo.InvariantCulture, "{0:0} bytes for {1} characters", each, text.Length));
    }
}
