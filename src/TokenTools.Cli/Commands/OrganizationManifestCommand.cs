using System.Collections.Generic;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for ConvertTo-OrganizationManifest.</summary>
internal sealed class OrganizationManifestCommand : CliCommand
{
    private readonly SettingOptions<OrganizationSpec> _settings;
    private readonly SecretSource _token;
    private readonly SecretSource _hash;

    public OrganizationManifestCommand()
        : base(
            "organization-manifest",
            "Creates the manifest of a GoodData.CN organization for kubectl apply -f -: JSON, or YAML with --output text. "
            + "It contains the password's hash, and the password only with --admin-secret-name.")
    {
        _settings = new SettingOptions<OrganizationSpec>(this);
        _settings.AddArgument(
            nameof(OrganizationSpec.Id), "id", "The organization's id: 1 to 36 lower-case letters, digits, dashes and dots.");
        _settings.AddArgument(
            nameof(OrganizationSpec.HostName),
            "host-name",
            "The host name, such as analytics.example.com, which is unique to this organization.");
        _token = Add(new SecretSource("--token", CliVariables.Token, "bootstrap token", piped: true));
        _settings.Add(
            nameof(OrganizationSpec.AdminUser), "The first administrator's user id, with --password-hash-file instead of the token.", "id");
        _hash = Add(new SecretSource("--password-hash", null, "hash of that user's bootstrap password", prompts: false));
        _settings.Add(nameof(OrganizationSpec.Name), "The display name; the id by default.", "text");
        _settings.Add(nameof(OrganizationSpec.AdminGroup), "The id of the administrators' user group; adminGroup by default.", "id");
        _settings.Add(
            nameof(OrganizationSpec.Algorithm),
            "The algorithm that hashes the token's password: Sha512Crypt (default) or Sha256Crypt.",
            "name");
        _settings.Add(
            nameof(OrganizationSpec.Salt),
            "The salt of the hash; derived from the ids of the organization and the user by default, so that the manifest does not change.",
            "text");
        _settings.Add(
            nameof(OrganizationSpec.SecretName), "The name of a Secret that contains the hash and becomes part of the manifest.", "name");
        _settings.Add(nameof(OrganizationSpec.SecretKey), "The key of the hash in that Secret; hash by default.", "key");
        _settings.Add(
            nameof(OrganizationSpec.AdminSecretName),
            "The name of a Secret with the user id and the password as plain text, which the vendor's scripts read: gdcn-org-admin-ID. "
            + "Apply it with kubectl apply --server-side.",
            "name");
        _settings.Add(
            nameof(OrganizationSpec.TlsSecretName),
            "The name of the Secret with the host's certificate. By default, the resource has no TLS block.",
            "name");
        _settings.Add(nameof(OrganizationSpec.TlsIssuerName), "The cert-manager issuer that creates that certificate.", "name");
        _settings.Add(nameof(OrganizationSpec.TlsIssuerType), "The kind of the issuer: Issuer (default) or ClusterIssuer.", "kind");
        _settings.Add(
            nameof(OrganizationSpec.Namespace), "The namespace; gooddata-cn by default. With an empty one, kubectl chooses.", "name");
        _settings.Add(nameof(OrganizationSpec.ResourceName), "The name of the resource; the id followed by -org by default.", "name");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools organization-manifest acme analytics.acme.example --token-file token.txt | kubectl apply -f -",
        "tokentools organization-manifest acme analytics.acme.example --admin-user admin --password-hash-file hash.txt --output text",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var parsed = context.Parsed;
        var spec = _settings.Read(parsed, new OrganizationSpec());
        spec.PasswordHash = _hash.IsSpecified(parsed) ? SecureText.Reveal(_hash.Read(context)) : null;
        if (_token.IsSpecified(parsed) || (spec.AdminUser is null && spec.PasswordHash is null))
        {
            spec.Token = _token.Read(context);
        }

        var manifest = spec.Build(context.CancellationToken);
        context.Warn(manifest.Warnings);
        context.Write(new CommandResult(manifest.ToJson()) { Text = manifest.ToYaml() });
        return Task.FromResult(ExitCode.Success);
    }
}
