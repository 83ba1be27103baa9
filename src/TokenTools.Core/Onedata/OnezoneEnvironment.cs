namespace TokenTools.Onedata;

/// <summary>The environment variables that describe a connection to a Onezone.</summary>
/// <remarks>The names are those of Onedata's own command line, onezone-rest-cli.</remarks>
internal static class OnezoneEnvironment
{
    public const string Host = "ONEZONE_HOST";
    public const string ApiKey = "ONEZONE_API_KEY";

    /// <summary>Fills the settings that are still null, except the secret.</summary>
    public static void Complete(OnezoneConnectionOptions options, EnvironmentSource source) =>
        options.Uri ??= source.Text(nameof(options.Uri), Host);

    /// <summary>The access token; null if the variable is missing or blank.</summary>
    public static System.Security.SecureString? Secret(EnvironmentSource source) => source.Secret("Token", ApiKey);
}
