using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Export;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools;

/// <summary>Recognizes a token of any platform in text: the token alone, or the JSON or XML document that contains it.</summary>
internal static class TokenText
{
    /// <summary>What an export of the token can contain. The text of an unknown kind of token has no variable and no expiration.</summary>
    /// <param name="text">The text; white space around it is ignored.</param>
    /// <exception cref="TokenArgumentException">The text is empty, or a document without a token.</exception>
    /// <exception cref="TokenFormatException">
    /// The text starts like a Onedata token but cannot be decoded, or is a JSON Web Token whose expiration cannot be read.
    /// </exception>
    public static TokenExport Read(SecureString text)
    {
        var secret = SecureText.Trim(text);
        if (secret.Length == 0)
        {
            throw new TokenArgumentException(TokenExport.InputKey, nameof(Messages.ExportInputEmpty));
        }

        return SecureText.WithChars(secret, static chars => chars[0] is '{' or '<')
            ? ReadDocument(SecureText.Reveal(secret))
            : ReadAlone(secret);
    }

    private static TokenExport ReadDocument(string document)
    {
        try
        {
            IExportableToken installer = InstallerToken.Parse(document);
            return installer.ToExport();
        }
        catch (TokenFormatException)
        {
            // The document of another kind of token.
        }

        var json = ResponseBody.ReadJsonObject(document);
        var token = json?["token"] ?? json?["bearerToken"] ?? json?["attributes"]?["bearerToken"];
        if (token is not JValue { Value: string { Length: > 0 and <= SecureText.LongestSecret } alone })
        {
            throw new TokenArgumentException(TokenExport.InputKey, nameof(Messages.ExportInputNoToken));
        }

        var content = ReadAlone(SecureText.FromString(alone));
        return new TokenExport(content.Secret, _ => json!.ToString(Formatting.None))
        {
            VariableName = content.VariableName,
            Password = content.Password,
            PasswordVariableName = content.PasswordVariableName,
            Expiration = content.Expiration,
            IsExpired = content.IsExpired,
        };
    }

    private static TokenExport ReadAlone(SecureString secret)
    {
        if (SecureText.WithChars(secret, TokenForm.IsOnedata))
        {
            IExportableToken token = OnedataToken.Decode(secret);
            return token.ToExport();
        }

        return BoomiTokenPattern.IsInstallerToken(SecureText.Reveal(secret))
            ? Opaque(secret, InstallerForm.TokenVariable)
            : BearerToken.TryExport(secret) ?? Opaque(secret, null);
    }

    private static TokenExport Opaque(SecureString secret, string? variableName) =>
        new(TokenSecret.FromSecureString(secret), static token => new JObject { ["token"] = token }.ToString(Formatting.None))
        {
            VariableName = variableName,
        };
}
