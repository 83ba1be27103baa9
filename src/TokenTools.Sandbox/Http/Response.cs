using System;
using System.Collections.Generic;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Sandbox.Http;

/// <summary>An HTTP response.</summary>
internal sealed class Response
{
    public const string JsonMediaType = "application/json";

    public Response(int statusCode, byte[]? body = null, string? contentType = null)
    {
        StatusCode = statusCode;
        Body = body ?? [];
        ContentType = contentType;
    }

    public int StatusCode { get; set; }

    public byte[] Body { get; set; }

    public string? ContentType { get; set; }

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>The time in the Date header; null for the machine's.</summary>
    public DateTimeOffset? Date { get; set; }

    /// <summary>True to close the connection after the response.</summary>
    public bool Close { get; set; }

    /// <summary>True to send only the first half of the body, with the length of the whole body.</summary>
    public bool Truncate { get; set; }

    /// <summary>True to reset the connection instead of sending the response.</summary>
    public bool Reset { get; set; }

    public static Response Empty(int statusCode) => new(statusCode);

    public static Response Text(int statusCode, string text, string contentType) =>
        new(statusCode, Encoding.UTF8.GetBytes(text), contentType);

    public static Response Json(int statusCode, JToken body, string contentType = JsonMediaType) =>
        Text(statusCode, body.ToString(Formatting.None), contentType);

    public Response WithHeader(string name, string value)
    {
        Headers.Add(new KeyValuePair<string, string>(name, value));
        return this;
    }
}
