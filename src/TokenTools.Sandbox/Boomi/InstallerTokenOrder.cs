using System;
using System.Collections.Generic;
using System.Globalization;
using System.Xml;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Http;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Boomi;

/// <summary>What a request asks to be made.</summary>
internal sealed class InstallerTokenOrder
{
    private InstallerTokenOrder(string installType, int durationMinutes, string? cloudId)
    {
        InstallType = installType;
        DurationMinutes = durationMinutes;
        CloudId = cloudId;
    }

    public string InstallType { get; }

    public int DurationMinutes { get; }

    public string? CloudId { get; }

    /// <summary>Reads a body in the format that its Content-Type names; the order, or what is wrong with it.</summary>
    public static (InstallerTokenOrder? Order, string? Problem) Read(ReceivedRequest request)
    {
        var fields = BoomiFormat.SendsJson(request) ? FromJson(request.Text) : FromXml(request.Text);
        if (fields is null)
        {
            return (null, "The request body could not be read as an InstallerToken.");
        }

        fields.TryGetValue("installType", out var type);
        var known = false;
        foreach (var name in InstallerTokenRequest.InstallTypes.Keys)
        {
            known |= name == type;
        }

        if (!known)
        {
            return (null, "Invalid value for installType: " + (type ?? "null"));
        }

        fields.TryGetValue("durationMinutes", out var text);
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes)
            || minutes is < InstallerTokenRequest.ShortestMinutes or > InstallerTokenRequest.LongestMinutes)
        {
            return (null, "The durationMinutes must be from 30 to 1440.");
        }

        fields.TryGetValue("cloudId", out var cloud);
        return type == "CLOUD" && string.IsNullOrWhiteSpace(cloud)
            ? (null, "The cloudId is required for installType CLOUD.")
            : (new InstallerTokenOrder(type!, minutes, type == "CLOUD" ? cloud : null), null);
    }

    private static Dictionary<string, string>? FromJson(string text)
    {
        if (ResponseBody.ReadJsonObject(text) is not { } json || ((string?)(json["@type"] as JValue) ?? "InstallerToken") != "InstallerToken")
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

    private static Dictionary<string, string>? FromXml(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        bool Root(XmlReader reader)
        {
            if (reader.LocalName != "InstallerToken" || reader.NamespaceURI != InstallerTokenDocument.Namespace.NamespaceName)
            {
                return false;
            }

            while (reader.MoveToNextAttribute())
            {
                fields[reader.LocalName] = reader.Value;
            }

            return true;
        }

        return ResponseBody.TryReadXml(text, Root) ? fields : null;
    }
}
