using System;
using System.Security;
using System.Text.RegularExpressions;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>
/// Distinguishes Boomi's two kinds of tokens, which are often confused, by their usual format. Both are opaque, so the format is only
/// an indication.
/// </summary>
internal static class BoomiTokenPattern
{
    /// <summary>The prefix of the user name if an API token is used instead of the password.</summary>
    public const string ApiTokenPrefix = "BOOMI_TOKEN.";

    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly Regex InstallerToken = new(@"\A\s*(?:atom|molecule|cloud|broker|gateway)-" + Uuid + @"\s*\z", Options);

    private static readonly Regex ApiToken = new(@"\A\s*(?:BOOMI_TOKEN\.\S*|" + Uuid + @")\s*\z", Options);

    /// <summary>An installer token, also in the service's XML document.</summary>
    public static TokenKind InstallerTokenKind { get; } = new(
        nameof(Messages.TokenKindInstallerToken), static text => IsInstallerToken(text) || IsInstallerDocument(text));

    /// <summary>A platform API token with its user name; without it, a UUID may be anything.</summary>
    public static TokenKind ApiTokenKind { get; } = new(
        nameof(Messages.TokenKindBoomiApiToken), static text => text.StartsWith(ApiTokenPrefix, StringComparison.Ordinal));

    /// <summary>
    /// True for text such as molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5
    /// (https://developer.boomi.com/docs/api/platformapi/InstallerToken).
    /// </summary>
    public static bool IsInstallerToken(string text) => InstallerToken.IsMatch(text);

    /// <summary>True for text of that form that names the install type.</summary>
    public static bool IsInstallerToken(string text, string installType) =>
        IsInstallerToken(text) && text.TrimStart().StartsWith(installType + "-", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// True for text such as 123aab45-67b8-9012-3a45-67c8e9e01e23, with or without its user name
    /// (https://developer.boomi.com/docs/APIs/PlatformAPI/Introduction/Platform_API_and_Partner_API_authentication).
    /// </summary>
    public static bool IsApiToken(string text) => ApiToken.IsMatch(text);

    /// <summary>True for a string or <see cref="SecureString"/> that <see cref="IsApiToken(string)"/> is true for.</summary>
    public static bool IsApiToken(object? secret) => secret switch
    {
        string text => IsApiToken(text),
        SecureString secure => IsApiToken(SecureText.Reveal(secure)),
        _ => false,
    };

    private static bool IsInstallerDocument(string text) => text.StartsWith("<", StringComparison.Ordinal)
        && InstallerTokenDocument.ReadFields(text) is { } fields && fields.TryGetValue("token", out var token)
        && token is not null && IsInstallerToken(token);
}
