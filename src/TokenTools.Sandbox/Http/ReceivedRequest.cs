using System;
using System.Collections.Generic;
using System.Text;

namespace TokenTools.Sandbox.Http;

/// <summary>A request, wholly received.</summary>
internal sealed class ReceivedRequest
{
    private readonly List<KeyValuePair<string, string>> _headers;

    public ReceivedRequest(string method, string target, List<KeyValuePair<string, string>> headers, byte[] body)
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

    /// <summary>Path and query as sent.</summary>
    public string Target { get; }

    /// <summary>The path, still escaped.</summary>
    public string Path { get; }

    /// <summary>The query without its question mark, still escaped.</summary>
    public string Query { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    public byte[] Body { get; }

    /// <summary>The body as UTF-8, which is what all three services speak.</summary>
    public string Text
    {
        get
        {
            var start = Body.Length >= 3 && Body[0] == 0xEF && Body[1] == 0xBB && Body[2] == 0xBF ? 3 : 0;
            return Encoding.UTF8.GetString(Body, start, Body.Length - start);
        }
    }

    /// <summary>Whether the client wants to go on using the connection.</summary>
    public bool KeepAlive { get; set; }

    /// <summary>The number of the connection that it came on, from 1.</summary>
    public int Connection { get; set; }

    /// <summary>The address that it came from.</summary>
    public string PeerAddress { get; set; } = "127.0.0.1";

    /// <summary>The media type of the body, in lower case; empty for none.</summary>
    public string MediaType
    {
        get
        {
            var value = Header("Content-Type") ?? string.Empty;
            var end = value.IndexOf(';');
            return (end < 0 ? value : value.Substring(0, end)).Trim().ToLowerInvariant();
        }
    }

    /// <summary>A header's value; null if it isn't there. Several of one name are joined with a comma (RFC 9110 §5.3).</summary>
    public string? Header(string name)
    {
        string? found = null;
        foreach (var header in _headers)
        {
            if (string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                found = found is null ? header.Value : found + ", " + header.Value;
            }
        }

        return found;
    }

    /// <summary>The first value of that name in the query, unescaped; null if it isn't there.</summary>
    public string? QueryValue(string name)
    {
        foreach (var pair in Query.Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (Unescape(equals < 0 ? pair : pair.Substring(0, equals)) == name)
            {
                return equals < 0 ? string.Empty : Unescape(pair.Substring(equals + 1));
            }
        }

        return null;
    }

    /// <summary>The parts of the path below a prefix, unescaped; a trailing slash makes no part. Null if the path isn't below it.</summary>
    public string[]? PartsBelow(string prefix)
    {
        if (!Path.StartsWith(prefix, StringComparison.Ordinal) || (Path.Length > prefix.Length && Path[prefix.Length] != '/'))
        {
            return null;
        }

        var rest = Path.Substring(prefix.Length).Trim('/');
        return rest.Length == 0 ? [] : Array.ConvertAll(rest.Split('/'), Uri.UnescapeDataString);
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
