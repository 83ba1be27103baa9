using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good from these autonomous systems of the internet: <c>asn = 64|1671</c>.</summary>
public sealed class AsnCaveat : TokenCaveat
{
    private AsnCaveat(long[] whitelist)
        : base(CaveatKind.Asn, "asn = " + string.Join("|", whitelist.Select(number => number.ToString(CultureInfo.InvariantCulture)))) =>
        Whitelist = Array.AsReadOnly(whitelist);

    /// <summary>The numbers of the autonomous systems.</summary>
    public IReadOnlyList<long> Whitelist { get; }

    /// <summary>Good from these autonomous systems.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one isn't a number of 32 bits.</exception>
    public static AsnCaveat Create(IEnumerable<long> numbers, string parameterName = "Asn")
    {
        var given = (numbers ?? throw new ArgumentNullException(nameof(numbers))).ToArray();
        if (given.Length == 0)
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.CaveatListEmpty), "asn");
        }

        var caveat = new AsnCaveat(given);
        caveat.Validate(parameterName);
        return caveat;
    }

    internal static TokenCaveat? ReadText(string operation, string value)
    {
        var parts = value.Split('|');
        var numbers = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return operation == "=" ? new AsnCaveat(numbers) : null;
    }

    internal static TokenCaveat ReadJson(JObject json) =>
        new AsnCaveat(CaveatJson.List(json, "asn", "whitelist").Select(number => CaveatJson.Number(number, "asn", "whitelist")).ToArray());

    internal override CaveatProblem? FindProblem()
    {
        foreach (var number in Whitelist)
        {
            if (number is < 0 or > uint.MaxValue)
            {
                return new CaveatProblem(nameof(Messages.CaveatAsnInvalid), number);
            }
        }

        return null;
    }

    private protected override void WriteJson(JObject json) => json["whitelist"] = new JArray(Whitelist);

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation) => Indeterminate(nameof(Messages.CaveatVerdictLookup), "autonomous system");
}
