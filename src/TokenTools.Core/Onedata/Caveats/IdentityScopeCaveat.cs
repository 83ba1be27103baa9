using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>Deprecated: an access token that proves an identity and opens nothing: <c>authorization = none</c>.</summary>
public sealed class IdentityScopeCaveat : TokenCaveat
{
    private IdentityScopeCaveat()
        : base(CaveatKind.IdentityScope, "authorization = none")
    {
    }

    /// <summary>The one there is.</summary>
    public static IdentityScopeCaveat Instance { get; } = new();

    /// <summary>Its JSON has no <c>type</c>: <c>{"scope":"identityToken"}</c>.</summary>
    public override JObject ToJson() => new() { ["scope"] = OnedataTokenType.IdentityName };

    internal static TokenCaveat? ReadText(string operation, string value) => operation == "=" && value == "none" ? Instance : null;

    internal override CaveatProblem? FindProblem() => null;

    private protected override void WriteJson(JObject json)
    {
    }

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation) => Indeterminate(nameof(Messages.CaveatVerdictIdentityScope));
}
