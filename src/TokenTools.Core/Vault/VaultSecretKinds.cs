using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Vault;

/// <summary>The registry of what a vault issues. A new kind is one file with its class and one line here.</summary>
internal static class VaultSecretKinds
{
    /// <summary>The key of the setting.</summary>
    public const string Key = "Kind";

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<VaultSecretKind> All { get; } =
    [
        InstallerTokenSecret.Definition,
        TemporaryTokenSecret.Definition,
        GoodDataJwtSecret.Definition,
    ];

    /// <summary>The kind with a name, otherwise the first one of the service with which a secret's name begins.</summary>
    /// <exception cref="TokenArgumentException">There is no such kind.</exception>
    public static VaultSecretKind Find(string? kind, string secret) =>
        All.FirstOrDefault(known => kind is null
            ? secret.StartsWith(known.Service + "/", StringComparison.OrdinalIgnoreCase)
            : string.Equals(known.Name, kind, StringComparison.OrdinalIgnoreCase))
        ?? throw (kind is null
            ? new TokenArgumentException(Key, nameof(Messages.VaultKindMissing), new SettingName(Key), string.Join(", ", All))
            : new TokenArgumentException(Key, nameof(Messages.ChoiceInvalid), new SettingName(Key), string.Join(", ", All)));
}
