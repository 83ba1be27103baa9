using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>The permissions that an organization has assigned to its users and user groups.</summary>
/// <remarks>gooddata/gooddata-python-sdk:schemas/gooddata-metadata-client.json, DeclarativeOrganizationPermission</remarks>
internal sealed class OrganizationPermissions
{
    /// <summary>The permission for everything.</summary>
    public const string Manage = "MANAGE";

    private readonly List<(string Type, string Id, string Name)> _assignments;

    private OrganizationPermissions(List<(string Type, string Id, string Name)> assignments) => _assignments = assignments;

    /// <summary>Reads the permissions. Requires MANAGE.</summary>
    public static async Task<OrganizationPermissions> ReadAsync(
        GoodDataApi api, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = api.Get("layout/organization/permissions");
        var response = await api.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        var assignments = ResponseBody.ReadJsonArray(response.Body)
            ?? throw api.Invalid(request, response, nameof(Messages.ResponseUnreadable));
        return new OrganizationPermissions([.. assignments.OfType<JObject>()
            .Select(item => (
                GoodDataApi.Text(response, item["assignee"] as JObject, "type"),
                GoodDataApi.Text(response, item["assignee"] as JObject, "id"),
                GoodDataApi.Text(response, item, "name")))
            .Where(static item => item is { Item1: not null, Item2: not null, Item3: not null })
            .Select(static item => (item.Item1!, item.Item2!, item.Item3!))]);
    }

    /// <summary>The permissions of a user: the user's own and those of the groups.</summary>
    public IReadOnlyList<string> Of(string userId, IReadOnlyList<string> userGroups) => _assignments
        .Where(item => item.Type == "user" ? item.Id == userId : userGroups.Contains(item.Id, StringComparer.Ordinal))
        .Select(static item => item.Name)
        .Distinct(StringComparer.Ordinal)
        .OrderBy(static name => name, StringComparer.Ordinal)
        .ToList();

    /// <summary>Assigns MANAGE to a user, who keeps all other permissions.</summary>
    public Task GrantManageAsync(GoodDataApi api, string userId, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        // The request replaces all permissions of the user.
        var permissions = Of(userId, []).Append(Manage).Distinct(StringComparer.Ordinal);
        var body = new JArray(new JObject
        {
            ["assigneeIdentifier"] = new JObject { ["id"] = userId, ["type"] = "user" },
            ["permissions"] = new JArray(permissions),
        });
        return api.SendAsync(api.Act("actions/organization/managePermissions", body), progress, cancellationToken);
    }
}
