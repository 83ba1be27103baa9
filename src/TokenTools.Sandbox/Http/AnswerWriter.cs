using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Sandbox.Http;

/// <summary>Writes answers onto a connection.</summary>
internal static class AnswerWriter
{
    /// <summary>Writes head and body in one go.</summary>
    public static async Task WriteAsync(Stream stream, Answer answer, bool withBody, CancellationToken cancellationToken)
    {
        // RFC 9110 §8.6: no length with 204, and none but the client's own business with 304.
        var bodyless = answer.StatusCode is 204 or 304;
        var head = new StringBuilder("HTTP/1.1 ")
            .Append(answer.StatusCode.ToString(CultureInfo.InvariantCulture)).Append(' ').Append(Reason(answer.StatusCode)).Append("\r\n")
            .Append("Date: ").Append(DateTime.UtcNow.ToString("r", CultureInfo.InvariantCulture)).Append("\r\n");
        if (answer.ContentType is not null && !bodyless)
        {
            Append(head, "Content-Type", answer.ContentType);
        }

        foreach (var header in answer.Headers)
        {
            Append(head, header.Key, header.Value);
        }

        if (!bodyless)
        {
            Append(head, "Content-Length", answer.Body.Length.ToString(CultureInfo.InvariantCulture));
        }

        if (answer.Close)
        {
            Append(head, "Connection", "close");
        }

        head.Append("\r\n");
        var count = !withBody || bodyless ? 0 : answer.Truncate ? answer.Body.Length / 2 : answer.Body.Length;
        // A fault's headers may hold anything: as many bytes as there are, not as many as there are letters.
        var start = Encoding.UTF8.GetBytes(head.ToString());
        var bytes = new byte[start.Length + count];
        Buffer.BlockCopy(start, 0, bytes, 0, start.Length);
        Buffer.BlockCopy(answer.Body, 0, bytes, start.Length, count);
        await stream.WriteAsync(bytes, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
    }

    private static void Append(StringBuilder head, string name, string value) =>
        head.Append(Line(name)).Append(": ").Append(Line(value)).Append("\r\n");

    // A fault's header comes from whoever writes the test: it stays one header.
    private static string Line(string text) => text.Replace("\r", string.Empty).Replace("\n", string.Empty);

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
