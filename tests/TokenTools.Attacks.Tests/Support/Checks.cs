using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TokenTools.Attacks.Tests.Support;

/// <summary>The outcome of a test that checks many things at once, so that one run shows every failure.</summary>
/// <remarks>
/// With the environment variable <c>TOKENTOOLS_ATTACK_FAILURES</c> set to a file's path, each test appends its failing checks there:
/// <c>leaks/x [error output]: hex</c> for the checks <c>error/hex</c> and <c>output/hex</c> of the test <c>leaks/x</c>.
/// </remarks>
internal static class Checks
{
    private static readonly object Gate = new();

    /// <summary>Fails if there are failing checks.</summary>
    /// <param name="test">The test's name.</param>
    /// <param name="failures">The failing checks, each with an explanation.</param>
    public static void Assert(string test, IReadOnlyDictionary<string, string> failures)
    {
        Record(test, failures.Keys);
        var lines = failures.Select(static failure => failure.Key + ": " + failure.Value);
        Xunit.Assert.True(failures.Count == 0, test + " fails:\n" + string.Join("\n", lines));
    }

    private static void Record(string test, IEnumerable<string> failures)
    {
        if (Environment.GetEnvironmentVariable("TOKENTOOLS_ATTACK_FAILURES") is not { Length: > 0 } path)
        {
            return;
        }

        // Groups with the same checks share a line.
        var lines = failures
            .Select(static failure => failure.Split('/', 2))
            .GroupBy(static parts => parts.Length == 2 ? parts[0] : string.Empty, static parts => parts[^1])
            .Select(static group => (Group: group.Key, Checks: string.Join(", ", group.Order(StringComparer.Ordinal))))
            .GroupBy(static group => group.Checks, static group => group.Group)
            .Select(same => test + Bracket(string.Join(" ", same)) + ": " + same.Key);
        lock (Gate)
        {
            File.AppendAllLines(path, lines);
        }
    }

    private static string Bracket(string groups) => groups.Length > 0 ? " [" + groups + "]" : string.Empty;
}
