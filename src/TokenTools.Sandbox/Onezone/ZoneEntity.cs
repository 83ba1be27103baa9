using System;
using System.Collections.Generic;
using TokenTools.Onedata;

namespace TokenTools.Sandbox.Onezone;

/// <summary>A group, space, cluster, harvester or automation inventory, with its members.</summary>
/// <param name="kind">The kind.</param>
/// <param name="id">The id.</param>
/// <param name="name">The name.</param>
/// <param name="creator">Its creator.</param>
/// <param name="creationTime">The time of its creation, in seconds since 1970.</param>
internal sealed class ZoneEntity(OnezoneEntityKind kind, string id, string name, OnedataSubject creator, long creationTime)
{
    public OnezoneEntityKind Kind => kind;

    public string Id => id;

    public string Name => name;

    public OnedataSubject Creator => creator;

    public long CreationTime => creationTime;

    /// <summary>The members, as <c>usr-id</c>, <c>group-id</c>, <c>harvester-id</c> or <c>space-id</c>, with their privileges.</summary>
    public Dictionary<string, IReadOnlyList<string>> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>For a space: the Oneproviders that support it, and whether they support it with read-only storage alone.</summary>
    public Dictionary<string, bool> Supports { get; } = new(StringComparer.Ordinal);

    /// <summary>The key of this entity as a member of others.</summary>
    public string MemberKey => MemberKeyOf(kind, id);

    /// <summary>The key of an entity as a member of others.</summary>
    public static string MemberKeyOf(OnezoneEntityKind kind, string id) => kind.Name + "-" + id;
}
