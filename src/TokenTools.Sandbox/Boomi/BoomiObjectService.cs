using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi.Objects;
using TokenTools.Http;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Boomi;

/// <summary>The objects Atom, Environment, EnvironmentAtomAttachment and AuditLog of an account.</summary>
/// <remarks>
/// Source: the API's OpenAPI description. Requests must be JSON. The responses for names that are taken and for unknown ids are not
/// documented; the sandbox has its own.
/// </remarks>
internal sealed class BoomiObjectService
{
    private readonly BoomiQueryEngine _queries;
    private readonly object _gate = new();

    public BoomiObjectService(int pageSize) => _queries = new BoomiQueryEngine(pageSize);

    /// <summary>Handles a request; null if there is no such endpoint.</summary>
    /// <param name="request">The request.</param>
    /// <param name="segments">The path's segments below the account.</param>
    /// <param name="account">The account's data.</param>
    /// <param name="error">Creates an error response.</param>
    public Response? Handle(Request request, string[] segments, BoomiAccountData account, Func<int, string, Response> error)
    {
        if (segments.Length == 0 || Find(segments[0], account) is not var (kind, objects))
        {
            return null;
        }

        switch (request.Method, segments.Length, segments.ElementAtOrDefault(1))
        {
            case ("POST", 2, "query"):
                lock (_gate)
                {
                    var (page, problem) = _queries.Query(kind, request, objects);
                    return page is null ? error(400, problem!) : Ok(request, page);
                }

            case ("POST", 2, "queryMore"):
                lock (_gate)
                {
                    return request.MediaType == "text/plain" && _queries.QueryMore(kind, request.Text) is { } next
                        ? Ok(request, next)
                        : error(400, "The queryToken is not valid.");
                }

            case ("POST", 1, _) when kind == BoomiQueryKind.Environment:
                return CreateEnvironment(request, account, error);
            case ("POST", 1, _) when kind == BoomiQueryKind.Attachment:
                return Attach(request, account, error);
            case ("GET", 2, var id) when kind == BoomiQueryKind.Atom || kind == BoomiQueryKind.Environment:
                return objects.FirstOrDefault(item => (string?)item["id"] == id) is { } found
                    ? Ok(request, found)
                    : error(404, "The object does not exist.");
            default:
                return null;
        }
    }

    private static (BoomiQueryKind Kind, IEnumerable<JObject> Objects)? Find(string name, BoomiAccountData account) => name switch
    {
        "Atom" => (BoomiQueryKind.Atom, account.RuntimeObjects),
        "Environment" => (BoomiQueryKind.Environment, account.EnvironmentObjects),
        "EnvironmentAtomAttachment" => (BoomiQueryKind.Attachment, account.AttachmentObjects),
        "AuditLog" => (BoomiQueryKind.AuditLog, account.AuditLog),
        _ => null,
    };

    private static Response CreateEnvironment(Request request, BoomiAccountData account, Func<int, string, Response> error)
    {
        var (name, classification) = (Text(request, "name"), Text(request, "classification"));
        return string.IsNullOrWhiteSpace(name) || name!.Length > EchoedText.MaximumIdLength ? error(400, "The name is not valid.")
            : classification is not null && !BoomiRuntimeEnvironment.Classifications.ContainsKey(classification)
                ? error(400, "Invalid value for classification: " + EchoedText.Limit(classification))
            : account.CreateEnvironment(name, classification) is { } created ? Ok(request, created)
            : error(400, "An environment with the name " + EchoedText.Limit(name) + " already exists.");
    }

    private static Response Attach(Request request, BoomiAccountData account, Func<int, string, Response> error) =>
        account.Attach(Text(request, "atomId") ?? string.Empty, Text(request, "environmentId") ?? string.Empty) is { } attachment
            ? Ok(request, attachment)
            : error(400, "The Atom or the Environment does not exist.");

    private static string? Text(Request request, string name) =>
        BoomiResponse.IsJson(request) && ResponseBody.ReadJsonObject(request.Text)?[name] is JValue { Type: JTokenType.String } value
            ? (string?)value
            : null;

    private static Response Ok(Request request, JObject document) => BoomiResponse.AcceptsJson(request)
        ? Response.Json(200, document)
        : BoomiResponse.Xml(200, ToXml(document));

    // Values are attributes, and a page's results are elements.
    private static XElement ToXml(JObject document)
    {
        var element = new XElement(InstallerTokenResponse.Namespace + ((string?)document["@type"] ?? "Object"));
        foreach (var property in document.Properties().Where(static property => property.Name != "@type"))
        {
            if (property.Value is JArray items)
            {
                element.Add(items.OfType<JObject>().Select(ToXml));
            }
            else if (property.Name == "queryToken")
            {
                element.Add(new XElement(InstallerTokenResponse.Namespace + property.Name, (string?)property.Value));
            }
            else
            {
                element.Add(new XAttribute(property.Name, property.Value.ToString()));
            }
        }

        return element;
    }
}
