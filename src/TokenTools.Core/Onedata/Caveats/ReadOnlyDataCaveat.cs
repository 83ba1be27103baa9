using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is valid only for reading data: <c>data.readonly</c>.</summary>
public sealed class ReadOnlyDataCaveat : TokenCaveat
{
    internal static readonly CaveatKind Definition = new()
    {
        Name = "data.readonly",
        SupportedBy = SupportedTokens.Access,
        Check = CaveatCheck.OnDataAccess,
        ParseText = static (operation, _) => operation.Length == 0 ? Instance : null,
        ReadJson = static _ => Instance!,
        Settings = [CaveatSetting.Flag("ReadOnlyData", "Allows reading data, but not changing it.", static () => Instance!)],
    };

    private ReadOnlyDataCaveat()
        : base(Definition, "data.readonly")
    {
    }

    /// <summary>The only instance.</summary>
    public static ReadOnlyDataCaveat Instance { get; } = new();

    internal override string UnverifiedDescription => DataAccessUnverified;

    internal override string Describe() => "to read data";

    internal override CaveatProblem? FindProblem() => null;

    private protected override void WriteJson(JObject json)
    {
    }

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) => Indeterminate(nameof(Messages.CaveatReasonReadOnly));
}
