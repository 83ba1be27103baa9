using System.Collections.Generic;

namespace TokenTools.Boomi;

/// <summary>The connection to Boomi that the environment variables describe.</summary>
internal static class BoomiEnvironment
{
    /// <summary>Every variable.</summary>
    public static IReadOnlyList<string> Variables { get; } =
    [
        EnvironmentVariables.BoomiAccountId, EnvironmentVariables.BoomiUserName, EnvironmentVariables.BoomiApiToken, EnvironmentVariables.BoomiApiUrl,
    ];

    /// <summary>The settings that the environment holds; the others are null.</summary>
    public static BoomiConnectionOptions Read() => new()
    {
        AccountId = EnvironmentVariables.Text(EnvironmentVariables.BoomiAccountId),
        UserName = EnvironmentVariables.Text(EnvironmentVariables.BoomiUserName),
        Secret = EnvironmentVariables.Secret(EnvironmentVariables.BoomiApiToken),
        IsApiToken = true,
        BaseUri = EnvironmentVariables.Text(EnvironmentVariables.BoomiApiUrl),
        Sources = new Dictionary<string, string>
        {
            [nameof(BoomiConnectionOptions.AccountId)] = EnvironmentVariables.BoomiAccountId,
            [nameof(BoomiConnectionOptions.UserName)] = EnvironmentVariables.BoomiUserName,
            [BoomiConnectionOptions.ApiTokenKey] = EnvironmentVariables.BoomiApiToken,
            [nameof(BoomiConnectionOptions.BaseUri)] = EnvironmentVariables.BoomiApiUrl,
        },
    };
}
