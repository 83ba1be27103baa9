using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Attacks.Tests.Support;

/// <summary>How much of each attack is run: samples by default, everything with <c>TOKENTOOLS_ATTACK_SIZE=full</c>.</summary>
internal static class AttackSize
{
    private static bool IsFull { get; } =
        string.Equals(Environment.GetEnvironmentVariable("TOKENTOOLS_ATTACK_SIZE"), "full", StringComparison.OrdinalIgnoreCase);

    /// <summary>One of two values.</summary>
    public static T Of<T>(T sample, T full) => IsFull ? full : sample;

    /// <summary>All items, or some of them: the next ones for each index, so that all of them are in the samples of a few indexes.</summary>
    public static IReadOnlyList<T> Sample<T>(IReadOnlyCollection<T> items, int index, int count) => IsFull || count >= items.Count
        ? [.. items]
        : [.. items.Concat(items).Skip(index * count % items.Count).Take(count)];
}
