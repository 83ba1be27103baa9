namespace TokenTools.Onedata.Purposes;

/// <summary>Proof of identity for a service or a consumer.</summary>
internal static class Identity
{
    public static readonly TokenPurpose Definition = new()
    {
        Name = "identity",
        Description = "Proof of the identity of its subject.",
        TokenType = OnedataTokenType.IdentityName,
    };
}
