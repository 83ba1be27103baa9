using System;
using System.Collections.Generic;
using System.Globalization;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.Boomi;

/// <summary>The service's document of an installer token, in JSON or XML.</summary>
/// <remarks>https://developer.boomi.com/docs/api/platformapi/InstallerToken</remarks>
internal static class InstallerTokenDocument
{
    /// <summary>Reads the fields as text; null if the text is not such a document.</summary>
    public static IReadOnlyDictionary<string, string?>? ReadFields(string text)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (ResponseBody.ReadJsonObject(text) is { } json)
        {
            foreach (var property in json.Properties())
            {
                fields[property.Name] = property.Name == "durationMinutes" ? Number(property.Value) : Text(property.Value);
            }

            return fields;
        }

        var isRead = ResponseBody.TryReadXml(text, reader =>
        {
            if (reader.LocalName != "InstallerToken")
            {
                return false;
            }

            while (reader.MoveToNextAttribute())
            {
                fields[reader.LocalName] = reader.Value;
            }

            return true;
        });
        return isRead ? fields : null;
    }

    private static string? Text(JToken value) => value is JValue { Type: JTokenType.String } text ? (string?)text : null;

    // Numbers occur as such, as text, and as ["Long", 60] (OpenAPI examples).
    private static string? Number(JToken value) => value switch
    {
        JArray { Count: 2 } pair when pair[0].Type == JTokenType.String => Number(pair[1]),
        JValue { Type: JTokenType.Integer } number => Convert.ToString(number.Value, CultureInfo.InvariantCulture),
        _ => Text(value),
    };
}
