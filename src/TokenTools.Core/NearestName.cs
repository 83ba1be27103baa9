using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The name that differs least from a text; null if more than a third of its characters differ: another word, not a typo.</summary>
    public static string? Find(string text, IEnumerable<string> names)
    {
        var (name, distance) = names.Select(name => (Name: name, Distance: Distance(name, text))).OrderBy(static pair => pair.Distance)
            .FirstOrDefault();
        return name is not null && distance <= Math.Max(1, text.TrimStart('-').Length / 3) ? name : null;
    }

    // The Levenshtein distance.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = above;
            }
        }

        return row[b.Length];
    }
}
