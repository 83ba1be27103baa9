using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using TokenTools.Boomi;
using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>The connections that environment variables describe, for sessions in which nobody has connected.</summary>
internal static class ConnectionEnvironment
{
    public static BoomiConnection Boomi(Session session)
    {
        var options = EnvironmentVariables.Boomi();
        if (options.AccountId is null || options.UserName is null || options.Secret is null)
        {
            throw new TokenArgumentException(
                "Connection",
                nameof(Messages.NoConnection),
                "Boomi",
                "Connect-Boomi",
                string.Join(", ", EnvironmentVariables.BoomiAccountId, EnvironmentVariables.BoomiUserName, EnvironmentVariables.BoomiApiToken));
        }

        return session.FromEnvironment(
            Fingerprint(
                EnvironmentVariables.BoomiAccountId, EnvironmentVariables.BoomiUserName, EnvironmentVariables.BoomiApiToken, EnvironmentVariables.BoomiApiUrl),
            () => BoomiConnection.Create(options));
    }

    public static OnezoneConnection Onezone(Session session)
    {
        var options = EnvironmentVariables.Onezone();
        if (options.Uri is null || options.Token is null)
        {
            throw new TokenArgumentException(
                "Connection",
                nameof(Messages.NoConnection),
                "Onezone",
                "Connect-Onezone",
                string.Join(", ", EnvironmentVariables.OnezoneHost, EnvironmentVariables.OnezoneApiKey));
        }

        return session.FromEnvironment(
            Fingerprint(EnvironmentVariables.OnezoneHost, EnvironmentVariables.OnezoneApiKey), () => OnezoneConnection.Create(options));
    }

    // Enough to see that something has changed, without keeping a second copy of the secret.
    private static string Fingerprint(params string[] names)
    {
        using var hash = SHA256.Create();
        return Convert.ToBase64String(hash.ComputeHash(Encoding.UTF8.GetBytes(string.Join("\0", names.Select(EnvironmentVariables.Text)))));
    }
}
