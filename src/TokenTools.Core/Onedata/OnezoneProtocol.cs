using System;
using System.Collections.Generic;
using System.Globalization;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.Onedata;

/// <summary>How a Onezone describes its errors.</summary>
/// <remarks><c>{"error": {"id", "details"?, "description"}}</c>, ctool:src/errors.erl; nested errors have no envelope.</remarks>
internal sealed class OnezoneProtocol() : ServiceProtocol("Onezone")
{
    private const int DeepestNesting = 8;

    // The details in which an error contains another one.
    private static readonly string[] InnerNames = ["authError", "tokenError", "specificError"];

    /// <inheritdoc/>
    public override ServiceError? ReadError(ServiceResponse response) => ResponseBody.ReadJsonObject(response.Body) switch
    {
        { } json when json["error"] is JObject error => Read(error, 0),
        // Onezone 19.02 and earlier.
        { } json when json["error"] is JValue { Type: JTokenType.String } text =>
            new ServiceError(null, (string?)text, ServiceError.NoDetails, null),
        _ => null,
    };

    /// <inheritdoc/>
    public override MessageText? Advise(int status, ServiceError? error) => error?.Id switch
    {
        "tokenTimeCaveatRequired" when MaximumSeconds(error) is { } seconds => new MessageText(
            nameof(Messages.OnezoneAdviceMaximumTtl), Days(seconds), seconds),
        "unauthorized" when error.Inner?.Id is "badBasicCredentials" or "basicAuthDisabled" or "basicAuthNotSupported" =>
            new MessageText(nameof(Messages.OnezoneAdvicePassword)),
        "unauthorized" => new MessageText(nameof(Messages.OnezoneAdviceUnauthorized)),
        "forbidden" or "forbiddenWithHint" => new MessageText(nameof(Messages.OnezoneAdviceForbidden)),
        "tokenServiceForbidden" => new MessageText(ServiceAdvice(error)),
        "inviteTokenSubjectNotAuthorized" => new MessageText(nameof(Messages.OnezoneAdviceInvite)),
        "serviceUnavailable" or "timeout" or "temporaryFailure" => new MessageText(nameof(Messages.OnezoneAdviceLater)),
        null when status == 404 => new MessageText(nameof(Messages.OnezoneAdviceNotFound)),
        null when status == 431 => new MessageText(nameof(Messages.OnezoneAdviceHeaderTooLong)),
        _ => null,
    };

    // What a user's token requires depends on the service (oz:src/auth/token_auth.erl, is_service_allowed). A Oneprovider's token is valid
    // only at Onezone.
    private static string ServiceAdvice(ServiceError error) =>
        (error.Details.TryGetValue("service", out var service) && service is IDictionary<string, object?> { } details
            && details.TryGetValue("type", out var type) ? type as string : null) switch
        {
            "op_worker" => nameof(Messages.OnezoneAdviceServiceOneprovider),
            "op_panel" => nameof(Messages.OnezoneAdviceServiceOneproviderPanel),
            "oz_panel" => nameof(Messages.OnezoneAdviceServiceOnezonePanel),
            _ => nameof(Messages.OnezoneAdviceService),
        };

    private static ServiceError Read(JObject error, int depth)
    {
        var details = error["details"] as JObject;
        ServiceError? inner = null;
        foreach (var name in InnerNames)
        {
            if (depth < DeepestNesting && details?[name] is JObject nested)
            {
                inner = Read(nested, depth + 1);
                break;
            }
        }

        var id = Text(error["id"]);
        var message = Text(error["description"]);
        if (inner?.Message is not null)
        {
            message = message is null ? inner.Message : message + " " + inner.Message;
        }

        // The id is what a user can search for; the descriptions change between versions.
        message = message is null ? id : depth == 0 && id is not null ? message + " [" + id + "]" : message;
        return new ServiceError(id, message, details is null ? ServiceError.NoDetails : ResponseBody.ToPlain(details), inner);
    }

    private static double? MaximumSeconds(ServiceError error) =>
        error.Details.TryGetValue("maxTtl", out var value) && value is IConvertible number and not string
            && number.ToDouble(CultureInfo.InvariantCulture) is > 0 and < 1e10 and var seconds
            ? seconds
            : null;

    private static string Days(double seconds)
    {
        var days = TimeSpan.FromSeconds(seconds).TotalDays.ToString("0.##", CultureInfo.InvariantCulture);
        return days == "1" ? "1 day" : days + " days";
    }

    private static string? Text(JToken? token) => token is JValue { Type: JTokenType.String } value ? (string?)value : null;
}
