using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>Reads error responses of GoodData.CN.</summary>
internal static class ProfileErrorReader
{
    private static readonly Regex Description = new(
        @"\berror_description=""(?<text>(?:[^""\\]|\\.)*)""", RegexOptions.CultureInvariant);

    private static readonly Regex Error = new(@"\berror=""(?<id>[A-Za-z_]+)""", RegexOptions.CultureInvariant);

    /// <summary>Reads an error response; null if it has no readable reason.</summary>
    /// <remarks>
    /// A wrong token is answered with an empty body and a challenge with the reason (RFC 6750 §3; recorded in
    /// gooddata/gooddata-python-sdk, is_available_no_access.yaml), a missing token with <c>/appLogin</c>
    /// (gooddata/gooddata-server-oauth2, HostBasedServerAuthenticationEntryPoint.kt), an unknown host with <c>{"status","error",…}</c>, and
    /// everything else with problem+json.
    /// </remarks>
    public static ServiceError? Read(ServiceResponse response)
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

    private static string? Text(JObject json, string name) =>
        json[name] is JValue { Type: JTokenType.String } value && ((string)value!).Trim().Length > 0 ? (string)value! : null;
}
