using System.Management.Automation;
using System.Security;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands;

/// <summary>Connects to an Onezone. Nothing is sent yet: the first request shows whether the token is good.</summary>
[Cmdlet(VerbsCommunications.Connect, "Onezone", DefaultParameterSetName = TokenSet)]
[OutputType(typeof(OnezoneConnection))]
public sealed class ConnectOnezoneCommand : ConnectCommand
{
    private const string TokenSet = "Token";
    private const string RootTokenFileSet = "RootTokenFile";

    /// <summary>The zone's host or https address, such as onezone.example.com.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("ZoneHost")]
    public string Uri { get; set; } = string.Empty;

    /// <summary>An access token of a user or provider, as SecureString, credential or text.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = TokenSet)]
    [Secret]
    public SecureString? Token { get; set; }

    /// <summary>A provider's provider_root_token.txt, by default in /etc/op_worker of its machine. No wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RootTokenFileSet)]
    [ValidateNotNullOrEmpty]
    public string? RootTokenFile { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // An address with a password in it, or a token in an address's place, isn't shown; an error's target is.
        var connection = Required(Redactor.ByShape.Redact(Uri), () => OnezoneConnection.Create(new OnezoneConnectionOptions
        {
            Uri = Uri,
            Token = ParameterSetName == RootTokenFileSet
                ? ProviderRootToken.Read(GetUnresolvedProviderPathFromPSPath(RootTokenFile))
                : Token,
            Http = HttpOptions(requestsPerSecond: null),
        }));
        if (connection.Subject is null)
        {
            WriteVerbose(TokenException.Text(nameof(Messages.OnedataSubjectUnknown)));
        }

        WriteWarnings(connection.Warnings);
        Use(connection);
    }
}
