using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Http;

namespace TokenTools.Vault;

/// <summary>An installer token of Boomi. It cannot be revoked: each request creates exactly one.</summary>
internal sealed class InstallerTokenSecret : VaultSecret
{
    public static readonly VaultSecretKind Definition = new("InstallerToken", "Boomi", static entry => new InstallerTokenSecret(entry));

    private const string FileKey = "ApiTokenFile";

    private readonly InstallerTokenRequest _request;

    private InstallerTokenSecret(VaultEntry entry)
        : base(entry)
    {
        var settings = entry.Settings;
        var spec = new InstallerTokenSpec();
        spec.InstallType = settings.Text(nameof(spec.InstallType));
        spec.ValidFor = settings.Duration(nameof(spec.ValidFor));
        spec.CloudId = settings.Text(nameof(spec.CloudId));
        spec.AccountId = settings.Text(nameof(spec.AccountId));
        spec.OverrideAccountId = settings.Text(nameof(spec.OverrideAccountId));
        _request = spec.Build();
        Validate();
    }

    /// <inheritdoc/>
    public override VaultSecretKind Kind => Definition;

    /// <inheritdoc/>
    public override TimeSpan ValidFor => TimeSpan.FromMinutes(_request.DurationMinutes);

    /// <inheritdoc/>
    public override VaultCredential ReadCredential()
    {
        var service = Entry.Service;
        var environment = new EnvironmentSource { Inner = service.Vocabulary };
        return environment.Create(() =>
        {
            var options = new BoomiConnectionOptions { IsApiToken = true };
            options.AccountId = service.Text(nameof(options.AccountId));
            options.UserName = service.Text(nameof(options.UserName));
            options.BaseUri = service.Text(nameof(options.BaseUri));
            options.OverrideAccountId = service.Text(nameof(options.OverrideAccountId));
            var file = service.Text(FileKey);
            service.EnsureKnown();
            options.Secret = file is null ? BoomiEnvironment.Secret(environment) : VaultCredential.ReadFile(file, FileKey);
            BoomiEnvironment.Complete(options, environment);
            return options.AccountId is null ? throw VaultCredential.Missing(nameof(options.AccountId), BoomiEnvironment.AccountId)
                : options.UserName is null ? throw VaultCredential.Missing(nameof(options.UserName), BoomiEnvironment.UserName)
                : options.Secret is null ? throw VaultCredential.Missing(FileKey, BoomiEnvironment.ApiToken)
                : new VaultCredential(
                    options.Secret,
                    () => environment.Connect(() => BoomiConnection.Create(options)),
                    Definition.Service,
                    options.AccountId,
                    options.UserName,
                    options.BaseUri,
                    options.OverrideAccountId);
        });
    }

    /// <inheritdoc/>
    public override async Task<IssuedSecret> IssueAsync(
        VaultCredential credential, VaultSession session, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        // A request in progress is never aborted: its token could not be read again.
        var outcome = await session.Connection<BoomiConnection>(credential)
            .IssueAsync(_request, asPlainText: false, progress, cancellationToken, CancellationToken.None).ConfigureAwait(false);
        return outcome switch
        {
            IssueOutcome<InstallerToken>.Issued { Problem: null, Token: var token } =>
                new IssuedSecret(token.Secret.ToSecureString(), token.Expiration, () => token.TimeLeft),
            IssueOutcome<InstallerToken>.Issued { Problem: var problem } => throw problem,
            IssueOutcome<InstallerToken>.Rejected { Error: var error } => throw error,
            IssueOutcome<InstallerToken>.Unknown { Error: { } error } => throw error,
            IssueOutcome<InstallerToken>.NotSent { Error: { } error } => throw error,
            _ => throw new OperationCanceledException(cancellationToken),
        };
    }

    /// <inheritdoc/>
    private protected override void Describe(IDictionary<string, string> metadata)
    {
        metadata[nameof(_request.InstallType)] = _request.InstallType;
        if (_request.CloudId is { } cloud)
        {
            metadata[nameof(_request.CloudId)] = cloud;
        }
    }
}
