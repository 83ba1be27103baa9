using System;
using System.Xml.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Boomi;

/// <summary>JSON or XML, and how each says no.</summary>
internal static class BoomiFormat
{
    public const string Xml = "application/xml";

    /// <summary>XML is the default both ways; JSON must be asked for (OpenAPI description, introduction).</summary>
    public static bool WantsJson(ReceivedRequest request) =>
        (request.Header("Accept") ?? string.Empty).IndexOf("json", StringComparison.OrdinalIgnoreCase) >= 0;

    public static bool SendsJson(ReceivedRequest request) => request.MediaType.EndsWith("json", StringComparison.Ordinal);

    public static Answer Error(BoomiErrorShape shape, bool json, int status, string id, string message)
    {
        if (shape == BoomiErrorShape.UserMessage)
        {
            return OfXml(status, new XElement("UserMessage", new XAttribute("id", id), new XAttribute("type", "error"), new XElement("Data", message)));
        }

        if (!json || shape == BoomiErrorShape.Xml)
        {
            return OfXml(status, new XElement("error", new XElement("message", message)));
        }

        return Answer.OfJson(status, shape switch
        {
            BoomiErrorShape.Nested => new JObject { ["error"] = new JObject { ["message"] = message } },
            BoomiErrorShape.Typed => new JObject { ["@type"] = "Error", ["message"] = message },
            _ => new JObject { ["message"] = message },
        });
    }

    public static Answer OfXml(int status, XElement root) =>
        Answer.OfText(status, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + root.ToString(SaveOptions.DisableFormatting), Xml);
}
