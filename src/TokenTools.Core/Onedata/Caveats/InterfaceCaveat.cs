using System;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is valid only through one interface: <c>interface = rest</c>.</summary>
public sealed class InterfaceCaveat : TokenCaveat
{
    private const string Key = "Interface";
    private const string JsonKey = "interface";

    internal static readonly CaveatKind Definition = new()
    {
        Name = "interface",
        SupportedBy = SupportedTokens.Access | SupportedTokens.Identity,
        JsonKeys = [JsonKey],
        ParseText = static (operation, value) => operation == "=" && FindProblem(value) is null ? new InterfaceCaveat(value) : null,
        ReadJson = static json =>
        {
            var name = (json[JsonKey] as JValue)?.Value as string ?? string.Empty;
            return FindProblem(name) is { } problem ? throw problem.AsFormat() : new InterfaceCaveat(name);
        },
        Settings =
        [
            CaveatSetting.Text(
                Key,
                "interface",
                "Valid only through this interface: rest, oneclient or graphsync.",
                Create,
                CaveatNames.InterfaceDescriptions),
        ],
    };

    private InterfaceCaveat(string name)
        : base(Definition, "interface = " + name) => Interface = name;

    /// <summary><c>rest</c>, <c>oneclient</c> or <c>graphsync</c>.</summary>
    public string Interface { get; }

    internal override string UnverifiedDescription =>
        "unverified interface caveat: this token can only be used in the '" + Interface + "' interface";

    /// <summary>Valid only through this interface: <c>rest</c>, <c>oneclient</c> or <c>graphsync</c>, in any case.</summary>
    /// <exception cref="TokenArgumentException">There is no such interface.</exception>
    internal static InterfaceCaveat Create(string name)
    {
        var normalized = Normalize(name ?? string.Empty);
        return FindProblem(normalized) is { } problem ? throw problem.AsArgument(Key) : new InterfaceCaveat(normalized);
    }

    /// <summary>Converts an interface in any case to the zone's form.</summary>
    internal static string Normalize(string name) => name.ToLowerInvariant();

    /// <summary>The problem with the name of an interface; null for one that exists.</summary>
    internal static CaveatProblem? FindProblem(string name) => CaveatNames.Interfaces.Contains(name, StringComparer.Ordinal)
        ? null
        : new CaveatProblem(
            nameof(Messages.CaveatInterfaceUnknown), DisplayText.Sanitize(name), string.Join(", ", CaveatNames.Interfaces));

    internal override string Describe() => "through " + Interface;

    internal override AllowedSet GetAllowed() => new AllowedValues<string>([Interface]);

    internal override CaveatProblem? FindProblem() => null;

    private protected override void WriteJson(JObject json) => json[JsonKey] = Interface;

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) =>
        context.Interface is not { } name ? Indeterminate(nameof(Messages.CaveatReasonNotSpecified), "interface")
            : string.Equals(name, Interface, StringComparison.Ordinal) ? Satisfied(nameof(Messages.CaveatReasonAllowed), name)
            : NotSatisfied(nameof(Messages.CaveatReasonNotAllowed), name);
}
