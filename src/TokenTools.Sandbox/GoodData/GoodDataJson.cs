using Newtonsoft.Json.Linq;

namespace TokenTools.Sandbox.GoodData;

/// <summary>The JSON in GoodData's responses.</summary>
internal static class GoodDataJson
{
    /// <summary>The user profile, with every member that the schema Profile requires.</summary>
    /// <remarks>gooddata/gooddata-python-sdk:schemas/gooddata-api-client.json</remarks>
    public static JObject Profile(Organization organization, string userId) => new()
    {
        ["organizationId"] = organization.Id,
        ["organizationName"] = organization.Name,
        ["name"] = userId,
        ["userId"] = userId,
        ["permissions"] = new JArray(organization.Directory.PermissionsOf(userId)),
        ["telemetryConfig"] = new JObject { ["context"] = new JObject(), ["services"] = new JObject() },
        ["links"] = new JObject
        {
            ["user"] = "/api/v1/entities/users/" + userId,
            ["organization"] = "/api/v1/entities/admin/organizations/" + organization.Id,
            ["self"] = "/api/v1/profile",
        },
        ["features"] = new JObject { ["static"] = new JObject { ["items"] = new JObject() } },
        ["entitlements"] = new JArray(),
    };

    public static JObject Options() => new()
    {
        ["links"] = new JObject { ["availableDrivers"] = "/api/v1/options/availableDrivers" },
    };

    /// <summary>The organization in the format of JSON:API.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="withPermissions">True to include the caller's permissions (<c>metaInclude=permissions</c>).</param>
    public static JObject OrganizationDocument(Organization organization, bool withPermissions)
    {
        var data = new JObject
        {
            ["id"] = organization.Id,
            ["type"] = "organization",
            ["attributes"] = new JObject
            {
                ["name"] = organization.Name,
                ["hostname"] = organization.HostName,
                ["allowedOrigins"] = new JArray(),
            },
        };
        if (withPermissions)
        {
            data["meta"] = new JObject { ["permissions"] = new JArray("MANAGE", "SELF_CREATE_TOKEN") };
        }

        return new JObject
        {
            ["data"] = data,
            ["links"] = new JObject { ["self"] = "/api/v1/entities/admin/organizations/" + organization.Id },
        };
    }
}
