namespace TokenTools.PowerShell;

/// <summary>What PowerShell shows for !? when it prompts for a mandatory parameter. Attributes can only contain constants.</summary>
internal static class HelpMessages
{
    public const string Administrator = "The user id and password of the organization's first administrator.";
    public const string AdministratorId = "The user id of the organization's first administrator, such as admin.";
    public const string AdministratorPassword = "The password of the organization's first administrator.";
    public const string AnyToken = "The token, as a cmdlet of this module returns it.";
    public const string AtomId = "The id of the runtime, as Get-BoomiRuntime returns it.";
    public const string BoomiAccountId = "The id of the Boomi account, such as acme-A1B2C3 (Settings, Account Information).";
    public const string BoomiApiToken = "The platform API token of that user (Settings, My User Settings, Platform API Tokens).";
    public const string BoomiCredential = "The user name and password of the Boomi account.";
    public const string BoomiUserName = "The user name of the Boomi account, such as admin@acme.example.";
    public const string BootstrapToken = "The bootstrap token, as New-BootstrapToken returns it.";
    public const string Command = "The program to run: its name or its path.";
    public const string EnvironmentId = "The id of the environment, as Get-BoomiEnvironment returns it.";
    public const string EnvironmentName = "The name of the new environment.";
    public const string ExportPath = "The file to write.";
    public const string GoodDataApiTokenId = "The API token's id, such as ci.";
    public const string GoodDataUserId = "The user's id in the organization, such as ada.";
    public const string InstallType = "The install type: ATOM, MOLECULE, CLOUD, BROKER or GATEWAY.";
    public const string InstallerToken = "The installer token, as New-InstallerToken returns it.";
    public const string InstallerTokenError = "The error of New-InstallerToken, or its exception.";
    public const string LeakScript = "The script block to run.";
    public const string LeakSecret = "The secret, or a script block that returns it.";
    public const string NamedTokenId = "The id of the token.";
    public const string NamedTokenName = "The name of the token.";
    public const string OnedataToken = "The Onedata token.";
    public const string OnezoneCredential = "The user name and password of a user of the Onezone.";
    public const string OnezoneToken = "An access token of the Onezone.";
    public const string OnezoneUri = "The Onezone's host or https address, such as onezone.example.com.";
    public const string OrganizationToken = "The bootstrap token or the API token of one of the organization's users.";
    public const string OrganizationUri = "The organization's address, such as https://analytics.example.com.";
    public const string Password = "The password.";
    public const string PasswordHash = "The password's hash, which starts with $5$ or $6$.";
    public const string PrivateKey = "The private key, as New-GoodDataSigningKey returns it.";
    public const string PrivateKeyFile = "The path of the private key's file, as New-GoodDataSigningKey writes it.";
    public const string RegistrationFile = "The path of the file to write.";
    public const string RootTokenFile = "The path of provider_root_token.json, in /etc/op_worker on a provider's machine.";
    public const string RuntimeId = "The id of the runtime.";
    public const string RuntimeName = "The name of the runtime.";
    public const string Sandbox = "The sandbox, as Start-TokenSandbox returns it.";
    public const string Secret = "The token or other secret to mask.";
    public const string SecretName = "The name of the Kubernetes Secret.";
    public const string Token = "The token, as New-BootstrapToken or New-TemporaryToken returns it.";
    public const string ValidFor = "The token's lifetime, such as 90m, 2h or 1d.";
}
