using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>An organization of GoodData.CN, and how it describes its errors.</summary>
/// <param name="host">The host name by which the platform identifies the organization.</param>
/// <param name="isWaiting">Whether the caller waits for the organization, so that no error advises to do so.</param>
internal sealed class GoodDataProtocol(string host, bool isWaiting) : ServiceProtocol("GoodData.CN")
{
    private static readonly Regex Description = new(
        @"\berror_description=""(?<text>(?:[^""\\]|\\.)*)""", RegexOptions.CultureInvariant);

    private static readonly Regex Error = new(@"\berror=""(?<id>[A-Za-z_]+)""", RegexOptions.CultureInvariant);

    /// <summary>Reads an error response; null if it has no readable reason.</summary>
    /// <remarks>
    /// The response to a wrong token has an empty body and a challenge with the reason (RFC 6750 §3; recorded in
    /// gooddata/gooddata-python-sdk, is_available_no_access.yaml), a missing token with <c>/appLogin</c>
    /// (gooddata/gooddata-server-oauth2, HostBasedServerAuthenticationEntryPoint.kt), an unknown host with <c>{"status","error",…}</c>, and
    /// everything else with problem+json.
    /// </remarks>
    public override ServiceError? ReadError(ServiceResponse response)
    {
        if (response.Challenge is { } challenge && Description.Match(challenge) is { Success: true } description)
        {
            var id = Error.Match(challenge);
            var message = Regex.Replace(description.Groups["text"].Value, @"\\(.)", "$1");
            return new ServiceError(id.Success ? id.Groups["id"].Value : null, message, ServiceError.NoDetails, null);
        }

        if (response.StatusCode == 401 && response.Body.Trim() == "/appLogin")
        {
            return new ServiceError(null, MessageText.Format(nameof(Messages.ProfileTokenNotSeen)), ServiceError.NoDetails, null);
        }

        return ResponseBody.ReadJsonObject(response.Body) is { } json
            && (Text(json, "detail") ?? Text(json, "title") ?? Text(json, "error")) is { } text
            ? new ServiceError(null, text, ServiceError.NoDetails, null)
            : null;
    }

    /// <inheritdoc/>
    public override MessageText? Advise(int status, ServiceError? error) => status switch
    {
        401 => new MessageText(nameof(Messages.ProfileAdviceCredentials), WaitAdvice),
        404 => new MessageText(nameof(Messages.ProfileAdviceUnknownHost), host, WaitAdvice),
        429 or >= 500 when !isWaiting => new MessageText(nameof(Messages.ProfileAdviceNotReady)),
        _ => null,
    };

    private MessageText? WaitAdvice => isWaiting ? null : new MessageText(nameof(Messages.ProfileAdviceWait));

    private static string? Text(JObject json, string name) =>
        json[name] is JValue { Type: JTokenType.String } value && ((string)value!).Trim().Length > 0 ? (string)value! : null;
}
