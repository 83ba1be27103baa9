using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Pipeline;

/// <summary>The sandbox's own endpoint: accepts documents like a configuration database and responds with their size.</summary>
internal sealed class EchoService : ISandboxService
{
    public string? Name => null;

    public bool Matches(Request request) => request.SegmentsBelow("/cmdb") is not null;

    public Response Handle(Request request) => request.Method == "POST"
        ? Response.Json(201, new JObject { ["bytes"] = request.Body.Length, ["contentType"] = EchoedText.Limit(request.MediaType) })
        : Response.Empty(405).WithHeader("Allow", "POST");

    public Response RateLimitExceeded(Request request) => Response.Empty(429).WithHeader("Retry-After", "1");
}
