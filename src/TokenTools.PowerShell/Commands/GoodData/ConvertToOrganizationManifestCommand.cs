using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Rows;

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

    private readonly RowReader _reader = new(OrganizationRow.Settings);
    private readonly HashSet<string> _named = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The first administrator's bootstrap token, as New-BootstrapToken returns it, or as a SecureString, credential or text.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = TokenSet)]
    [Alias("BootstrapToken")]
    [Secret(Property = nameof(BootstrapToken.Token), AcceptsToken = true, Unless = nameof(PasswordHash))]
    public SecretArgument? Token { get; set; }

    /// <summary>The first administrator's user id.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HashSet)]
    [AllowEmptyString]
    public string? AdminUser { get; set; }

    /// <summary>The hash of that user's bootstrap password, as ConvertTo-PasswordHash returns it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HashSet)]
    [AllowEmptyString]
    public string? PasswordHash { get; set; }

    /// <summary>The organization's id: 1 to 36 lower-case letters, digits, dashes and dots.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Id { get; set; }

    /// <summary>The display name, any text; the id by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    /// <summary>The host name, such as analytics.example.com, which is unique to this organization.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? HostName { get; set; }

    /// <summary>The id of the administrators' user group; adminGroup by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? AdminGroup { get; set; }

    /// <summary>
    /// The algorithm that hashes the token's password: Sha512Crypt (default), or Sha256Crypt as documented for GoodData.CN 1.x and
    /// 2.x.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = TokenSet)]
    [Choice(typeof(PasswordHashAlgorithm), nameof(Algorithm))]
    [PSDefaultValue(Help = nameof(PasswordHashAlgorithm.Sha512Crypt))]
    public PasswordHashAlgorithm? Algorithm { get; set; }

    /// <summary>
    /// The salt of the hash: letters, digits, dots and slashes, of which the first 16 are used. By default, it is derived from -Id and the
    /// user's id, so that the same input gives the same manifest.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = TokenSet)]
    public string? Salt { get; set; }

    /// <summary>
    /// The name of a Secret that contains the hash and becomes a second document; the resource refers to it in adminUserTokenSecret. By
    /// default, the resource itself contains the hash. kubectl explain organization.spec shows whether your version has that field.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? SecretName { get; set; }

    /// <summary>The key of the hash in that Secret; hash by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PSDefaultValue(Help = OrganizationSpec.DefaultSecretKey)]
    public string? SecretKey { get; set; }

    /// <summary>
    /// The name of a Secret that contains the user id and the password as plain text (adminUser, adminPassword), as the vendor's scripts
    /// read it; for them, its name is gdcn-org-admin- followed by the id. Apply it with kubectl apply --server-side: otherwise, an
    /// annotation keeps a copy of the Secret. By default, the manifest contains no password.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? AdminSecretName { get; set; }

    /// <summary>The name of the Secret with the host's certificate. By default, the resource has no TLS block.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TlsSecretName { get; set; }

    /// <summary>
    /// The cert-manager issuer that creates that certificate; requires -TlsSecretName. By default, the certificate must exist.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TlsIssuerName { get; set; }

    /// <summary>The kind of the issuer: Issuer (default) or ClusterIssuer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Choice(typeof(TlsIssuerType), nameof(TlsIssuerType))]
    [PSDefaultValue(Help = nameof(TokenTools.GoodData.TlsIssuerType.Issuer))]
    public TlsIssuerType? TlsIssuerType { get; set; }

    /// <summary>The namespace; gooddata-cn by default. With an empty one, kubectl chooses.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Namespace { get; set; }

    /// <summary>The name of the resource; the id followed by -org by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ResourceName { get; set; }

    /// <summary>The format of the manifest: Yaml (default) or Json.</summary>
    [Parameter]
    [Choice(typeof(ManifestFormat), nameof(Format))]
    public ManifestFormat Format { get; set; }

    /// <summary>A bootstrap token, or a row whose columns have the names of parameters or of the platform's fields.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [SecuredInput(IsMasked = true)]
    public PSObject? InputObject { get; set; }

    private PSObject? Row => SecuredInputAttribute.Unmask(InputObject);

    /// <inheritdoc/>
    protected override void BeginProcessing() => _named.UnionWith(MyInvocation.BoundParameters.Keys);

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(OrganizationSpec.IsId(Id) ? Id! : nameof(Id), () =>
    {
        var spec = CreateSpec();
        var manifest = Await((_, cancellationToken) => Task.FromResult(spec.Build(cancellationToken)));
        WriteWarnings(manifest.Warnings);
        if (spec.Token is not null && spec.Salt is null)
        {
            WriteVerbose(ModuleText.Format(nameof(ModuleMessages.ManifestSaltDerived)));
        }

        // PowerShell adds the last line break when it writes the text to a file or program.
        WriteObject((Format == ManifestFormat.Json ? manifest.ToJson() : manifest.ToYaml()).TrimEnd('\n'));
    });

    // The parameters, and the cells of the row for the others. A bootstrap token brings the row that it was created from.
    private OrganizationSpec CreateSpec()
    {
        var spec = new OrganizationSpec
        {
            Token = IsSpecified(nameof(Token)) && !IsRowWithoutToken ? SecretArgument.Check(Token, nameof(Token)) : null,
            AdminUser = Value(AdminUser, nameof(AdminUser)),
            PasswordHash = Value(PasswordHash, nameof(PasswordHash)),
            Id = Value(Id, nameof(Id)),
            Name = Value(Name, nameof(Name)),
            HostName = Value(HostName, nameof(HostName)),
            AdminGroup = Value(AdminGroup, nameof(AdminGroup)),
            Algorithm = Algorithm,
            Salt = Value(Salt, nameof(Salt)),
            SecretName = Value(SecretName, nameof(SecretName)),
            SecretKey = Value(SecretKey, nameof(SecretKey)),
            AdminSecretName = Value(AdminSecretName, nameof(AdminSecretName)),
            TlsSecretName = Value(TlsSecretName, nameof(TlsSecretName)),
            TlsIssuerName = Value(TlsIssuerName, nameof(TlsIssuerName)),
            TlsIssuerType = TlsIssuerType,
            ResourceName = Value(ResourceName, nameof(ResourceName)),
        };
        // With an empty namespace, kubectl chooses; an empty cell is not a value.
        if (IsSpecified(nameof(Namespace)))
        {
            spec.Namespace = Namespace;
        }

        if (MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
        {
            var row = Row;
            var input = row?.BaseObject switch
            {
                BootstrapToken token => token.Input as PSObject,
                // A secret, whose properties do not describe an organization.
                PSCredential or SecureString => null,
                _ => row,
            };
            OrganizationRow.CopyTo(PipelineRow.Read(_reader, input), spec, IsSpecified);
        }

        return spec;
    }

    // The engine binds every row to -Token, because it could be one with a token.
    private bool IsRowWithoutToken => !_named.Contains(nameof(Token))
        && Row is { BaseObject: PSCustomObject, Properties: var columns }
        && columns[nameof(Token)] is null && columns[nameof(BootstrapToken)] is null;

    private string? Value(string? value, string key) => IsSpecified(key) ? value : null;

    // A parameter with a value that is not just an empty cell.
    private bool IsSpecified(string key) => MyInvocation.BoundParameters.TryGetValue(key, out var value)
        && (_named.Contains(key) || !string.IsNullOrWhiteSpace(value as string ?? "x"));
}
