using System;
using System.Collections.Generic;
using System.Globalization;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>Reads the answer that holds an installer token, in JSON or XML.</summary>
internal static class InstallerTokenReader
{
    // Seen in this API: no fraction, milliseconds, and offsets without a colon (OpenAPI examples).
    private static readonly string[] DateForms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    public static InstallerToken Read(ServiceClient client, ServiceRequest request, ServiceResponse response, bool asPlainText)
    {
        if (response.Cut)
        {
            throw client.InvalidResponse(request, response, nameof(Messages.AnswerTooLarge));
        }

        var fields = Fields(response.Body)
            ?? throw client.InvalidResponse(request, response, nameof(Messages.AnswerUnreadable));

        // Unknown fields are let be: the service adds some without notice. Of those that it documents, none may be missing.
        string Text(string name) => fields.TryGetValue(name, out var value) && value is string { Length: > 0 } text
            ? text
            : throw client.InvalidResponse(request, response, nameof(Messages.AnswerIncomplete), name);

        DateTimeOffset Date(string name) =>
            DateTimeOffset.TryParseExact(Text(name), DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
                ? date
                : throw client.InvalidResponse(request, response, nameof(Messages.AnswerIncomplete), name);

        int Minutes(string name) =>
            int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                ? minutes
                : throw client.InvalidResponse(request, response, nameof(Messages.AnswerIncomplete), name);

        var token = Text("token");
        if (token.Length > SecureText.LongestSecret)
        {
            throw client.InvalidResponse(request, response, nameof(Messages.AnswerTooLarge));
        }

        var result = new InstallerToken(
            Text("installType"),
            asPlainText ? token : SecureText.FromString(token),
            Date("created"),
            Date("expiration"),
            Text("accountId"),
            Minutes("durationMinutes"),
            fields.TryGetValue("cloudId", out var cloud) && cloud is { Length: > 0 } ? cloud : null);
        return result;
    }

    private static Dictionary<string, string?>? Fields(string body)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (ResponseBody.ReadJsonObject(body) is { } json)
        {
            foreach (var property in json.Properties())
            {
                fields[property.Name] = property.Name == "durationMinutes" ? Number(property.Value) : Text(property.Value);
            }

            return fields;
        }

        var isXml = ResponseBody.TryReadXml(body, reader =>
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
        return isXml ? fields : null;
    }

    private static string? Text(JToken value) => value is JValue { Type: JTokenType.String } text ? (string?)text : null;

    // Numbers come as such, as text, or as ["Long", 60] (OpenAPI examples).
    private static string? Number(JToken value) => value switch
    {
        JArray { Count: 2 } pair when pair[0].Type == JTokenType.String => Number(pair[1]),
        JValue { Type: JTokenType.Integer } number => Convert.ToString(number.Value, CultureInfo.InvariantCulture),
        _ => Text(value),
    };
}
