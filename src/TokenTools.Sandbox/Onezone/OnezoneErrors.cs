using System.Collections.Generic;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Onezone's errors: ids, statuses, details and descriptions from ctool:src/errors.erl (21.02).</summary>
/// <remarks>Values from the request are shortened (<see cref="EchoedText"/>); the service repeats them in full.</remarks>
internal static class OnezoneErrors
{
    public static OnezoneException BadToken => new(400, "badToken", "Provided token could not be understood by the server.");

    public static OnezoneException TokenInvalid => new(400, "tokenInvalid", "Provided token is not valid.");

    public static OnezoneException TokenRevoked => new(400, "tokenRevoked", "Provided token has been revoked.");

    public static OnezoneException TokenSubjectInvalid => new(
        400, "tokenSubjectInvalid", "The token subject is invalid (does not exist or is different than expected).");

    public static OnezoneException TokenSessionInvalid => new(
        400, "tokenSessionInvalid", "This token is bound to a session different than presented by the client or no longer existent.");

    public static OnezoneException InviteTokenSubjectNotAuthorized => new(
        400, "inviteTokenSubjectNotAuthorized", "The subject of this token is not (or no longer) authorized to issue such invitations.");

    public static OnezoneException BasicAuthNotSupported => new(
        400, "basicAuthNotSupported", "Basic auth is not supported by this Onezone.");

    public static OnezoneException BasicAuthDisabled => new(400, "basicAuthDisabled", "Basic auth is disabled for this user.");

    public static OnezoneException BadBasicCredentials => new(400, "badBasicCredentials", "Invalid username or password.");

    public static OnezoneException InviteTokenUsageLimitReached => new(
        400, "inviteTokenUsageLimitReached", "The usage limit of this invite token has been reached.");

    public static OnezoneException BadValueName => new(
        400,
        "badValueName",
        "Bad value: Name must be 2-128 characters long and composed only of UTF-8 letters, digits, brackets and underscores. "
            + "Dashes, spaces and dots are allowed (but not at the beginning or the end).");

    public static OnezoneException Forbidden => new(403, "forbidden", "You are not authorized to perform this operation.");

    public static OnezoneException NotFound => new(404, "notFound", "The resource could not be found.");

    public static OnezoneException MalformedData => new(400, "malformedData", "Provided data could not be understood by the server.");

    public static OnezoneException NotAuthenticated => new(
        401, "unauthorized", "You must authenticate yourself to perform this operation.");

    public static OnezoneException InternalServerError()
    {
        var reference = RandomText.Hex(10);
        return new OnezoneException(
            500,
            "internalServerError",
            "The server has encountered an error while processing this request. "
                + "When reporting this error, cite the following reference: " + reference + ".",
            new JObject { ["reference"] = reference });
    }

    public static OnezoneException Unauthorized(OnezoneException authError) => new(
        401, "unauthorized", "Provided authentication is not valid (see details).", new JObject { ["authError"] = authError.ToJson() });

    public static OnezoneException LimitReached(int limit, string resource) => new(
        400,
        "limitReached",
        "The limit for " + resource + " has been reached: " + limit + ".",
        new JObject { ["limit"] = limit, ["resourceDescription"] = resource });

    public static OnezoneException RelationAlreadyExists(string childType, string childId, string parentType, string parentId) => new(
        409,
        "relationAlreadyExists",
        "Bad value: " + childType + ":" + childId + " is already a member of " + parentType + ":" + parentId + ".",
        new JObject { ["childType"] = childType, ["childId"] = childId, ["parentType"] = parentType, ["parentId"] = parentId });

    public static OnezoneException MissingAtLeastOneValue(params string[] keys) => new(
        400,
        "missingAtLeastOneValue",
        "Missing data, you must provide at least one of: " + string.Join(", ", keys) + ".",
        new JObject { ["keys"] = new JArray(keys) });

    public static OnezoneException TokenTooLarge(int limit) => new(
        400, "tokenTooLarge", "Provided token exceeds the allowed size (" + limit + " characters).", new JObject { ["limit"] = limit });

    public static OnezoneException TokenTimeCaveatRequired(int maxTtl) => new(
        400,
        "tokenTimeCaveatRequired",
        "You must specify a time caveat with maximum TTL of " + maxTtl + " seconds.",
        new JObject { ["maxTtl"] = maxTtl });

    public static OnezoneException TokenServiceForbidden(string service)
    {
        var type = service.Substring(0, 3) switch { "ozw" => "oz_worker", "ozp" => "oz_panel", "opp" => "op_panel", _ => "op_worker" };
        service = EchoedText.Limit(service);
        return new OnezoneException(
            400,
            "tokenServiceForbidden",
            "The service " + service + " is forbidden for this subject.",
            new JObject { ["service"] = new JObject { ["type"] = type, ["id"] = service.Substring(4) } });
    }

    public static OnezoneException InviteTokenTargetIdInvalid(string id) => new(
        400,
        "inviteTokenTargetIdInvalid",
        "The target id '" + id + "' is invalid for this type of invite token.",
        new JObject { ["id"] = id });

    public static OnezoneException NotAnAccessToken(OnedataTokenType received) => new(
        400,
        "notAnAccessToken",
        "Expected an access token, but received a(n) " + Printable(received) + ".",
        new JObject { ["received"] = OnezoneJson.Type(received) });

    public static OnezoneException NotAnIdentityToken(OnedataTokenType received) => new(
        400,
        "notAnIdentityToken",
        "Expected an identity token, but received a(n) " + Printable(received) + ".",
        new JObject { ["received"] = OnezoneJson.Type(received) });

    public static OnezoneException NotAnInviteToken(string expected, OnedataTokenType received) => new(
        400,
        "notAnInviteToken",
        "Expected an invitation token of type '" + expected + "', but received a(n) " + Printable(received) + ".",
        new JObject { ["expectedInviteType"] = expected, ["received"] = OnezoneJson.Type(received) });

    public static OnezoneException TokenCaveatUnknown(string text)
    {
        text = EchoedText.Limit(text);
        return new OnezoneException(400, "tokenCaveatUnknown", "Unknown caveat - '" + text + "'.", new JObject { ["caveat"] = text });
    }

    public static OnezoneException TokenCaveatUnverified(TokenCaveat caveat) => new(
        400,
        "tokenCaveatUnverified",
        "Provided token is not valid - " + EchoedText.Limit(caveat.UnverifiedDescription) + ".",
        new JObject { ["caveat"] = EchoedText.Limit(caveat.ToJson()) });

    public static OnezoneException BadServiceToken(OnezoneException tokenError) => new(
        400,
        "badServiceToken",
        "Provided service token is not valid (see details).",
        new JObject { ["tokenError"] = tokenError.ToJson() });

    public static OnezoneException BadConsumerToken(OnezoneException tokenError) => new(
        400,
        "badConsumerToken",
        "Provided consumer token is not valid (see details).",
        new JObject { ["tokenError"] = tokenError.ToJson() });

    public static OnezoneException MissingRequiredValue(string key) =>
        Value("missingRequiredValue", key, "Missing required value: " + key + ".");

    public static OnezoneException BadValueEmpty(string key) => Value("badValueEmpty", key, Bad(key, "must not be empty"));

    public static OnezoneException BadValueString(string key) => Value("badValueString", key, Bad(key, "must be a string"));

    public static OnezoneException BadValueBoolean(string key) => Value("badValueBoolean", key, Bad(key, "must be a boolean"));

    public static OnezoneException BadValueInteger(string key) => Value("badValueInteger", key, Bad(key, "must be an integer"));

    public static OnezoneException BadValueJson(string key) => Value("badValueJSON", key, Bad(key, "must be a valid JSON"));

    public static OnezoneException BadValueListOfStrings(string key) =>
        Value("badValueListOfStrings", key, Bad(key, "must be a list of strings"));

    public static OnezoneException BadValueIdentifierOccupied(string key) =>
        Value("badValueIdentifierOccupied", key, "Bad value: provided identifier (\"" + key + "\") is already occupied.");

    public static OnezoneException BadValueListNotAllowed(string key, IReadOnlyList<string> allowed) => new(
        400,
        "badValueListNotAllowed",
        Bad(key, "must be a list containing zero or more following values: " + string.Join(", ", allowed)),
        new JObject { ["key"] = key, ["allowed"] = new JArray(allowed) });

    public static OnezoneException BadValueTooLow(string key, int limit) => new(
        400,
        "badValueTooLow",
        Bad(key, "must be at least " + limit),
        new JObject { ["key"] = key, ["limit"] = limit });

    public static OnezoneException BadValueTokenType(string key) => Value("badValueTokenType", key, Bad(key, "is not a valid token type"));

    public static OnezoneException BadValueInviteType(string key) =>
        Value("badValueInviteType", key, Bad(key, "is not a valid invite type"));

    public static OnezoneException BadValueIPv4Address(string key) =>
        Value("badValueIPv4Address", key, Bad(key, "is not a valid IPv4 address"));

    public static OnezoneException BadData(string key) => Value(
        "badData",
        key,
        "Bad value: provided \"" + key + "\" has an invalid format or is incomprehensible in the context of this operation.");

    public static OnezoneException BadValueNotAllowed(string key, IReadOnlyList<string> allowed) => new(
        400,
        "badValueNotAllowed",
        Bad(key, "must be one of: " + string.Join(", ", allowed)),
        new JObject { ["key"] = key, ["allowed"] = new JArray(allowed) });

    public static OnezoneException BadValueToken(string key, OnezoneException tokenError) => new(
        400,
        "badValueToken",
        Bad(key, "is not a valid token (see details)"),
        new JObject { ["key"] = key, ["tokenError"] = tokenError.ToJson() });

    /// <summary>The only error of a value without a key in its details.</summary>
    public static OnezoneException BadValueCaveat(JToken caveat) => new(
        400,
        "badValueCaveat",
        "Provided caveat is invalid: '" + EchoedText.Limit(caveat.ToString(Formatting.None)) + "'.",
        new JObject { ["caveat"] = EchoedText.Limit(caveat) });

    private static OnezoneException Value(string id, string key, string description) =>
        new(400, id, description, new JObject { ["key"] = key });

    private static string Bad(string key, string what) => "Bad value: provided \"" + key + "\" " + what + ".";

    private static string Printable(OnedataTokenType type) => type.Name switch
    {
        OnedataTokenType.AccessName => "access token",
        OnedataTokenType.IdentityName => "identity token",
        _ => "invitation token",
    };
}
