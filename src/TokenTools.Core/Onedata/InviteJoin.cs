using System;

namespace TokenTools.Onedata;

/// <summary>How an invite token is used: what joins, and where the request is sent.</summary>
/// <remarks>oz:src/http/rest/routes: a user joins below <c>/user</c>, a group, harvester or space below its own path.</remarks>
internal sealed record InviteJoin(OnezoneEntityKind Target, OnezoneEntityKind? Consumer)
{
    /// <summary>The path of what was joined, as seen by what joined it, without the joined id.</summary>
    /// <param name="consumerId">The id of the group, harvester or space that joins; null for a user.</param>
    public string CollectionPath(string? consumerId) => Consumer is null
        ? "user/" + Target.PathSegment
        : Consumer.PathSegment + "/" + Uri.EscapeDataString(consumerId!) + "/"
            + (Target == OnezoneEntityKind.Group ? "parents" : Target.PathSegment);

    /// <summary>True if the invitation grants privileges, so that a named token can specify them.</summary>
    public bool GrantsPrivileges => Consumer is null || Consumer == OnezoneEntityKind.Group;

    /// <summary>How tokens of an invite type are used; null for one that a Oneprovider or its panel uses.</summary>
    public static InviteJoin? Of(InviteType type)
    {
        if (OnezoneEntityKind.FindIdKey(type.TargetKey) is not { } target)
        {
            return null;
        }

        return type.Consumer switch
        {
            "user" => new InviteJoin(target, null),
            "group" => new InviteJoin(target, OnezoneEntityKind.Group),
            "harvester" => new InviteJoin(target, OnezoneEntityKind.Harvester),
            "space" => new InviteJoin(target, OnezoneEntityKind.Space),
            _ => null,
        };
    }
}
