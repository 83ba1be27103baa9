using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A set of prefixed ids: for each prefix the ids that are allowed, or any id.</summary>
internal sealed class AllowedIds : AllowedSet
{
    // A prefix with null allows any id; a missing prefix allows none.
    private readonly Dictionary<string, HashSet<string>?> _ids = new(StringComparer.Ordinal);

    public AllowedIds(IEnumerable<PrefixedId> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.IsAny)
            {
                _ids[entry.Prefix] = null;
            }
            else if (!_ids.TryGetValue(entry.Prefix, out var ids))
            {
                _ids[entry.Prefix] = new HashSet<string>(StringComparer.Ordinal) { entry.Id };
            }
            else
            {
                ids?.Add(entry.Id);
            }
        }
    }

    /// <inheritdoc/>
    public override bool IsEmpty => _ids.Count == 0;

    /// <inheritdoc/>
    public override AllowedSet Intersect(AllowedSet other)
    {
        var both = new AllowedIds([]);
        foreach (var pair in _ids)
        {
            if (!((AllowedIds)other)._ids.TryGetValue(pair.Key, out var others))
            {
                continue;
            }

            var ids = pair.Value ?? others;
            if (pair.Value is not null && others is not null)
            {
                ids = new HashSet<string>(pair.Value, StringComparer.Ordinal);
                ids.IntersectWith(others);
            }

            if (ids is null || ids.Count > 0)
            {
                both._ids[pair.Key] = ids;
            }
        }

        return both;
    }

    /// <inheritdoc/>
    public override bool IsSubsetOf(AllowedSet other) => _ids.All(pair =>
        ((AllowedIds)other)._ids.TryGetValue(pair.Key, out var others) && (others is null || pair.Value?.IsSubsetOf(others) == true));
}
