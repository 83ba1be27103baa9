using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata;

/// <summary>What an invite token let its user, or a group, harvester or space of that user, join.</summary>
public sealed class OnezoneMembership
{
    internal OnezoneMembership(InviteJoin join, string id, string? memberId, OnedataToken token)
    {
        Type = join.Target.Name;
        Id = id;
        MemberType = join.Consumer?.Name ?? "user";
        MemberId = memberId;
        InviteType = token.InviteType;
    }

    /// <summary>What was joined: <c>group</c>, <c>space</c>, <c>cluster</c>, <c>harvester</c> or <c>atm_inventory</c>.</summary>
    public string Type { get; }

    /// <summary>The id of what was joined, as the zone reported it.</summary>
    public string Id { get; }

    /// <summary>What joined: <c>user</c>, <c>group</c>, <c>harvester</c> or <c>space</c>.</summary>
    public string MemberType { get; }

    /// <summary>The id of the group, harvester or space that joined; the user's id, or null if the connection does not know it.</summary>
    public string? MemberId { get; }

    /// <summary>The invite type of the token, such as <c>userJoinSpace</c>.</summary>
    public string? InviteType { get; }

    /// <summary>All properties as JSON.</summary>
    public override string ToString() => new JObject
    {
        ["type"] = Type,
        ["id"] = Id,
        ["memberType"] = MemberType,
        ["memberId"] = MemberId,
        ["inviteType"] = InviteType,
    }.ToString(Formatting.None);
}
