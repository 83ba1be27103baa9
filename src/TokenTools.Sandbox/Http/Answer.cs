using System.Collections.Generic;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Sandbox.Http;

/// <summary>An answer to be sent.</summary>
internal sealed class Answer
{
    public const string Json = "application/json";

    public Answer(int statusCode, byte[]? body = null, string? contentType = null)
    {
        StatusCode = statusCode;
        Body = body ?? [];
        ContentType = contentType;
    }

    public int StatusCode { get; set; }

    public byte[] Body { get; set; }

    public string? ContentType { get; set; }

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>Whether the connection ends with this answer.</summary>
    public bool Close { get; set; }

    /// <summary>Whether only half of the body is sent, under the length of the whole.</summary>
    public bool Truncate { get; set; }

    /// <summary>Whether the connection is reset instead of an answer.</summary>
    public bool Reset { get; set; }

    public static Answer Empty(int statusCode) => new(statusCode);

    public static Answer OfText(int statusCode, string text, string contentType) => new(statusCode, Encoding.UTF8.GetBytes(text), contentType);

    public static Answer OfJson(int statusCode, JToken body, string contentType = Json) =>
        OfText(statusCode, body.ToString(Formatting.None), contentType);

    public Answer With(string header, string value)
    {
        Headers.Add(new KeyValuePair<string, string>(header, value));
        return this;
    }
}
