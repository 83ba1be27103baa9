using System;
using System.Collections.Generic;

namespace TokenTools.Onedata.Caveats;

/// <summary>Finds caveats of one kind that cannot all be satisfied.</summary>
internal static class CaveatConflicts
{
    // No legitimate token has more caveats of a kind; the limit bounds the work that a hostile token causes.
    private const int MaximumPerKind = 256;

    /// <summary>
    /// Reports, for each kind, the caveat at which nothing is left that all of them allow, and the first of its kind; both by
    /// index.
    /// </summary>
    public static void Find(IReadOnlyList<TokenCaveat> caveats, Action<int, int> report)
    {
        int seen = 0, repeated = 0;
        foreach (var caveat in caveats)
        {
            var bit = Bit(caveat.Kind);
            repeated |= seen & bit;
            seen |= bit;
        }

        for (var kind = 0; repeated != 0 && kind < CaveatKinds.All.Count; kind++)
        {
            if ((repeated & (1 << kind)) != 0)
            {
                Find(caveats, CaveatKinds.All[kind], report);
            }
        }
    }

    // Intersects what the first caveat of the kind allows with what each later one allows, until nothing is left.
    private static void Find(IReadOnlyList<TokenCaveat> caveats, CaveatKind kind, Action<int, int> report)
    {
        var first = -1;
        var count = 0;
        AllowedSet? left = null;
        for (var i = 0; i < caveats.Count && count < MaximumPerKind; i++)
        {
            if (!ReferenceEquals(caveats[i].Kind, kind))
            {
                continue;
            }

            count++;
            if (caveats[i].GetAllowed() is not { } allowed)
            {
                return;
            }

            first = first < 0 ? i : first;
            left = left?.Intersect(allowed) ?? allowed;
            if (left.IsEmpty && i > first)
            {
                report(first, i);
                return;
            }
        }
    }

    private static int Bit(CaveatKind kind)
    {
        for (var i = 0; i < CaveatKinds.All.Count; i++)
        {
            if (ReferenceEquals(CaveatKinds.All[i], kind))
            {
                return 1 << i;
            }
        }

        // An unknown caveat is not in the registry.
        return 0;
    }
}
