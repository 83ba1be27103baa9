using System.Management.Automation;
using System.Security;
using TokenTools.Boomi;
using TokenTools.Sandbox;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Connects to the Boomi Platform API. Nothing is sent yet: the first request shows whether the credentials are good.</summary>
[Cmdlet(VerbsCommunications.Connect, "Boomi", DefaultParameterSetName = ApiTokenSet, HelpUri = HelpPages.Folder + "Connect-Boomi.md")]
[OutputType(typeof(BoomiConnection))]
public sealed class ConnectBoomiCommand : ConnectCommand
{
    private const string ApiTokenSet = "ApiToken";
    private const string CredentialSet = "Credential";
    private const string SandboxSet = "Sandbox";

    /// <summary>The account whose API is used, such as acme-A1B2C3.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ApiTokenSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CredentialSet)]
    public string AccountId { get; set; } = string.Empty;

    /// <summary>The user's name; <c>BOOMI_TOKEN.</c> is put before it where it isn't there yet.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ApiTokenSet)]
    public string UserName { get; set; } = string.Empty;

    /// <summary>The platform API token, as SecureString, credential or text.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = ApiTokenSet)]
    [Secret]
    public SecureString? ApiToken { get; set; }

    /// <summary>User name and password. With <c>BOOMI_TOKEN.</c> before the name, the password is taken for an API token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>A sandbox, in the place of address and credentials: its own are used.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SandboxSet)]
    [ValidateNotNull]
    public TokenSandbox? Sandbox { get; set; }

    /// <summary>The Platform API's address, without /api/rest/v1. https://api.boomi.com by default.</summary>
    [Parameter(ParameterSetName = ApiTokenSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    [Alias("Uri")]
    [ArgumentCompleter(typeof(BoomiBaseUriCompleter))]
    [PSDefaultValue(Help = BoomiConnectionOptions.UnitedStates)]
    public string? BaseUri { get; set; }

    /// <summary>The account to act for through the Partner API.</summary>
    [Parameter]
    public string? OverrideAccountId { get; set; }

    /// <summary>Requests per second that all users of this connection keep to together: 0.1 to 1000, 10 by default as Boomi allows an account.</summary>
    [Parameter]
    public double RequestsPerSecond { get; set; } = BoomiConnectionOptions.DefaultRequestsPerSecond;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // What stands here by mistake may be an address with a password, or user and token in one; it isn't shown then.
        var account = Redactor.ByShape.Redact(AccountId);
        var connection = Required(account.Length > 0 ? account : Sandbox ?? (object)nameof(AccountId), () => BoomiConnection.Create(Options()));
        WriteWarnings(connection.Warnings);
        Use(connection);
    }

    private BoomiConnectionOptions Options()
    {
        var http = HttpOptions(RequestsPerSecond, Sandbox is not null);
        var options = Sandbox is not null ? OfSandbox(Sandbox).ToBoomiOptions(http) : new BoomiConnectionOptions
        {
            AccountId = AccountId,
            UserName = Credential?.UserName ?? UserName,
            Secret = Credential?.Password ?? ApiToken,
            IsApiToken = ParameterSetName == ApiTokenSet,
            BaseUri = BaseUri,
            Http = http,
        };
        options.OverrideAccountId = OverrideAccountId;
        return options;
    }
}
