using System.Management.Automation;
using System.Threading.Tasks;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>
/// Creates the manifest of a GoodData.CN organization for kubectl apply -f -. It contains the password's hash, not the password.
/// </summary>
[Cmdlet(
    VerbsData.ConvertTo,
    "OrganizationManifest",
    DefaultParameterSetName = TokenSet,
    HelpUri = HelpPages.Folder + "ConvertTo-OrganizationManifest.md")]
[OutputType(typeof(string))]
public sealed class ConvertToOrganizationManifestCommand : TokenCommand
{
    private const string TokenSet = "Token";
    private const string HashSet = "PasswordHash";

    private readonly OrganizationSpec _spec = new() { AdminGroup = OrganizationSpec.DefaultAdminGroup };

    /// <summary>
    /// The first administrator's bootstrap token, as New-BootstrapToken returns it, or as a SecureString, credential or text.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = TokenSet,
        HelpMessage = HelpMessages.BootstrapToken)]
    [Alias("BootstrapToken")]
    [Secret(Property = nameof(BootstrapToken.Token), Unless = nameof(PasswordHash))]
    public SecretArgument? Token { get; set; }

    /// <summary>The first administrator's user id.</summary>
    [Parameter(
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = HashSet,
        HelpMessage = HelpMessages.AdministratorId)]
    [AllowEmptyString]
    public string? AdminUser { get; set; }

    /// <summary>The hash of that user's bootstrap password, as ConvertTo-PasswordHash returns it.</summary>
    [Parameter(
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = HashSet,
        HelpMessage = HelpMessages.PasswordHash)]
    [AllowEmptyString]
    public string? PasswordHash { get; set; }

    /// <summary>The organization's id: 1 to 36 lower-case letters, digits, dashes and dots.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = HelpMessages.OrganizationId)]
    [AllowEmptyString]
    public string? Id { get => _spec.Id; set => _spec.Id = value; }

    /// <summary>The display name, any text; the id by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Name { get => _spec.Name; set => _spec.Name = value; }

    /// <summary>The host name, such as analytics.example.com, which is unique to this organization.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = HelpMessages.OrganizationHostName)]
    [AllowEmptyString]
    public string? HostName { get => _spec.HostName; set => _spec.HostName = value; }

    /// <summary>The id of the administrators' user group; adminGroup by default.</summary>
    [Parameter]
    public string? AdminGroup { get => _spec.AdminGroup; set => _spec.AdminGroup = value; }

    /// <summary>
    /// The algorithm that hashes the token's password: Sha512Crypt (default), or Sha256Crypt as documented for GoodData.CN 1.x and
    /// 2.x.
    /// </summary>
    [Parameter(ParameterSetName = TokenSet)]
    [Choice(typeof(PasswordHashAlgorithm), nameof(Algorithm))]
    [PSDefaultValue(Help = nameof(PasswordHashAlgorithm.Sha512Crypt))]
    public PasswordHashAlgorithm? Algorithm { get => _spec.Algorithm; set => _spec.Algorithm = value; }

    /// <summary>
    /// The name of a Secret that contains the hash and becomes a second document; the resource refers to it in adminUserTokenSecret. By
    /// default, the resource itself contains the hash. kubectl explain organization.spec shows whether your version has that field.
    /// </summary>
    [Parameter]
    public string? SecretName { get => _spec.SecretName; set => _spec.SecretName = value; }

    /// <summary>The key of the hash in that Secret; hash by default.</summary>
    [Parameter]
    [PSDefaultValue(Help = OrganizationSpec.DefaultSecretKey)]
    public string? SecretKey { get => _spec.SecretKey; set => _spec.SecretKey = value; }

    /// <summary>The name of the Secret with the host's certificate. By default, the resource has no TLS block.</summary>
    [Parameter]
    public string? TlsSecretName { get => _spec.TlsSecretName; set => _spec.TlsSecretName = value; }

    /// <summary>
    /// The cert-manager issuer that creates that certificate; requires -TlsSecretName. By default, the certificate must exist.
    /// </summary>
    [Parameter]
    public string? TlsIssuerName { get => _spec.TlsIssuerName; set => _spec.TlsIssuerName = value; }

    /// <summary>The kind of the issuer: Issuer (default) or ClusterIssuer.</summary>
    [Parameter]
    [Choice(typeof(TlsIssuerType), nameof(TlsIssuerType))]
    [PSDefaultValue(Help = nameof(TokenTools.GoodData.TlsIssuerType.Issuer))]
    public TlsIssuerType? TlsIssuerType { get => _spec.TlsIssuerType; set => _spec.TlsIssuerType = value; }

    /// <summary>The namespace; gooddata-cn by default. With an empty one, kubectl chooses.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Namespace { get => _spec.Namespace; set => _spec.Namespace = value; }

    /// <summary>The name of the resource; the id followed by -org by default.</summary>
    [Parameter]
    public string? ResourceName { get => _spec.ResourceName; set => _spec.ResourceName = value; }

    /// <summary>The format of the manifest: Yaml (default) or Json.</summary>
    [Parameter]
    [Choice(typeof(ManifestFormat), nameof(Format))]
    public ManifestFormat Format { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(OrganizationSpec.IsId(Id) ? Id! : nameof(Id), () =>
    {
        var usesToken = ParameterSetName == TokenSet;
        _spec.Token = usesToken ? SecretArgument.Check(Token, nameof(Token)) : null;
        _spec.AdminUser = usesToken ? null : AdminUser;
        _spec.PasswordHash = usesToken ? null : PasswordHash;
        var manifest = Await((_, cancellationToken) => Task.FromResult(_spec.Build(cancellationToken)));
        WriteWarnings(manifest.Warnings);
        // PowerShell adds the last line break when it writes the text to a file or program.
        WriteObject((Format == ManifestFormat.Json ? manifest.ToJson() : manifest.ToYaml()).TrimEnd('\n'));
    });
}
