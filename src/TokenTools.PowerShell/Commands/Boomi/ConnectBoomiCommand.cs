using System.Management.Automation;
using System.Security;
using TokenTools.Boomi;
using TokenTools.Sandbox;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Connects to the Boomi Platform API. Sends nothing: the first request shows whether the credentials are valid.</summary>
[Cmdlet(VerbsCommunications.Connect, "Boomi", DefaultParameterSetName = ApiTokenSet, HelpUri = HelpPages.Folder + "Connect-Boomi.md")]
[OutputType(typeof(BoomiConnection))]
public sealed class ConnectBoomiCommand : ConnectCommand
{
    private const string ApiTokenSet = "ApiToken";
    private const string CredentialSet = "Credential";
    private const string SandboxSet = "Sandbox";

    /// <summary>The id of the Boomi account, such as acme-A1B2C3.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ApiTokenSet, HelpMessage = HelpMessages.BoomiAccountId)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CredentialSet, HelpMessage = HelpMessages.BoomiAccountId)]
    public string AccountId { get; set; } = string.Empty;

    /// <summary>The user name; the prefix <c>BOOMI_TOKEN.</c> is added if it is missing.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ApiTokenSet, HelpMessage = HelpMessages.BoomiUserName)]
    public string UserName { get; set; } = string.Empty;

    /// <summary>
    /// The platform API token, as a SecureString, a credential or text. White space around it is removed. You are prompted for it by
    /// default.
    /// </summary>
    [Parameter(Position = 2, ParameterSetName = ApiTokenSet, HelpMessage = HelpMessages.BoomiApiToken)]
    [Secret(AcceptsToken = true)]
    public SecretArgument? ApiToken { get; set; }

    /// <summary>The user name and the password. If the name has the prefix <c>BOOMI_TOKEN.</c>, the password is an API token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet, HelpMessage = HelpMessages.BoomiCredential)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// For a user with two-factor authentication: each call requires a code (X-Boomi-OTP), which you are prompted for unless the cmdlet
    /// has -OneTimePassword. A platform API token requires none.
    /// </summary>
    [Parameter(ParameterSetName = CredentialSet)]
    public SwitchParameter RequireOneTimePassword { get; set; }

    /// <summary>The sandbox to connect to, with its own address and credentials.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SandboxSet, HelpMessage = HelpMessages.Sandbox)]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    [ValidateNotNull]
    [NotText(nameof(Sandbox))]
    public TokenSandbox? Sandbox { get; set; }

    /// <summary>The Platform API's address or host without /api/rest/v1; https://api.boomi.com by default.</summary>
    [Parameter(ParameterSetName = ApiTokenSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    [Alias("Uri")]
    [ArgumentCompleter(typeof(BoomiBaseUriCompleter))]
    [PSDefaultValue(Help = BoomiConnectionOptions.UnitedStates)]
    public string? BaseUri { get; set; }

    /// <summary>The account to act for through the Partner API.</summary>
    [Parameter]
    public string? OverrideAccountId { get; set; }

    /// <summary>
    /// The rate limit that all users of this connection share, in requests per second: 0.1 to 1000, 10 by default, which is Boomi's
    /// limit per account.
    /// </summary>
    [Parameter]
    [Number(nameof(RequestsPerSecond), typeof(double))]
    public double RequestsPerSecond { get; set; } = BoomiConnectionOptions.DefaultRequestsPerSecond;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // The value may be an address with a password, or a user name and a token, by mistake. Neither is shown.
        var target = AccountId.Length > 0 ? DisplayText.Id(AccountId) : Sandbox ?? (object)nameof(AccountId);
        var connection = Required(target, () => BoomiConnection.Create(Options()));
        WriteWarnings(connection.Warnings);
        Use(connection);
    }

    private SecureString? Token() =>
        ParameterSetName == ApiTokenSet && OrPrompt(ApiToken, nameof(ApiToken), HelpMessages.BoomiApiToken) is { } token
            ? SecretArgument.Check(token, nameof(ApiToken))
            : null;

    private BoomiConnectionOptions Options()
    {
        var http = HttpOptions(RequestsPerSecond, Sandbox is not null);
        var options = Sandbox is not null ? OfSandbox(Sandbox).ToBoomiOptions(http) : new BoomiConnectionOptions
        {
            AccountId = AccountId,
            UserName = Credential?.UserName ?? UserName,
            Secret = Credential?.Password ?? Token(),
            IsApiToken = ParameterSetName == ApiTokenSet,
            RequireOneTimePassword = RequireOneTimePassword,
            BaseUri = BaseUri,
            Http = http,
        };
        options.OverrideAccountId = OverrideAccountId;
        return options;
    }
}
