using System;
using System.Collections.Generic;
using System.Globalization;
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

    private IReadOnlyDictionary<string, string?> _fields = new Dictionary<string, string?>();

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

        _fields = InstallerTokenDocument.ReadFields(response.Body)
            ?? throw client.InvalidResponse(request, response, nameof(Messages.ResponseUnreadable));

        var token = Text("token");
        if (token.Length > SecureText.LongestSecret)
        {
            throw client.InvalidResponse(request, response, nameof(Messages.ResponseTooLarge));
        }

        var created = Date("created");
        return new InstallerToken(
            Word("installType"),
            TokenSecret.FromString(token, asPlainText),
            created,
            Date("expiration"),
            Id(Text("accountId"), accountId),
            Minutes("durationMinutes"),
            _fields.TryGetValue("cloudId", out var cloud) && cloud is { Length: > 0 } ? Id(cloud, cloudId) : null,
            ServiceTime.From(client.Clock, response, created));
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

    private DateTimeOffset Date(string name) => BoomiDate.Parse(Text(name))
        ?? throw client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), name);

    private int Minutes(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
        ? minutes
        : throw client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), name);

    // The requested value is safe to show; any other may contain a credential or control characters.
    private string Id(string id, string? requested) => id == requested ? id : response.Redactor.RedactToLine(id, MaximumIdLength);
}
