using System;
using System.Collections.Generic;
using System.Text;

namespace TokenTools.Sandbox.Http;

/// <summary>An HTTP request, completely received.</summary>
internal sealed class Request
{
    private readonly List<KeyValuePair<string, string>> _headers;

    public Request(string method, string target, List<KeyValuePair<string, string>> headers, byte[] body)
    {
        Method = method;
        Target = target;
        Body = body;
        _headers = headers;
        var query = target.IndexOf('?');
        Path = query < 0 ? target : target.Substring(0, query);
        Query = query < 0 ? string.Empty : target.Substring(query + 1);
    }

    public string Method { get; }

    /// <summary>The request target: path and query as sent.</summary>
    public string Target { get; }

    /// <summary>The path, percent-encoded.</summary>
    public string Path { get; }

    /// <summary>The query without its question mark, percent-encoded.</summary>
    public string Query { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    public byte[] Body { get; }

    /// <summary>The body decoded as UTF-8, without a byte order mark.</summary>
    public string Text => DecodeBody(Body);

    /// <summary>True if another request can follow on the connection.</summary>
    public bool KeepAlive { get; set; }

    /// <summary>The number of the connection, from 1.</summary>
    public int Connection { get; set; }

    /// <summary>The client's IP address.</summary>
    public string PeerAddress { get; set; } = "127.0.0.1";

    /// <summary>The media type of the body in lower case; empty for none.</summary>
    public string MediaType
    {
        get
        {
            var value = Header("Content-Type") ?? string.Empty;
            var end = value.IndexOf(';');
            return (end < 0 ? value : value.Substring(0, end)).Trim().ToLowerInvariant();
        }
    }

    /// <summary>A header's value; null if it is missing. Repeated headers are joined with a comma (RFC 9110 §5.3).</summary>
    public string? Header(string name)
    {
        string? value = null;
        foreach (var header in _headers)
        {
            if (string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                value = value is null ? header.Value : value + ", " + header.Value;
            }
        }

        return value;
    }

    /// <summary>The first value of a query parameter, decoded; null if it is missing.</summary>
    public string? QueryValue(string name)
    {
        foreach (var pair in Query.Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (Decode(equals < 0 ? pair : pair.Substring(0, equals)) == name)
            {
                return equals < 0 ? string.Empty : Decode(pair.Substring(equals + 1));
            }
        }

        return null;
    }

    /// <summary>The decoded path segments below a prefix, without a trailing slash. Null if the path is not below the prefix.</summary>
    public string[]? SegmentsBelow(string prefix)
    {
        if (!Path.StartsWith(prefix, StringComparison.Ordinal) || (Path.Length > prefix.Length && Path[prefix.Length] != '/'))
        {
            return null;
        }

        var rest = Path.Substring(prefix.Length).Trim('/');
        return rest.Length == 0 ? [] : Array.ConvertAll(rest.Split('/'), Uri.UnescapeDataString);
    }

    /// <summary>Decodes a body as UTF-8, without a byte order mark.</summary>
    public static string DecodeBody(byte[] body)
    {
        var start = body.Length >= 3 && body[0] == 0xEF && body[1] == 0xBB && body[2] == 0xBF ? 3 : 0;
        return Encoding.UTF8.GetString(body, start, body.Length - start);
    }

    /// <summary>The same request without its body, so that it can outlive the body.</summary>
    public Request WithoutBody() => new(Method, Target, _headers, [])
    {
        KeepAlive = KeepAlive,
        Connection = Connection,
        PeerAddress = PeerAddress,
    };

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
