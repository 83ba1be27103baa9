using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is valid only in these regions of the world, or only outside them: <c>geo.region = Asia|EU</c>.</summary>
/// <remarks>A country of the European Union is in both <c>Europe</c> and <c>EU</c>.</remarks>
public sealed class RegionCaveat : GeoCaveat
{
    private const string IncludeKey = "Region";
    private const string ExcludeKey = "ExcludeRegion";

    // The regions that a place on earth can be in at the same time.
    private static readonly string[][] Places =
    [
        ["Africa"], ["Antarctica"], ["Asia"], ["Europe"], ["Europe", "EU"], ["NorthAmerica"], ["Oceania"], ["SouthAmerica"],
    ];

    internal static readonly CaveatKind Definition = new()
    {
        Name = "geo.region",
        SupportedBy = SupportedTokens.All,
        JsonKeys = [FilterKey, ListKey],
        ParseText = static (operation, value) =>
            ParseList(operation, value, ParseName, out var excludes) is { } list ? new RegionCaveat(excludes, list.Texts) : null,
        ReadJson = static json => new RegionCaveat(
            ReadFilter(json, "geo.region"), CaveatList<string>.FromJson(json, "geo.region", ListKey, ParseName).Texts),
        Settings =
        [
            CaveatSetting.TextList(
                IncludeKey,
                "region",
                "Valid only in these regions, such as Europe.",
                static regions => Create(regions),
                CaveatNames.RegionDescriptions),
            CaveatSetting.TextList(
                ExcludeKey,
                "region",
                "Not valid in these regions.",
                static regions => Create(regions, exclude: true),
                CaveatNames.RegionDescriptions),
        ],
    };

    private RegionCaveat(bool excludes, string[] regions)
        : base(Definition, excludes, regions)
    {
    }

    private protected override string PlaceName => "region";

    /// <summary>
    /// Valid only in these regions, or with <paramref name="exclude"/> only outside them: <c>Africa</c>, <c>Antarctica</c>,
    /// <c>Asia</c>, <c>Europe</c>, <c>EU</c>, <c>NorthAmerica</c>, <c>Oceania</c>, <c>SouthAmerica</c>, in any case.
    /// </summary>
    /// <exception cref="TokenArgumentException">There is none, or one is unknown.</exception>
    internal static RegionCaveat Create(IEnumerable<string> regions, bool exclude = false) => new(
        exclude,
        CaveatList<string>.FromInput(regions, Definition.Name, exclude ? ExcludeKey : IncludeKey, ParseAnyCase, static name => name).Texts);

    internal override AllowedSet GetAllowed() =>
        new AllowedValues<string[]>(Places.Where(place => place.Any(region => List.Contains(region)) != Excludes));

    internal override CaveatProblem? FindProblem() => null;

    private static CaveatProblem? ParseName(string text, out string name)
    {
        name = text;
        return CaveatNames.RegionDescriptions.ContainsKey(text)
            ? null
            : new CaveatProblem(
                nameof(Messages.CaveatRegionUnknown), DisplayText.Sanitize(text), string.Join(", ", CaveatNames.Regions));
    }

    private static CaveatProblem? ParseAnyCase(string text, out string name)
    {
        var known = CaveatNames.Regions.FirstOrDefault(region => string.Equals(region, text, StringComparison.OrdinalIgnoreCase));
        return ParseName(known ?? text, out name);
    }
}
