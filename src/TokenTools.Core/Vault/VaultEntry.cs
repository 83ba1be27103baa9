namespace TokenTools.Vault;

/// <summary>The description of a secret in a vault's parameters.</summary>
/// <param name="Name">The secret's name.</param>
/// <param name="Settings">Its own settings.</param>
/// <param name="Service">The settings of its service.</param>
internal sealed record VaultEntry(string Name, VaultTable Settings, VaultTable Service);
