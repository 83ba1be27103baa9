using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>An organization of GoodData.CN, and how it describes its errors.</summary>
/// <param name="host">The host name by which the platform identifies the organization.</param>
/// <param name="advice">What the recommended actions refer to.</param>
internal sealed class GoodDataProtocol(string host, GoodDataAdvice advice) : ServiceProtocol(ServiceName)
{
    /// <summary>The name in messages.</summary>
    public const string ServiceName = "GoodData.CN";

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
    public override MessageText? Advise(int status, ServiceError? error) => (status, advice) switch
    {
        (401, GoodDataAdvice.Connection) => new MessageText(nameof(Messages.GoodDataAdviceToken)),
        (403, GoodDataAdvice.Connection) => new MessageText(nameof(Messages.GoodDataAdviceForbidden)),
        (404, GoodDataAdvice.Connection) => new MessageText(nameof(Messages.GoodDataAdviceMissing), host),
        (_, GoodDataAdvice.Connection) => null,
        (401, _) => new MessageText(nameof(Messages.ProfileAdviceCredentials), WaitAdvice),
        (404, _) => new MessageText(nameof(Messages.ProfileAdviceUnknownHost), host, WaitAdvice),
        (429 or >= 500, GoodDataAdvice.Check) => new MessageText(nameof(Messages.ProfileAdviceNotReady)),
        _ => null,
    };

    private MessageText? WaitAdvice => advice == GoodDataAdvice.Check ? new MessageText(nameof(Messages.ProfileAdviceWait)) : null;

    private static string? Text(JObject json, string name) =>
        json[name] is JValue { Type: JTokenType.String } value && ((string)value!).Trim().Length > 0 ? (string)value! : null;
}

/// <summary>What the recommended actions of errors refer to.</summary>
internal enum GoodDataAdvice
{
    /// <summary>One check of a bootstrap token, which the caller could also wait for.</summary>
    Check,

    /// <summary>A check that waits for the organization.</summary>
    Wait,

    /// <summary>A connection.</summary>
    Connection,
}
