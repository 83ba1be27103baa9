using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Connects to a Onezone. Sends nothing: the first request shows whether the credentials are valid.</summary>
[Cmdlet(VerbsCommunications.Connect, "Onezone", DefaultParameterSetName = TokenSet, HelpUri = HelpPages.Folder + "Connect-Onezone.md")]
[OutputType(typeof(OnezoneConnection))]
public sealed class ConnectOnezoneCommand : ConnectCommand
{
    private const string TokenSet = "Token";
    private const string CredentialSet = "Credential";
    private const string RootTokenFileSet = "RootTokenFile";
    private const string SandboxSet = "Sandbox";

    /// <summary>The zone's host or https address, such as onezone.example.com.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TokenSet, HelpMessage = HelpMessages.OnezoneUri)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CredentialSet, HelpMessage = HelpMessages.OnezoneUri)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RootTokenFileSet, HelpMessage = HelpMessages.OnezoneUri)]
    [Alias("ZoneHost")]
    public string Uri { get; set; } = string.Empty;

    /// <summary>
    /// An access token of a user or provider, as an object, SecureString, credential or text. Or a token of an identity provider after the prefix that
    /// the zone has for the provider, such as egi:TOKEN. You are prompted for it by default.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = TokenSet, HelpMessage = HelpMessages.OnezoneToken)]
    [Secret(AcceptsToken = true)]
    public SecretArgument? Token { get; set; }

    /// <summary>A user's name and password, such as for a zone without any token yet. The zone may not allow it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet, HelpMessage = HelpMessages.OnezoneCredential)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>A provider's provider_root_token.json, by default in /etc/op_worker on its machine. Wildcards are not supported.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RootTokenFileSet, HelpMessage = HelpMessages.RootTokenFile)]
    [ValidateNotNullOrEmpty]
    public string? RootTokenFile { get; set; }

    /// <summary>A sandbox to connect to instead of an address, with the token of its user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SandboxSet, HelpMessage = HelpMessages.Sandbox)]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    [ValidateNotNull]
    [NotText(nameof(Sandbox))]
    public TokenSandbox? Sandbox { get; set; }

    /// <summary>Uses the root token of the sandbox's Oneprovider rather than the token of its user.</summary>
    [Parameter(ParameterSetName = SandboxSet)]
    public SwitchParameter AsProvider { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // The target of an error is shown, but an address may contain a password, or be a token by mistake.
        var connection = Required(Sandbox ?? (object)Uri, () => OnezoneConnection.Create(Options()));
        if (connection.Around is { } around)
        {
            WriteVerbose(around.ToString());
        }

        if (connection.IsThirdParty || connection.OwnSubject is null)
        {
            WriteVerbose(MessageText.Format(
                connection.IsThirdParty ? nameof(Messages.OnezoneThirdPartyToken) : nameof(Messages.OnedataSubjectUnknown)));
        }

        WriteWarnings(connection.Warnings);
        Use(connection);
    }

    private OnezoneConnectionOptions Options()
    {
        var http = HttpOptions(requestsPerSecond: null, Sandbox is not null);
        return Sandbox is not null ? OfSandbox(Sandbox).ToOnezoneOptions(AsProvider, http) : new OnezoneConnectionOptions
        {
            Uri = Uri,
            Token = ParameterSetName == RootTokenFileSet
                ? ProviderRootToken.Read(FileSystemPath(RootTokenFile!, nameof(RootTokenFile)))
                : ParameterSetName == TokenSet ? OrPrompt(Token, nameof(Token), HelpMessages.OnezoneToken)?.ToSecureString() : null,
            UserName = Credential?.UserName,
            Password = Credential?.Password,
            Http = http,
        };
    }
}
