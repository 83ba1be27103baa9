using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>Deprecated: an access token that only proves an identity: <c>authorization = none</c>.</summary>
public sealed class IdentityScopeCaveat : TokenCaveat
{
    internal const string ScopeKey = "scope";

    // Its JSON has no type: {"scope":"identityToken"}.
    internal static readonly CaveatKind Definition = new()
    {
        Name = "authorization",
        HasJsonType = false,
        JsonKeys = [ScopeKey],
        SupportedBy = SupportedTokens.Access,
        Check = CaveatCheck.OnAuthorization,
        ParseText = static (operation, value) => operation == "=" && value == "none" ? Instance : null,
        ReadJson = static _ => Instance!,
    };

    private IdentityScopeCaveat()
        : base(Definition, "authorization = none")
    {
    }

    /// <summary>The only instance.</summary>
    public static IdentityScopeCaveat Instance { get; } = new();

    internal override string UnverifiedDescription => "this token carries no authorization (can be used solely for identity verification)";

    internal override string Describe() => "to prove an identity";

    internal override CaveatProblem? FindProblem() => null;

    private protected override void WriteJson(JObject json) => json[ScopeKey] = OnedataTokenType.IdentityName;

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) =>
        Indeterminate(nameof(Messages.CaveatReasonIdentityScope));
}
