using System;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>An error of Onezone's API: its status, id, details and description.</summary>
internal sealed class OnezoneException : Exception
{
    private readonly JObject? _details;

    public OnezoneException(int statusCode, string id, string description, JObject? details = null)
        : base(description)
    {
        StatusCode = statusCode;
        Id = id;
        _details = details;
    }

    public int StatusCode { get; }

    public string Id { get; }

    /// <summary>The error without its envelope, as inside another error. Empty details are omitted (ctool:src/errors.erl).</summary>
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

    public Response ToResponse() => Response.Json(StatusCode, new JObject { ["error"] = ToJson() });
}
