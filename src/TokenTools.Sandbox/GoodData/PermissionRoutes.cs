using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.GoodData;

/// <summary>The endpoints for permissions of the organization and members of user groups.</summary>
internal static class PermissionRoutes
{
    /// <summary>Handles an action; null if it is another endpoint's.</summary>
    public static Response? TryHandle(GoodDataExchange exchange, string[] segments) =>
        GoodDataExchange.IsPath(segments, out var id, "actions", "organization", "managePermissions") && id is null
            ? Act(exchange, () => ManagePermissions(exchange))
        : GoodDataExchange.IsPath(segments, out id, "actions", "userManagement", "userGroups", null, "addMembers") && id is null
            ? Act(exchange, () => AddMembers(exchange, segments[3]))
        : null;

    /// <summary>The assigned permissions.</summary>
    public static Response List(GoodDataExchange exchange) => !exchange.CanManage ? GoodDataProblem.NotFound()
        : Response.Json(200, new JArray(exchange.Directory.Permissions.Select(static item => new JObject
        {
            ["assignee"] = new JObject { ["id"] = item.AssigneeId, ["type"] = item.AssigneeType },
            ["name"] = item.Name,
        })));

    private static Response Act(GoodDataExchange exchange, System.Func<Response> act) =>
        exchange.Request.Method != "POST" ? exchange.MethodNotAllowed("POST")
        : exchange.CanManage ? act()
        : GoodDataProblem.Forbidden();

    private static Response AddMembers(GoodDataExchange exchange, string group)
    {
        if (!exchange.Directory.Groups.TryGetValue(group, out var members))
        {
            return GoodDataProblem.NotFound();
        }

        if (exchange.Body?["members"] is not JArray ids
            || ids.Any(static member => (member as JObject)?["id"] is not JValue { Value: string }))
        {
            return GoodDataProblem.BadRequest("The members are missing.");
        }

        if (ids.Any(member => !exchange.Directory.Users.ContainsKey((string)member["id"]!)))
        {
            return GoodDataProblem.NotFound();
        }

        members.UnionWith(ids.Select(static member => (string)member["id"]!));
        return Response.Empty(204);
    }

    private static Response ManagePermissions(GoodDataExchange exchange)
    {
        if (ResponseBody.ReadJsonArray(exchange.Request.Text) is not { } assignments || assignments.Any(static item => !IsValid(item)))
        {
            return GoodDataProblem.BadRequest("The permissions are not valid.");
        }

        var changes = assignments.Select(static item => (
            Type: (string)item["assigneeIdentifier"]!["type"]!,
            Id: (string)item["assigneeIdentifier"]!["id"]!,
            Names: item["permissions"]!.Select(static name => (string)name!).Distinct().ToList())).ToList();
        if (changes.Exists(change => !(change.Type == "user"
            ? exchange.Directory.Users.ContainsKey(change.Id)
            : exchange.Directory.Groups.ContainsKey(change.Id))))
        {
            return GoodDataProblem.NotFound();
        }

        foreach (var (type, id, names) in changes)
        {
            // Replaces all permissions of the assignee (recorded in manage_organization_permissions.yaml).
            exchange.Directory.Permissions.RemoveAll(item => item.AssigneeType == type && item.AssigneeId == id);
            exchange.Directory.Permissions.AddRange(names.Select(name => (type, id, name)));
        }

        return Response.Empty(204);
    }

    private static bool IsValid(JToken item) => item is JObject json
        && json["assigneeIdentifier"] is JObject assignee && assignee["id"] is JValue { Value: string }
        && (assignee["type"] as JValue)?.Value as string is "user" or "userGroup"
        && json["permissions"] is JArray names
        && names.All(static name => OrganizationDirectory.PermissionNames.Contains((name as JValue)?.Value as string));
}
