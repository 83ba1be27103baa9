using System;
using System.Collections.Generic;

namespace TokenTools.Boomi;

/// <summary>The Kubernetes Secrets that a run has returned, so that none of them is replaced by that of another token.</summary>
internal sealed class InstallerOutputs
{
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    /// <summary>Rejects arguments whose Secret was already returned.</summary>
    /// <exception cref="TokenArgumentException">It was already returned for another token.</exception>
    public void EnsureNew(InstallerArguments arguments)
    {
        if (arguments.Secret is { } secret && _secrets.Contains(secret))
        {
            throw new TokenArgumentException(
                nameof(InstallerArgumentSpec.SecretName), nameof(Messages.InstallerSecretTwice), secret.TrimStart('/'));
        }
    }

    /// <summary>Records what was returned.</summary>
    public void Add(InstallerArguments arguments)
    {
        if (arguments.Secret is { } secret)
        {
            _secrets.Add(secret);
        }
    }
}
