using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for ConvertTo-OrganizationManifest.</summary>
internal sealed class OrganizationManifestCommand : CliCommand
{
    private readonly Argument<string> _id = new("id")
    {
        Description = "The organization's id: 1 to 36 lower-case letters, digits, dashes and dots.",
    };

    private readonly Argument<string> _host = new("host-name")
    {
        Description = "The host name, such as analytics.example.com, which is unique to this organization.",
    };

    private readonly SecretSource _token;
    private readonly SecretSource _hash;
    private readonly Option<string?> _adminUser;
    private readonly Option<string?> _name;
    private readonly Option<string?> _adminGroup;
    private readonly Option<string?> _algorithm;
    private readonly Option<string?> _secretName;
    private readonly Option<string?> _secretKey;
    private readonly Option<string?> _tlsSecretName;
    private readonly Option<string?> _tlsIssuerName;
    private readonly Option<string?> _tlsIssuerType;
    private readonly Option<string?> _namespace;
    private readonly Option<string?> _resourceName;

    public OrganizationManifestCommand()
        : base(
            "organization-manifest",
            "Creates the manifest of a GoodData.CN organization for kubectl apply -f -: JSON, or YAML with --output text. "
            + "It contains the password's hash, not the password.")
    {
        Add(_id);
        Add(_host);
        _token = Secret(new SecretSource("--token", CliVariables.Token, "bootstrap token", piped: true));
        _adminUser = Option<string?>(
            "--admin-user", "The first administrator's user id, with --password-hash-file instead of the token.", "id");
        _hash = Secret(new SecretSource("--password-hash", null, "hash of that user's bootstrap password"));
        _name = Option<string?>("--name", "The display name; the id by default.", "text");
        _adminGroup = Option<string?>("--admin-group", "The id of the administrators' user group; adminGroup by default.", "id");
        _algorithm = Option<string?>(
            "--algorithm", "The algorithm that hashes the token's password: Sha512Crypt (default) or Sha256Crypt.", "name");
        _algorithm.CompletionSources.Add(Enum.GetNames<PasswordHashAlgorithm>());
        _secretName = Option<string?>(
            "--secret-name", "The name of a Secret that contains the hash and becomes part of the manifest.", "name");
        _secretKey = Option<string?>("--secret-key", "The key of the hash in that Secret; hash by default.", "key");
        _tlsSecretName = Option<string?>(
            "--tls-secret-name", "The name of the Secret with the host's certificate. By default, the resource has no TLS block.", "name");
        _tlsIssuerName = Option<string?>("--tls-issuer-name", "The cert-manager issuer that creates that certificate.", "name");
        _tlsIssuerType = Option<string?>("--tls-issuer-type", "The kind of the issuer: Issuer (default) or ClusterIssuer.", "kind");
        _tlsIssuerType.CompletionSources.Add(Enum.GetNames<TlsIssuerType>());
        _namespace = Option<string?>("--namespace", "The namespace; gooddata-cn by default. With an empty one, kubectl chooses.", "name");
        _resourceName = Option<string?>("--resource-name", "The name of the resource; the id followed by -org by default.", "name");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools organization-manifest acme analytics.acme.example --token-file token.txt | kubectl apply -f -",
        "tokentools organization-manifest acme analytics.acme.example --admin-user admin --password-hash-file hash.txt --output text",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var parsed = context.Parsed;
        var spec = new OrganizationSpec
        {
            Id = parsed.GetValue(_id),
            HostName = parsed.GetValue(_host),
            Name = parsed.GetValue(_name),
            AdminGroup = parsed.GetValue(_adminGroup),
            AdminUser = parsed.GetValue(_adminUser),
            PasswordHash = _hash.IsGiven(parsed) ? SecureText.Reveal(_hash.Read(context)) : null,
            Algorithm = SettingParser.ParseChoice<PasswordHashAlgorithm>(parsed.GetValue(_algorithm), nameof(OrganizationSpec.Algorithm)),
            SecretName = parsed.GetValue(_secretName),
            SecretKey = parsed.GetValue(_secretKey),
            TlsSecretName = parsed.GetValue(_tlsSecretName),
            TlsIssuerName = parsed.GetValue(_tlsIssuerName),
            TlsIssuerType = SettingParser.ParseChoice<TlsIssuerType>(
                parsed.GetValue(_tlsIssuerType), nameof(OrganizationSpec.TlsIssuerType)),
            ResourceName = parsed.GetValue(_resourceName),
        };
        spec.Namespace = parsed.GetValue(_namespace) ?? spec.Namespace;
        if (_token.IsGiven(parsed) || (spec.AdminUser is null && spec.PasswordHash is null))
        {
            spec.Token = _token.Read(context);
        }

        var manifest = spec.Build(context.CancellationToken);
        context.Warn(manifest.Warnings);
        context.Write(new CommandResult(manifest.ToJson()) { Text = manifest.ToYaml() });
        return Task.FromResult(ExitCode.Success);
    }
}
