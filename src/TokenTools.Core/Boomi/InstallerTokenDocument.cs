using System;
using System.Collections.Generic;
using System.Globalization;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.Boomi;

/// <summary>The fields of the service's document about an installer token, in JSON or XML.</summary>
/// <remarks>Fields: https://developer.boomi.com/docs/api/platformapi/InstallerToken. Unknown fields are ignored.</remarks>
internal sealed class InstallerTokenDocument
{
    // The formats of this API: with or without milliseconds, and offsets without a colon (OpenAPI examples).
    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    private readonly Dictionary<string, string?> _fields = new(StringComparer.Ordinal);

    private InstallerTokenDocument()
    {
    }

    /// <summary>Reads the fields; null if the text is neither a JSON object nor an InstallerToken element.</summary>
    public static InstallerTokenDocument? Parse(string text)
    {
        var document = new InstallerTokenDocument();
        var fields = document._fields;
        if (ResponseBody.ReadJsonObject(text) is { } json)
        {
            foreach (var property in json.Properties())
            {
                fields[property.Name] = property.Name == "durationMinutes" ? Number(property.Value) : Text(property.Value);
            }

            return document;
        }

        return ResponseBody.TryReadXml(text, reader =>
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
        }) ? document : null;
    }

    /// <summary>A field's text; null if the field is missing, empty or not text.</summary>
    public string? Text(string name) => _fields.TryGetValue(name, out var value) && value is { Length: > 0 } ? value : null;

    /// <summary>A field's time, in UTC; null if the field is not a time.</summary>
    public DateTimeOffset? Time(string name) => DateTimeOffset.TryParseExact(
        Text(name),
        DateFormats,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var time)
        ? time
        : null;

    /// <summary>A field's whole number; null if the field is not one.</summary>
    public int? Number(string name) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(JToken value) => value is JValue { Type: JTokenType.String } text ? (string?)text : null;

    // Numbers occur as such, as text, and as ["Long", 60] (OpenAPI examples).
    private static string? Number(JToken value) => value switch
    {
        JArray { Count: 2 } pair when pair[0].Type == JTokenType.String => Number(pair[1]),
        JValue { Type: JTokenType.Integer } number => Convert.ToString(number.Value, CultureInfo.InvariantCulture),
        _ => Text(value),
    };
}
