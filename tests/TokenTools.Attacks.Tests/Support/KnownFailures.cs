using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TokenTools.Attacks.Tests.Support;

/// <summary>The tests whose checks may fail until a finding is mended, from <c>known-failures.txt</c>: a name a line.</summary>
internal static class KnownFailures
{
    private static readonly List<string> Listed =
    [
        .. File.ReadLines(Path.Combine(Repository.Project, "known-failures.txt"))
            .Select(static line => line.Split('#')[0].Trim())
            .Where(static line => line.Length > 0),
    ];

    /// <summary>Whether a test is listed, or a group that it belongs to, such as <c>leaks/*</c>.</summary>
    public static bool Contains(string test) => Listed.Exists(listed => listed.EndsWith('*')
        ? test.StartsWith(listed[..^1], StringComparison.Ordinal)
        : test == listed);
}
