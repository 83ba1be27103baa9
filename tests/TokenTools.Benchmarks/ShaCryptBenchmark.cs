using System;
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
    private const double Bound = 1.2;
    private const int Rounds = 5;
    private const int Passwords = 400;
    private const string Salt = "c/srj5JySMve";

    public static bool Run()
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
                    Console.WriteLine("shacrypt: the hashes differ from OpenSSL's");
                    return false;
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
            Console.WriteLine("shacrypt: skipped because openssl is not on the path");
            return true;
        }

        // The best round of each, which other processes disturbed least.
        var (best, bestTheirs) = (ours.Min(), theirs.Min());
        var ratio = best / bestTheirs;
        Console.WriteLine(string.Format(
            CultureInfo.InvariantCulture,
            "shacrypt: ratio {0:0.00} to openssl passwd -6 (bound {1:0.0#}; by rounds {2}); {3:0.00} ms against {4:0.00} ms a hash of 5000 rounds",
            ratio,
            Bound,
            string.Join(" ", ours.Zip(theirs, static (a, b) => (a / b).ToString("0.00", CultureInfo.InvariantCulture))),
            best / Passwords,
            bestTheirs / Passwords));
        return ratio <= Bound;
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
