using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>A setting of an installer or a container that has a value: its names and the value.</summary>
/// <remarks>
/// Options of installers: help.boomi.com, unattended installation (https://help.boomi.com). Variables of containers: Docker images
/// boomi/atom, boomi/molecule, boomi/cloud, boomi/gateway.
/// </remarks>
/// <param name="SettingKey">The key of the setting.</param>
/// <param name="Installer">The variable of install4j; null if installers have none.</param>
/// <param name="Container">The environment variable; null if containers have none.</param>
/// <param name="Text">The value; null for a secret.</param>
internal sealed record InstallerVariable(string SettingKey, string? Installer, string? Container, string? Text)
{
    // User name and password are one setting.
    private const string ProxyCredential = nameof(ProxyCredential);

    private static readonly string[] MultipleNodes = ["MOLECULE", "CLOUD", "BROKER", "GATEWAY"];

    /// <summary>The value if it is a secret; null otherwise.</summary>
    public SecureString? Secret { get; init; }

    /// <summary>The install types that the setting is documented for, or applies to; null for all.</summary>
    public string[]? Types { get; init; }

    /// <summary>True for the installation folder, which is a separate option of installers and not a variable.</summary>
    public bool IsDirectory => SettingKey == nameof(InstallerArgumentSpec.InstallDirectory);

    /// <summary>The value: a string or a <see cref="SecureString"/>.</summary>
    public object Value => (object?)Text ?? Secret!;

    /// <summary>The value as a string, for APIs that accept nothing else.</summary>
    public string Reveal() => Text ?? SecureText.Reveal(Secret!);

    /// <summary>The variables of the settings that have a value, in the documentation's order.</summary>
    public static IReadOnlyList<InstallerVariable> From(InstallerArgumentSpec spec)
    {
        InstallerVariable[] all =
        [
            new(nameof(spec.RuntimeName), "atomName", "BOOMI_ATOMNAME", spec.RuntimeName?.Trim()),
            new(nameof(spec.LocalHostId), null, "ATOM_LOCALHOSTID", spec.LocalHostId?.Trim()),
            new(nameof(spec.EnvironmentId), "environmentId", "BOOMI_ENVIRONMENTID", spec.EnvironmentId?.Trim()),
            new(nameof(spec.JdkPath), "jdkPath", null, spec.JdkPath?.Trim()) { Types = ["CLOUD"] },
            new(nameof(spec.LocalPath), "localPath", "LOCAL_PATH", spec.LocalPath?.Trim()) { Types = MultipleNodes },
            new(nameof(spec.LocalTempPath), "localTempPath", "LOCAL_TEMP_PATH", spec.LocalTempPath?.Trim()) { Types = MultipleNodes },
            new(nameof(spec.SymlinksDirectory), "sys.symlinksDir", "SYMLINKS_DIR", spec.SymlinksDirectory?.Trim()),
            new(nameof(spec.InstallDirectory), "-dir", "INSTALLATION_DIRECTORY", spec.InstallDirectory?.Trim()),
            new(nameof(spec.ProxyHost), "proxyHost", "PROXY_HOST", spec.ProxyHost?.Trim()),
            new(nameof(spec.ProxyPort), "proxyPort", "PROXY_PORT", spec.ProxyPort?.ToString(CultureInfo.InvariantCulture)),
            new(ProxyCredential, "proxyUser", "PROXY_USERNAME", spec.ProxyUser?.Trim()),
            new(ProxyCredential, "proxyPassword", "PROXY_PASSWORD", null) { Secret = spec.ProxyPassword },
        ];
        return all.Where(static variable => variable.Text is { Length: > 0 } || variable.Secret is { Length: > 0 }).ToList();
    }

    /// <summary>Rejects a value that cannot be written on one line.</summary>
    /// <exception cref="TokenArgumentException">
    /// It contains a line break, NUL or a lone surrogate, or another control character if it is not a secret.
    /// </exception>
    public void Validate()
    {
        if (Secret is not null)
        {
            ValidateSecret(Secret, SettingKey);
        }
        else if (Text!.Any(char.IsControl) || !SecureText.IsUnicode(Text!.ToCharArray()))
        {
            throw new TokenArgumentException(SettingKey, nameof(Messages.InstallerValueControl), new SettingName(SettingKey));
        }
    }

    /// <summary>Rejects a secret that cannot be written on one line. It may contain a tab or another control character.</summary>
    /// <exception cref="TokenArgumentException">It contains a line break, NUL or a lone surrogate.</exception>
    public static void ValidateSecret(SecureString secret, string settingKey)
    {
        // A line break would start another variable in an environment file; a lone surrogate would be replaced.
        static bool IsLineEnd(char c) => c is '\r' or '\n' or '\0';
        if (SecureText.WithChars(secret, static chars => !SecureText.IsUnicode(chars) || Array.Exists(chars, IsLineEnd)))
        {
            throw new TokenArgumentException(settingKey, nameof(Messages.InstallerValueControl), new SettingName(settingKey));
        }
    }

    /// <summary>True if the value contains a character that meets a condition.</summary>
    public bool ContainsAny(Predicate<char> condition) => Text is null
        ? SecureText.WithChars(Secret!, chars => Array.Exists(chars, condition))
        : Text.Any(c => condition(c));
}
