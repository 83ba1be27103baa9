using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace TokenTools.Boomi;

/// <summary>The files and Kubernetes Secrets that a run has written, so that none of them is replaced by that of another token.</summary>
internal sealed class InstallerOutputs
{
    // Paths that differ only in case are the same file on Windows and usually on macOS.
    private readonly HashSet<string> _files = new(
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    /// <summary>Rejects arguments whose file or Secret was already written.</summary>
    /// <exception cref="TokenArgumentException">It was already written for another token.</exception>
    public void EnsureNew(InstallerArguments arguments)
    {
        if (arguments.Path is { } path && _files.Contains(path))
        {
            throw new TokenArgumentException(nameof(InstallerArgumentSpec.Path), nameof(Messages.InstallerFileTwice), path);
        }

        if (arguments.Secret is { } secret && _secrets.Contains(secret))
        {
            throw new TokenArgumentException(
                nameof(InstallerArgumentSpec.SecretName), nameof(Messages.InstallerSecretTwice), secret.TrimStart('/'));
        }
    }

    /// <summary>Records what was written.</summary>
    public void Add(InstallerArguments arguments)
    {
        if (arguments.Path is { } path)
        {
            _files.Add(path);
        }

        if (arguments.Secret is { } secret)
        {
            _secrets.Add(secret);
        }
    }
}
