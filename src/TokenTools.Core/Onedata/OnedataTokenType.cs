using System.Linq;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata;

/// <summary>The type of a Onedata token: access, identity or invite.</summary>
/// <remarks>Source: ctool:src/auth/token_type.erl.</remarks>
internal sealed class OnedataTokenType
{
    public const string AccessName = "accessToken";
    public const string IdentityName = "identityToken";
    public const string InviteName = "inviteToken";
    public const string UnknownName = "unknown";

    // Onezone 21.02 always writes this for supportSpace, and ignores it on reading.
    private const string SupportParameters = "ge";

    private OnedataTokenType(
        string name, string? sessionId = null, InviteType? inviteType = null, string? targetId = null, string parameters = "")
    {
        Name = name;
        SessionId = sessionId;
        InviteType = inviteType;
        TargetId = targetId;
        Parameters = parameters;
    }

    /// <summary>An access token bound to no session.</summary>
    public static OnedataTokenType Access { get; } = new(AccessName);

    /// <summary>An identity token.</summary>
    public static OnedataTokenType Identity { get; } = new(IdentityName);

    /// <summary>The type of a token whose version, and so the form of its type, is not known.</summary>
    public static OnedataTokenType Undetermined { get; } = new(UnknownName);

    /// <summary>The name in the API's JSON: <c>accessToken</c>, <c>identityToken</c> or <c>inviteToken</c>; or <c>unknown</c>.</summary>
    public string Name { get; }

    /// <summary>The web session that an access token is bound to; null for none.</summary>
    public string? SessionId { get; }

    /// <summary>What an invite token invites to; null for other tokens, and for an unknown invite type.</summary>
    public InviteType? InviteType { get; }

    /// <summary>The form in the identifier of a type or invite type that is not known; null for a known one.</summary>
    public string? UnknownText { get; private init; }

    /// <summary>The id of what an invite token invites to; null for other tokens.</summary>
    public string? TargetId { get; }

    /// <summary>The part after the second colon of an invite token's type: <c>ge</c> for <c>supportSpace</c>, otherwise empty.</summary>
    public string Parameters { get; }

    /// <summary>An access token bound to a web session, as Onezone's own web page issues them.</summary>
    /// <exception cref="TokenArgumentException">The id is empty or has a character that no identifier can contain.</exception>
    public static OnedataTokenType AccessInSession(string sessionId) => IsId(sessionId)
        ? new OnedataTokenType(AccessName, sessionId)
        : throw new TokenArgumentException("SessionId", nameof(Messages.OnedataSessionIdInvalid));

    /// <summary>An invite token.</summary>
    /// <exception cref="TokenArgumentException">
    /// The id of the target is empty or has a character that no identifier can contain.
    /// </exception>
    public static OnedataTokenType Invite(InviteType inviteType, string targetId) => IsId(targetId)
        ? new OnedataTokenType(InviteName, inviteType: inviteType, targetId: targetId, parameters: DefaultParameters(inviteType))
        : throw new TokenArgumentException("TargetId", nameof(Messages.OnedataTargetIdInvalid), inviteType.Name, inviteType.TargetKey);

    /// <summary>
    /// An invite token whose target is the connection's own user. Its id is known only to the connection; see <see cref="WithTarget"/>.
    /// </summary>
    public static OnedataTokenType InviteOfOwnUser(InviteType inviteType) =>
        new(InviteName, inviteType: inviteType, parameters: DefaultParameters(inviteType));

    /// <summary>True for an invite token whose target is the connection's own user.</summary>
    public bool NeedsOwnUser => InviteType is not null && TargetId is null;

    /// <summary>The same type with this target.</summary>
    public OnedataTokenType WithTarget(string targetId) => Invite(InviteType!, targetId);

    /// <summary>Reads the API's JSON, such as <c>{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"…"}}</c>.</summary>
    /// <exception cref="TokenFormatException">It is not a token type.</exception>
    /// <exception cref="TokenArgumentException">It has an invalid id.</exception>
    public static OnedataTokenType FromJson(JToken? json)
    {
        if (json is JObject { Count: 1 } type && type.Properties().First() is { Value: JObject body } property)
        {
            switch (property.Name)
            {
                case AccessName when body["sessionId"] is null:
                    return Access;
                case AccessName when body["sessionId"] is JValue { Value: string session }:
                    return AccessInSession(session);
                case IdentityName:
                    return Identity;
                case InviteName when body["inviteType"] is JValue { Value: string name }:
                    var inviteType = InviteType.All.FirstOrDefault(type => type.Name == name) ?? throw new TokenFormatException(
                        nameof(Messages.OnedataInviteTypeUnknown), string.Join(", ", InviteType.All.Select(static type => type.Name)));
                    return body[inviteType.TargetKey] is JValue { Value: string target }
                        ? Invite(inviteType, target)
                        : throw new TokenFormatException(nameof(Messages.OnedataTargetIdMissing), inviteType.Name, inviteType.TargetKey);
            }
        }

        throw new TokenFormatException(nameof(Messages.OnedataTypeInvalid));
    }

    /// <summary>The API's JSON. <c>parameters</c> is omitted: Onezone adds it.</summary>
    public JObject ToJson()
    {
        var body = new JObject();
        if (SessionId is not null)
        {
            body["sessionId"] = SessionId;
        }

        if (UnknownText is not null)
        {
            body["text"] = UnknownText;
        }

        if (InviteType is not null)
        {
            body["inviteType"] = InviteType.Name;
            body[InviteType.TargetKey] = TargetId;
        }

        return new JObject { [Name] = body };
    }

    /// <summary>The form in a token's identifier: <c>act</c>, <c>act:session</c>, <c>idn</c> or <c>ujc:target:</c>.</summary>
    public override string ToString() => UnknownText is not null ? UnknownText
        : Name == UnknownName ? UnknownName
        : InviteType is not null
        ? InviteType.ShortCode + ":" + TargetId + ":" + Parameters
        : Name == IdentityName ? "idn" : SessionId is null ? "act" : "act:" + SessionId;

    /// <summary>
    /// Parses the form in a token's identifier. A type or invite type that is not known, because a newer zone has it, is preserved.
    /// </summary>
    /// <exception cref="TokenFormatException">It is invalid.</exception>
    public static OnedataTokenType ParseIdentifierText(string text)
    {
        var parts = text.Split(':');
        switch (parts[0])
        {
            case "act" when parts.Length == 1:
                return Access;
            case "act" when parts.Length == 2:
                return parts[1].Length > 0
                    ? new OnedataTokenType(AccessName, parts[1])
                    : throw new TokenFormatException(nameof(Messages.OnedataIdentifierSessionEmpty));
            case "idn" when parts.Length == 1:
                return Identity;
        }

        var inviteType = parts.Length == 3 ? InviteType.FindShortCode(parts[0]) : null;
        if (inviteType is null)
        {
            return ParseUnknown(text, parts);
        }

        // 20.02 wrote dataWrite and metadataReplication for supportSpace; later versions ignore the parameters.
        return parts[1].Length > 0 && (parts[2].Length == 0 || DefaultParameters(inviteType).Length > 0)
            ? new OnedataTokenType(InviteName, inviteType: inviteType, targetId: parts[1], parameters: parts[2])
            : throw new TokenFormatException(nameof(Messages.OnedataIdentifierInviteInvalid), inviteType.Name);
    }

    /// <summary>True for an id that an identifier can contain between its separators.</summary>
    public static bool IsId(string? id) =>
        !string.IsNullOrEmpty(id) && id!.All(c => c is > ' ' and <= '~' and not ':' and not '/');

    // Every invite type has three letters, a target and parameters.
    private static OnedataTokenType ParseUnknown(string text, string[] parts)
    {
        var isWord = parts[0].Length > 0 && parts[0].All(static c => c is >= 'a' and <= 'z');
        if (!isWord || parts[0] is "act" or "idn" || InviteType.FindShortCode(parts[0]) is not null)
        {
            throw new TokenFormatException(nameof(Messages.OnedataIdentifierTypeUnknown));
        }

        return parts.Length == 3 && parts[0].Length == 3 && parts[1].Length > 0
            ? new OnedataTokenType(InviteName, targetId: parts[1], parameters: parts[2]) { UnknownText = text }
            : new OnedataTokenType(UnknownName) { UnknownText = text };
    }

    private static string DefaultParameters(InviteType type) => type.ShortCode == "ssp" ? SupportParameters : string.Empty;
}
