using System;
using System.Security.Cryptography;
using System.Text;
using TokenTools.Boomi;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The connections that environment variables describe, for sessions in which nobody has connected.</summary>
internal static class ConnectionEnvironment
{
    /// <summary>The names are those of Boomi's own tools (OfficialBoomi/boomi-integration:scripts/boomi-common.sh).</summary>
    public static BoomiConnection Boomi(Session session)
    {
        var account = Variable("BOOMI_ACCOUNT_ID");
        var user = Variable("BOOMI_USERNAME");
        var token = Variable("BOOMI_API_TOKEN");
        var url = Variable("BOOMI_API_URL");
        if (account is null || user is null || token is null)
        {
            throw new TokenArgumentException(
                "Connection", nameof(Messages.NoConnection), "Boomi", "Connect-Boomi", "BOOMI_ACCOUNT_ID, BOOMI_USERNAME, BOOMI_API_TOKEN");
        }

        return session.FromEnvironment(Fingerprint(account, user, token, url), () => BoomiConnection.Create(new BoomiConnectionOptions
        {
            AccountId = account,
            UserName = user,
            Secret = SecureText.FromString(token),
            IsApiToken = true,
            BaseUri = url,
        }));
    }

    /// <summary>The names are those of the vendor's own command line (onezone-rest-cli).</summary>
    public static OnezoneConnection Onezone(Session session)
    {
        var host = Variable("ONEZONE_HOST");
        var token = Variable("ONEZONE_API_KEY");
        if (host is null || token is null)
        {
            throw new TokenArgumentException(
                "Connection", nameof(Messages.NoConnection), "Onezone", "Connect-Onezone", "ONEZONE_HOST, ONEZONE_API_KEY");
        }

        return session.FromEnvironment(Fingerprint(host, token), () => OnezoneConnection.Create(new OnezoneConnectionOptions
        {
            Uri = host,
            Token = SecureText.FromString(token),
        }));
    }

    private static string? Variable(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        return string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
    }

    // Enough to see that something has changed, without keeping a second copy of the secret.
    private static string Fingerprint(params string?[] values)
    {
        using var hash = SHA256.Create();
        return Convert.ToBase64String(hash.ComputeHash(Encoding.UTF8.GetBytes(string.Join("\0", values))));
    }
}
