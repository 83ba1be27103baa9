using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Makes the manifest of a GoodData.CN organization, ready for kubectl apply -f -. It holds the password's hash, never the password.</summary>
[Cmdlet(VerbsData.ConvertTo, "OrganizationManifest", DefaultParameterSetName = TokenSet, HelpUri = HelpPages.Folder + "ConvertTo-OrganizationManifest.md")]
[OutputType(typeof(string))]
public sealed class ConvertToOrganizationManifestCommand : TokenCommand
{
    private const string TokenSet = "Token";
    private const string HashSet = "PasswordHash";

    /// <summary>The first administrator's bootstrap token, as New-BootstrapToken gives it, as SecureString or text.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = TokenSet)]
    [Alias("BootstrapToken")]
    [Secret(Property = nameof(BootstrapToken.Token), Unless = nameof(PasswordHash))]
    public SecureString? Token { get; set; }

    /// <summary>The first administrator's user id.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = HashSet)]
    [AllowEmptyString]
    public string? AdminUser { get; set; }

    /// <summary>The hash of that user's bootstrap password, as ConvertTo-PasswordHash gives it.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = HashSet)]
    [AllowEmptyString]
    public string? PasswordHash { get; set; }

    /// <summary>The organization's id: 1 to 36 lower-case letters, digits, dashes and dots.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Id { get; set; }

    /// <summary>The name that users see, any text; the id by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    /// <summary>The host name that this organization alone answers to, such as analytics.example.com.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? HostName { get; set; }

    /// <summary>The id of the administrators' user group; adminGroup by default.</summary>
    [Parameter]
    public string AdminGroup { get; set; } = OrganizationManifest.DefaultAdminGroup;

    /// <summary>How the token's password is hashed: Sha512Crypt (by default), or Sha256Crypt as GoodData.CN 1.x and 2.x document it.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    public PasswordHashAlgorithm Algorithm { get; set; }

    /// <summary>
    /// Puts the hash into a Secret of this name, a second document, to which the resource refers by adminUserTokenSecret. Whether
    /// your version knows that field, kubectl explain organization.spec tells. By default the hash is in the resource.
    /// </summary>
    [Parameter]
    public string? SecretName { get; set; }

    /// <summary>The hash's key in that Secret; hash by default.</summary>
    [Parameter]
    [PSDefaultValue(Help = OrganizationManifest.DefaultSecretKey)]
    public string? SecretKey { get; set; }

    /// <summary>The Secret with the host's certificate. By default there is no TLS block.</summary>
    [Parameter]
    public string? TlsSecretName { get; set; }

    /// <summary>The cert-manager issuer that is to fill that Secret. By default the certificate is taken to be there.</summary>
    [Parameter]
    public string? TlsIssuerName { get; set; }

    /// <summary>The issuer's kind: Issuer (by default) or ClusterIssuer.</summary>
    [Parameter]
    [PSDefaultValue(Help = nameof(TokenTools.GoodData.TlsIssuerType.Issuer))]
    public TlsIssuerType? TlsIssuerType { get; set; }

    /// <summary>The namespace; gooddata-cn by default. An empty one leaves it to kubectl.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Namespace { get; set; } = OrganizationManifest.DefaultNamespace;

    /// <summary>The resource's own name; the id with -org by default.</summary>
    [Parameter]
    public string? ResourceName { get; set; }

    /// <summary>Yaml (by default) or Json.</summary>
    [Parameter]
    public ManifestFormat Format { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(OrganizationManifest.IsId(Id) ? Id! : nameof(Id), () =>
    {
        var token = ParameterSetName == TokenSet ? BootstrapTokenReader.Read(SecretAttribute.Check(Token, nameof(Token))) : null;
        var manifest = new OrganizationManifest
        {
            Id = Id,
            // A CSV's empty cell is no value.
            Name = string.IsNullOrWhiteSpace(Name) ? null : Name,
            HostName = HostName,
            AdminGroup = AdminGroup,
            AdminUser = token?.UserName ?? AdminUser,
            PasswordHash = token is null ? PasswordHash : Await((_, stop) => Task.FromResult(OrganizationManifest.HashOf(token, Algorithm, stop))),
            SecretName = SecretName,
            SecretKey = SecretKey,
            TlsSecretName = TlsSecretName,
            TlsIssuerName = TlsIssuerName,
            TlsIssuerType = TlsIssuerType,
            Namespace = Namespace,
            ResourceName = ResourceName,
        };
        var text = Format == ManifestFormat.Json ? manifest.ToJson() : manifest.ToYaml();
        WriteWarnings(token is null ? [] : OrganizationManifest.WarningsOf(token, HostName!));
        // PowerShell ends it with the last line's end, on its way to a file or program.
        WriteObject(text.TrimEnd('\n'));
    });
}
