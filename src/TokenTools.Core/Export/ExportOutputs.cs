using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace TokenTools.Export;

/// <summary>The files and Kubernetes Secrets that a run has written, so that none of them is replaced by that of another token.</summary>
internal sealed class ExportOutputs
{
    // Paths that differ only in case are the same file on Windows and usually on macOS.
    private readonly HashSet<string> _files = new(
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    /// <summary>Rejects a file or a Secret that was already written.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <param name="secret">The Secret, as namespace/name; null for none.</param>
    /// <param name="secretKey">The key of the setting with the Secret's name.</param>
    /// <exception cref="TokenArgumentException">It was already written for another token.</exception>
    public void EnsureNew(string? path, string? secret, string secretKey)
    {
        if (path is not null && _files.Contains(path))
        {
            throw new TokenArgumentException("Path", nameof(Messages.InstallerFileTwice), path);
        }

        if (secret is not null && _secrets.Contains(secret))
        {
            throw new TokenArgumentException(
                secretKey, nameof(Messages.InstallerSecretTwice), secret.TrimStart('/'), new SettingName(secretKey));
        }
    }

    /// <summary>Records what was written.</summary>
    public void Add(string? path, string? secret)
    {
        if (path is not null)
        {
            _files.Add(path);
        }

        if (secret is not null)
        {
            _secrets.Add(secret);
        }
    }
}
