namespace TokenTools.Boomi;

/// <summary>The environment variables that describe a connection to the Boomi Platform API.</summary>
/// <remarks>The names are those of Boomi's own tools (OfficialBoomi/boomi-integration:scripts/boomi-common.sh).</remarks>
internal static class BoomiEnvironment
{
    public const string AccountId = "BOOMI_ACCOUNT_ID";
    public const string UserName = "BOOMI_USERNAME";
    public const string ApiToken = "BOOMI_API_TOKEN";
    public const string ApiUrl = "BOOMI_API_URL";

    /// <summary>Another name of <see cref="ApiUrl"/>, used if that is missing.</summary>
    public const string BaseUrl = "BOOMI_BASE_URL";

    /// <summary>Fills the settings that are still null, except the secret.</summary>
    public static void Complete(BoomiConnectionOptions options, EnvironmentSource source)
    {
        options.AccountId ??= source.Text(nameof(options.AccountId), AccountId);
        options.UserName ??= source.Text(nameof(options.UserName), UserName);
        options.BaseUri ??= source.Text(nameof(options.BaseUri), ApiUrl) ?? source.Text(nameof(options.BaseUri), BaseUrl);
    }

    /// <summary>The API token; null if the variable is missing or blank.</summary>
    public static System.Security.SecureString? Secret(EnvironmentSource source) => source.Secret("ApiToken", ApiToken);
}
