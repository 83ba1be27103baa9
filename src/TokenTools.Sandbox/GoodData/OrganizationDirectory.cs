using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace TokenTools.Sandbox.GoodData;

/// <summary>The users, groups, permissions, API tokens and signing keys of the organization, and the users of Dex.</summary>
/// <remarks>The service holds <see cref="Gate"/> while it handles a request.</remarks>
internal sealed class OrganizationDirectory
{
    /// <summary>The permission for everything.</summary>
    public const string Manage = "MANAGE";

    /// <summary>The permission to create API tokens for oneself.</summary>
    public const string SelfCreateToken = "SELF_CREATE_TOKEN";

    /// <summary>All permissions (gooddata/gooddata-python-sdk:schemas, DeclarativeOrganizationPermission).</summary>
    public static readonly string[] PermissionNames = [Manage, SelfCreateToken, "BASE_UI_ACCESS"];

    private const string AdminGroup = "adminGroup";

    public OrganizationDirectory(string administrator)
    {
        Users[administrator] = [];
        Groups[AdminGroup] = [administrator];
        Groups["demoGroup"] = [];
        Permissions.Add(("userGroup", AdminGroup, Manage));
        Permissions.Add(("userGroup", AdminGroup, SelfCreateToken));
    }

    /// <summary>Makes each request atomic.</summary>
    public object Gate { get; } = new();

    /// <summary>The attributes of each user, by id.</summary>
    public SortedDictionary<string, JObject> Users { get; } = new(StringComparer.Ordinal);

    /// <summary>The members of each group, by id.</summary>
    public SortedDictionary<string, SortedSet<string>> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>The assigned permissions.</summary>
    public List<(string AssigneeType, string AssigneeId, string Name)> Permissions { get; } = [];

    /// <summary>The secrets of API tokens, by user and id.</summary>
    public SortedDictionary<string, SortedDictionary<string, string>> ApiTokens { get; } = new(StringComparer.Ordinal);

    /// <summary>The signing keys, by id.</summary>
    public SortedDictionary<string, JObject> SigningKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>The users of Dex, by e-mail address.</summary>
    public SortedDictionary<string, JObject> DexUsers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of users that Dex has had, including deleted ones.</summary>
    public int CreatedDexUsers { get; set; }

    /// <summary>The groups of a user.</summary>
    public IEnumerable<string> GroupsOf(string userId) =>
        Groups.Where(group => group.Value.Contains(userId)).Select(static group => group.Key);

    /// <summary>The permissions of a user, direct ones and those of groups.</summary>
    public IReadOnlyList<string> PermissionsOf(string userId)
    {
        var groups = GroupsOf(userId).ToList();
        return PermissionNames.Where(name => Permissions.Contains(("user", userId, name))
            || groups.Exists(group => Permissions.Contains(("userGroup", group, name)))).ToList();
    }

    /// <summary>The API tokens of a user.</summary>
    public SortedDictionary<string, string> TokensOf(string userId)
    {
        if (!ApiTokens.TryGetValue(userId, out var tokens))
        {
            ApiTokens[userId] = tokens = new SortedDictionary<string, string>(StringComparer.Ordinal);
        }

        return tokens;
    }
}
