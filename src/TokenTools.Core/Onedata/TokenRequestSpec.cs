using System;
using TokenTools.Onedata.Purposes;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>A token as a user specified it, in the values that a front end bound: what temporary and named tokens have in common.</summary>
internal abstract class TokenRequestSpec
{
    /// <summary>The types that a token can have, as a user writes them.</summary>
    public static readonly string[] Types = ["access", "identity", "invite"];

    /// <summary>
    /// The type, in any case: one of <see cref="Types"/>. Null if not specified: <c>access</c>, or <c>invite</c> with an invite
    /// type.
    /// </summary>
    public string? Type { get; set; }

    /// <summary>What an invite token invites to, in any case; null if not specified.</summary>
    public string? InviteType { get; set; }

    /// <summary>
    /// The id of the target of an invite token; null if not specified. An invitation to register a Oneprovider is then for the
    /// connection's own user.
    /// </summary>
    public string? TargetId { get; set; }

    /// <summary>The subject of the token; null for the subject of the connection's token.</summary>
    public string? For { get; set; }

    /// <summary>The caveats, which include <c>ValidFor</c> and <c>ValidUntil</c>.</summary>
    public CaveatSpec Caveats { get; } = new();

    /// <summary>Sets what temporary and named tokens have in common.</summary>
    /// <exception cref="TokenException">A value is invalid, or two of them contradict each other.</exception>
    private protected T Fill<T>(T request)
        where T : TokenRequest
    {
        request.Type = BuildType();
        request.For = For;
        request.ValidFor = Caveats.ValidFor;
        request.ValidUntil = Caveats.ValidUntil;
        request.Caveats = Caveats.BuildWithoutExpiry();
        return request;
    }

    private OnedataTokenType BuildType()
    {
        var purpose = TokenPurposes.Find(Caveats.Purpose);
        // An unknown type is not shown: it may be a token in the wrong place.
        var type = Type is null ? InviteType is not null ? Types[2] : purpose?.TokenType == OnedataTokenType.IdentityName ? Types[1] : Types[0]
            : Array.Find(Types, known => string.Equals(known, Type, StringComparison.OrdinalIgnoreCase))
                ?? throw new TokenArgumentException(nameof(Type), nameof(Messages.TemporaryTokenTypeUnknown), string.Join(", ", Types));
        if (type == Types[2] || InviteType is not null || TargetId is not null)
        {
            return purpose is null
                ? BuildInvite(type)
                : throw new TokenArgumentException(TokenPurposes.Key, nameof(Messages.PurposeWithInvite));
        }

        var built = type == Types[1] ? OnedataTokenType.Identity : OnedataTokenType.Access;
        purpose?.EnsureTokenType(built.Name, nameof(Type));
        return built;
    }

    // An invite type or a target alone is an error: without it, the token would be a full access token.
    private OnedataTokenType BuildInvite(string type)
    {
        var inviteType = InviteType is null ? null : Onedata.InviteType.Find(InviteType);
        if (InviteType is null || (TargetId is null && inviteType?.TargetIsUser != true))
        {
            throw new TokenArgumentException(
                InviteType is null ? nameof(InviteType) : nameof(TargetId), nameof(Messages.InviteWithoutTarget));
        }

        if (type != Types[2])
        {
            throw new TokenArgumentException(nameof(Type), nameof(Messages.InviteTypeWithoutInvite), type);
        }

        return inviteType is null
            ? throw new TokenArgumentException(
                nameof(InviteType),
                nameof(Messages.InviteTypeUnknown),
                DisplayText.Sanitize(InviteType),
                string.Join(", ", Onedata.InviteType.All))
            : TargetId is null ? OnedataTokenType.InviteOfOwnUser(inviteType)
            : OnedataTokenType.Invite(inviteType, TargetId);
    }
}
