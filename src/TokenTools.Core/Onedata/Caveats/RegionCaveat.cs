using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good in these regions of the world, or anywhere else: <c>geo.region = Asia|EU</c>.</summary>
/// <remarks>A country of the European Union is in both <c>Europe</c> and <c>EU</c>.</remarks>
public sealed class RegionCaveat : GeoCaveat
{
    private RegionCaveat(bool excludes, string[] regions)
        : base(CaveatKind.Region, excludes, regions)
    {
    }

    /// <summary>Good in these regions, or with <paramref name="exclude"/> anywhere else. Names of <see cref="OnedataVocabulary.Regions"/>, in any case.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one is unknown.</exception>
    public static RegionCaveat Create(IEnumerable<string> regions, bool exclude = false, string? parameterName = null)
    {
        parameterName ??= exclude ? "ExcludeRegion" : "Region";
        var caveat = new RegionCaveat(exclude, Given(regions, CaveatKind.Region, parameterName).Select(Canonical).ToArray());
        caveat.Validate(parameterName);
        return caveat;
    }

    internal static TokenCaveat? ReadText(string operation, string value) =>
        Split(operation, value, FindProblem, out var excludes) is { } regions ? new RegionCaveat(excludes, regions) : null;

    internal static TokenCaveat ReadJson(JObject json) => new RegionCaveat(
        ReadFilter(json, "geo.region"), CaveatJson.Texts(json, "geo.region", "list", FindProblem));

    internal override CaveatProblem? FindProblem() => List.Select(FindProblem).FirstOrDefault(problem => problem is not null);

    private static string Canonical(string region) =>
        OnedataVocabulary.Regions.FirstOrDefault(known => string.Equals(known, region, StringComparison.OrdinalIgnoreCase)) ?? region;

    private static CaveatProblem? FindProblem(string region) => OnedataVocabulary.Regions.Contains(region)
        ? null
        : new CaveatProblem(nameof(Messages.CaveatRegionUnknown), DisplayText.Sanitize(region), string.Join(", ", OnedataVocabulary.Regions));
}
