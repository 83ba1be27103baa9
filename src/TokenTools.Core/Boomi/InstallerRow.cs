using System.Linq;
using TokenTools.Rows;

namespace TokenTools.Boomi;

/// <summary>The columns of a row that describes a runtime: the request for its installer token, and the settings of its installer.</summary>
/// <remarks>
/// One registry for both: a row is checked before a token is requested, because the token would be of no use without the installer's
/// settings and cannot be revoked. Names: https://developer.boomi.com/docs/APIs/PlatformAPI/Introduction/Partner_API for the account to
/// act for, and <see cref="InstallerVariable"/>.
/// </remarks>
internal static class InstallerRow
{
    private static readonly RowSetting[] RequestSettings =
    [
        new(nameof(InstallerTokenSpec.InstallType)),
        new(nameof(InstallerTokenSpec.DurationMinutes)),
        new(nameof(InstallerTokenSpec.ValidFor)),
        new(nameof(InstallerTokenSpec.CloudId)),
        // The account's name is a likely column, and without an id the token would be created in the connection's account.
        new(nameof(InstallerTokenSpec.AccountId)) { SimilarNames = ["Account"] },
        new(nameof(InstallerTokenSpec.OverrideAccountId), "overrideAccount"),
    ];

    private static readonly RowSetting[] FileSettings =
    [
        new(nameof(InstallerArgumentSpec.Path)),
        new(nameof(InstallerArgumentSpec.SecretName)),
        new(nameof(InstallerArgumentSpec.SecretKey)),
        new(nameof(InstallerArgumentSpec.Namespace)),
    ];

    /// <summary>All settings of a row.</summary>
    public static RowSettings Settings { get; } = new([.. RequestSettings, .. InstallerVariable.RowSettings, .. FileSettings]);

    /// <summary>True if a row has a column for a request.</summary>
    public static bool DescribesRequest(Row row) => RequestSettings.Any(setting => row.HasColumn(setting.Key));

    /// <summary>Checks the settings of the installer that can be checked before there is a token.</summary>
    /// <exception cref="TokenException">A value cannot be used.</exception>
    public static void ValidateInstaller(Row row)
    {
        var spec = new InstallerArgumentSpec();
        row.CopyTo(spec);
        spec.ValidateSettings();
    }
}
