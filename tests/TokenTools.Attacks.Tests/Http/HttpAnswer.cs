using System.Globalization;
using System.Text;

namespace TokenTools.Attacks.Tests.Http;

/// <summary>Builds answers as bytes.</summary>
internal static class HttpAnswer
{
    /// <summary>A whole answer; headers as lines.</summary>
    public static byte[] Of(int status, string body = "", params string[] headers) => Of(status, Encoding.UTF8.GetBytes(body), headers);

    /// <summary>A whole answer; headers as lines.</summary>
    public static byte[] Of(int status, byte[] body, params string[] headers)
    {
        var head = Head(status, headers);
        var length = "Content-Length: " + body.Length.ToString(CultureInfo.InvariantCulture) + "\r\n\r\n";
        // RFC 9110 §6.4.1: these two have no content.
        return status is 204 or 304
            ? Encoding.UTF8.GetBytes(head + "\r\n")
            : [.. Encoding.UTF8.GetBytes(head + length), .. body];
    }

    /// <summary>A status line and headers, without the empty line that ends them.</summary>
    public static string Head(int status, params string[] headers)
    {
        var head = new StringBuilder("HTTP/1.1 ").Append(status.ToString(CultureInfo.InvariantCulture)).Append(" Reason\r\n");
        foreach (var header in headers)
        {
            head.Append(header).Append("\r\n");
        }

        return head.ToString();
    }
}
