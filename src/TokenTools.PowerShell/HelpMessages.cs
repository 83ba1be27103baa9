namespace TokenTools.PowerShell;

/// <summary>What PowerShell shows for !? when it prompts for a mandatory parameter. Attributes can only contain constants.</summary>
internal static class HelpMessages
{
    public const string Administrator = "The user id and password of the organization's first administrator.";
    public const string AdministratorId = "The user id of the organization's first administrator, such as admin.";
    public const string AdministratorPassword = "The password of the organization's first administrator.";
    public const string BoomiAccountId = "The id of the Boomi account, such as acme-A1B2C3 (Settings, Account Information).";
    public const string BoomiApiToken = "The platform API token of that user (Settings, Account Information and Setup, Platform API Tokens).";
    public const string BoomiCredential = "The user name and password of the Boomi account.";
    public const string BoomiUserName = "The user name of the Boomi account, such as admin@acme.example.";
    public const string BootstrapToken = "The bootstrap token, as New-BootstrapToken returns it.";
    public const string InstallType = "What the token installs: ATOM, MOLECULE, CLOUD, BROKER or GATEWAY.";
    public const string InstallerToken = "The installer token, as New-InstallerToken returns it.";
    public const string OnedataToken = "The Onedata token.";
    public const string OnezoneToken = "An access token of the Onezone.";
    public const string OnezoneUri = "The Onezone's host or https address, such as onezone.example.com.";
    public const string OrganizationHostName = "The organization's host name, such as analytics.example.com.";
    public const string OrganizationId = "The organization's id: 1 to 36 lower-case letters, digits, dashes and dots.";
    public const string OrganizationUri = "The organization's address, such as https://analytics.example.com.";
    public const string Password = "The password.";
    public const string PasswordHash = "The password's hash, which starts with $5$ or $6$.";
    public const string RootTokenFile = "The path of provider_root_token.json, in /etc/op_worker on a provider's machine.";
    public const string Sandbox = "The sandbox, as Start-TokenSandbox returns it.";
    public const string Token = "The token, as New-BootstrapToken or New-TemporaryToken returns it.";
    public const string ValidFor = "The token's lifetime, such as 90m, 2h or 1d.";
}
