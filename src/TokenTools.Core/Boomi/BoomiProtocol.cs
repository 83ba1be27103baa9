using System.Xml;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.Boomi;

/// <summary>The Boomi Platform API and how it describes its errors.</summary>
internal sealed class BoomiProtocol() : ServiceProtocol("Boomi")
{
    /// <summary>
    /// Reads the five documented or observed formats. They can be JSON or XML, regardless of the requested format:
    /// <c>{"message"}</c>, <c>{"error":{"message"}}</c>, <c>{"@type":"Error","message"}</c>,
    /// <c>&lt;error>&lt;message></c> and <c>&lt;UserMessage id>&lt;Data></c>
    /// (OpenAPI components.responses and introduction; help.boomi.com DataHub Platform API). Null for any other format.
    /// </summary>
    public override ServiceError? ReadError(ServiceResponse response)
    {
        if (ResponseBody.ReadJsonObject(response.Body) is { } json)
        {
            var error = json["error"] as JObject ?? json;
            return Message(error["message"] ?? json["message"]) is { } message
                ? new ServiceError(Message(error["id"]), message, ServiceError.NoDetails, null)
                : null;
        }

        string? id = null;
        string? text = null;
        ResponseBody.TryReadXml(response.Body, reader =>
        {
            id = reader.LocalName == "UserMessage" ? reader.GetAttribute("id") : null;
            while (text is null && reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName is "message" or "Data")
                {
                    text = reader.ReadString();
                }
            }

            return true;
        });
        return text is null ? null : new ServiceError(id, text, ServiceError.NoDetails, null);
    }

    /// <summary>What to do about an error. Invalid credentials are known to give 401 and 403, missing privileges 403 and 400.</summary>
    public override MessageText? Advise(int status, ServiceError? error) => status switch
    {
        400 => new MessageText(nameof(Messages.BoomiAdviceBadRequest)),
        401 => new MessageText(nameof(Messages.BoomiAdviceCredentials)),
        403 when error?.Id is "error.user.login" or "error.user.auth" => new MessageText(nameof(Messages.BoomiAdviceCredentials)),
        403 => new MessageText(nameof(Messages.BoomiAdviceForbidden)),
        404 => new MessageText(nameof(Messages.BoomiAdviceNotFound)),
        410 => new MessageText(nameof(Messages.BoomiAdviceGone)),
        429 or 503 => new MessageText(nameof(Messages.BoomiAdviceBusy)),
        _ => null,
    };

    private static string? Message(JToken? token) => token is JValue { Type: JTokenType.String } value ? (string?)value : null;
}
