using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good in these countries, or anywhere else: <c>geo.country = PL|FR</c>, <c>geo.country != PL</c>.</summary>
/// <remarks>
/// The zone takes any two letters and compares them with upper-case ISO 3166-1 alpha-2 codes: <c>pl</c> on a blacklist blocks
/// nothing (ctool:src/auth/caveats.erl). <see cref="Create"/> writes them in upper case and refuses what isn't a country.
/// </remarks>
public sealed class CountryCaveat : GeoCaveat
{
    private CountryCaveat(bool excludes, string[] countries)
        : base(CaveatKind.Country, excludes, countries)
    {
    }

    /// <summary>Good in these countries, or with <paramref name="exclude"/> anywhere else. ISO 3166-1 alpha-2 codes, in any case.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one isn't a country's code.</exception>
    public static CountryCaveat Create(IEnumerable<string> countries, bool exclude = false, string? parameterName = null)
    {
        parameterName ??= exclude ? "ExcludeCountry" : "Country";
        var caveat = new CountryCaveat(exclude, Given(countries, CaveatKind.Country, parameterName).Select(code => code.ToUpperInvariant()).ToArray());
        caveat.Validate(parameterName);
        return caveat;
    }

    internal static TokenCaveat? ReadText(string operation, string value) =>
        Split(operation, value, TwoCharacters, out var excludes) is { } countries ? new CountryCaveat(excludes, countries) : null;

    internal static TokenCaveat ReadJson(JObject json) => new CountryCaveat(
        ReadFilter(json, "geo.country"), CaveatJson.Texts(json, "geo.country", "list", TwoCharacters));

    /// <summary>What is wrong with a country's code; null for one of ISO 3166-1 alpha-2 in upper case.</summary>
    internal static CaveatProblem? FindProblem(string code)
    {
        if (OnedataVocabulary.Countries.ContainsKey(code))
        {
            return null;
        }

        var upper = code.ToUpperInvariant();
        return OnedataVocabulary.Countries.ContainsKey(upper)
            ? new CaveatProblem(nameof(Messages.CaveatCountryLowerCase), DisplayText.Sanitize(code), upper)
            : upper == "UK" ? new CaveatProblem(nameof(Messages.CaveatCountryUk), DisplayText.Sanitize(code))
            : upper == "EU" ? new CaveatProblem(nameof(Messages.CaveatCountryEu), DisplayText.Sanitize(code))
            : new CaveatProblem(nameof(Messages.CaveatCountryUnknown), DisplayText.Sanitize(code));
    }

    internal override CaveatProblem? FindProblem()
    {
        foreach (var code in List)
        {
            if (FindProblem(code) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    // All that the zone asks for, less what would break the list.
    private static CaveatProblem? TwoCharacters(string code) => code.Length == 2 && code.All(c => c is > ' ' and <= '~' and not '|')
        ? null
        : new CaveatProblem(nameof(Messages.CaveatCountryUnknown), DisplayText.Sanitize(code));
}
