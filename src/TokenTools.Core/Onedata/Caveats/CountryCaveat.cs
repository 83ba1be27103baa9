using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>
/// The token is valid only in these countries, or only outside them: <c>geo.country = PL|FR</c>, <c>geo.country != PL</c>.
/// </summary>
/// <remarks>
/// The zone accepts any two characters and compares them with upper-case ISO 3166-1 alpha-2 codes, so <c>pl</c> on a blacklist
/// blocks nothing (ctool:src/auth/caveats.erl). <see cref="Create"/> accepts a code in any case and writes it in upper case.
/// </remarks>
public sealed class CountryCaveat : GeoCaveat
{
    private const string IncludeKey = "Country";
    private const string ExcludeKey = "ExcludeCountry";

    internal static readonly CaveatKind Definition = new()
    {
        Name = "geo.country",
        SupportedBy = SupportedTokens.All,
        JsonKeys = [FilterKey, ListKey],
        ParseText = static (operation, value) =>
            ParseList(operation, value, ParseCode, out var excludes) is { } list ? new CountryCaveat(excludes, list.Texts) : null,
        ReadJson = static json => new CountryCaveat(
            ReadFilter(json, "geo.country"), CaveatList<string>.FromJson(json, "geo.country", ListKey, ParseCode).Texts),
        Settings =
        [
            CaveatSetting.TextList(
                IncludeKey,
                "code",
                "Valid only in these countries: ISO 3166-1 codes such as PL, in any case.",
                static codes => Create(codes),
                CaveatNames.Countries),
            CaveatSetting.TextList(
                ExcludeKey,
                "code",
                "Not valid in these countries: ISO 3166-1 codes such as PL, in any case.",
                static codes => Create(codes, exclude: true),
                CaveatNames.Countries),
        ],
    };

    private CountryCaveat(bool excludes, string[] codes)
        : base(Definition, excludes, codes)
    {
    }

    private protected override string PlaceName => "country";

    /// <summary>
    /// Valid only in these countries, or with <paramref name="exclude"/> only outside them. ISO 3166-1 alpha-2 codes, in any case.
    /// </summary>
    /// <exception cref="TokenArgumentException">There is none, or one is not the code of a country.</exception>
    internal static CountryCaveat Create(IEnumerable<string> countries, bool exclude = false)
    {
        var key = exclude ? ExcludeKey : IncludeKey;
        var list = CaveatList<string>.FromInput(countries, Definition.Name, key, ParseUpperCase, static code => code);
        return Validated(new CountryCaveat(exclude, list.Texts), key);
    }

    internal override AllowedSet GetAllowed()
    {
        // Codes that are not countries stay in the set: another warning reports them.
        var allowed = new HashSet<string>(List);
        if (Excludes)
        {
            var others = new HashSet<string>(CaveatNames.Countries.Keys);
            others.ExceptWith(allowed);
            allowed = others;
        }

        return new AllowedValues<string>(allowed);
    }

    internal override CaveatProblem? FindProblem() => List.Select(FindProblem).FirstOrDefault(static problem => problem is not null);

    internal override void AddWarnings(WarningList warnings, int number)
    {
        foreach (var code in List)
        {
            if (FindProblem(code) is not null)
            {
                warnings.Add(nameof(Messages.OnedataWarningCountry), number, code);
            }
            else if (CaveatNames.UserAssignedCountries.TryGetValue(code, out var name))
            {
                warnings.Add(nameof(Messages.OnedataWarningCountryUserAssigned), number, code, name);
            }
        }
    }

    private protected override IEnumerable<string> DisplayNames() =>
        List.Select(static code => CaveatNames.Countries.TryGetValue(code, out var name)
            || CaveatNames.UserAssignedCountries.TryGetValue(code, out name) ? name : code);

    private static CaveatProblem? FindProblem(string code)
    {
        if (CaveatNames.Countries.ContainsKey(code) || CaveatNames.UserAssignedCountries.ContainsKey(code))
        {
            return null;
        }

        var upper = code.ToUpperInvariant();
        return CaveatNames.Countries.ContainsKey(upper)
            ? new CaveatProblem(nameof(Messages.CaveatCountryLowerCase), DisplayText.Sanitize(code), upper)
            : new CaveatProblem(
                upper switch
                {
                    "UK" => nameof(Messages.CaveatCountryUk),
                    "EU" => nameof(Messages.CaveatCountryEu),
                    _ => nameof(Messages.CaveatCountryUnknown),
                },
                DisplayText.Sanitize(code));
    }

    // The zone's only requirement, except for the separator of the list.
    private static CaveatProblem? ParseCode(string text, out string code)
    {
        code = text;
        return text.Length == 2 && text.All(static c => c is > ' ' and <= '~' and not '|')
            ? null
            : new CaveatProblem(nameof(Messages.CaveatCountryUnknown), DisplayText.Sanitize(text));
    }

    private static CaveatProblem? ParseUpperCase(string text, out string code)
    {
        code = text.ToUpperInvariant();
        return null;
    }
}
