using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Onedata.Purposes;

/// <summary>Finds the caveats that narrow a token: without any of them, the token would have a further use.</summary>
internal static class PurposeNarrowing
{
    /// <summary>The caveats without those that have no effect together with the others and with the token's own.</summary>
    /// <param name="token">The token's own caveats.</param>
    /// <param name="caveats">The caveats to add.</param>
    public static IReadOnlyList<TokenCaveat> Minimal(IReadOnlyList<TokenCaveat> token, IReadOnlyList<TokenCaveat> caveats)
    {
        var left = caveats.ToList();
        foreach (var caveat in caveats)
        {
            var others = token.Concat(left.Where(other => !ReferenceEquals(other, caveat))).ToList();
            if (IsRedundant(caveat, others))
            {
                left.Remove(caveat);
            }
        }

        return left;
    }

    // The uses and, for each of them, the values that the caveat allows.
    private static bool IsRedundant(TokenCaveat caveat, List<TokenCaveat> others)
    {
        var uses = TokenUses.Remaining(others).ToList();
        // What a Oneprovider does with a token at Onezone follows from what the token allows at the Oneprovider.
        uses.Remove(TokenUses.OnezoneForOneprovider);
        if (uses.Count == 0)
        {
            return true;
        }

        if (uses.Exists(use => use.IsExcludedBy(caveat)))
        {
            return false;
        }

        return caveat switch
        {
            // They exclude uses, and nothing else.
            InterfaceCaveat => true,
            ServiceCaveat services when uses.TrueForAll(services.AllowsEvery) => true,
            ReadOnlyDataCaveat => others.Exists(static other => other is ReadOnlyDataCaveat),
            _ => caveat.GetAllowed() is { } allowed && others.Exists(
                other => other.Kind == caveat.Kind && other.GetAllowed()?.IsSubsetOf(allowed) == true),
        };
    }
}
