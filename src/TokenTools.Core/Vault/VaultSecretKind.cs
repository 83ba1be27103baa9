using System;

namespace TokenTools.Vault;

/// <summary>A kind of secret that a vault issues.</summary>
/// <param name="Name">The name in a vault's parameters.</param>
/// <param name="Service">The key of the table with the service's settings, with which the names of its secrets begin.</param>
/// <param name="Create">Reads a secret's settings.</param>
internal sealed record VaultSecretKind(string Name, string Service, Func<VaultEntry, VaultSecret> Create)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
