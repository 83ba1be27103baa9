using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata;

/// <summary>A kind of entity that has members, and that an invite token can invite to.</summary>
/// <remarks>
/// Paths: oz:src/http/rest/routes. Privileges: ctool:src/privileges/privileges.erl, 21.02.7. A zone has its own list, which may have
/// further ones, at <c>GET /privileges</c>.
/// </remarks>
internal sealed class OnezoneEntityKind
{
    private OnezoneEntityKind(string name, string pathSegment, string idKey, string memberPrivileges, string furtherPrivileges)
    {
        Name = name;
        PathSegment = pathSegment;
        IdKey = idKey;
        MemberPrivileges = Array.AsReadOnly(memberPrivileges.Split(' '));
        Privileges = Array.AsReadOnly(
            MemberPrivileges.Concat(furtherPrivileges.Split(' ')).OrderBy(static privilege => privilege, StringComparer.Ordinal).ToArray());
    }

    /// <summary>A group of users and other groups.</summary>
    public static OnezoneEntityKind Group { get; } = new(
        "group",
        "groups",
        "groupId",
        "group_view",
        "group_view_privileges group_add_user group_remove_user group_add_parent group_leave_parent group_add_child group_remove_child "
            + "group_add_harvester group_remove_harvester group_add_atm_inventory group_remove_atm_inventory group_update group_delete "
            + "group_set_privileges group_add_space group_leave_space group_add_cluster group_leave_cluster group_create_handle_service "
            + "group_leave_handle_service group_create_handle group_leave_handle");

    /// <summary>A space, in which data is.</summary>
    public static OnezoneEntityKind Space { get; } = new(
        "space",
        "spaces",
        "spaceId",
        "space_view space_read_data space_write_data space_view_transfers",
        "space_view_privileges space_add_user space_remove_user space_add_group space_remove_group space_add_harvester "
            + "space_remove_harvester space_register_files space_manage_shares space_view_views space_query_views "
            + "space_view_statistics space_view_changes_stream space_schedule_replication space_view_qos space_manage_datasets "
            + "space_view_archives space_create_archives space_manage_archives space_view_atm_workflow_executions "
            + "space_schedule_atm_workflow_executions space_update space_delete space_set_privileges space_manage_in_marketplace "
            + "space_add_support space_remove_support space_manage_views space_cancel_replication space_schedule_eviction "
            + "space_cancel_eviction space_manage_qos space_remove_archives space_recall_archives space_manage_atm_workflow_executions");

    /// <summary>The cluster of a Oneprovider or of Onezone, which has its administrators as members.</summary>
    public static OnezoneEntityKind Cluster { get; } = new(
        "cluster",
        "clusters",
        "clusterId",
        "cluster_view",
        "cluster_add_user cluster_remove_user cluster_add_group cluster_remove_group cluster_update cluster_delete "
            + "cluster_view_privileges cluster_set_privileges");

    /// <summary>A harvester of metadata.</summary>
    public static OnezoneEntityKind Harvester { get; } = new(
        "harvester",
        "harvesters",
        "harvesterId",
        "harvester_view",
        "harvester_add_user harvester_remove_user harvester_add_group harvester_remove_group harvester_add_space "
            + "harvester_remove_space harvester_update harvester_delete harvester_view_privileges harvester_set_privileges");

    /// <summary>An automation inventory.</summary>
    public static OnezoneEntityKind Inventory { get; } = new(
        "atm_inventory",
        "atm_inventories",
        "atmInventoryId",
        "atm_inventory_view",
        "atm_inventory_manage_lambdas atm_inventory_manage_workflow_schemas atm_inventory_add_user atm_inventory_remove_user "
            + "atm_inventory_add_group atm_inventory_remove_group atm_inventory_update atm_inventory_delete "
            + "atm_inventory_view_privileges atm_inventory_set_privileges");

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<OnezoneEntityKind> All { get; } = Array.AsReadOnly([Group, Space, Cluster, Harvester, Inventory]);

    /// <summary>The name, as in the names of privileges and in API caveats, such as <c>space</c>.</summary>
    public string Name { get; }

    /// <summary>The name in paths, such as <c>spaces</c>.</summary>
    public string PathSegment { get; }

    /// <summary>The key of an id in the API's JSON, such as <c>spaceId</c>.</summary>
    public string IdKey { get; }

    /// <summary>The privileges that an invite token grants by default.</summary>
    public IReadOnlyList<string> MemberPrivileges { get; }

    /// <summary>All privileges of a member, in alphabetical order.</summary>
    public IReadOnlyList<string> Privileges { get; }

    /// <summary>The kind with this key of an id; null for none.</summary>
    public static OnezoneEntityKind? FindIdKey(string key) => All.FirstOrDefault(kind => kind.IdKey == key);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
