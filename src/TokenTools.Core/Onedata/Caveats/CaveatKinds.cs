using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>The registry of caveat kinds. A new kind is one file with its class and one line here.</summary>
internal static class CaveatKinds
{
    private static readonly CaveatKind[] Kinds =
    [
        TimeCaveat.Definition,
        IpCaveat.Definition,
        AsnCaveat.Definition,
        CountryCaveat.Definition,
        RegionCaveat.Definition,
        ServiceCaveat.Definition,
        ConsumerCaveat.Definition,
        InterfaceCaveat.Definition,
        ApiCaveat.Definition,
        ReadOnlyDataCaveat.Definition,
        DataPathCaveat.Definition,
        DataObjectIdCaveat.Definition,
        IdentityScopeCaveat.Definition,
    ];

    /// <summary>Every kind, in the order of Onedata's documentation.</summary>
    public static IReadOnlyList<CaveatKind> All => Kinds;

    /// <summary>The settings of all kinds, in the same order.</summary>
    public static IReadOnlyList<CaveatSetting> Settings { get; } = All.SelectMany(static kind => kind.Settings).ToArray();

    /// <summary>The values that <c>type</c> has in JSON, separated by commas.</summary>
    public static string JsonTypes => string.Join(", ", All.Where(static kind => kind.HasJsonType).Select(static kind => kind.Name));

    /// <summary>The kind with this name; null for none.</summary>
    public static CaveatKind? Find(string? name)
    {
        foreach (var kind in Kinds)
        {
            if (string.Equals(kind.Name, name, StringComparison.Ordinal))
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>The kind with this <c>type</c> in JSON; null for none.</summary>
    public static CaveatKind? FindJsonType(string? type) => Find(type) is { HasJsonType: true } kind ? kind : null;
}
