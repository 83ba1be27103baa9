using System;
using System.Globalization;
using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>A Boomi installer token: with it, and without anybody's password, a runtime is installed into an account.</summary>
/// <remarks>Fields: https://developer.boomi.com/docs/api/platformapi/InstallerToken</remarks>
public sealed class InstallerToken
{
    internal InstallerToken(
        string installType, object token, DateTimeOffset created, DateTimeOffset expiration, string accountId, int durationMinutes, string? cloudId)
    {
        InstallType = installType;
        Token = token;
        Created = created;
        Expiration = expiration;
        AccountId = accountId;
        DurationMinutes = durationMinutes;
        CloudId = cloudId;
    }

    /// <summary>What the token installs, as the service wrote it: ATOM, MOLECULE, CLOUD, BROKER or GATEWAY.</summary>
    public string InstallType { get; }

    /// <summary>The token: a <see cref="SecureString"/>, or a string where the caller asked for plain text.</summary>
    public object Token { get; }

    /// <summary>When the service made it, in UTC.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>When it stops being good, in UTC.</summary>
    public DateTimeOffset Expiration { get; }

    /// <summary>The account that the runtime will belong to.</summary>
    public string AccountId { get; }

    /// <summary>How long it is good for from <see cref="Created"/> on, in minutes.</summary>
    public int DurationMinutes { get; }

    /// <summary>The runtime cloud; null where the service named none.</summary>
    public string? CloudId { get; }

    /// <summary>True once <see cref="Expiration"/> has passed by this machine's clock.</summary>
    public bool IsExpired => DateTimeOffset.UtcNow >= Expiration;

    /// <summary>The time left by this machine's clock; zero once expired.</summary>
    public TimeSpan TimeLeft => IsExpired ? TimeSpan.Zero : Expiration - DateTimeOffset.UtcNow;

    /// <summary>The input that it was made for, for who holds the token; it is no part of it. Null where there was none.</summary>
    internal object? Input { get; set; }

    /// <summary>The same with its text in a SecureString.</summary>
    internal InstallerToken Secured() => Token is string token
        ? new InstallerToken(InstallType, SecureText.FromString(token), Created, Expiration, AccountId, DurationMinutes, CloudId) { Input = Input }
        : this;

    /// <summary>The service's own JSON document: with the token in it only if <see cref="Token"/> is a string.</summary>
    public override string ToString()
    {
        var document = new JObject { ["@type"] = "InstallerToken", ["installType"] = InstallType };
        if (Token is string token)
        {
            document["token"] = token;
        }

        document["expiration"] = Date(Expiration);
        document["created"] = Date(Created);
        document["accountId"] = AccountId;
        document["durationMinutes"] = DurationMinutes;
        if (CloudId is not null)
        {
            document["cloudId"] = CloudId;
        }

        return document.ToString(Formatting.None);
    }

    // The form in which the service writes them.
    private static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
