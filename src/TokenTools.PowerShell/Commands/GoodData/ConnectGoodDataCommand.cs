using System.Management.Automation;
using TokenTools.GoodData;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Connects to an organization of GoodData.CN. Sends nothing: the first request shows whether the token is accepted.</summary>
[Cmdlet(VerbsCommunications.Connect, "GoodData", DefaultParameterSetName = TokenSet, HelpUri = HelpPages.Folder + "Connect-GoodData.md")]
[OutputType(typeof(GoodDataConnection))]
public sealed class ConnectGoodDataCommand : ConnectCommand
{
    private const string TokenSet = "Token";
    private const string SandboxSet = "Sandbox";

    /// <summary>The organization's address, such as https://analytics.example.com, or its host name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TokenSet, HelpMessage = HelpMessages.OrganizationUri)]
    [Alias("HostName")]
    [AllowEmptyString]
    public string Uri { get; set; } = string.Empty;

    /// <summary>
    /// A bootstrap token, another API token or a JSON Web Token, as an object, SecureString, credential or text. You are prompted for it by
    /// default.
    /// </summary>
    [Parameter(
        Position = 1,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = TokenSet,
        HelpMessage = HelpMessages.OrganizationToken)]
    [Secret(Property = nameof(BootstrapToken.Token), AcceptsToken = true)]
    public SecretArgument? Token { get; set; }

    /// <summary>A sandbox to connect to instead of an address, with the bootstrap token of its administrator.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SandboxSet, HelpMessage = HelpMessages.Sandbox)]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    [ValidateNotNull]
    [NotText(nameof(Sandbox))]
    public TokenSandbox? Sandbox { get; set; }

    /// <summary>The Host header, which identifies the organization to the platform; the address's host by default.</summary>
    [Parameter]
    public string? HostHeader { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Not the address as the target: it may contain a password.
        var connection = Required(Sandbox ?? (object)nameof(Uri), () => GoodDataConnection.Create(Options()));
        WriteWarnings(connection.Warnings);
        Use(connection);
    }

    private GoodDataConnectionOptions Options()
    {
        var http = HttpOptions(requestsPerSecond: null, Sandbox is not null);
        var options = Sandbox is not null ? OfSandbox(Sandbox).ToGoodDataOptions(http) : new GoodDataConnectionOptions
        {
            Uri = Uri,
            Token = SecretArgument.Check(OrPrompt(Token, nameof(Token), HelpMessages.OrganizationToken), nameof(Token)),
            Http = http,
        };
        options.HostHeader = HostHeader;
        return options;
    }
}
