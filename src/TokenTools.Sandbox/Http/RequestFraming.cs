using System;
using System.Collections.Generic;
using System.Globalization;

namespace TokenTools.Sandbox.Http;

/// <summary>The length of a request's body and the persistence of its connection, from the headers (RFC 9112 §6, §9.3).</summary>
/// <param name="Length">The body's length; 0 if the body is chunked.</param>
/// <param name="Chunked">True for the chunked transfer coding.</param>
/// <param name="ExpectsContinue">True if the client waits for 100 Continue before it sends the body.</param>
/// <param name="KeepAlive">True if another request can follow on the connection.</param>
internal sealed record RequestFraming(long Length, bool Chunked, bool ExpectsContinue, bool KeepAlive)
{
    public static RequestFraming Parse(IReadOnlyList<KeyValuePair<string, string>> headers, bool http10)
    {
        long? length = null;
        var chunked = false;
        var expectsContinue = false;
        var keepAlive = !http10;
        var hosts = 0;
        foreach (var header in headers)
        {
            switch (header.Key.ToLowerInvariant())
            {
                case "host":
                    hosts++;
                    break;
                case "content-length":
                    if (!long.TryParse(header.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                        || (length ?? value) != value)
                    {
                        throw new MalformedRequestException(400, "Content-Length is not a single number.");
                    }

                    length = value;
                    break;
                case "transfer-encoding":
                    if (chunked || !string.Equals(header.Value, "chunked", StringComparison.OrdinalIgnoreCase))
                    {
                        throw new MalformedRequestException(501, "The only supported transfer coding is chunked.");
                    }

                    chunked = true;
                    break;
                case "expect":
                    if (!string.Equals(header.Value, "100-continue", StringComparison.OrdinalIgnoreCase))
                    {
                        throw new MalformedRequestException(417, "The only supported expectation is 100-continue.");
                    }

                    expectsContinue = !http10;
                    break;
                case "connection":
                    keepAlive = HasToken(header.Value, "keep-alive") || (keepAlive && !HasToken(header.Value, "close"));
                    break;
                default:
                    break;
            }
        }

        // A request with both can be an attempt at request smuggling (RFC 9112 §6.1).
        if (chunked && length is not null)
        {
            throw new MalformedRequestException(400, "Content-Length and Transfer-Encoding cannot be used together.");
        }

        if (hosts > 1 || (hosts == 0 && !http10))
        {
            throw new MalformedRequestException(400, "A request needs exactly one Host header (RFC 9112 section 3.2).");
        }

        return new RequestFraming(length ?? 0, chunked, expectsContinue && (chunked || length > 0), keepAlive);
    }

    private static bool HasToken(string list, string token)
    {
        foreach (var part in list.Split(','))
        {
            if (string.Equals(part.Trim(), token, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
