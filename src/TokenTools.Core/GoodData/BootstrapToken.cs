using System.Collections.Generic;
using System.Security;
using TokenTools.Export;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>A GoodData.CN bootstrap token: the API token of a new organization's first administrator, which is created locally.</summary>
/// <remarks>
/// The token is <c>base64(user ":" "bootstrap" ":" password)</c>. It works once the Organization resource contains the password's hash
/// (https://www.gooddata.com/developers/cloud-native/doc/1.4/administration/organization/).
/// </remarks>
public sealed class BootstrapToken : IExportableToken
{
    internal BootstrapToken(
        string userName, string tokenId, TokenSecret secret, SecureString password, IReadOnlyList<TokenWarning> warnings)
    {
        UserName = userName;
        TokenId = tokenId;
        Secret = secret;
        Password = password;
        Warnings = new TextList<TokenWarning>(warnings, " ");
    }

    /// <summary>The administrator's user id.</summary>
    public string UserName { get; }

    /// <summary>The API token's id, which the platform fixes as <c>bootstrap</c>.</summary>
    public string TokenId { get; }

    /// <summary>The bearer token: a <see cref="SecureString"/>, or a string if the caller requested plain text.</summary>
    public object Token => Secret.Value;

    /// <summary>The password in the token. The Organization resource contains its hash.</summary>
    public SecureString Password { get; }

    /// <summary>Possible problems with the token; empty if there are none.</summary>
    public IReadOnlyList<TokenWarning> Warnings { get; }

    internal TokenSecret Secret { get; }

    /// <summary>The front end's input that the token was created for; null for none. Not part of the token.</summary>
    internal object? Input { get; set; }

    /// <summary>The same token as a SecureString.</summary>
    internal BootstrapToken Secured() => Secret.IsPlainText
        ? new BootstrapToken(UserName, TokenId, Secret.Secured(), Password, Warnings) { Input = Input }
        : this;

    /// <summary>
    /// JSON with the platform's names: <c>userId</c>, <c>tokenId</c> and, only if <see cref="Token"/> is a string, <c>bearerToken</c>.
    /// </summary>
    public override string ToString() => ToJson(Secret.PlainText);

    // The password's variable: https://www.gooddata.com/developers/cloud-native/doc/3.19/install/install-on-azure/organization/
    TokenExport IExportableToken.ToExport() => new(Secret, ToJson)
    {
        VariableName = GoodDataEnvironment.Token,
        Password = Password,
        PasswordVariableName = "GD_ADMIN_USER_PASSWORD",
    };

    /// <summary>The JSON document of the token, to which a front end can add.</summary>
    internal JsonObjectText ToDocument() => ToDocument(Secret.PlainText);

    private string ToJson(string? token) => ToDocument(token).ToString();

    private JsonObjectText ToDocument(string? token)
    {
        var document = new JsonObjectText().Add("userId", UserName).Add("tokenId", TokenId);
        return token is null ? document : document.Add("bearerToken", token);
    }
}
