using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Export;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>A Boomi installer token, which installs a runtime into an account without a user's password.</summary>
/// <remarks>Fields: https://developer.boomi.com/docs/api/platformapi/InstallerToken</remarks>
public sealed class InstallerToken : IExportableToken
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

    /// <summary>
    /// Reads the service's own document, in JSON or XML, with its token. PowerShell calls this to convert text to a token.
    /// </summary>
    /// <exception cref="TokenFormatException">The text is not such a document, or a documented field is missing or invalid.</exception>
    public static InstallerToken Parse(string document)
    {
        var fields = InstallerTokenDocument.ReadFields(document ?? throw new ArgumentNullException(nameof(document)))
            ?? throw new TokenFormatException(nameof(Messages.InstallerDocumentUnreadable));
        return FromFields(fields, Field(fields, "token") is { Length: <= SecureText.LongestSecret } token
            ? TokenSecret.FromString(token, asPlainText: false)
            : throw Incomplete("token"));
    }

    /// <summary>The service's own JSON document, which contains the token only if <see cref="Token"/> is a string.</summary>
    public override string ToString() => ToJson(Secret.PlainText);

    TokenExport IExportableToken.ToExport() => new(Secret, ToJson)
    {
        VariableName = InstallerForm.TokenVariable,
        Expiration = Expiration,
        IsExpired = IsExpired,
    };

    /// <summary>Reads a document without its token, as <see cref="ToDocument"/> writes it.</summary>
    /// <param name="document">The document.</param>
    /// <param name="secret">The token.</param>
    /// <param name="clockOffset">How far the service's clock is ahead of this machine's; null if that is not known.</param>
    /// <exception cref="TokenFormatException">The text is not such a document, or a documented field is missing or invalid.</exception>
    internal static InstallerToken FromDocument(string document, TokenSecret secret, TimeSpan? clockOffset = null) => FromFields(
        InstallerTokenDocument.ReadFields(document) ?? throw new TokenFormatException(nameof(Messages.InstallerDocumentUnreadable)),
        secret,
        ServiceTime.Local with { Offset = clockOffset ?? TimeSpan.Zero });

    /// <summary>The service's own JSON document without the token.</summary>
    internal string ToDocument() => ToJson(token: null);

    // The source is not a service with credentials that it could repeat: a file, or a test.
    private static InstallerToken FromFields(
        IReadOnlyDictionary<string, string?> fields, TokenSecret secret, ServiceTime? time = null) => new(
        Field(fields, "installType") is { } type && InstallerTokenSpec.IsWord(type) ? type : throw Incomplete("installType"),
        secret,
        ReadTime(fields, "created"),
        ReadTime(fields, "expiration"),
        TerminalText.Clean(Field(fields, "accountId") ?? throw Incomplete("accountId")),
        int.TryParse(Field(fields, "durationMinutes"), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            ? minutes
            : throw Incomplete("durationMinutes"),
        Field(fields, "cloudId") is { } cloud ? TerminalText.Clean(cloud) : null,
        time);

    private static string? Field(IReadOnlyDictionary<string, string?> fields, string name) =>
        fields.TryGetValue(name, out var value) && value is { Length: > 0 } ? value : null;

    private static DateTimeOffset ReadTime(IReadOnlyDictionary<string, string?> fields, string name) =>
        BoomiDate.Parse(Field(fields, name)) ?? throw Incomplete(name);

    private static TokenFormatException Incomplete(string field) =>
        new(nameof(Messages.InstallerDocumentIncomplete), DisplayText.Cleaned(field));

    private string ToJson(string? token)
    {
        var document = new JObject { ["@type"] = "InstallerToken", ["installType"] = InstallType };
        if (token is not null)
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
