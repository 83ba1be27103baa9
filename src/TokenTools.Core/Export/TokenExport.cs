using System;
using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Export;

/// <summary>What an export of a token can contain.</summary>
/// <param name="secret">The token.</param>
/// <param name="toJson">The service's own JSON document, with a token.</param>
internal sealed class TokenExport(TokenSecret secret, Func<string, string> toJson)
{
    /// <summary>The key of the setting with the token.</summary>
    public const string InputKey = "InputObject";

    private const string PasswordField = "password";

    /// <summary>The token.</summary>
    public TokenSecret Secret => secret;

    /// <summary>The environment variable that the token's consumer reads; null if none is documented.</summary>
    public string? VariableName { get; init; }

    /// <summary>The password in the token; null for none.</summary>
    public SecureString? Password { get; init; }

    /// <summary>The environment variable for the password.</summary>
    public string? PasswordVariableName { get; init; }

    /// <summary>When the token expires; null for never, or if that is not known.</summary>
    public DateTimeOffset? Expiration { get; init; }

    /// <summary>Whether it has expired by the service's clock, as far as that is known.</summary>
    public bool IsExpired { get; init; }

    /// <summary>Rejects a token that has expired, or that no file with one value on a line can contain.</summary>
    /// <exception cref="TokenArgumentException">The token cannot be exported.</exception>
    public void Validate()
    {
        if (IsExpired)
        {
            throw new TokenArgumentException(InputKey, nameof(Messages.ExportTokenExpired), Expiration!.Value.UtcDateTime);
        }

        NamedValue.ValidateSecret(secret.ToSecureString(), InputKey);
    }

    /// <summary>The service's own JSON document with the token, and with the password if it is requested.</summary>
    public string ToJson(bool includePassword)
    {
        var json = toJson(secret.Reveal());
        if (!includePassword)
        {
            return json;
        }

        var document = JObject.Parse(json);
        document[PasswordField] = SecureText.Reveal(Password!);
        return document.ToString(Formatting.None);
    }
}
