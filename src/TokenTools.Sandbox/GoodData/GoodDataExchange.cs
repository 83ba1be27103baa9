using System;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.GoodData;

/// <summary>An authenticated request to the organization.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Request">The request.</param>
/// <param name="UserId">The user who sent it.</param>
internal sealed record GoodDataExchange(Organization Organization, Request Request, string UserId)
{
    // Enough for tests, and a request cannot fill the memory.
    private const int MaximumObjects = 10_000;

    public OrganizationDirectory Directory => Organization.Directory;

    /// <summary>True if the user may manage the organization.</summary>
    public bool CanManage => Directory.PermissionsOf(UserId).Contains(OrganizationDirectory.Manage);

    /// <summary>The address of a path, as links contain it.</summary>
    public string Link(string path) => "http://" + EchoedText.Limit(Request.Header("Host") ?? string.Empty) + path;

    /// <summary>The body as a JSON object; null if it is not one.</summary>
    public JObject? Body => ResponseBody.ReadJsonObject(Request.Text);

    public Response MethodNotAllowed(string allowed) => GoodDataProblem
        .Create(405, "Method Not Allowed", "Request method '" + EchoedText.Limit(Request.Method) + "' is not supported.")
        .WithHeader("Allow", allowed);

    /// <summary>True if a path is that of a collection, or of one object in it.</summary>
    /// <param name="segments">The path's segments.</param>
    /// <param name="id">The id of the object; null for the collection.</param>
    /// <param name="collection">The collection's segments; null for any segment.</param>
    public static bool IsPath(string[] segments, out string? id, params string?[] collection)
    {
        id = segments.Length == collection.Length + 1 ? segments[collection.Length] : null;
        return (segments.Length == collection.Length || id is not null)
            && collection.Select((segment, i) => segment is null || segment == segments[i]).All(static fits => fits);
    }

    /// <summary>True if no more objects are kept.</summary>
    public static bool IsFull(int count) => count >= MaximumObjects;

    /// <summary>The resource object of a document with the right type and a valid id; an error otherwise.</summary>
    public (JObject? Data, Response? Error) ReadData(string type, string? expectedId = null)
    {
        var data = Body?["data"] as JObject;
        var id = (data?["id"] as JValue)?.Value as string;
        return data is null || (data["type"] as JValue)?.Value as string != type || !GoodDataId.IsValid(id)
            || (expectedId is not null && expectedId != id)
            ? (null, GoodDataProblem.BadRequest("The document is not a valid " + type + "."))
            : (data, null);
    }

    /// <summary>A query parameter that is a number.</summary>
    public int Number(string name, int otherwise) =>
        int.TryParse(Request.QueryValue(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Min(number, 1_000_000)
            : otherwise;
}
