using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using TokenTools.Rows;
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

    // Of the images.
    private const string Separator = "|";

    private static readonly string[] MultipleNodes = ["MOLECULE", "CLOUD", "BROKER", "GATEWAY"];

    // In the documentation's order.
    private static readonly Definition[] Definitions =
    [
        new(nameof(InstallerArgumentSpec.RuntimeName), "atomName", "BOOMI_ATOMNAME", static spec => spec.RuntimeName),
        new(nameof(InstallerArgumentSpec.LocalHostId), null, "ATOM_LOCALHOSTID", static spec => spec.LocalHostId),
        new(nameof(InstallerArgumentSpec.EnvironmentId), "environmentId", "BOOMI_ENVIRONMENTID", static spec => spec.EnvironmentId),
        new(nameof(InstallerArgumentSpec.JdkPath), "jdkPath", null, static spec => spec.JdkPath) { Types = ["CLOUD"], IsFolder = true },
        new(nameof(InstallerArgumentSpec.LocalPath), "localPath", "LOCAL_PATH", static spec => spec.LocalPath)
        {
            Types = MultipleNodes,
            IsFolder = true,
        },
        new(nameof(InstallerArgumentSpec.LocalTempPath), "localTempPath", "LOCAL_TEMP_PATH", static spec => spec.LocalTempPath)
        {
            Types = MultipleNodes,
            IsFolder = true,
        },
        new(nameof(InstallerArgumentSpec.SymlinksDirectory), "sys.symlinksDir", "SYMLINKS_DIR", static spec => spec.SymlinksDirectory)
        {
            IsFolder = true,
        },
        new(nameof(InstallerArgumentSpec.InstallDirectory), "-dir", "INSTALLATION_DIRECTORY", static spec => spec.InstallDirectory)
        {
            IsFolder = true,
        },
        new(nameof(InstallerArgumentSpec.VmOptions), null, "ATOM_VMOPTIONS_OVERRIDES", static spec => spec.VmOptions),
        new(nameof(InstallerArgumentSpec.ContainerProperties), null, "CONTAINER_PROPERTIES_OVERRIDES", static spec => spec.ContainerProperties),
        new(nameof(InstallerArgumentSpec.ValidateMountAccess), null, "VALIDATE_MOUNT_ACCESS", static spec => OnOff(spec.ValidateMountAccess)),
        new(
            nameof(InstallerArgumentSpec.UpdateMountPermissions),
            null,
            "UPDATE_MOUNT_PERMISSIONS",
            static spec => OnOff(spec.UpdateMountPermissions)),
        new(nameof(InstallerArgumentSpec.ProxyHost), "proxyHost", "PROXY_HOST", static spec => spec.ProxyHost),
        new(
            nameof(InstallerArgumentSpec.ProxyPort),
            "proxyPort",
            "PROXY_PORT",
            static spec => spec.ProxyPort?.ToString(CultureInfo.InvariantCulture)),
        new(ProxyCredential, "proxyUser", "PROXY_USERNAME", static spec => spec.ProxyUser),
        new(ProxyCredential, "proxyPassword", "PROXY_PASSWORD", static _ => null)
        {
            // A line end comes from a file or a vault.
            Secret = static spec => spec.ProxyPassword is null ? null : SecureText.TrimLineEnds(spec.ProxyPassword),
        },
    ];

    /// <summary>The value of a setting that has several, such as options of the Java virtual machine.</summary>
    public static string Join(IEnumerable<string> values) => string.Join(Separator, values);

    /// <summary>The settings as columns of a row, with the names of their variables. Credentials are not columns.</summary>
    public static IEnumerable<RowSetting> RowSettings => Definitions
        .Where(static definition => definition.SettingKey != ProxyCredential)
        .Select(static definition => new RowSetting(
            definition.SettingKey,
            new[] { definition.Installer?.TrimStart('-'), definition.Container }.OfType<string>().ToArray()));

    /// <summary>The value if it is a secret; null otherwise.</summary>
    public SecureString? Secret { get; init; }

    /// <summary>The install types that the setting is documented for, or applies to; null for all.</summary>
    public string[]? Types { get; init; }

    /// <summary>True for a folder.</summary>
    public bool IsFolder { get; init; }

    /// <summary>True for the installation folder, which is a separate option of installers and not a variable.</summary>
    public bool IsDirectory => SettingKey == nameof(InstallerArgumentSpec.InstallDirectory);

    /// <summary>The value: a string or a <see cref="SecureString"/>.</summary>
    public object Value => (object?)Text ?? Secret!;

    /// <summary>The value as a string, for APIs that accept nothing else.</summary>
    public string Reveal() => Text ?? SecureText.Reveal(Secret!);

    /// <summary>The value with its name in a container.</summary>
    public NamedValue ForContainer() => new(Container!, Value, SettingKey);

    /// <summary>The variables of the settings that have a value, in the documentation's order.</summary>
    public static IReadOnlyList<InstallerVariable> From(InstallerArgumentSpec spec) => Definitions
        .Select(definition => new InstallerVariable(
            definition.SettingKey, definition.Installer, definition.Container, definition.Text(spec)?.Trim())
        {
            Secret = definition.Secret?.Invoke(spec),
            Types = definition.Types,
            IsFolder = definition.IsFolder,
        })
        .Where(static variable => variable.Text is { Length: > 0 } || variable.Secret is { Length: > 0 })
        .ToList();

    /// <summary>Rejects a value that cannot be written on one line, and a folder that only a shell could find.</summary>
    /// <exception cref="TokenArgumentException">
    /// It contains a line break, NUL or a lone surrogate, or another control character if it is not a secret; or it is a folder that
    /// starts with a tilde.
    /// </exception>
    public void Validate()
    {
        if (Secret is not null)
        {
            NamedValue.ValidateSecret(Secret, SettingKey);
            return;
        }

        if (Text!.Any(char.IsControl) || !SecureText.IsUnicode(Text!.ToCharArray()))
        {
            throw new TokenArgumentException(SettingKey, nameof(Messages.InstallerValueControl), new SettingName(SettingKey));
        }

        // A shell expands it, and neither install4j nor a container does: the installation would be in a folder named ~.
        if (IsFolder && Text![0] == '~')
        {
            throw new TokenArgumentException(SettingKey, nameof(Messages.InstallerFolderTilde), new SettingName(SettingKey));
        }
    }

    private static string? OnOff(bool? value) => value switch
    {
        true => "true",
        false => "false",
        null => null,
    };

    /// <summary>The names of a setting, and where its value is.</summary>
    private sealed record Definition(string SettingKey, string? Installer, string? Container, Func<InstallerArgumentSpec, string?> Text)
    {
        public Func<InstallerArgumentSpec, SecureString?>? Secret { get; init; }

        public string[]? Types { get; init; }

        public bool IsFolder { get; init; }
    }
}
