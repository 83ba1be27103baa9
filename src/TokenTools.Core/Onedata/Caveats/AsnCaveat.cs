using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is valid only from these autonomous systems of the internet: <c>asn = 64|1671</c>.</summary>
public sealed class AsnCaveat : TokenCaveat
{
    private const string Key = "Asn";
    private const string JsonKey = "whitelist";

    internal static readonly CaveatKind Definition = new()
    {
        Name = "asn",
        SupportedBy = SupportedTokens.All,
        JsonKeys = [JsonKey],
        ParseText = static (operation, value) =>
            operation == "=" && CaveatList<long>.FromText(value, Parse) is { } list ? new AsnCaveat(list.Elements) : null,
        ReadJson = static json => new AsnCaveat(
            CaveatJson.List(json, "asn", JsonKey).Select(static number => CaveatJson.Number(number, "asn", JsonKey)).ToArray()),
        Settings =
        [
            CaveatSetting.NumberList(
                Key,
                "number",
                "Valid only from these autonomous systems.",
                Create),
        ],
    };

    private AsnCaveat(long[] whitelist)
        : base(Definition, "asn = " + string.Join("|", Texts(whitelist))) => Whitelist = new TextList<long>(whitelist);

    /// <summary>The numbers of the autonomous systems.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> Whitelist { get; }

    internal override string UnverifiedDescription =>
        "unverified ASN caveat: this token can only be used from an IP address that maps to the following Autonomous System Number: "
        + string.Join(" or ", Texts(Whitelist));

    /// <summary>Valid only from these autonomous systems.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one is not a 32-bit number.</exception>
    internal static AsnCaveat Create(IEnumerable<string> numbers) =>
        Validated(new AsnCaveat(CaveatList<long>.FromInput(numbers, Definition.Name, Key, Parse).Elements), Key);

    /// <summary>A number as bound: text, or any number without a fraction. Its range is checked when the caveat is created.</summary>
    /// <exception cref="TokenArgumentException">The value is not a whole number.</exception>
    internal static long ToNumber(object? value) => CaveatJson.ToWholeNumber(value)
        ?? throw new TokenArgumentException(
            Key, nameof(Messages.CaveatAsnInvalid), DisplayText.Sanitize(Convert.ToString(value, CultureInfo.InvariantCulture)));

    internal override string Describe() => "from autonomous systems " + string.Join(", ", Texts(Whitelist));

    internal override AllowedSet GetAllowed() => new AllowedValues<long>(Whitelist);

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

    private protected override void WriteJson(JObject json) => json[JsonKey] = new JArray(Whitelist);

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) =>
        Indeterminate(nameof(Messages.CaveatReasonLookup), "autonomous system");

    private static CaveatProblem? Parse(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? null
            : new CaveatProblem(nameof(Messages.CaveatAsnInvalid), DisplayText.Sanitize(text));

    private static IEnumerable<string> Texts(IEnumerable<long> numbers) =>
        numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture));
}
