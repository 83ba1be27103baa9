using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace TokenTools.Onedata.Caveats;

/// <summary>Finds caveats of one kind that cannot all be satisfied.</summary>
internal static class CaveatConflicts
{
    // No legitimate token has more caveats of a kind. The limit bounds the time that a malicious token can consume.
    private const int MaximumPerKind = 256;

    /// <summary>
    /// Reports, for each kind, the first caveat with which the intersection of all sets is empty, and the first caveat of the kind, by
    /// index.
    /// </summary>
    [MethodImpl(HotLoop.Optimized)]
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

    // Intersects the set of the first caveat of the kind with that of each later one, until the result is empty.
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
