using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Export;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>An API token of a user of GoodData.CN, which authenticates requests and never expires.</summary>
/// <remarks>gooddata/gooddata-python-sdk:schemas/gooddata-metadata-client.json, JsonApiApiTokenOut</remarks>
public sealed class GoodDataApiToken : IExportableToken
{
    internal GoodDataApiToken(string id, string userId, TokenSecret? secret)
    {
        Id = id;
        UserId = userId;
        Secret = secret;
    }

    /// <summary>The token's id, which is unique among the tokens of its user.</summary>
    public string Id { get; }

    /// <summary>The id of the user that the token acts as.</summary>
    public string UserId { get; }

    /// <summary>
    /// The token: a <see cref="SecureString"/>, or a string if the caller requested plain text; null for a token that was created before,
    /// because the organization shows the secret only once.
    /// </summary>
    public object? Token => Secret?.Value;

    internal TokenSecret? Secret { get; }

    /// <summary>The same token with a <see cref="SecureString"/>.</summary>
    internal GoodDataApiToken Secured() => Secret is { IsPlainText: true } ? new GoodDataApiToken(Id, UserId, Secret.Secured()) : this;

    /// <summary>The sentence about a token that was created but not returned to the caller.</summary>
    internal MessageText NotReturned => new(nameof(Messages.ApiTokenNotReturned), DisplayText.Id(Id), DisplayText.Id(UserId));

    /// <summary>
    /// The token as a resource object of the platform's API, which contains <c>bearerToken</c> only if <see cref="Token"/> is a string.
    /// </summary>
    public override string ToString() => ToJson(Secret?.PlainText);

    TokenExport IExportableToken.ToExport() => Secret is null
        ? throw new TokenArgumentException(TokenExport.InputKey, nameof(Messages.ExportWithoutSecret), DisplayText.Id(Id))
        : new(Secret, ToJson) { VariableName = GoodDataEnvironment.Token };

    private string ToJson(string? token)
    {
        var attributes = new JObject();
        if (token is not null)
        {
            attributes["bearerToken"] = token;
        }

        return new JObject { ["id"] = Id, ["type"] = "apiToken", ["attributes"] = attributes }.ToString(Formatting.None);
    }
}
