using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Onedata;

/// <summary>Finds caveats that no situation can satisfy together.</summary>
internal static class CaveatContradictions
{
    // More caveats of a kind than anyone writes: beyond, only a hostile token would be looked at, for long.
    private const int MostOfAKind = 256;

    private static readonly string[][] RegionsOfAPlace =
    [
        ["Africa"], ["Antarctica"], ["Asia"], ["Europe"], ["Europe", "EU"], ["NorthAmerica"], ["Oceania"], ["SouthAmerica"],
    ];

    /// <summary>Reports, for each kind, the caveat at which nothing is left, and the first of its kind; both by index.</summary>
    public static void Find(IReadOnlyList<TokenCaveat> caveats, Action<int, int> report)
    {
        Fold<IpCaveat, List<Ipv4Range>>(caveats, report, caveat => Sorted(caveat.Ranges), Intersect, left => left.Count == 0);
        Fold<AsnCaveat, HashSet<long>>(caveats, report, caveat => new HashSet<long>(caveat.Whitelist), Intersect, left => left.Count == 0);
        Fold<CountryCaveat, HashSet<string>>(caveats, report, Countries, Intersect, left => left.Count == 0);
        Fold<RegionCaveat, HashSet<string[]>>(caveats, report, Places, Intersect, left => left.Count == 0);
        Fold<ServiceCaveat, IdSets>(
            caveats, report, caveat => IdSets.Of(caveat.Whitelist, OnedataVocabulary.ServicePrefixes.Keys), IdSets.Intersect, left => left.IsEmpty);
        Fold<ConsumerCaveat, IdSets>(caveats, report, Consumers, IdSets.Intersect, left => left.IsEmpty);
        Fold<InterfaceCaveat, HashSet<string>>(
            caveats, report, caveat => new HashSet<string>(StringComparer.Ordinal) { caveat.Interface }, Intersect, left => left.Count == 0);
        Fold<DataPathCaveat, List<string>>(caveats, report, caveat => Roots(caveat.ExactPaths), IntersectPaths, left => left.Count == 0);
    }

    // Narrows what the kind's first caveat allows by each later one, until nothing is left.
    private static void Fold<TCaveat, TAllowed>(
        IReadOnlyList<TokenCaveat> caveats,
        Action<int, int> report,
        Func<TCaveat, TAllowed> allowed,
        Func<TAllowed, TAllowed, TAllowed> intersect,
        Func<TAllowed, bool> isEmpty)
        where TCaveat : TokenCaveat
        where TAllowed : class
    {
        var first = -1;
        var seen = 0;
        TAllowed? left = null;
        for (var i = 0; i < caveats.Count && seen < MostOfAKind; i++)
        {
            if (caveats[i] is not TCaveat caveat)
            {
                continue;
            }

            seen++;
            if (first < 0)
            {
                first = i;
                continue;
            }

            left = intersect(left ?? allowed((TCaveat)caveats[first]), allowed(caveat));
            if (isEmpty(left))
            {
                report(first, i);
                return;
            }
        }
    }

    private static HashSet<T> Intersect<T>(HashSet<T> left, HashSet<T> right)
    {
        left.IntersectWith(right);
        return left;
    }

    private static HashSet<string> Countries(CountryCaveat caveat)
    {
        // Codes that aren't countries stay: what is wrong with them is another warning's matter.
        var listed = new HashSet<string>(caveat.List, StringComparer.Ordinal);
        if (!caveat.Excludes)
        {
            return listed;
        }

        var others = new HashSet<string>(OnedataVocabulary.Countries.Keys, StringComparer.Ordinal);
        others.ExceptWith(listed);
        return others;
    }

    private static HashSet<string[]> Places(RegionCaveat caveat) =>
        new(RegionsOfAPlace.Where(place => place.Any(region => caveat.List.Contains(region)) != caveat.Excludes));

    // Anyone may be in any group: a list with a group in it allows every user, as far as can be told.
    private static IdSets Consumers(ConsumerCaveat caveat) => IdSets.Of(
        caveat.Whitelist.Select(consumer => consumer.StartsWith("grp-", StringComparison.Ordinal) ? "usr-" + OnedataIds.Any : consumer), ["usr", "prv"]);

    private static List<Ipv4Range> Sorted(IEnumerable<Ipv4Range> ranges)
    {
        var sorted = ranges.OrderBy(range => range.First).ThenByDescending(range => range.Last).ToList();
        var result = new List<Ipv4Range>(sorted.Count);
        foreach (var range in sorted)
        {
            // Two masks either nest or are apart.
            if (result.Count == 0 || range.First > result[result.Count - 1].Last)
            {
                result.Add(range);
            }
        }

        return result;
    }

    private static List<Ipv4Range> Intersect(List<Ipv4Range> left, List<Ipv4Range> right)
    {
        var result = new List<Ipv4Range>();
        for (int i = 0, j = 0; i < left.Count && j < right.Count;)
        {
            if (left[i].Last < right[j].First)
            {
                i++;
            }
            else if (right[j].Last < left[i].First)
            {
                j++;
            }
            else if (left[i].Last - left[i].First <= right[j].Last - right[j].First)
            {
                result.Add(left[i++]);
            }
            else
            {
                result.Add(right[j++]);
            }
        }

        return result;
    }

    // Sorted, each with a slash at its end, without those that lie within another.
    private static List<string> Roots(IEnumerable<string> paths)
    {
        var sorted = paths.Select(path => path.EndsWith("/", StringComparison.Ordinal) ? path : path + "/").ToList();
        sorted.Sort(StringComparer.Ordinal);
        var roots = new List<string>(sorted.Count);
        foreach (var path in sorted)
        {
            if (roots.Count == 0 || !path.StartsWith(roots[roots.Count - 1], StringComparison.Ordinal))
            {
                roots.Add(path);
            }
        }

        return roots;
    }

    private static List<string> IntersectPaths(List<string> left, List<string> right)
    {
        var result = new List<string>();
        for (int i = 0, j = 0; i < left.Count && j < right.Count;)
        {
            if (left[i].StartsWith(right[j], StringComparison.Ordinal))
            {
                result.Add(left[i++]);
            }
            else if (right[j].StartsWith(left[i], StringComparison.Ordinal))
            {
                result.Add(right[j++]);
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

        return result;
    }

    /// <summary>For each prefix the ids that are allowed; a prefix with a null set allows every id, a missing one none.</summary>
    private sealed class IdSets
    {
        private readonly Dictionary<string, HashSet<string>?> _ids = new(StringComparer.Ordinal);

        public bool IsEmpty => _ids.Count == 0;

        public static IdSets Of(IEnumerable<string> entries, IEnumerable<string> prefixes)
        {
            var sets = new IdSets();
            foreach (var entry in entries)
            {
                if (!OnedataIds.TrySplit(entry, prefixes, out var prefix, out var id))
                {
                    continue;
                }

                if (id == OnedataIds.Any)
                {
                    sets._ids[prefix] = null;
                }
                else if (!sets._ids.TryGetValue(prefix, out var ids))
                {
                    sets._ids[prefix] = new HashSet<string>(StringComparer.Ordinal) { id };
                }
                else
                {
                    ids?.Add(id);
                }
            }

            return sets;
        }

        public static IdSets Intersect(IdSets left, IdSets right)
        {
            var result = new IdSets();
            foreach (var pair in left._ids)
            {
                if (!right._ids.TryGetValue(pair.Key, out var others))
                {
                    continue;
                }

                var ids = pair.Value is null ? others : others is null ? pair.Value : new HashSet<string>(pair.Value.Where(others.Contains), StringComparer.Ordinal);
                if (ids is null || ids.Count > 0)
                {
                    result._ids[pair.Key] = ids;
                }
            }

            return result;
        }
    }
}
