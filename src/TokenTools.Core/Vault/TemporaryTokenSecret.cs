using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;

namespace TokenTools.Vault;

/// <summary>A temporary token of a Onezone. It is derived from a longer one that the vault has kept, if possible.</summary>
internal sealed class TemporaryTokenSecret : VaultSecret
{
    public static readonly VaultSecretKind Definition =
        new("TemporaryToken", "Onezone", static entry => new TemporaryTokenSecret(entry));

    private const string FileKey = "TokenFile", RootFileKey = "RootTokenFile";

    private readonly TemporaryTokenSpec _spec = new();
    private readonly TemporaryTokenRequest _request;

    private TemporaryTokenSecret(VaultEntry entry)
        : base(entry)
    {
        var settings = entry.Settings;
        _spec.Type = settings.Text(nameof(_spec.Type));
        _spec.InviteType = settings.Text(nameof(_spec.InviteType));
        _spec.TargetId = settings.Text(nameof(_spec.TargetId));
        _spec.For = settings.Text(nameof(_spec.For));
        _spec.Caveats.Purpose = settings.Text(TokenPurposes.Key);
        ValidFor = settings.Duration(TimeCaveat.ValidForKey) ?? TemporaryTokenRequest.DefaultValidFor;
        _spec.Caveats.Set(TimeCaveat.ValidForKey, ValidFor);
        foreach (var setting in CaveatKinds.Settings)
        {
            Set(setting);
        }

        _request = _spec.Build();
        // Now rather than with the first request.
        _request.Validate(SystemClock.Instance.UtcNow);
        Validate();
    }

    /// <inheritdoc/>
    public override VaultSecretKind Kind => Definition;

    /// <inheritdoc/>
    public override TimeSpan ValidFor { get; }

    /// <inheritdoc/>
    public override VaultCredential ReadCredential()
    {
        var service = Entry.Service;
        var environment = new EnvironmentSource { Inner = service.Vocabulary };
        return environment.Create(() =>
        {
            var options = new OnezoneConnectionOptions { Uri = service.Text(nameof(OnezoneConnectionOptions.Uri)) };
            var file = service.Text(FileKey);
            var rootFile = service.Text(RootFileKey);
            service.EnsureKnown();
            if (file is not null && rootFile is not null)
            {
                throw TokenArgumentException.Exclusive(RootFileKey, new SettingName(FileKey), new SettingName(RootFileKey));
            }

            options.Token = file is not null ? VaultCredential.ReadFile(file, FileKey)
                : rootFile is not null ? ReadRootToken(rootFile)
                : OnezoneEnvironment.Secret(environment);
            OnezoneEnvironment.Complete(options, environment);
            return options.Uri is null ? throw VaultCredential.Missing(nameof(options.Uri), OnezoneEnvironment.Host)
                : options.Token is null ? throw VaultCredential.Missing(FileKey, OnezoneEnvironment.ApiKey)
                : new VaultCredential(
                    options.Token, () => environment.Connect(() => OnezoneConnection.Create(options)), Definition.Service, options.Uri);
        });
    }

    /// <inheritdoc/>
    public override async Task<IssuedSecret> IssueAsync(
        VaultCredential credential, VaultSession session, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var connection = session.Connection<OnezoneConnection>(credential);
        connection.Validate(_request);
        return ToIssued(await connection
            .CreateTemporaryTokenAsync(_request, asPlainText: false, progress, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override IssuedSecret? Derive(VaultSecret secret, IssuedSecret kept)
    {
        if (secret is not TemporaryTokenSecret other || kept.Token is not OnedataToken token || !kept.HasLeft(ValidFor)
            || !IsSameSubject(other) || token.TokenType.Name != _request.Type.Name || _request.Type.InviteType is not null)
        {
            return null;
        }

        // A caveat of the other token that this one does not have would make it too narrow.
        var missing = _request.Caveats.Select(static caveat => caveat.ToString()).ToList();
        if (!other._request.Caveats.All(caveat => missing.Remove(caveat.ToString())))
        {
            return null;
        }

        var added = _request.Caveats.Where(caveat => missing.Contains(caveat.ToString())).Prepend(TimeCaveat.After(ValidFor, token.Now));
        return ToIssued(token.AddCaveats(added)) with { Origin = nameof(Messages.VaultNarrowed) };
    }

    /// <inheritdoc/>
    private protected override void Describe(IDictionary<string, string> metadata)
    {
        Add(nameof(_spec.Type), _request.Type.InviteType?.Name ?? _request.Type.Name);
        Add(TokenPurposes.Key, TokenPurposes.Find(_spec.Caveats.Purpose)?.Name);
        Add(nameof(_spec.For), _spec.For);
        Add("Caveats", string.Join("; ", _request.Caveats));

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                metadata[key] = value!;
            }
        }
    }

    private static SecureString ReadRootToken(string path)
    {
        // The Oneprovider sets the mode of this file, not the user.
        VaultCredential.RequireFile(path, RootFileKey);
        return ProviderRootToken.Read(path);
    }

    private static IssuedSecret ToIssued(OnedataToken token) =>
        new(token.Secret.ToSecureString(), token.ExpiresAt, () => token.TimeLeft) { Token = token };

    private bool IsSameSubject(TemporaryTokenSecret other) =>
        string.Equals(other._spec.For?.Trim(), _spec.For?.Trim(), StringComparison.OrdinalIgnoreCase);

    private void Set(CaveatSetting setting)
    {
        var settings = Entry.Settings;
        object? value = setting.ValueKind switch
        {
            CaveatValueKind.Duration or CaveatValueKind.PointInTime => null,
            CaveatValueKind.Flag => settings.Flag(setting.Key) ? true : null,
            CaveatValueKind.Text => settings.Text(setting.Key),
            _ => settings.List(setting.Key),
        };
        if (value is not null)
        {
            _spec.Caveats.Set(setting.Key, value);
        }
    }
}
