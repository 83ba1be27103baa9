using System;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>A refusal, with the zone's own id, details and description.</summary>
internal sealed class OnezoneError : Exception
{
    private readonly JObject? _details;

    public OnezoneError(int statusCode, string id, string description, JObject? details = null)
        : base(description)
    {
        StatusCode = statusCode;
        Id = id;
        _details = details;
    }

    public int StatusCode { get; }

    public string Id { get; }

    /// <summary>As it stands inside another error: without the envelope. No details, no member (ctool:src/errors.erl).</summary>
    public JObject ToJson()
    {
        var json = new JObject { ["id"] = Id };
        if (_details is not null)
        {
            json["details"] = _details.DeepClone();
        }

        json["description"] = Message;
        return json;
    }

    public Answer ToAnswer() => Answer.OfJson(StatusCode, new JObject { ["error"] = ToJson() });
}
