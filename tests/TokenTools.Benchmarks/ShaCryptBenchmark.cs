using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using TokenTools.GoodData;

namespace TokenTools.Benchmarks;

/// <summary>sha512-crypt compared with <c>openssl passwd -6</c>: the same passwords and salt, in one run, alternately.</summary>
internal static class ShaCryptBenchmark
{
    private const int Rounds = 5;
    private const int Passwords = 400;
    private const string Salt = "c/srj5JySMve";

    public static IEnumerable<Measurement> Run()
    {
        // As long as generated passwords. One process hashes them all, so that its start time is negligible.
        var passwords = Enumerable.Range(0, Passwords)
            .Select(static i => i.ToString("D4", CultureInfo.InvariantCulture) + "abcdefghijklmnopqrst").ToArray();
        var ours = new double[Rounds];
        var theirs = new double[Rounds];
        try
        {
            var expected = OpenSsl(passwords, out _);
            // Twice, so that the code is compiled at the highest tier.
            for (var i = 0; i < 2; i++)
            {
                if (!Ours(passwords, out _).SequenceEqual(expected))
                {
                    throw new InvalidOperationException("The hashes differ from OpenSSL's.");
                }
            }

            for (var i = 0; i < Rounds; i++)
            {
                Ours(passwords, out ours[i]);
                OpenSsl(passwords, out theirs[i]);
            }
        }
        catch (Win32Exception)
        {
            throw new BenchmarkSkippedException("openssl is not on the path");
        }

        // The best round of each, which other processes disturbed least.
        var (best, bestTheirs) = (ours.Min(), theirs.Min());
        return
        [
            new(
                "sha512-crypt over openssl passwd -6",
                best / bestTheirs,
                1.2,
                Detail: string.Format(
                    CultureInfo.InvariantCulture,
                    "{0:0.00} ms over {1:0.00} ms for 5000 rounds; by rounds {2}",
                    best / Passwords,
                    bestTheirs / Passwords,
                    string.Join(" ", ours.Zip(theirs, static (a, b) => (a / b).ToString("0.00", CultureInfo.InvariantCulture))))),
        ];
    }

    private static string[] Ours(string[] passwords, out double milliseconds)
    {
        var watch = Stopwatch.StartNew();
        var hashes = passwords.Select(static password =>
            ShaCrypt.Hash(Encoding.UTF8.GetBytes(password), PasswordHashAlgorithm.Sha512Crypt, Salt, null)).ToArray();
        milliseconds = watch.Elapsed.TotalMilliseconds;
        return hashes;
    }

    private static string[] OpenSsl(string[] passwords, out double milliseconds)
    {
        var start = new ProcessStartInfo("openssl") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "passwd", "-6", "-salt", Salt, "-stdin" })
        {
            start.ArgumentList.Add(argument);
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Write(string.Join('\n', passwords) + "\n");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        milliseconds = watch.Elapsed.TotalMilliseconds;
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
