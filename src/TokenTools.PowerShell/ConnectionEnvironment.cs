using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using TokenTools.Boomi;
using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>The connections that environment variables describe, for sessions in which nobody has connected.</summary>
internal static class ConnectionEnvironment
{
    /// <summary>The connection to Boomi that the environment describes: the same one for as long as the environment does not change.</summary>
    /// <param name="session">The session that holds it.</param>
    /// <param name="warn">Receives the warnings about a new connection.</param>
    /// <exception cref="TokenArgumentException">The environment describes none, or a variable cannot be used.</exception>
    public static BoomiConnection Boomi(Session session, Action<IEnumerable<TokenWarning>> warn)
    {
        var options = BoomiEnvironment.Read();
        if (options.AccountId is null || options.UserName is null || options.Secret is null)
        {
            throw new TokenArgumentException(
                "Connection",
                nameof(Messages.NoConnection),
                "Boomi",
                "Connect-Boomi",
                string.Join(", ", EnvironmentVariables.BoomiAccountId, EnvironmentVariables.BoomiUserName, EnvironmentVariables.BoomiApiToken));
        }

        BoomiConnection? created = null;
        var connection = session.FromEnvironment(Fingerprint([.. BoomiEnvironment.Variables]), () => created = BoomiConnection.Create(options));
        warn(created?.Warnings ?? []);
        return connection;
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
