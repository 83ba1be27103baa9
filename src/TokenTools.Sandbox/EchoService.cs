using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox;

/// <summary>The sandbox's own: something to post documents to, as a configuration database would be.</summary>
internal sealed class EchoService : IService
{
    public string? Name => null;

    public bool Owns(ReceivedRequest request) => request.PartsBelow("/cmdb") is not null;

    public Answer Handle(ReceivedRequest request) => request.Method == "POST"
        ? Answer.OfJson(201, new JObject { ["bytes"] = request.Body.Length, ["contentType"] = request.MediaType })
        : Answer.Empty(405).With("Allow", "POST");

    public Answer TooBusy(ReceivedRequest request) => Answer.Empty(429).With("Retry-After", "1");
}
