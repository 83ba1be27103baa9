using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Onedata.Purposes;

/// <summary>The uses of access tokens, and what follows from the combination of a token's caveats for them.</summary>
/// <remarks>
/// The tables under "Caveats impact on services" in onedata-documentation:docs/user-guide/tokens.md (commit eee5285d, Onedata 21.02).
/// </remarks>
internal static class TokenUses
{
    private const string Rest = "rest";
    private const string Oneclient = "oneclient";
    private const string GraphSync = "graphsync";

    private static readonly string[] Data =
        [.. CaveatKinds.All.Where(static kind => kind.Check == CaveatCheck.OnDataAccess).Select(static kind => kind.Name)];

    private static readonly string[] Places = ["ip", "asn", "geo.country", "geo.region"];

    /// <summary>Onezone's REST API.</summary>
    public static TokenUse OnezoneRest { get; } = new()
    {
        Name = "the REST API of Onezone",
        ServicePrefix = "ozw",
        Interface = Rest,
        InterfaceCaveats = [Rest],
        Rejected = Data,
    };

    /// <summary>Onezone's web pages.</summary>
    public static TokenUse OnezoneGui { get; } = new()
    {
        Name = "the web interface of Onezone",
        ServicePrefix = "ozw",
        Interface = GraphSync,
        InterfaceCaveats = [GraphSync],
        Rejected = Data,
        IsInternal = true,
    };

    /// <summary>A Oneprovider that gets a user's data from Onezone with the token that the user sent to it.</summary>
    public static TokenUse OnezoneForOneprovider { get; } = new()
    {
        Name = "the connection of a Oneprovider to Onezone",
        ServicePrefix = "ozw",
        Interface = GraphSync,
        InterfaceCaveats = [Rest, Oneclient, GraphSync],
        IsInternal = true,
    };

    /// <summary>Oneclient, which mounts spaces of a Oneprovider.</summary>
    public static TokenUse OneproviderOneclient { get; } = new()
    {
        Name = "Oneclient",
        ServicePrefix = "opw",
        Interface = Oneclient,
        InterfaceCaveats = [Oneclient],
        Rejected = ["consumer"],
    };

    /// <summary>The operations on files of a Oneprovider's REST and CDMI APIs.</summary>
    public static TokenUse OneproviderData { get; } = new()
    {
        Name = "data access in the REST and CDMI APIs of a Oneprovider",
        ServicePrefix = "opw",
        Interface = Rest,
        InterfaceCaveats = [Rest],
    };

    /// <summary>The other operations of a Oneprovider's REST API: shares, spaces, views, transfers, QoS, …</summary>
    public static TokenUse OneproviderRest { get; } = new()
    {
        Name = "other operations in the REST API of a Oneprovider",
        ServicePrefix = "opw",
        Interface = Rest,
        InterfaceCaveats = [Rest],
        Rejected = Data,
    };

    /// <summary>The REST API of Onezone's panel.</summary>
    public static TokenUse OnezonePanel { get; } = new()
    {
        Name = "the REST API of the Onezone panel",
        ServicePrefix = "ozp",
        Interface = Rest,
        InterfaceCaveats = [],
        Rejected = Data,
    };

    /// <summary>The REST API of a Oneprovider's panel.</summary>
    public static TokenUse OneproviderPanel { get; } = new()
    {
        Name = "the REST API of a Oneprovider panel",
        ServicePrefix = "opp",
        Interface = Rest,
        InterfaceCaveats = [],
        Rejected = [.. Places, .. Data],
    };

    /// <summary>All uses, in the order of the documentation.</summary>
    public static IReadOnlyList<TokenUse> All { get; } =
    [
        OnezoneRest,
        OnezoneGui,
        OnezoneForOneprovider,
        OneproviderOneclient,
        OneproviderData,
        OneproviderRest,
        OnezonePanel,
        OneproviderPanel,
    ];

    // The names of the kinds that a use rejects whatever the caveat says.
    private static readonly HashSet<string> RejectedKinds = new(All.SelectMany(static use => use.Rejected), StringComparer.Ordinal);

    /// <summary>The uses that caveats leave.</summary>
    public static IEnumerable<TokenUse> Remaining(IEnumerable<TokenCaveat> caveats) =>
        All.Where(use => !caveats.Any(use.IsExcludedBy));

    /// <summary>
    /// The uses that a context and a token's caveats may mean. Without an interface, those that users do not use directly are omitted.
    /// </summary>
    public static IReadOnlyList<TokenUse> Candidates(IReadOnlyList<TokenCaveat> caveats, CaveatContext context)
    {
        var inContext = All.Where(use =>
            context.Service?.StartsWith(use.ServicePrefix + "-", StringComparison.Ordinal) != false
            && (context.Interface is null ? !use.IsInternal : use.Interface == context.Interface)).ToList();
        var places = caveats.Where(TokenUse.DependsOnValue).ToList();
        var left = inContext.Where(use => !places.Exists(use.IsExcludedBy)).ToList();
        return left.Count > 0 ? left : inContext;
    }

    /// <summary>Reports the first caveat that, with an earlier one, leaves no use of an access token, and the earlier one, by index.</summary>
    [MethodImpl(HotLoop.Optimized)]
    public static void FindConflict(IReadOnlyList<TokenCaveat> caveats, Action<int, int> report)
    {
        // What a Oneprovider does with a token at Onezone follows from what the token allows at the Oneprovider.
        List<TokenUse>? left = null;
        for (var i = 0; i < caveats.Count; i++)
        {
            var caveat = caveats[i];
            // Of the caveats of most tokens, none is.
            if (!IsRelevant(caveat))
            {
                continue;
            }

            left ??= All.Where(static use => use != OnezoneForOneprovider).ToList();
            if (!left.Exists(use => use.IsExcludedBy(caveat)))
            {
                continue;
            }

            left.RemoveAll(use => use.IsExcludedBy(caveat));
            if (left.Count > 0)
            {
                continue;
            }

            // Two caveats of the same kind are reported as a contradiction.
            var earlier = caveats.Take(i).Select(static (other, index) => (Other: other, Index: index))
                .Where(pair => IsRelevant(pair.Other) && pair.Other.Kind != caveat.Kind).ToList();
            var pair = earlier.FindIndex(pair => !All.Any(use =>
                use != OnezoneForOneprovider && !use.IsExcludedBy(pair.Other) && !use.IsExcludedBy(caveat)));
            if (earlier.Count > 0)
            {
                // Without such a pair, it is all of them together.
                report(earlier[Math.Max(0, pair)].Index, i);
            }

            return;
        }
    }

    /// <summary>True for a caveat that limits a token to data access (ctool:src/auth/data_access_caveats.erl).</summary>
    public static bool IsDataAccess(TokenCaveat caveat) =>
        caveat.Kind.Check == CaveatCheck.OnDataAccess || caveat is InterfaceCaveat { Interface: Oneclient };

    // A kind that at least one use does not accept; an identity scope is reported when it is evaluated.
    private static bool IsRelevant(TokenCaveat caveat)
    {
        if (!TokenUse.DependsOnValue(caveat))
        {
            return caveat is not IdentityScopeCaveat && RejectedKinds.Contains(caveat.Kind.Name);
        }

        foreach (var use in All)
        {
            if (use.IsExcludedBy(caveat))
            {
                return true;
            }
        }

        return false;
    }
}
