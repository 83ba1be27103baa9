using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using TokenTools.Attacks.Tests.Http;

namespace TokenTools.Attacks.Tests.Exhaustion;

/// <summary>Whole answers that are cheap to send and dear to handle.</summary>
internal static class HostileBody
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 1000 };

    /// <summary>The bodies of Onezone by name.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Onezone { get; } = new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
    {
        ["details-50000-strings"] = static () => Error(new { reasons = Enumerable.Range(0, 50_000).Select(static i => "reason " + i) }),
        ["details-50000-names"] = static () => Error(Enumerable.Range(0, 50_000).ToDictionary(static i => "reason" + i, static i => i)),
        ["details-60-levels"] = static () => Error(JsonDocument.Parse(Nested(60, "[\"x\",", "]")).RootElement),
        ["details-wide-and-deep"] = static () => Error(
            JsonDocument.Parse("[" + string.Join(',', Enumerable.Repeat(Nested(55, "[\"x\",", "]"), 800)) + "]").RootElement),
        ["details-one-long-string"] = static () => Error(new { reason = new string('a', 1_000_000) }),
        ["details-base64-string"] = static () => Error(new { reason = Convert.ToBase64String(new byte[700_000]) }),
        ["details-quotes"] = static () => Error(new { reason = Repeat("token: \\\"", 170_000) }),
        ["description-megabyte"] = static () => Bytes(new { id = "badData", description = Words(1_000_000) }),
        ["json-100000-levels"] = static () => HttpAnswer.Of(400, Nested(100_000, "[", "]")),
    };

    /// <summary>The bodies of Boomi by name.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Boomi { get; } = new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
    {
        ["message-megabyte"] = static () => HttpAnswer.Of(400, JsonSerializer.Serialize(new { message = Words(1_000_000) })),
        ["message-hex-megabyte"] = static () => HttpAnswer.Of(400, JsonSerializer.Serialize(new { message = new string('a', 1_000_000) })),
        ["xml-50000-elements"] = static () => HttpAnswer.Of(400, "<error>" + Repeat("<a/>", 50_000) + "<message>no</message></error>"),
        ["xml-20000-attributes"] = static () => HttpAnswer.Of(
            400,
            "<e" + string.Concat(Enumerable.Range(0, 20_000).Select(static i => " a" + i + "=\"\"")) + "><message>no</message></e>"),
        ["xml-100000-levels"] = static () => HttpAnswer.Of(400, Nested(100_000, "<a>", "</a>")),
        ["xml-entities"] = static () => HttpAnswer.Of(
            400, "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><error><message>&c;</message></error>"),
        ["html-comments"] = static () => HttpAnswer.Of(400, Repeat("<!--", 20_000), "Content-Type: text/html"),
        ["html-titles"] = static () => HttpAnswer.Of(400, "<html>" + Repeat("<title>", 20_000), "Content-Type: text/html"),
        ["retry-after-long"] = static () => HttpAnswer.Of(400, "{}", "Retry-After: " + new string('9', 10_000)),
        ["challenge-long"] = static () => HttpAnswer.Of(
            401, "{}", "WWW-Authenticate: Bearer error_description=\"" + Repeat("\\\\", 20_000)),
    };

    /// <summary>Mebibytes of zeros, compressed: a kilobyte each.</summary>
    public static byte[] GzipBomb(int mebibytes)
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new byte[1024 * 1024]);
        }

        // A file of several members is read as one (RFC 1952, 2.2).
        return [.. Enumerable.Repeat(member.ToArray(), mebibytes).SelectMany(static bytes => bytes)];
    }

    private static byte[] Error(object details) => Bytes(new { id = "badData", description = "no", details });

    private static byte[] Bytes(object error) =>
        HttpAnswer.Of(400, JsonSerializer.Serialize(new { error }, Deep), "Content-Type: application/json");

    private static string Nested(int levels, string open, string close)
    {
        var text = new StringBuilder();
        for (var i = 0; i < levels; i++)
        {
            text.Append(open);
        }

        text.Append(open == "[\"x\"," ? "1" : string.Empty);
        for (var i = 0; i < levels; i++)
        {
            text.Append(close);
        }

        return text.ToString();
    }

    private static string Words(int length) =>
        Repeat("the value of token: expired, Basic authentication failed; password = wrong ", (length / 74) + 1)[..length];

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
