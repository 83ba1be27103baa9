using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good for reading data only: <c>data.readonly</c>.</summary>
public sealed class ReadOnlyDataCaveat : TokenCaveat
{
    private ReadOnlyDataCaveat()
        : base(CaveatKind.DataReadOnly, "data.readonly")
    {
    }

    /// <summary>The one there is.</summary>
    public static ReadOnlyDataCaveat Instance { get; } = new();

    internal override CaveatProblem? FindProblem() => null;

    private protected override void WriteJson(JObject json)
    {
    }

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation) => Indeterminate(nameof(Messages.CaveatVerdictReadOnly));
}
