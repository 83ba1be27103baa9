using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Http;

namespace TokenTools.Vault;

/// <summary>A JSON Web Token for GoodData. It is signed on this machine, without a request.</summary>
internal sealed class GoodDataJwtSecret : VaultSecret
{
    public static readonly VaultSecretKind Definition = new("GoodDataJwt", "GoodData", static entry => new GoodDataJwtSecret(entry));

    private const string FileKey = "PrivateKeyFile";

    private readonly string? _userId;
    private readonly string? _name;
    private readonly TimeSpan? _validFor;

    private GoodDataJwtSecret(VaultEntry entry)
        : base(entry)
    {
        var settings = entry.Settings;
        _userId = settings.Text(nameof(GoodDataJwtSpec.UserId));
        _name = settings.Text(nameof(GoodDataJwtSpec.Name));
        _validFor = settings.Duration(nameof(GoodDataJwtSpec.ValidFor));
        if (!GoodDataId.IsValid(_userId))
        {
            const string Key = nameof(GoodDataJwtSpec.UserId);
            throw new TokenArgumentException(Key, nameof(Messages.BootstrapUserInvalid), new SettingName(Key));
        }

        Validate();
    }

    /// <inheritdoc/>
    public override VaultSecretKind Kind => Definition;

    /// <inheritdoc/>
    public override TimeSpan ValidFor => _validFor ?? GoodDataJwtSpec.DefaultLifetime;

    /// <inheritdoc/>
    public override VaultCredential ReadCredential() => Entry.Service.Read(() =>
    {
        var spec = Spec();
        // Also checks that the file is a private key.
        spec.Build(SystemClock.Instance.UtcNow);
        return new VaultCredential(spec.PrivateKey!, Connect: null, Definition.Service, spec.KeyId, spec.Algorithm.ToString());
    });

    /// <inheritdoc/>
    public override Task<IssuedSecret> IssueAsync(
        VaultCredential credential, VaultSession session, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var token = Entry.Service.Read(() => Spec().Build(SystemClock.Instance.UtcNow));
        return Task.FromResult(new IssuedSecret(token.Secret.ToSecureString(), token.ExpiresAt, () => token.TimeLeft));
    }

    /// <inheritdoc/>
    private protected override void Describe(IDictionary<string, string> metadata) => metadata[nameof(GoodDataJwtSpec.UserId)] = _userId!;

    private GoodDataJwtSpec Spec()
    {
        var service = Entry.Service;
        var spec = new GoodDataJwtSpec { UserId = _userId, Name = _name, ValidFor = _validFor };
        var file = service.Text(FileKey);
        spec.KeyId = service.Text(nameof(spec.KeyId));
        spec.Algorithm = SettingParser.ParseChoice<JwtAlgorithm>(service.Text(nameof(spec.Algorithm)), nameof(spec.Algorithm)) ?? default;
        service.EnsureKnown();
        if (file is null)
        {
            throw new TokenArgumentException(FileKey, nameof(Messages.VaultFileMissing), new SettingName(FileKey));
        }

        spec.PrivateKey = VaultCredential.ReadFile(file, FileKey);
        return spec;
    }
}
