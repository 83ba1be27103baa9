using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Connects to a Onezone. Sends nothing: the first request shows whether the token is valid.</summary>
[Cmdlet(VerbsCommunications.Connect, "Onezone", DefaultParameterSetName = TokenSet, HelpUri = HelpPages.Folder + "Connect-Onezone.md")]
[OutputType(typeof(OnezoneConnection))]
public sealed class ConnectOnezoneCommand : ConnectCommand
{
    private const string TokenSet = "Token";
    private const string RootTokenFileSet = "RootTokenFile";
    private const string SandboxSet = "Sandbox";

    /// <summary>The zone's host or https address, such as onezone.example.com.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TokenSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RootTokenFileSet)]
    [Alias("ZoneHost")]
    public string Uri { get; set; } = string.Empty;

    /// <summary>An access token of a user or provider, as SecureString, credential or text.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = TokenSet)]
    [Secret]
    public SecretArgument? Token { get; set; }

    /// <summary>A provider's provider_root_token.txt, by default in /etc/op_worker on its machine. Wildcards are not supported.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RootTokenFileSet)]
    [ValidateNotNullOrEmpty]
    public string? RootTokenFile { get; set; }

    /// <summary>A sandbox to connect to instead of an address, with the token of its user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SandboxSet)]
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
        if (connection.Subject is null)
        {
            WriteVerbose(MessageText.Format(nameof(Messages.OnedataSubjectUnknown)));
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
                : Token?.ToSecureString(),
            Http = http,
        };
    }
}
