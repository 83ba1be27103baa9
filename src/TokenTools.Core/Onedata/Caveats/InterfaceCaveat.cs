using System;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good through one interface: <c>interface = rest</c>.</summary>
public sealed class InterfaceCaveat : TokenCaveat
{
    private InterfaceCaveat(string name)
        : base(CaveatKind.Interface, "interface = " + name) => Interface = name;

    /// <summary><c>rest</c>, <c>oneclient</c> or <c>graphsync</c>.</summary>
    public string Interface { get; }

    /// <summary>Good through this interface: <c>rest</c>, <c>oneclient</c> or <c>graphsync</c>, in any case.</summary>
    /// <exception cref="TokenArgumentException">There is no such interface.</exception>
    public static InterfaceCaveat Create(string name, string parameterName = "Interface")
    {
        var lower = (name ?? string.Empty).ToLowerInvariant();
        return FindProblem(lower) is { } problem ? throw problem.AsArgument(parameterName) : new InterfaceCaveat(lower);
    }

    internal static TokenCaveat? ReadText(string operation, string value) =>
        operation == "=" && FindProblem(value) is null ? new InterfaceCaveat(value) : null;

    internal static TokenCaveat ReadJson(JObject json)
    {
        var name = (json["interface"] as JValue)?.Value as string ?? string.Empty;
        return FindProblem(name) is { } problem ? throw problem.AsFormat() : new InterfaceCaveat(name);
    }

    internal static CaveatProblem? FindProblem(string name) => OnedataVocabulary.Interfaces.Contains(name)
        ? null
        : new CaveatProblem(nameof(Messages.CaveatInterfaceUnknown), DisplayText.Sanitize(name), string.Join(", ", OnedataVocabulary.Interfaces));

    internal override CaveatProblem? FindProblem() => null;

    private protected override void WriteJson(JObject json) => json["interface"] = Interface;

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation) =>
        situation.Interface is not { } given ? Indeterminate(nameof(Messages.CaveatVerdictNotGiven), "the interface")
            : string.Equals(given, Interface, StringComparison.Ordinal) ? Satisfied(nameof(Messages.CaveatVerdictListed), given)
            : NotSatisfied(nameof(Messages.CaveatVerdictNotListed), given);
}
