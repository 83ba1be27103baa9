using System;
using TokenTools.Onedata.Purposes;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>A temporary token as a user specified it, in the values that a front end bound.</summary>
internal sealed class TemporaryTokenSpec
{
    /// <summary>The types that a temporary token can have, as a user writes them.</summary>
    public static readonly string[] Types = ["access", "identity", "invite"];

    /// <summary>
    /// The type, in any case: one of <see cref="Types"/>. Null if not specified: <c>access</c>, or <c>invite</c> with an invite
    /// type.
    /// </summary>
    public string? Type { get; set; }

    /// <summary>What an invite token invites to, in any case; null if not specified.</summary>
    public string? InviteType { get; set; }

    /// <summary>
    /// The id of the target of an invite token; null if not specified. A Oneprovider is registered for the subject of the token by
    /// default.
    /// </summary>
    public string? TargetId { get; set; }

    /// <summary>The subject of the token; null for the subject of the connection's token.</summary>
    public string? For { get; set; }

    /// <summary>The caveats, which include <c>ValidFor</c> and <c>ValidUntil</c>.</summary>
    public CaveatSpec Caveats { get; } = new();

    /// <summary>Checks what does not depend on the connection.</summary>
    /// <exception cref="TokenException">A value is invalid, or two of them contradict each other.</exception>
    public void Validate() => Build(new OnedataSubject(OnedataSubject.OwnUser, "0"));

    /// <summary>The request.</summary>
    /// <param name="subject">The subject of the connection's token; null if it is not known.</param>
    /// <exception cref="TokenException">A value is invalid, or two of them contradict each other.</exception>
    public TemporaryTokenRequest Build(OnedataSubject? subject = null) => new()
    {
        Type = BuildType(subject),
        For = For,
        ValidFor = Caveats.ValidFor,
        ValidUntil = Caveats.ValidUntil,
        Caveats = Caveats.BuildWithoutExpiry(),
    };

    private OnedataTokenType BuildType(OnedataSubject? subject)
    {
        var purpose = TokenPurposes.Find(Caveats.Purpose);
        // An unknown type is not shown: it may be a token in the wrong place.
        var type = Type is null ? InviteType is not null ? Types[2] : purpose?.TokenType == OnedataTokenType.IdentityName ? Types[1] : Types[0]
            : Array.Find(Types, known => string.Equals(known, Type, StringComparison.OrdinalIgnoreCase))
                ?? throw new TokenArgumentException(nameof(Type), nameof(Messages.TemporaryTokenTypeUnknown), string.Join(", ", Types));
        if (type == Types[2] || InviteType is not null || TargetId is not null)
        {
            return purpose is null
                ? BuildInvite(type, subject)
                : throw new TokenArgumentException(TokenPurposes.Key, nameof(Messages.PurposeWithInvite));
        }

        var built = type == Types[1] ? OnedataTokenType.Identity : OnedataTokenType.Access;
        purpose?.EnsureTokenType(built.Name, nameof(Type));
        return built;
    }

    // An invite type or a target alone is an error: without it, the token would be a full access token.
    private OnedataTokenType BuildInvite(string type, OnedataSubject? subject)
    {
        var targetId = TargetId ?? OwnId(subject);
        if (InviteType is null || targetId is null)
        {
            throw new TokenArgumentException(
                InviteType is null ? nameof(InviteType) : nameof(TargetId), nameof(Messages.InviteWithoutTarget));
        }

        if (type != Types[2])
        {
            throw new TokenArgumentException(nameof(Type), nameof(Messages.InviteTypeWithoutInvite), type);
        }

        var inviteType = Onedata.InviteType.Find(InviteType) ?? throw new TokenArgumentException(
            nameof(InviteType),
            nameof(Messages.InviteTypeUnknown),
            DisplayText.Sanitize(InviteType),
            string.Join(", ", Onedata.InviteType.All));
        return OnedataTokenType.Invite(inviteType, targetId);
    }

    // A Oneprovider is registered for a user, usually the one who invites it.
    private string? OwnId(OnedataSubject? subject)
    {
        if (Onedata.InviteType.Find(InviteType)?.TargetKey != OnedataTokenType.AdminUserKey)
        {
            return null;
        }

        return For is null || string.Equals(For.Trim(), OnedataSubject.OwnUser, StringComparison.OrdinalIgnoreCase)
            ? subject is { Type: "user" } ? subject.Id : null
            : OnedataSubject.TryParse(For.Trim()) is { Type: "user" } other ? other.Id : null;
    }
}
