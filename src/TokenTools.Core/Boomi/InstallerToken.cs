using System;
using System.Globalization;
using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>A Boomi installer token, which installs a runtime into an account without a user's password.</summary>
/// <remarks>Fields: https://developer.boomi.com/docs/api/platformapi/InstallerToken</remarks>
public sealed class InstallerToken
{
    internal InstallerToken(
        string installType,
        TokenSecret secret,
        DateTimeOffset created,
        DateTimeOffset expiration,
        string accountId,
        int durationMinutes,
        string? cloudId,
        ServiceTime? time = null)
    {
        InstallType = installType;
        Secret = secret;
        Created = created;
        Expiration = expiration;
        AccountId = accountId;
        DurationMinutes = durationMinutes;
        CloudId = cloudId;
        Time = time ?? ServiceTime.Local;
    }

    /// <summary>What the token installs, in the service's spelling: ATOM, MOLECULE, CLOUD, BROKER or GATEWAY.</summary>
    public string InstallType { get; }

    /// <summary>The token: a <see cref="SecureString"/>, or a string if the caller requested plain text.</summary>
    public object Token => Secret.Value;

    /// <summary>When the service issued the token, in UTC.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>When the token expires, in UTC.</summary>
    public DateTimeOffset Expiration { get; }

    /// <summary>The account that the runtime will belong to.</summary>
    public string AccountId { get; }

    /// <summary>The token's lifetime from <see cref="Created"/> on, in minutes.</summary>
    public int DurationMinutes { get; }

    /// <summary>The runtime cloud; null if the service returned none.</summary>
    public string? CloudId { get; }

    /// <summary>True once <see cref="Expiration"/> has passed by the service's clock, as its response has shown it.</summary>
    public bool IsExpired => TimeLeft == TimeSpan.Zero;

    /// <summary>The time left by the service's clock; zero once expired.</summary>
    public TimeSpan TimeLeft => Expiration - Time.UtcNow is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>The service's clock.</summary>
    internal ServiceTime Time { get; }

    internal TokenSecret Secret { get; }

    /// <summary>The front end's input that the token was requested for; null for none. Not part of the token.</summary>
    internal object? Input { get; set; }

    /// <summary>The sentence about a token that was issued but not returned to the caller.</summary>
    internal MessageText NotReturned => new(
        nameof(Messages.InstallerTokenNotReturned), InstallType, DisplayText.Id(AccountId), TimeText.CeilingToMinute(Expiration));

    /// <summary>The same token as a <see cref="SecureString"/>.</summary>
    internal InstallerToken Secured() => Secret.IsPlainText
        ? new InstallerToken(InstallType, Secret.Secured(), Created, Expiration, AccountId, DurationMinutes, CloudId, Time) { Input = Input }
        : this;

    /// <summary>The service's own JSON document, which contains the token only if <see cref="Token"/> is a string.</summary>
    public override string ToString()
    {
        var document = new JObject { ["@type"] = "InstallerToken", ["installType"] = InstallType };
        if (Secret.PlainText is { } token)
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

    // The service's own format.
    private static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
