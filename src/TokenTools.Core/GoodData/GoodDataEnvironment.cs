using System.Security;

namespace TokenTools.GoodData;

/// <summary>The environment variables that describe a connection to GoodData.</summary>
/// <remarks>The names are those of GoodData's own data pipeline tools.</remarks>
internal static class GoodDataEnvironment
{
    public const string Host = "GOODDATA_HOST";
    public const string Token = "GOODDATA_TOKEN";
    public const string OverrideHost = "GOODDATA_OVERRIDE_HOST";

    /// <summary>Fills the settings that are still null, except the secret.</summary>
    public static void Complete(GoodDataConnectionOptions options, EnvironmentSource source)
    {
        options.Uri ??= source.Text(nameof(options.Uri), Host);
        options.HostHeader ??= source.Text(nameof(options.HostHeader), OverrideHost);
    }

    /// <summary>The token; null if the variable is missing or blank.</summary>
    public static SecureString? Secret(EnvironmentSource source) => source.Secret("Token", Token);
}
