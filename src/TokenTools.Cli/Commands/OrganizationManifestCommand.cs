using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>ConvertTo-OrganizationManifest.</summary>
internal sealed class OrganizationManifestCommand : CliCommand
{
    private readonly Argument<string> _id = new("id") { Description = "The organization's id: 1 to 36 lower-case letters, digits, dashes and dots." };
    private readonly Argument<string> _host = new("host-name") { Description = "The host name that this organization alone answers to, such as analytics.example.com." };
    private readonly SecretSource _token;
    private readonly SecretSource _hash;
    private readonly Option<string?> _adminUser;
    private readonly Option<string?> _name;
    private readonly Option<string?> _adminGroup;
    private readonly Option<PasswordHashAlgorithm> _algorithm;
    private readonly Option<string?> _secretName;
    private readonly Option<string?> _secretKey;
    private readonly Option<string?> _tlsSecretName;
    private readonly Option<string?> _tlsIssuerName;
    private readonly Option<TlsIssuerType?> _tlsIssuerType;
    private readonly Option<string?> _namespace;
    private readonly Option<string?> _resourceName;

    public OrganizationManifestCommand()
        : base(
            "organization-manifest",
            "Makes the manifest of a GoodData.CN organization, ready for kubectl apply -f -: JSON, or YAML with --output text. It holds the password's hash, never the password.")
    {
        Add(_id);
        Add(_host);
        _token = Secret(new SecretSource("--token", CliVariables.Token, "bootstrap token", piped: true));
        _adminUser = Option<string?>("--admin-user", "The first administrator's user id, with --password-hash-file in the token's place.", "id");
        _hash = Secret(new SecretSource("--password-hash", null, "hash of that user's bootstrap password"));
        _name = Option<string?>("--name", "The name that users see; the id by default.", "text");
        _adminGroup = Option<string?>("--admin-group", "The id of the administrators' user group; adminGroup by default.", "id");
        _algorithm = Option<PasswordHashAlgorithm>("--algorithm", "How the token's password is hashed: Sha512Crypt (default) or Sha256Crypt.", "name");
        _secretName = Option<string?>("--secret-name", "Puts the hash into a Secret of this name, which becomes part of the manifest.", "name");
        _secretKey = Option<string?>("--secret-key", "The hash's key in that Secret; hash by default.", "key");
        _tlsSecretName = Option<string?>("--tls-secret-name", "The Secret with the host's certificate. By default there is no TLS block.", "name");
        _tlsIssuerName = Option<string?>("--tls-issuer-name", "The cert-manager issuer that is to fill that Secret.", "name");
        _tlsIssuerType = Option<TlsIssuerType?>("--tls-issuer-type", "The issuer's kind: Issuer (default) or ClusterIssuer.", "kind");
        _namespace = Option<string?>("--namespace", "The namespace; gooddata-cn by default. An empty one leaves it to kubectl.", "name");
        _resourceName = Option<string?>("--resource-name", "The resource's own name; the id with -org by default.", "name");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools organization-manifest acme analytics.acme.example --token-file token.txt | kubectl apply -f -",
        "tokentools organization-manifest acme analytics.acme.example --admin-user admin --password-hash-file hash.txt --output text",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var parsed = context.Parsed;
        if (parsed.GetValue(_adminUser) is null != !_hash.IsGiven(parsed))
        {
            throw CliText.ArgumentError("AdminUser", nameof(CliMessages.Needs), _adminUser.Name, _hash.File.Name);
        }

        var token = _hash.IsGiven(parsed) ? null : BootstrapTokenReader.Read(_token.Read(context));
        var manifest = new OrganizationManifest
        {
            Id = parsed.GetValue(_id),
            Name = parsed.GetValue(_name),
            HostName = parsed.GetValue(_host),
            AdminGroup = parsed.GetValue(_adminGroup) ?? OrganizationManifest.DefaultAdminGroup,
            AdminUser = token?.UserName ?? parsed.GetValue(_adminUser),
            PasswordHash = token is null ? SecureText.Reveal(_hash.Read(context)).Trim() : OrganizationManifest.HashOf(token, parsed.GetValue(_algorithm), context.CancellationToken),
            SecretName = parsed.GetValue(_secretName),
            SecretKey = parsed.GetValue(_secretKey),
            TlsSecretName = parsed.GetValue(_tlsSecretName),
            TlsIssuerName = parsed.GetValue(_tlsIssuerName),
            TlsIssuerType = parsed.GetValue(_tlsIssuerType),
            Namespace = parsed.GetValue(_namespace) ?? OrganizationManifest.DefaultNamespace,
            ResourceName = parsed.GetValue(_resourceName),
        };
        var result = new CommandResult(manifest.ToJson()) { Text = manifest.ToYaml() };
        context.Warn(token is null ? [] : OrganizationManifest.WarningsOf(token, manifest.HostName!));
        context.Write(result);
        return Task.FromResult(ExitCode.Success);
    }
}
