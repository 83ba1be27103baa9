using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Export;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>
/// A token with which requests are authenticated: a bootstrap token, another API token or a JSON Web Token. What it contains is read, not
/// verified.
/// </summary>
internal sealed class BearerToken
{
    // ServerBearerTokenAuthenticationConverter of Spring Security
    private static readonly Regex Pattern = new(@"\A[A-Za-z0-9._~+/-]+=*\z", RegexOptions.CultureInvariant);

    private BearerToken(SecureString secret) => Secret = secret;

    /// <summary>The token.</summary>
    public SecureString Secret { get; }

    /// <summary>The secret part of an API token; null for any other.</summary>
    public SecureString? Password { get; private init; }

    /// <summary>The user's id; null if the token does not contain it.</summary>
    public string? UserId { get; private init; }

    /// <summary>The API token's id; null for any other token.</summary>
    public string? TokenId { get; private init; }

    /// <summary>When the token expires; null for never, or if the token does not contain it.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>The possible problems with an API token.</summary>
    public IReadOnlyList<TokenWarning> Warnings { get; private init => field = new TextList<TokenWarning>(value, " "); } =
        TextList<TokenWarning>.None;

    /// <summary>Reads a token, without surrounding white space.</summary>
    /// <param name="token">The token.</param>
    /// <param name="address">The address at which it is used.</param>
    /// <exception cref="TokenArgumentException">There is no token, or a header cannot contain it.</exception>
    /// <exception cref="TokenFormatException">It is a JSON Web Token whose expiration cannot be read.</exception>
    public static BearerToken Read(SecureString? token, Uri address)
    {
        var text = SecureText.WithChars(token ?? new SecureString(), static chars => new string(chars).Trim('\uFEFF').Trim());
        if (text.Length == 0)
        {
            throw new TokenArgumentException("Token", nameof(Messages.GoodDataTokenMissing));
        }

        if (TokenKinds.FindOther(text, ApiTokenForm.Kind, ApiTokenForm.BootstrapKind, TokenKinds.JsonWebToken) is { } other)
        {
            throw new TokenArgumentException("Token", other);
        }

        if (!Pattern.IsMatch(text))
        {
            throw new TokenArgumentException(
                "Token", text.Any(char.IsWhiteSpace) ? nameof(Messages.BootstrapTokenLineWrapped) : nameof(Messages.GoodDataTokenInvalid));
        }

        var secret = SecureText.FromString(text);
        return TokenFormatException.ForSetting("Token", () => ReadJwt(text, secret)) ?? ReadApiToken(secret, address) ?? new BearerToken(secret);
    }

    /// <summary>What an export of a bootstrap token, an API token or a JSON Web Token can contain; null for any other text.</summary>
    /// <exception cref="TokenFormatException">It is a JSON Web Token whose expiration cannot be read.</exception>
    public static TokenExport? TryExport(SecureString secret)
    {
        try
        {
            IExportableToken bootstrap = BootstrapTokenReader.Read(secret);
            return bootstrap.ToExport();
        }
        catch (TokenFormatException)
        {
            return ReadJwt(SecureText.Reveal(secret), secret) is { } jwt
                ? new TokenExport(
                    TokenSecret.FromSecureString(secret), static token => new JObject { ["token"] = token }.ToString(Formatting.None))
                {
                    VariableName = GoodDataEnvironment.Token,
                    Expiration = jwt.ExpiresAt,
                    IsExpired = jwt.ExpiresAt <= SystemClock.Instance.UtcNow,
                }
                : null;
        }
    }

    private static BearerToken? ReadApiToken(SecureString secret, Uri address)
    {
        try
        {
            var token = BootstrapTokenReader.Read(secret);
            var ofAddress = BootstrapTokenReader.WarnOfCommunityDefault(token, address);
            return new BearerToken(secret)
            {
                Password = token.Password,
                UserId = token.UserName,
                TokenId = token.TokenId,
                // A connection is expected to have an ordinary API token.
                Warnings = [.. token.Warnings.Where(static warning => warning.Id != nameof(Messages.BootstrapTokenIdOther)),
                    .. ofAddress is null ? [] : new[] { ofAddress }],
            };
        }
        catch (TokenFormatException)
        {
            // The form of API tokens is not documented, only that of the bootstrap token.
            return null;
        }
    }

    private static BearerToken? ReadJwt(string text, SecureString secret) => JsonWebToken.TryRead(text) is { } token
        ? new BearerToken(secret)
        {
            UserId = token.Subject is { } user && GoodDataId.IsValid(user) ? user : null,
            ExpiresAt = token.ExpiresAt,
        }
        : null;
}
