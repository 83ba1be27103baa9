using System;
using System.Collections.Generic;

namespace TokenTools.Export;

/// <summary>The Kubernetes Secrets that a run has returned, so that none of them is replaced by that of another token.</summary>
internal sealed class ExportOutputs
{
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    /// <summary>Rejects a Secret that was already returned.</summary>
    /// <param name="secret">The Secret, as namespace/name; null for none.</param>
    /// <param name="settingKey">The key of the setting with the Secret's name.</param>
    /// <exception cref="TokenArgumentException">It was already returned for another token.</exception>
    public void EnsureNew(string? secret, string settingKey)
    {
        if (secret is not null && _secrets.Contains(secret))
        {
            throw new TokenArgumentException(
                settingKey, nameof(Messages.InstallerSecretTwice), secret.TrimStart('/'), new SettingName(settingKey));
        }
    }

    /// <summary>Records what was returned.</summary>
    public void Add(string? secret)
    {
        if (secret is not null)
        {
            _secrets.Add(secret);
        }
    }
}
