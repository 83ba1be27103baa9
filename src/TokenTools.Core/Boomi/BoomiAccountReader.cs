using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>Reads the Account object of the Boomi Platform API.</summary>
/// <remarks>
/// OpenAPI description 3.0.3, schemas Account, Licensing, License and Molecule. No property is required, and the service adds properties
/// without notice. Texts are redacted: a service may repeat the credentials in any of them.
/// </remarks>
/// <param name="redactor">Removes credentials from texts.</param>
internal sealed class BoomiAccountReader(Redactor redactor)
{
    private const int MaximumLength = 255;

    // The schema has nine; a service can send any number.
    private const int MaximumLicenses = 50;

    private static readonly string[] UsualStatuses = ["active", "trial", "unlimited"];

    /// <summary>Reads an account; null if the response is not one.</summary>
    /// <param name="response">The response.</param>
    /// <param name="accountId">The account that was requested.</param>
    /// <param name="time">The service's clock.</param>
    public BoomiConnectionTest? Read(ServiceResponse response, string accountId, ServiceTime time)
    {
        if (ResponseBody.ReadJsonObject(response.Body) is not { } account || Text(account["accountId"]) is not { } id)
        {
            return null;
        }

        // Another account's name and licenses would be misleading.
        if (!string.Equals(id, accountId, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var status = Text(account["status"]);
        return new BoomiConnectionTest(accountId)
        {
            AccountName = Text(account["name"]),
            Status = status,
            ExpirationDate = BoomiDate.Parse((account["expirationDate"] as JValue)?.Value as string),
            Licenses = Licenses(account).Take(MaximumLicenses).ToList(),
            ClockSkew = time.Offset,
            StatusCode = response.StatusCode,
            Warnings = status is null || UsualStatuses.Contains(status, StringComparer.OrdinalIgnoreCase)
                ? []
                : [new TokenWarning(nameof(Messages.BoomiAccountStatus), DisplayText.Id(accountId), DisplayText.Cleaned(status))],
        };
    }

    private IEnumerable<BoomiLicense> Licenses(JObject account)
    {
        var properties = (account["licensing"] as JObject)?.Properties() ?? [];
        foreach (var property in account["molecule"] is JObject molecule ? properties.Append(new JProperty("molecule", molecule)) : properties)
        {
            if (property.Value is JObject license && Number(license["purchased"]) is { } purchased && Number(license["used"]) is { } used)
            {
                yield return new BoomiLicense(redactor.RedactToLine(property.Name, MaximumLength), purchased, used);
            }
        }
    }

    private string? Text(JToken? value) =>
        value is JValue { Value: string { Length: > 0 } text } ? redactor.RedactToLine(text, MaximumLength) : null;

    // Numbers occur as such, as text, and as ["Long", 60] (OpenAPI examples).
    private static int? Number(JToken? value) => value switch
    {
        JArray { Count: 2 } pair when pair[0].Type == JTokenType.String => Number(pair[1]),
        JValue { Value: string or long or int } number when int.TryParse(
            Convert.ToString(number.Value, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => null,
    };
}
