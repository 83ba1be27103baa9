using System;
using System.Globalization;
using System.Linq;
using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>Recognizes a token that is not one of Onedata, by its form, and describes it without its secret.</summary>
internal static class TokenInspection
{
    /// <summary>The kind of a Onedata token.</summary>
    public const string Onedata = "onedataToken";

    /// <summary>Describes a token.</summary>
    /// <exception cref="TokenFormatException">Its form is not known.</exception>
    public static CommandResult Inspect(SecureString token)
    {
        var text = SecureText.WithChars(token, static chars => new string(chars).Trim('\uFEFF').Trim());
        return BoomiTokenPattern.IsInstallerToken(text) ? InstallerToken(text)
            : text.StartsWith('{') && text.Contains("\"bearerToken\"", StringComparison.Ordinal) ? Bootstrap(token)
            : text.StartsWith('{') || text.StartsWith('<') ? InstallerDocument(text)
            : BoomiTokenPattern.IsApiToken(text) ? Describe("platformApiToken", "platform API token of Boomi, which contains nothing else")
            : JsonWebToken.TryRead(text) is { } jwt ? Describe(jwt)
            : ShaCryptHash.TryParse(text) is { } hash ? Describe(hash)
            : Bootstrap(token);
    }

    /// <summary>Adds the kind of a token to its description.</summary>
    public static CommandResult WithKind(CommandResult result, string kind, string text)
    {
        var json = JObject.Parse(result.Json);
        json.AddFirst(new JProperty("kind", kind));
        return result with { Json = json.ToString(Formatting.None), Rows = [("Kind", text), .. result.Rows] };
    }

    private static CommandResult InstallerToken(string text) => Describe(
        "installerToken",
        "installer token of Boomi",
        ("installType", "InstallType", text[..text.IndexOf('-', StringComparison.Ordinal)].ToUpperInvariant()));

    private static CommandResult InstallerDocument(string text)
    {
        if (InstallerTokenDocument.ReadFields(text) is not { } fields || !fields.TryGetValue("token", out var token)
            || token is null || !BoomiTokenPattern.IsInstallerToken(token))
        {
            throw new TokenFormatException(nameof(Messages.TokenUnknown));
        }

        var input = InstallerTokenInput.FromFields(fields, null);
        return Describe(
            "installerToken",
            "installer token of Boomi",
            ("installType", "InstallType", input.InstallType),
            ("accountId", "AccountId", input.AccountId is { } account ? ShownAccount(account) : null),
            ("expiresAt", "Expires", input.Expiration));
    }

    // An id of an account is not a secret, but an API token may have been entered in its place.
    private static string ShownAccount(string id) =>
        BoomiTokenPattern.IsApiToken(id) ? DisplayText.Sanitize(id).ToString() : DisplayText.Id(id).ToString();

    private static CommandResult Describe(JsonWebToken token) => Describe(
        "jsonWebToken",
        "JSON Web Token, whose signature is not verified",
        ("algorithm", "Algorithm", token.Algorithm),
        ("keyId", "KeyId", token.KeyId),
        ("issuer", "Issuer", token.Issuer),
        ("subject", "Subject", token.Subject),
        ("issuedAt", "Issued", token.IssuedAt),
        ("expiresAt", "Expires", token.ExpiresAt));

    private static CommandResult Describe(ShaCryptHash hash) => Describe(
        "passwordHash",
        "SHA-crypt hash of a password, for an Organization of GoodData.CN",
        ("algorithm", "Algorithm", hash.Algorithm.ToString()),
        ("rounds", "Rounds", hash.Rounds ?? ShaCryptHash.DefaultRounds));

    private static CommandResult Bootstrap(SecureString secret)
    {
        var token = ReadBootstrap(secret);
        return token.TokenId == BootstrapTokenFactory.TokenId
            ? WithKind(GoodDataResult.Of(token), "bootstrapToken", "bootstrap token of GoodData.CN")
            : WithKind(GoodDataResult.Of(token), "apiToken", "API token of GoodData.CN");
    }

    private static CommandResult Describe(string kind, string text, params (string Name, string Label, object? Value)[] fields)
    {
        var json = new JObject();
        foreach (var (name, _, value) in fields)
        {
            json[name] = value is DateTimeOffset time ? JsonDate.Utc(time) : value is null ? JValue.CreateNull() : JToken.FromObject(value);
        }

        return WithKind(
            new CommandResult(json.ToString(Formatting.None))
            {
                Rows = [.. fields.Select(static field => (field.Label, field.Value is DateTimeOffset time
                    ? TimeText.WithZone(time)
                    : Convert.ToString(field.Value, CultureInfo.InvariantCulture)))],
            },
            kind,
            text);
    }

    private static BootstrapToken ReadBootstrap(SecureString token)
    {
        try
        {
            return BootstrapTokenReader.Read(token);
        }
        catch (TokenFormatException error) when (!IsNamed(error) && !SecureText.WithChars(token, HasColon))
        {
            throw new TokenFormatException(nameof(Messages.TokenUnknown));
        }
    }

    // Text that was recognized as something else.
    private static bool IsNamed(TokenFormatException error) =>
        error.ErrorId == nameof(Messages.BootstrapTokenEncodedTwice);

    // The parts of a bootstrap token are separated by colons, before and after base64.
    private static bool HasColon(char[] text)
    {
        if (Array.IndexOf(text, ':') >= 0)
        {
            return true;
        }

        var bytes = new byte[text.Length];
        var isBase64 = Convert.TryFromBase64Chars(text.AsSpan().Trim(), bytes, out var length);
        var found = isBase64 && bytes.AsSpan(0, length).Contains((byte)':');
        Array.Clear(bytes);
        return found;
    }
}
