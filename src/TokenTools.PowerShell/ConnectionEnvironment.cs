using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>The connections that environment variables describe, for sessions without a default connection.</summary>
internal static class ConnectionEnvironment
{
    /// <summary>The connection to Boomi.</summary>
    /// <param name="session">The session, which keeps the connection until the variables change.</param>
    /// <param name="writeWarning">Receives the connection's warnings when it is created.</param>
    /// <param name="writeVerbose">Receives what was changed in the settings when it is created.</param>
    /// <exception cref="TokenArgumentException">A variable is missing, or its value cannot be used.</exception>
    public static BoomiConnection Boomi(Session session, Action<string> writeWarning, Action<string> writeVerbose)
    {
        var environment = new EnvironmentSource();
        var options = new BoomiConnectionOptions { Secret = BoomiEnvironment.Secret(environment), IsApiToken = true };
        BoomiEnvironment.Complete(options, environment);
        if (options.AccountId is null || options.UserName is null || options.Secret is null)
        {
            throw NoConnection("Boomi", BoomiEnvironment.AccountId, BoomiEnvironment.UserName, BoomiEnvironment.ApiToken);
        }

        return session.FromEnvironment(
            Fingerprint(
                BoomiEnvironment.AccountId,
                BoomiEnvironment.UserName,
                BoomiEnvironment.ApiToken,
                BoomiEnvironment.ApiUrl,
                BoomiEnvironment.BaseUrl),
            () =>
            {
                var connection = environment.Connect(() => BoomiConnection.Create(options));
                foreach (var remark in connection.Remarks)
                {
                    writeVerbose(remark.Render(environment.Vocabulary));
                }

                return Warn(connection, writeWarning);
            });
    }

    /// <summary>The connection to a Onezone.</summary>
    /// <param name="session">The session, which keeps the connection until the variables change.</param>
    /// <param name="writeWarning">Receives the connection's warnings when it is created.</param>
    /// <exception cref="TokenArgumentException">A variable is missing, or its value cannot be used.</exception>
    public static OnezoneConnection Onezone(Session session, Action<string> writeWarning)
    {
        var environment = new EnvironmentSource();
        var options = new OnezoneConnectionOptions { Token = OnezoneEnvironment.Secret(environment) };
        OnezoneEnvironment.Complete(options, environment);
        if (options.Uri is null || options.Token is null)
        {
            throw NoConnection("Onezone", OnezoneEnvironment.Host, OnezoneEnvironment.ApiKey);
        }

        return session.FromEnvironment(
            Fingerprint(OnezoneEnvironment.Host, OnezoneEnvironment.ApiKey),
            () => Warn(environment.Connect(() => OnezoneConnection.Create(options)), writeWarning));
    }

    /// <summary>The connection to an organization of GoodData.CN.</summary>
    /// <param name="session">The session, which keeps the connection until the variables change.</param>
    /// <param name="writeWarning">Receives the connection's warnings when it is created.</param>
    /// <exception cref="TokenArgumentException">A variable is missing, or its value cannot be used.</exception>
    public static GoodDataConnection GoodData(Session session, Action<string> writeWarning)
    {
        var environment = new EnvironmentSource();
        var options = new GoodDataConnectionOptions { Token = GoodDataEnvironment.Secret(environment) };
        GoodDataEnvironment.Complete(options, environment);
        if (options.Uri is null || options.Token is null)
        {
            throw NoConnection("GoodData", GoodDataEnvironment.Host, GoodDataEnvironment.Token);
        }

        return session.FromEnvironment(
            Fingerprint(GoodDataEnvironment.Host, GoodDataEnvironment.Token, GoodDataEnvironment.OverrideHost),
            () => Warn(environment.Connect(() => GoodDataConnection.Create(options)), writeWarning));
    }

    private static TokenArgumentException NoConnection(string service, params string[] variables) => new(
        "Connection",
        nameof(Messages.NoConnection),
        service,
        ModuleText.Create(nameof(ModuleMessages.ConnectOrSpecify), service),
        string.Join(", ", variables));

    private static T Warn<T>(T connection, Action<string> writeWarning)
        where T : ServiceConnection
    {
        foreach (var warning in connection.Warnings)
        {
            writeWarning(warning.Message);
        }

        return connection;
    }

    // Detects a change without keeping a second copy of the secret.
    private static string Fingerprint(params string[] names)
    {
        using var hash = SHA256.Create();
        return Convert.ToBase64String(hash.ComputeHash(Encoding.UTF8.GetBytes(string.Join("\0", names.Select(EnvironmentVariables.Text)))));
    }
}
