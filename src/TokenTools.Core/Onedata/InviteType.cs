using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata;

/// <summary>What an invite token invites to: one of Onezone's fourteen invite types.</summary>
/// <remarks>
/// Source: oz:src/logic/tokens/invite_tokens.erl and ctool:src/auth/token_type.erl. The two for automation inventories
/// were added in Onezone 21.02; a 20.02 zone rejects them.
/// </remarks>
public sealed class InviteType
{
    private InviteType(string name, string shortCode, string targetKey, string consumer, string since = "20.02")
    {
        Name = name;
        ShortCode = shortCode;
        TargetKey = targetKey;
        Consumer = consumer;
        Since = since;
    }

    /// <summary>All invite types, in the order of Onezone's own documentation.</summary>
    public static IReadOnlyList<InviteType> All { get; } = Array.AsReadOnly<InviteType>(
    [
        new("userJoinGroup", "ujg", "groupId", "user"),
        new("groupJoinGroup", "gjg", "groupId", "group"),
        new("userJoinSpace", "ujs", "spaceId", "user"),
        new("groupJoinSpace", "gjs", "spaceId", "group"),
        new("supportSpace", "ssp", "spaceId", "oneprovider"),
        new("harvesterJoinSpace", "hjs", "spaceId", "harvester"),
        new("registerOneprovider", "rop", "adminUserId", "anyone"),
        new("userJoinCluster", "ujc", "clusterId", "user"),
        new("groupJoinCluster", "gjc", "clusterId", "group"),
        new("userJoinHarvester", "ujh", "harvesterId", "user"),
        new("groupJoinHarvester", "gjh", "harvesterId", "group"),
        new("spaceJoinHarvester", "sjh", "harvesterId", "space"),
        new("userJoinAtmInventory", "uji", "atmInventoryId", "user", "21.02"),
        new("groupJoinAtmInventory", "gji", "atmInventoryId", "group", "21.02"),
    ]);

    /// <summary>The name in the API's JSON, such as <c>userJoinCluster</c>.</summary>
    public string Name { get; }

    /// <summary>The three letters in the identifier of a token, such as <c>ujc</c>.</summary>
    public string ShortCode { get; }

    /// <summary>The key of the target's id in the API's JSON, such as <c>clusterId</c>.</summary>
    public string TargetKey { get; }

    /// <summary>
    /// The consumer of the invitation: <c>user</c>, <c>group</c>, <c>oneprovider</c>, <c>harvester</c>, <c>space</c> or <c>anyone</c>.
    /// </summary>
    public string Consumer { get; }

    /// <summary>The first version of Onezone that supports it.</summary>
    public string Since { get; }

    /// <summary>True if the target is a user: the administrator of a Oneprovider to register.</summary>
    internal bool TargetIsUser => TargetKey == "adminUserId";

    /// <summary>The name in the API's JSON.</summary>
    public override string ToString() => Name;

    /// <summary>The invite type with this name, in any case; null for none.</summary>
    internal static InviteType? Find(string? name) =>
        All.FirstOrDefault(type => string.Equals(type.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The invite type with this code; null for none.</summary>
    internal static InviteType? FindShortCode(string code) =>
        All.FirstOrDefault(type => string.Equals(type.ShortCode, code, StringComparison.Ordinal));
}
