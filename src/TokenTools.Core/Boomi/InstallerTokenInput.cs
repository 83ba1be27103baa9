using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Rows;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>An installer token that is passed to an installer or a container: one that was created here, or somewhere else.</summary>
/// <remarks>
/// Boomi's user interface creates tokens for another person to use (help.boomi.com), so the token may be known only as text.
/// </remarks>
internal sealed class InstallerTokenInput
{
    /// <summary>The key of the setting with the token.</summary>
    public const string Key = "InputObject";

    // What a SecureString becomes as text, for example in a CSV file.
    private const string SecureStringAsText = "System.Security.SecureString";

    private readonly InstallerToken? _token;

    private InstallerTokenInput(string installType, TokenSecret secret, DateTimeOffset? expiration, string? accountId, InstallerToken? token)
    {
        InstallType = installType;
        Secret = secret;
        Expiration = expiration;
        AccountId = accountId;
        _token = token;
    }

    /// <summary>What the token installs.</summary>
    public string InstallType { get; }

    /// <summary>The token's text.</summary>
    public TokenSecret Secret { get; }

    /// <summary>When the token expires; null if that is not known.</summary>
    public DateTimeOffset? Expiration { get; }

    /// <summary>The account that the token is for; null if that is not known.</summary>
    public string? AccountId { get; }

    /// <summary>The time left by the service's clock, as far as it is known; null if the expiration is not known.</summary>
    public TimeSpan? TimeLeft => _token is not null ? _token.TimeLeft
        : Expiration is not { } expiration ? null
        : expiration > SystemClock.Instance.UtcNow ? expiration - SystemClock.Instance.UtcNow
        : TimeSpan.Zero;

    /// <summary>True for a token whose text the service has returned to this program.</summary>
    public bool IsFromService => _token is not null;

    /// <summary>A token that the service has returned to this program.</summary>
    public static InstallerTokenInput From(InstallerToken token) =>
        new(token.InstallType, token.Secret, token.Expiration, token.AccountId, token);

    /// <summary>A token as text: the token itself, or the service's document in JSON or XML.</summary>
    /// <param name="text">The text. White space around it is ignored.</param>
    /// <param name="installType">What the token installs; null if the document contains it.</param>
    /// <exception cref="TokenArgumentException">It is not an installer token, or what it installs is not known.</exception>
    public static InstallerTokenInput FromText(SecureString text, string? installType)
    {
        var isDocument = SecureText.WithChars(text, static chars => Array.Find(chars, static c => !char.IsWhiteSpace(c)) is '{' or '<');
        return isDocument
            ? FromFields(ReadDocument(text), installType)
            : Create(text, null, installType, null, null);
    }

    /// <summary>The row that a token was created for, which a document that tokentools has written contains as <c>input</c>.</summary>
    /// <param name="text">The document, or other text, which has no row.</param>
    /// <exception cref="TokenArgumentException">A column looks like a setting but is not one.</exception>
    public static Row ReadRow(SecureString text)
    {
        var isJson = SecureText.WithChars(text, static chars => Array.Find(chars, static c => !char.IsWhiteSpace(c)) is '{');
        return isJson && ResponseBody.ReadJsonObject(SecureText.Reveal(text))?["input"] is JObject row
            ? new RowReader(InstallerRow.Settings).Read(
                row.Properties().Select(static column => column.Name),
                column => row[column] is JValue { Value: var value } ? value : null)
            : Row.Empty;
    }

    /// <summary>A token as the fields of the service's document.</summary>
    /// <param name="fields">The fields, with the names of the document.</param>
    /// <param name="installType">What the token installs; null if the fields contain it.</param>
    /// <exception cref="TokenArgumentException">It is not an installer token, or what it installs is not known.</exception>
    public static InstallerTokenInput FromFields(IReadOnlyDictionary<string, string?> fields, string? installType)
    {
        string? Field(string name) => fields.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value!.Trim() : null;
        var token = Field("token") ?? throw new TokenArgumentException(Key, nameof(Messages.InstallerInputNoToken), "token");
        return Create(
            SecureText.FromString(token),
            Field("installType"),
            installType,
            BoomiDate.Parse(Field("expiration")),
            Field("accountId"));
    }

    /// <summary>A token with what is known about it.</summary>
    /// <param name="secret">The token. White space around it is ignored.</param>
    /// <param name="ownType">What the token installs, according to its source; null if it is not known.</param>
    /// <param name="installType">What the token installs, according to the user; null for none.</param>
    /// <param name="expiration">When it expires; null if that is not known.</param>
    /// <param name="accountId">Its account; null if that is not known.</param>
    /// <exception cref="TokenArgumentException">It is not an installer token, or what it installs is not known.</exception>
    public static InstallerTokenInput Create(
        SecureString secret, string? ownType, string? installType, DateTimeOffset? expiration, string? accountId)
    {
        var text = SecureText.Trim(secret);
        if (text.Length == 0)
        {
            throw new TokenArgumentException(Key, nameof(Messages.InstallerInputEmpty));
        }

        var revealed = SecureText.Reveal(text);
        if (revealed == SecureStringAsText)
        {
            throw new TokenArgumentException(Key, nameof(Messages.InstallerInputTypeName));
        }

        if (BoomiTokenPattern.IsApiToken(revealed))
        {
            throw new TokenArgumentException(Key, nameof(Messages.InstallerInputApiToken));
        }

        if (TokenKinds.FindOther(revealed, BoomiTokenPattern.InstallerTokenKind) is { } other)
        {
            throw new TokenArgumentException(Key, other);
        }

        return new InstallerTokenInput(Type(ownType, installType), TokenSecret.FromSecureString(text), expiration, accountId, null);
    }

    private static string Type(string? own, string? specified)
    {
        var types = new[] { own, specified }.Where(static type => !string.IsNullOrWhiteSpace(type)).Select(static type => type!.Trim()).ToList();
        if (types.Count == 0)
        {
            throw new TokenArgumentException("InstallType", nameof(Messages.InstallerInputTypeMissing));
        }

        var known = types.ConvertAll(static type => InstallerTokenRequest.InstallTypes.ContainsKey(type) ? type.ToUpperInvariant()
            : throw new TokenArgumentException(
                "InstallType",
                nameof(Messages.InstallTypeUnknown),
                InstallerTokenSpec.IsWord(type) ? type : MessageText.Format(nameof(Messages.InstallTypeNotShown))));
        return known.Distinct().Count() == 1
            ? known[0]
            : throw new TokenArgumentException("InstallType", nameof(Messages.InstallerInputTypeDiffers), known[1], known[0]);
    }

    private static IReadOnlyDictionary<string, string?> ReadDocument(SecureString text) =>
        InstallerTokenDocument.ReadFields(SecureText.Reveal(SecureText.Trim(text)))
        ?? throw new TokenArgumentException(Key, nameof(Messages.InstallerInputUnreadable));
}
