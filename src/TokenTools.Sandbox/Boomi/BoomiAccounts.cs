namespace TokenTools.Sandbox.Boomi;

/// <summary>The accounts that the sandbox has at Boomi, and who may use them.</summary>
internal sealed class BoomiAccounts
{
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public string AccountId { get; } = "sandbox-" + RandomText.Of(Capitals, 6);

    /// <summary>An account that the Partner API may act for.</summary>
    public string SubAccountId { get; } = "sandboxclient-" + RandomText.Of(Capitals, 6);

    public string UserName { get; } = "admin@sandbox.example";

    public string ApiToken { get; } = RandomText.Uuid();

    public string Password { get; } = RandomText.Of(Security.SecretGenerator.PasswordAlphabet, 24);

    public string CloudId { get; } = RandomText.Uuid();
}
