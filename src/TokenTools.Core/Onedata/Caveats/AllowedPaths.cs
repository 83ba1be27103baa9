using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A sorted set of directories, each with a trailing slash. Directories inside another one are omitted.</summary>
internal sealed class AllowedPaths : AllowedSet
{
    private readonly List<string> _roots = [];

    public AllowedPaths(IEnumerable<string> paths)
    {
        var sorted = paths.Select(static path => path.EndsWith("/", StringComparison.Ordinal) ? path : path + "/").ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
        foreach (var path in sorted)
        {
            if (_roots.Count == 0 || !path.StartsWith(_roots[_roots.Count - 1], StringComparison.Ordinal))
            {
                _roots.Add(path);
            }
        }
    }

    /// <inheritdoc/>
    public override bool IsEmpty => _roots.Count == 0;

    /// <inheritdoc/>
    public override AllowedSet Intersect(AllowedSet other)
    {
        var (left, right) = (_roots, ((AllowedPaths)other)._roots);
        var both = new List<string>();
        for (int i = 0, j = 0; i < left.Count && j < right.Count;)
        {
            if (left[i].StartsWith(right[j], StringComparison.Ordinal))
            {
                both.Add(left[i++]);
            }
            else if (right[j].StartsWith(left[i], StringComparison.Ordinal))
            {
                both.Add(right[j++]);
            }
            else if (string.CompareOrdinal(left[i], right[j]) < 0)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return new AllowedPaths(both);
    }

    /// <inheritdoc/>
    public override bool IsSubsetOf(AllowedSet other) => _roots.TrueForAll(root =>
        ((AllowedPaths)other)._roots.Exists(outer => root.StartsWith(outer, StringComparison.Ordinal)));
}
