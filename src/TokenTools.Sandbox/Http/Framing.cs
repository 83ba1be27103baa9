using System;
using System.Collections.Generic;
using System.Globalization;

namespace TokenTools.Sandbox.Http;

/// <summary>Where a request's body ends and what becomes of the connection, as its headers say (RFC 9112 §6).</summary>
/// <param name="Length">The body's length, if it isn't chunked.</param>
/// <param name="Chunked">Whether it comes in chunks.</param>
/// <param name="ExpectsContinue">Whether the client waits to be told to send it.</param>
/// <param name="KeepAlive">Whether another request may follow.</param>
internal sealed record Framing(long Length, bool Chunked, bool ExpectsContinue, bool KeepAlive)
{
    public static Framing Of(IReadOnlyList<KeyValuePair<string, string>> headers, bool http10)
    {
        long? length = null;
        var chunked = false;
        var expects = false;
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
                    if (!long.TryParse(header.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || (length ?? value) != value)
                    {
                        throw new MalformedRequestException(400, "Content-Length is not a number, or not one number.");
                    }

                    length = value;
                    break;
                case "transfer-encoding":
                    if (chunked || !string.Equals(header.Value, "chunked", StringComparison.OrdinalIgnoreCase))
                    {
                        throw new MalformedRequestException(501, "The only transfer coding is chunked.");
                    }

                    chunked = true;
                    break;
                case "expect":
                    if (!string.Equals(header.Value, "100-continue", StringComparison.OrdinalIgnoreCase))
                    {
                        throw new MalformedRequestException(417, "The only expectation is 100-continue.");
                    }

                    expects = !http10;
                    break;
                case "connection":
                    keepAlive = Names(header.Value, "keep-alive") || (keepAlive && !Names(header.Value, "close"));
                    break;
                default:
                    break;
            }
        }

        // Both lengths at once are how requests are smuggled past a proxy (RFC 9112 §6.1).
        if (chunked && length is not null)
        {
            throw new MalformedRequestException(400, "A body has a length or comes in chunks, not both.");
        }

        if (hosts > 1 || (hosts == 0 && !http10))
        {
            throw new MalformedRequestException(400, "A request has one Host header (RFC 9112 section 3.2).");
        }

        return new Framing(length ?? 0, chunked, expects && (chunked || length > 0), keepAlive);
    }

    private static bool Names(string list, string option)
    {
        foreach (var part in list.Split(','))
        {
            if (string.Equals(part.Trim(), option, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
