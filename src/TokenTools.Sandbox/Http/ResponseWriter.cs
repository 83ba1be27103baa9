using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.Sandbox.Http;

/// <summary>Writes HTTP/1.1 responses to a stream.</summary>
internal static class ResponseWriter
{
    /// <summary>Writes the header section and the body in one write.</summary>
    public static async Task WriteAsync(Stream stream, Response response, bool withBody, CancellationToken cancellationToken)
    {
        // RFC 9110 §8.6: 204 has no Content-Length, and 304 has no body that it could describe.
        var bodyless = response.StatusCode is 204 or 304;
        var head = new StringBuilder("HTTP/1.1 ")
            .Append(response.StatusCode.ToString(CultureInfo.InvariantCulture)).Append(' ')
            .Append(Reason(response.StatusCode)).Append("\r\n")
            .Append("Date: ").Append(Date(response)).Append("\r\n");
        if (response.ContentType is not null && !bodyless)
        {
            Append(head, "Content-Type", response.ContentType);
        }

        foreach (var header in response.Headers)
        {
            Append(head, header.Key, header.Value);
        }

        if (!bodyless)
        {
            Append(head, "Content-Length", response.Body.Length.ToString(CultureInfo.InvariantCulture));
        }

        if (response.Close)
        {
            Append(head, "Connection", "close");
        }

        head.Append("\r\n");
        var count = !withBody || bodyless ? 0 : response.Truncate ? response.Body.Length / 2 : response.Body.Length;
        // A fault's headers can contain non-ASCII characters, so the number of bytes is not the number of characters.
        var start = Encoding.UTF8.GetBytes(head.ToString());
        var bytes = new byte[start.Length + count];
        Buffer.BlockCopy(start, 0, bytes, 0, start.Length);
        Buffer.BlockCopy(response.Body, 0, bytes, start.Length, count);
        await stream.WriteAsync(bytes, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
    }

    private static string Date(Response response) =>
        (response.Date ?? SystemClock.Instance.UtcNow).UtcDateTime.ToString("r", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder head, string name, string value) =>
        head.Append(SingleLine(name)).Append(": ").Append(SingleLine(value)).Append("\r\n");

    // A fault's header comes from the author of a test. A line break in it must not start another header.
    private static string SingleLine(string text) => text.Replace("\r", string.Empty).Replace("\n", string.Empty);

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        410 => "Gone",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        417 => "Expectation Failed",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => "Status",
    };
}
