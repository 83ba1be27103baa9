using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Vault;

/// <summary>A vault as its parameters describe it: the secrets that it issues, and the services that they come from.</summary>
internal sealed class VaultDefinition
{
    private const string SecretsKey = "Secrets";

    // SecretManagement adds it to the parameters of each call.
    private const string VerboseKey = "Verbose";

    // A name with one of these would select secrets.
    private static readonly char[] WildcardCharacters = ['*', '?', '[', ']'];

    private readonly VaultTable _parameters;
    private readonly VaultTable _secrets;

    private VaultDefinition(string name, VaultTable parameters)
    {
        Name = DisplayText.Clean(name);
        _parameters = parameters;
        parameters.Ignore(VerboseKey);
        foreach (var kind in VaultSecretKinds.All)
        {
            parameters.Ignore(kind.Service);
        }

        _secrets = parameters.Table(SecretsKey);
        parameters.EnsureKnown();
        if (!_secrets.Keys.Any())
        {
            throw new TokenArgumentException(SecretsKey, nameof(Messages.VaultSecretsMissing), new SettingName(SecretsKey));
        }
    }

    /// <summary>The vault's name.</summary>
    public string Name { get; }

    /// <summary>The names of its secrets.</summary>
    public IEnumerable<string> SecretNames => _secrets.Keys;

    /// <summary>Reads a vault's parameters, except the descriptions of its secrets.</summary>
    /// <param name="name">The vault's name.</param>
    /// <param name="parameters">The parameters, as SecretManagement passes them.</param>
    /// <exception cref="TokenArgumentException">They describe no secrets, or a setting is unknown.</exception>
    public static VaultDefinition Read(string name, IReadOnlyDictionary<string, object?> parameters)
    {
        var table = new VaultTable("VaultParameters", parameters);
        var definition = table.Read(() => new VaultDefinition(name, table));
        // Also those of a service that no secret uses.
        foreach (var service in VaultSecretKinds.All.Select(static kind => kind.Service).Distinct())
        {
            table.TableIfAny(service)?.RejectCredentials();
        }

        return definition;
    }

    /// <summary>The secret with a name, in any case; null if the vault has none, as for a wildcard.</summary>
    /// <exception cref="TokenException">Its description cannot be used.</exception>
    public VaultSecret? Find(string name)
    {
        var known = _secrets.Keys.FirstOrDefault(key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase));
        if (known is null || known.IndexOfAny(WildcardCharacters) >= 0)
        {
            return null;
        }

        var settings = _parameters.Read(() => _secrets.Table(known, known));
        return settings.Read(() =>
        {
            var kind = VaultSecretKinds.Find(settings.Text(VaultSecretKinds.Key), known);
            return kind.Create(new VaultEntry(known, settings, _parameters.Read(() => _parameters.Table(kind.Service))));
        });
    }

    /// <summary>Checks a secret's description and reads its credentials. Nothing is sent, and no token is issued.</summary>
    /// <exception cref="TokenException">Something cannot be used.</exception>
    public void Check(string name)
    {
        if (name.IndexOfAny(WildcardCharacters) >= 0)
        {
            throw new TokenArgumentException(SecretsKey, nameof(Messages.VaultNameInvalid), name);
        }

        var secret = Find(name)!;
        using var connection = secret.ReadCredential().Connect?.Invoke();
    }

    /// <summary>The error for a change of a secret of a vault.</summary>
    public static TokenArgumentException ReadOnly(string vault, string secret) =>
        new("Name", nameof(Messages.VaultReadOnly), DisplayText.Clean(vault), secret);
}
