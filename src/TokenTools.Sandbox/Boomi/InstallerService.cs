using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Sandbox.Http;
using TokenTools.Sandbox.Pipeline;

namespace TokenTools.Sandbox.Boomi;

/// <summary>
/// The sandbox's own endpoint, which a stand-in for an installer calls: installs a runtime with an installer token. How the real
/// installers do this is not documented.
/// </summary>
/// <param name="boomi">The accounts and tokens.</param>
internal sealed class InstallerService(BoomiService boomi) : ISandboxService
{
    private const int MaximumNameLength = 255;

    public string? Name => null;

    public bool Matches(Request request) => request.SegmentsBelow("/installer") is not null;

    public Response Handle(Request request)
    {
        if (request.Method != "POST")
        {
            return Response.Empty(405).WithHeader("Allow", "POST");
        }

        var body = ResponseBody.ReadJsonObject(request.Text);
        var (token, name) = ((string?)(body?["installToken"] as JValue), (string?)(body?["atomName"] as JValue));
        if (token is null || string.IsNullOrWhiteSpace(name) || name!.Length > MaximumNameLength)
        {
            return Error(400, "The body requires installToken and atomName.");
        }

        return boomi.Install(token, name) is { } runtime
            ? Response.Json(201, new JObject { ["id"] = runtime.Id, ["name"] = EchoedText.Limit(runtime.Name) })
            : Error(403, "The installer token is unknown or has expired.");
    }

    public Response RateLimitExceeded(Request request) => Response.Empty(429).WithHeader("Retry-After", "1");

    private static Response Error(int status, string message) => Response.Json(status, new JObject { ["message"] = message });
}
