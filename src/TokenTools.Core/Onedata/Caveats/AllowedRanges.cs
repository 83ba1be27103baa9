using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A set of ranges of addresses, sorted and without overlaps.</summary>
internal sealed class AllowedRanges : AllowedSet
{
    private readonly List<Ipv4Range> _ranges = [];

    public AllowedRanges(IEnumerable<Ipv4Range> ranges)
    {
        foreach (var range in ranges.OrderBy(static range => range.First).ThenByDescending(static range => range.Last))
        {
            // Two masks either nest or do not overlap.
            if (_ranges.Count == 0 || range.First > _ranges[_ranges.Count - 1].Last)
            {
                _ranges.Add(range);
            }
        }
    }

    /// <inheritdoc/>
    public override bool IsEmpty => _ranges.Count == 0;

    /// <inheritdoc/>
    public override AllowedSet Intersect(AllowedSet other)
    {
        var (left, right) = (_ranges, ((AllowedRanges)other)._ranges);
        var both = new List<Ipv4Range>();
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
                both.Add(left[i++]);
            }
            else
            {
                both.Add(right[j++]);
            }
        }

        return new AllowedRanges(both);
    }

    /// <inheritdoc/>
    public override bool IsSubsetOf(AllowedSet other) => _ranges.TrueForAll(range =>
        ((AllowedRanges)other)._ranges.Exists(outer => outer.First <= range.First && range.Last <= outer.Last));
}
