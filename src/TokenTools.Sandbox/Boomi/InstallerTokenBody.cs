using System;
using System.Collections.Generic;
using System.Globalization;
using System.Xml;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Http;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Boomi;

/// <summary>The body of a request for an installer token.</summary>
/// <param name="InstallType">The install type.</param>
/// <param name="DurationMinutes">The lifetime in minutes.</param>
/// <param name="CloudId">The runtime cloud of install type CLOUD; null otherwise.</param>
internal sealed record InstallerTokenBody(string InstallType, int DurationMinutes, string? CloudId)
{
    /// <summary>Parses and validates a body in the format that its Content-Type names.</summary>
    /// <returns>The body, or the message of the error.</returns>
    public static (InstallerTokenBody? Body, string? Error) Parse(Request request)
    {
        var fields = BoomiResponse.IsJson(request) ? ParseJson(request.Text) : ParseXml(request.Text);
        if (fields is null)
        {
            return (null, "The request body could not be read as an InstallerToken.");
        }

        fields.TryGetValue("installType", out var type);
        var isKnown = false;
        foreach (var name in InstallerTokenRequest.InstallTypes.Keys)
        {
            isKnown |= name == type;
        }

        if (!isKnown)
        {
            return (null, "Invalid value for installType: " + EchoedText.Limit(type ?? "null"));
        }

        fields.TryGetValue("durationMinutes", out var text);
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes)
            || minutes is < InstallerTokenRequest.ShortestMinutes or > InstallerTokenRequest.LongestMinutes)
        {
            return (null, "The durationMinutes must be from 30 to 1440.");
        }

        fields.TryGetValue("cloudId", out var cloudId);
        if (type != "CLOUD")
        {
            return (new InstallerTokenBody(type!, minutes, null), null);
        }

        return string.IsNullOrWhiteSpace(cloudId) ? (null, "The cloudId is required for installType CLOUD.")
            : cloudId!.Length > EchoedText.MaximumIdLength ? (null, "The cloudId is too long.")
            : (new InstallerTokenBody(type, minutes, cloudId), null);
    }

    private static Dictionary<string, string>? ParseJson(string text)
    {
        if (ResponseBody.ReadJsonObject(text) is not { } json
            || ((string?)(json["@type"] as JValue) ?? "InstallerToken") != "InstallerToken")
        {
            return null;
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in json.Properties())
        {
            if (property.Value is JValue { Value: not null } value)
            {
                fields[property.Name] = Convert.ToString(value.Value, CultureInfo.InvariantCulture) ?? string.Empty;
            }
        }

        return fields;
    }

    private static Dictionary<string, string>? ParseXml(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        bool ReadRoot(XmlReader reader)
        {
            if (reader.LocalName != "InstallerToken" || reader.NamespaceURI != InstallerTokenResponse.Namespace.NamespaceName)
            {
                return false;
            }

            while (reader.MoveToNextAttribute())
            {
                fields[reader.LocalName] = reader.Value;
            }

            return true;
        }

        return ResponseBody.TryReadXml(text, ReadRoot) ? fields : null;
    }
}
