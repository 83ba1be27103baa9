using System;
using System.Xml.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Boomi;

/// <summary>Content negotiation and error responses of the Boomi Platform API.</summary>
internal static class BoomiResponse
{
    private const string XmlMediaType = "application/xml";

    /// <summary>True if the client accepts JSON. The default is XML (OpenAPI description, introduction).</summary>
    public static bool AcceptsJson(Request request) =>
        (request.Header("Accept") ?? string.Empty).IndexOf("json", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>True if the request body is JSON. The default is XML.</summary>
    public static bool IsJson(Request request) => request.MediaType.EndsWith("json", StringComparison.Ordinal);

    public static Response Error(BoomiErrorFormat format, bool json, int status, string id, string message)
    {
        if (format == BoomiErrorFormat.UserMessage)
        {
            return Xml(
                status,
                new XElement("UserMessage", new XAttribute("id", id), new XAttribute("type", "error"), new XElement("Data", message)));
        }

        if (!json || format == BoomiErrorFormat.Xml)
        {
            return Xml(status, new XElement("error", new XElement("message", message)));
        }

        return Response.Json(status, format switch
        {
            BoomiErrorFormat.Nested => new JObject { ["error"] = new JObject { ["message"] = message } },
            BoomiErrorFormat.Typed => new JObject { ["@type"] = "Error", ["message"] = message },
            _ => new JObject { ["message"] = message },
        });
    }

    public static Response Xml(int status, XElement root) =>
        Response.Text(status, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + root.ToString(SaveOptions.DisableFormatting), XmlMediaType);
}
