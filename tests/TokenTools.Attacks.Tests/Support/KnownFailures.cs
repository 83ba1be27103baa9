using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace TokenTools.Attacks.Tests.Support;

/// <summary>
/// The checks that fail today, from <c>known-failures.txt</c>. A test fails if a check fails that is not listed, and also if a
/// listed check passes: a fix removes its entries.
/// </summary>
/// <remarks>
/// One entry a line, <c>test [group]: check, check # reason</c>. The group is optional and is part of each check's name:
/// <c>leaks/x [error]: hex # why</c> lists the check <c>error/hex</c> of the test <c>leaks/x</c>. With the environment variable
/// <c>TOKENTOOLS_ATTACK_FAILURES</c> set to a file's path, each test appends its current failures there in the same form.
/// </remarks>
internal static class KnownFailures
{
    private static readonly object Gate = new();

    private static readonly Dictionary<string, HashSet<string>> Listed = Read(Path.Combine(Repository.Project, "known-failures.txt"));

    /// <summary>The tests that have entries.</summary>
    public static IReadOnlyCollection<string> Tests => Listed.Keys;

    /// <summary>Compares a test's failing checks with the listed ones.</summary>
    /// <param name="test">The test's name in the list.</param>
    /// <param name="failures">The failing checks, each with an explanation.</param>
    public static void Check(string test, IReadOnlyDictionary<string, string> failures)
    {
        Record(test, failures.Keys);
        var listed = Listed.GetValueOrDefault(test, []);
        var added = failures
            .Where(failure => !listed.Contains(failure.Key))
            .Select(static failure => failure.Key + ": " + failure.Value)
            .ToList();
        Assert.True(added.Count == 0, test + " fails:\n" + string.Join("\n", added));

        var fixedNow = listed.Where(check => !failures.ContainsKey(check)).ToList();
        Assert.True(
            fixedNow.Count == 0,
            test + " passes checks that known-failures.txt lists. Remove them from the list:\n" + string.Join("\n", fixedNow));
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

    private static Dictionary<string, HashSet<string>> Read(string path)
    {
        var listed = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path))
        {
            var entry = line.Split('#', 2)[0].Trim();
            if (entry.Length == 0)
            {
                continue;
            }

            var (head, checks) = entry.Split(": ", 2) is [var before, var after]
                ? (before, after)
                : throw new InvalidDataException("known-failures.txt: an entry is 'test [group]: check, check # reason': " + line);
            if (!line.Contains('#', StringComparison.Ordinal))
            {
                throw new InvalidDataException("known-failures.txt: an entry needs a reason: " + line);
            }

            var bracket = head.IndexOf('[', StringComparison.Ordinal);
            var test = (bracket < 0 ? head : head[..bracket]).Trim();
            var groups = bracket < 0 ? [string.Empty] : head[(bracket + 1)..].Trim().TrimEnd(']').Split(' ');
            var names = listed.TryGetValue(test, out var known) ? known : listed[test] = new HashSet<string>(StringComparer.Ordinal);
            foreach (var check in checks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                names.UnionWith(groups.Select(group => group.Length == 0 ? check : group + "/" + check));
            }
        }

        return listed;
    }
}
