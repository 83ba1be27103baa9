using System;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>What an Onezone found when it verified a token.</summary>
public sealed class TokenVerification
{
    private const string BadToken = "badToken";

    // Everything that can be wrong with the token itself (ctool:src/errors.erl); besides these, whatever starts with token or
    // inviteToken, as all but two of its errors about tokens do.
    private static readonly string[] Refusals =
        [BadToken, "userBlocked", "notAnAccessToken", "notAnIdentityToken", "notAnInviteToken"];

    private static readonly string[] RefusalPrefixes = ["token", "inviteToken"];

    private TokenVerification(OnedataToken? token)
    {
        Type = token?.Type;
        Id = token?.Id;
    }

    /// <summary>Whether the zone would take it, used so.</summary>
    public bool Valid { get; private init; }

    /// <summary>The zone's own id of what is wrong, such as <c>tokenRevoked</c>; null for nothing.</summary>
    public string? Reason { get; private init; }

    /// <summary>What is wrong, in a sentence; null for nothing.</summary>
    public string? Message { get; private init; }

    /// <summary>The token's type; null where it couldn't even be decoded.</summary>
    public string? Type { get; }

    /// <summary>The token's own id; null where it couldn't even be decoded.</summary>
    public string? Id { get; }

    /// <summary>Whose it is, by the zone's word; null where it doesn't verify.</summary>
    public OnedataSubject? Subject { get; private init; }

    /// <summary>How long it was still good when the zone looked; null for without end, or where it doesn't verify.</summary>
    public TimeSpan? TimeLeft { get; private init; }

    /// <summary>When it ends, in UTC; null for never, or where it doesn't verify.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>Whether it is valid, or else why not.</summary>
    public override string ToString() => Valid ? nameof(Valid) : Reason + ": " + Message;

    /// <summary>For a text that no zone needs to be asked about, since it can't be a token.</summary>
    internal static TokenVerification NoToken(TokenFormatException error) => new(null) { Reason = BadToken, Message = error.Message };

    /// <summary>The zone's word on a token that verifies; null when the answer doesn't hold it.</summary>
    /// <remarks><c>{"subject": {"type", "id"}, "ttl": seconds or null}</c>, oz:src/http/rest/translators/token_rest_translator.erl.</remarks>
    internal static TokenVerification? FromAnswer(OnedataToken token, JObject? json)
    {
        // A time left that can't be read isn't one without end.
        if (json?["subject"] is not JObject subject || subject["type"] is not JValue { Value: string type }
            || json["ttl"] is not (null or JValue { Value: null or long }))
        {
            return null;
        }

        return new TokenVerification(token)
        {
            Valid = true,
            Subject = new OnedataSubject(TerminalText.Clean(type), subject["id"] is JValue { Value: string id } ? TerminalText.Clean(id) : null),
            TimeLeft = json["ttl"] is JValue { Value: long seconds } && seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(Math.Max(0, seconds)) : null,
            ExpiresAt = token.ExpiresAt,
        };
    }

    /// <summary>The zone's word on a token that doesn't verify; null when the refusal is about something else.</summary>
    internal static TokenVerification? FromRefusal(OnedataToken token, TokenApiException error)
    {
        if (error is not { StatusCode: 400, ServiceError: { Id: { } id } said })
        {
            return null;
        }

        // Of a field of the request: its key says whether that is the token or one of those beside it.
        if (id == "badValueToken" && said.Details.TryGetValue("key", out var key) && key is "token")
        {
            id = said.Inner?.Id ?? BadToken;
        }

        if (!Refusals.Contains(id) && !RefusalPrefixes.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return null;
        }

        var message = said.Message ?? id;
        var suffix = " [" + said.Id + "]";
        return new TokenVerification(token)
        {
            Reason = id,
            Message = message.EndsWith(suffix, StringComparison.Ordinal) ? message.Substring(0, message.Length - suffix.Length) : message,
        };
    }
}
