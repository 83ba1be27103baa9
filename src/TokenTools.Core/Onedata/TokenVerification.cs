using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The result of verifying a token at a Onezone.</summary>
public sealed class TokenVerification
{
    private const string BadToken = "badToken";

    // Onedata's ids have 32 characters.
    private const int LongestSubject = 100;

    // The errors about the token itself (ctool:src/errors.erl), except for those that start with one of the prefixes.
    private static readonly string[] TokenErrors =
        [BadToken, "userBlocked", "notAnAccessToken", "notAnIdentityToken", "notAnInviteToken"];

    private static readonly string[] TokenErrorPrefixes = ["token", "inviteToken"];

    private TokenVerification(OnedataToken? token)
    {
        Type = token?.Type;
        Id = token?.Id;
    }

    /// <summary>
    /// True if the zone accepts the token in this context, false if not. Null if a caveat is about something that was not specified: the
    /// service, the consumer or the interface that uses the token, or data access.
    /// </summary>
    public bool? Valid { get; private init; }

    /// <summary>
    /// What to do if <see cref="Valid"/> is null, or the input is a token of another kind, as a sentence; null otherwise.
    /// </summary>
    public string? Advice => AdviceText?.ToString();

    /// <summary>The advice, independent of the front end.</summary>
    internal MessageText? AdviceText { get; private init; }

    /// <summary>The zone's own error id, such as <c>tokenRevoked</c>; null for a valid token.</summary>
    public string? Reason { get; private init; }

    /// <summary>The reason, as a sentence; null for a valid token.</summary>
    public string? Message { get; private init; }

    /// <summary>The token's type; null if it could not be decoded.</summary>
    public string? Type { get; }

    /// <summary>The token's id; null if it could not be decoded.</summary>
    public string? Id { get; }

    /// <summary>The subject, as the zone reports it; null for an invalid token.</summary>
    public OnedataSubject? Subject { get; private init; }

    /// <summary>The time left when the zone verified it; null if it does not expire or is invalid.</summary>
    public TimeSpan? TimeLeft { get; private init; }

    /// <summary>The expiration, in UTC; null if it does not expire or is invalid.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary><c>Valid</c>, or why it is not valid or not known to be.</summary>
    public override string ToString() => Valid == true ? nameof(Valid) : Reason + ": " + Message;

    /// <summary>The result for text that is not a token, which requires no request.</summary>
    internal static TokenVerification NoToken(TokenFormatException error) => new(null)
    {
        Valid = false,
        Reason = BadToken,
        Message = error.Message,
        AdviceText = error.ErrorId == nameof(Messages.TokenOfOtherKind) ? error.Text : null,
    };

    /// <summary>Reads the response for a valid token; null if it is incomplete.</summary>
    /// <remarks>
    /// <c>{"subject": {"type", "id"}, "ttl": seconds or null}</c>, oz:src/http/rest/translators/token_rest_translator.erl.
    /// </remarks>
    /// <param name="token">The token that was verified.</param>
    /// <param name="json">The response; null if it is not an object.</param>
    /// <param name="redactor">Cleans what the zone reports.</param>
    internal static TokenVerification? FromResponse(OnedataToken token, JObject? json, Redactor redactor)
    {
        // An unreadable ttl must not be taken for no expiration.
        if (json?["subject"] is not JObject subject || subject["type"] is not JValue { Value: string type }
            || json["ttl"] is not (null or JValue { Value: null or long }))
        {
            return null;
        }

        return new TokenVerification(token)
        {
            Valid = true,
            Subject = new OnedataSubject(
                redactor.RedactToLine(type, LongestSubject),
                subject["id"] is JValue { Value: string id } ? redactor.RedactToLine(id, LongestSubject) : null),
            TimeLeft = json["ttl"] is JValue { Value: long seconds } && seconds < TimeSpan.MaxValue.TotalSeconds
                ? TimeSpan.FromSeconds(Math.Max(0, seconds))
                : null,
            ExpiresAt = token.ExpiresAt,
        };
    }

    /// <summary>Reads the error for an invalid token; null if the error is about something else.</summary>
    /// <param name="token">The token that was verified.</param>
    /// <param name="error">The error.</param>
    /// <param name="context">The context in which it was verified.</param>
    internal static TokenVerification? FromError(OnedataToken token, TokenApiException error, VerificationContext context)
    {
        if (error is not { StatusCode: 400, ServiceError: { Id: { } id } serviceError })
        {
            return null;
        }

        // An error about a field of the request: its key indicates whether the field is the token.
        if (id == "badValueToken" && serviceError.Details.TryGetValue("key", out var key) && key is "token")
        {
            id = serviceError.Inner?.Id ?? BadToken;
        }

        if (!TokenErrors.Contains(id) && !TokenErrorPrefixes.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return null;
        }

        var message = serviceError.Message ?? id;
        var suffix = " [" + serviceError.Id + "]";
        var advice = id == "tokenCaveatUnverified" ? FindUnspecified(serviceError, context) : null;
        return new TokenVerification(token)
        {
            Valid = advice is null ? false : null,
            AdviceText = advice,
            Reason = id,
            Message = message.EndsWith(suffix, StringComparison.Ordinal) ? message.Substring(0, message.Length - suffix.Length) : message,
        };
    }

    // Without a setting, the zone evaluates a caveat about it as not satisfied (oz:src/logic/token_logic_plugin.erl).
    private static MessageText? FindUnspecified(ServiceError error, VerificationContext context) =>
        (error.Details.TryGetValue("caveat", out var caveat) && caveat is IDictionary<string, object?> details
            && details.TryGetValue("type", out var type) ? type as string : null) switch
        {
            "service" when context.ServiceToken is null => new MessageText(nameof(Messages.VerificationAdviceService)),
            "consumer" when context.ConsumerToken is null => new MessageText(nameof(Messages.VerificationAdviceConsumer)),
            "interface" when context.Interface is null => new MessageText(nameof(Messages.VerificationAdviceInterface)),
            var name when !context.AllowDataAccessCaveats && CaveatKinds.Find(name)?.Check == CaveatCheck.OnDataAccess =>
                new MessageText(nameof(Messages.VerificationAdviceData)),
            _ => null,
        };
}
