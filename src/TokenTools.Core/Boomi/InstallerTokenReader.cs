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

        var document = InstallerTokenDocument.Parse(response.Body)
            ?? throw client.InvalidResponse(request, response, nameof(Messages.ResponseUnreadable));
        var token = document.Text("token") ?? throw Incomplete("token");
        if (token.Length > SecureText.LongestSecret)
        {
            throw client.InvalidResponse(request, response, nameof(Messages.ResponseTooLarge));
        }

        // Each documented field is required.
        return new InstallerToken(
            InstallType(document),
            TokenSecret.FromString(token, asPlainText),
            document.Time("created") ?? throw Incomplete("created"),
            document.Time("expiration") ?? throw Incomplete("expiration"),
            Id(document.Text("accountId") ?? throw Incomplete("accountId"), accountId),
            document.Number("durationMinutes") ?? throw Incomplete("durationMinutes"),
            document.Text("cloudId") is { } cloud ? Id(cloud, cloudId) : null);
    }

    private TokenApiException Incomplete(string field) =>
        client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), field);

    // Messages and views show it unchanged. An unknown type is accepted unless it repeats a credential.
    private string InstallType(InstallerTokenDocument document)
    {
        var word = document.Text("installType");
        return word is not null && (InstallerTokenRequest.InstallTypes.ContainsKey(word)
            || (InstallerTokenSpec.IsWord(word) && response.Redactor.Redact(word) == word))
            ? word
            : throw Incomplete("installType");
    }

    // The requested value is safe to show; any other may contain a credential or control characters.
    private string Id(string id, string? requested) => id == requested ? id : response.Redactor.RedactToLine(id, MaximumIdLength);
}
