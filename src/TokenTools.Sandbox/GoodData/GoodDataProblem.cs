using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.GoodData;

/// <summary>Error responses in the format problem+json (recorded in gooddata/gooddata-python-sdk, create_jwk.yaml).</summary>
internal static class GoodDataProblem
{
    /// <summary>The response for an object that does not exist, or that the user may not see.</summary>
    public static Response NotFound() => Create(
        404, "Not Found", "The requested endpoint does not exist or you do not have permission to access it.");

    /// <summary>The response to an action without permission.</summary>
    public static Response Forbidden() => Create(403, "Forbidden", "You do not have permission to perform this action.");

    /// <summary>The response to a body that the schema does not allow.</summary>
    public static Response BadRequest(string detail) => Create(400, "Bad Request", detail);

    /// <summary>The response to the creation of an object that exists.</summary>
    public static Response Conflict(string type, string id) =>
        Create(409, "Conflict", "An object of type " + type + " with id " + EchoedText.Limit(id) + " already exists.");

    public static Response Create(int status, string title, string detail)
    {
        var trace = RandomText.Hex(32);
        return Response.Json(
            status,
            new JObject { ["detail"] = detail, ["status"] = status, ["title"] = title, ["traceId"] = trace },
            "application/problem+json").WithHeader("X-GDC-TRACE-ID", trace);
    }
}
