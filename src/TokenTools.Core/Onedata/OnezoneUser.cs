using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The user whose credentials a connection has.</summary>
/// <remarks>Fields: oz:src/http/rest/translators/user_rest_translator.erl.</remarks>
public sealed class OnezoneUser
{
    private const int LongestText = 300;
    private const int MaximumEmails = 100;

    private OnezoneUser(string userId) => UserId = userId;

    /// <summary>The id, such as for an invitation to register a Oneprovider.</summary>
    public string UserId { get; }

    /// <summary>The full name; null if the zone did not report it.</summary>
    public string? FullName { get; private init; }

    /// <summary>The name for signing in; null for none.</summary>
    public string? Username { get; private init; }

    /// <summary>The e-mail addresses.</summary>
    public IReadOnlyList<string> Emails { get; private init => field = new TextList<string>(value); } = TextList<string>.None;

    /// <summary>True if the user can sign in with a password.</summary>
    public bool BasicAuthEnabled { get; private init; }

    /// <summary>True if the user is blocked.</summary>
    public bool Blocked { get; private init; }

    /// <summary>When the user was created, in UTC; null if the zone did not report it.</summary>
    public DateTimeOffset? CreationTime { get; private init; }

    /// <summary>JSON with the field names of Onezone's own.</summary>
    public override string ToString() => new JObject
    {
        ["userId"] = UserId,
        ["fullName"] = FullName,
        ["username"] = Username,
        ["emails"] = new JArray(Emails),
        ["basicAuthEnabled"] = BasicAuthEnabled,
        ["blocked"] = Blocked,
        ["creationTime"] = CreationTime is { } time ? time.ToUnixTimeSeconds() : JValue.CreateNull(),
    }.ToString(Formatting.None);

    /// <summary>Reads the zone's response; null if it is incomplete.</summary>
    internal static OnezoneUser? FromJson(JObject? json, Redactor redactor)
    {
        // The id becomes part of a request.
        if (json?["userId"] is not JValue { Value: string id } || !OnedataIds.IsPlain(id))
        {
            return null;
        }

        return new OnezoneUser(id)
        {
            FullName = Text("fullName"),
            Username = Text("username"),
            Emails = (json["emails"] as JArray)?.Take(MaximumEmails)
                .Select(element => redactor.RedactToLine((element as JValue)?.Value as string, LongestText)).ToArray() ?? [],
            BasicAuthEnabled = json["basicAuthEnabled"] is JValue { Value: true },
            Blocked = json["blocked"] is JValue { Value: true },
            CreationTime = UnixTime.Made(json["creationTime"]),
        };

        string? Text(string key) => json[key] is JValue { Value: string text } ? redactor.RedactToLine(text, LongestText) : null;
    }
}
