using System.Collections.Generic;
using System.Linq;
using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.GoodData;

/// <summary>A user of an organization of GoodData.CN.</summary>
/// <remarks>gooddata/gooddata-python-sdk:schemas/gooddata-metadata-client.json, JsonApiUserOut</remarks>
public sealed class GoodDataUser
{
    internal GoodDataUser(Entity entity, IReadOnlyList<string>? permissions)
    {
        Id = entity.Id;
        Email = entity.Text("email");
        FirstName = entity.Text("firstname");
        LastName = entity.Text("lastname");
        AuthenticationId = entity.Text("authenticationId");
        UserGroups = new TextList<string>(entity.References("userGroups"));
        Permissions = permissions is null ? null : new TextList<string>(permissions);
    }

    /// <summary>The user's id.</summary>
    public string Id { get; }

    /// <summary>The e-mail address; null for none.</summary>
    public string? Email { get; }

    /// <summary>The first name; null for none.</summary>
    public string? FirstName { get; }

    /// <summary>The last name; null for none.</summary>
    public string? LastName { get; }

    /// <summary>The id by which the identity provider's users are recognized; null for a user who cannot sign in.</summary>
    public string? AuthenticationId { get; }

    /// <summary>The ids of the user's groups.</summary>
    public IReadOnlyList<string> UserGroups { get; }

    /// <summary>
    /// The user's permissions in the organization, such as <c>MANAGE</c>: the user's own and those of the groups; null if the connection's
    /// user may not read them.
    /// </summary>
    public IReadOnlyList<string>? Permissions { get; }

    /// <summary>True if the user may manage the organization; null if that is unknown.</summary>
    public bool? CanManage => Permissions?.Contains(OrganizationPermissions.Manage);

    /// <summary>What the request changed; null for a user that was only read.</summary>
    public GoodDataChange? Change { get; internal set; }

    /// <summary>
    /// The password with which the user signs in to the built-in identity provider, if the request set it; null otherwise.
    /// </summary>
    public SecureString? Password { get; internal set; }

    /// <summary>Possible problems; empty for none.</summary>
    public IReadOnlyList<TokenWarning> Warnings { get; internal set => field = new TextList<TokenWarning>(value, " "); } =
        TextList<TokenWarning>.None;

    /// <summary>The user as a resource object of the platform's API, without a password.</summary>
    public override string ToString()
    {
        var attributes = new JObject();
        foreach (var (name, value) in new[]
        {
            ("email", Email), ("firstname", FirstName), ("lastname", LastName), ("authenticationId", AuthenticationId),
        })
        {
            if (value is not null)
            {
                attributes[name] = value;
            }
        }

        return new JObject
        {
            ["id"] = Id,
            ["type"] = "user",
            ["attributes"] = attributes,
            ["relationships"] = new JObject
            {
                ["userGroups"] = new JObject
                {
                    ["data"] = new JArray(UserGroups.Select(static id => new JObject { ["id"] = id, ["type"] = "userGroup" })),
                },
            },
        }.ToString(Formatting.None);
    }
}

/// <summary>What a request for a desired state changed.</summary>
public enum GoodDataChange
{
    /// <summary>Nothing.</summary>
    Unchanged,

    /// <summary>An object was created.</summary>
    Created,

    /// <summary>An existing object was changed.</summary>
    Updated,
}
