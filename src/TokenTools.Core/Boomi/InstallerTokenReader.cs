using System;
using System.Collections.Generic;
using System.Globalization;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>Reads the response that contains an installer token, in JSON or XML.</summary>
/// <param name="client">Creates the errors.</param>
/// <param name="request">The request, for the errors.</param>
/// <param name="response">The response.</param>
internal sealed class InstallerTokenReader(ServiceClient client, ServiceRequest request, ServiceResponse response)
{
    // Longer than any id that the service accepts.
    private const int MaximumIdLength = 255;

    // The formats of this API: with or without milliseconds, and offsets without a colon (OpenAPI examples).
    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    private readonly Dictionary<string, string?> _fields = new(StringComparer.Ordinal);

    /// <summary>Reads the token.</summary>
    /// <param name="asPlainText">Whether the token is a string.</param>
    /// <param name="accountId">The account that the token was requested for.</param>
    /// <param name="cloudId">The runtime cloud that the token was requested for; null for none.</param>
    /// <exception cref="TokenApiException">The response contains no usable token.</exception>
    public InstallerToken Read(bool asPlainText, string accountId, string? cloudId)
    {
        if (response.Cut)
        {
            throw client.InvalidResponse(request, response, nameof(Messages.ResponseTooLarge));
        }

        if (!ReadFields())
        {
            throw client.InvalidResponse(request, response, nameof(Messages.ResponseUnreadable));
        }

        var token = Text("token");
        if (token.Length > SecureText.LongestSecret)
        {
            throw client.InvalidResponse(request, response, nameof(Messages.ResponseTooLarge));
        }

        return new InstallerToken(
            Word("installType"),
            TokenSecret.FromString(token, asPlainText),
            Date("created"),
            Date("expiration"),
            Id(Text("accountId"), accountId),
            Minutes("durationMinutes"),
            _fields.TryGetValue("cloudId", out var cloud) && cloud is { Length: > 0 } ? Id(cloud, cloudId) : null);
    }

    private bool ReadFields()
    {
        if (ResponseBody.ReadJsonObject(response.Body) is { } json)
        {
            foreach (var property in json.Properties())
            {
                _fields[property.Name] = property.Name == "durationMinutes" ? Number(property.Value) : Text(property.Value);
            }

            return true;
        }

        return ResponseBody.TryReadXml(response.Body, reader =>
        {
            if (reader.LocalName != "InstallerToken")
            {
                return false;
            }

            while (reader.MoveToNextAttribute())
            {
                _fields[reader.LocalName] = reader.Value;
            }

            return true;
        });
    }

    // Unknown fields are ignored: the service adds fields without notice. Each documented field is required.
    private string Text(string name) => _fields.TryGetValue(name, out var value) && value is { Length: > 0 }
        ? value
        : throw client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), name);

    // Messages and views show it unchanged. An unknown type is accepted unless it repeats a credential.
    private string Word(string name)
    {
        var word = Text(name);
        return InstallerTokenRequest.InstallTypes.ContainsKey(word)
            || (InstallerTokenSpec.IsWord(word) && response.Redactor.Redact(word) == word)
            ? word
            : throw client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), name);
    }

    private DateTimeOffset Date(string name) => DateTimeOffset.TryParseExact(
        Text(name),
        DateFormats,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var date)
        ? date
        : throw client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), name);

    private int Minutes(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
        ? minutes
        : throw client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), name);

    // The requested value is safe to show; any other may contain a credential or control characters.
    private string Id(string id, string? requested) => id == requested ? id : response.Redactor.RedactToLine(id, MaximumIdLength);

    private static string? Text(JToken value) => value is JValue { Type: JTokenType.String } text ? (string?)text : null;

    // Numbers occur as such, as text, and as ["Long", 60] (OpenAPI examples).
    private static string? Number(JToken value) => value switch
    {
        JArray { Count: 2 } pair when pair[0].Type == JTokenType.String => Number(pair[1]),
        JValue { Type: JTokenType.Integer } number => Convert.ToString(number.Value, CultureInfo.InvariantCulture),
        _ => Text(value),
    };
}
