namespace TokenTools.Sandbox.Boomi;

/// <summary>The Boomi accounts of the sandbox and the credentials of their user.</summary>
internal sealed class BoomiAccounts
{
    private const string UpperCaseAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public string AccountId { get; } = "sandbox-" + RandomText.Create(UpperCaseAndDigits, 6);

    /// <summary>An account that the Partner API can act for.</summary>
    public string SubAccountId { get; } = "sandboxclient-" + RandomText.Create(UpperCaseAndDigits, 6);

    public string UserName { get; } = "admin@sandbox.example";

    public string ApiToken { get; } = RandomText.Uuid();

    public string Password { get; } = RandomText.Create(Security.SecretGenerator.PasswordAlphabet, 24);

    public OneTimePasswords OneTimePasswords { get; } = new();

    public string CloudId { get; } = RandomText.Uuid();
}
