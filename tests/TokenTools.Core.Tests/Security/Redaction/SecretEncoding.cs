using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>An encoding in which a service may repeat a secret.</summary>
/// <param name="Name">Its name in a test's row.</param>
/// <param name="Encode">Encodes a secret.</param>
/// <param name="EncodesAscii">Whether only letters and digits in base64 or hexadecimal form result, which may be encoded as bytes again.</param>
internal sealed record SecretEncoding(string Name, Func<string, string> Encode, bool EncodesAscii = false)
{
    /// <summary>All encodings, and those that are encoded again.</summary>
    public static IReadOnlyList<SecretEncoding> All { get; } = [.. Single().SelectMany(Again)];

    /// <summary>Ways to separate the parts of a secret, by name.</summary>
    public static IReadOnlyDictionary<string, string> Separators { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["space"] = " ",
        ["line"] = "\r\n",
        ["indented-line"] = "\n    ",
        ["soft-break"] = "=\r\n",
        ["dot"] = ".",
        ["comma"] = ", ",
        ["slash"] = "/",
        ["bar"] = " | ",
        ["ellipsis"] = "…",
        ["quotes"] = "\", \"",
        ["zero-width"] = "\u200b",
        ["soft-hyphen"] = "\u00ad",
        ["combining-mark"] = "\u0301",
        ["variation-selector"] = "\U000E0100",
        ["picture"] = "\U0001F600",
        ["nul"] = "\0",
        ["color"] = "\u001b[31;1m",
        ["color-c1"] = "\u009b31m",
        ["charset"] = "\u001b(B",
        ["link"] = "\u001b]8;;https://x.example\u0007",
        ["title"] = "\u001b]0;x\u001b\\",
        ["string-c1"] = "\u0090x\u009c",
        ["escaped-color"] = "\\u001b[31m",
        ["escaped-line"] = "\\n",
        ["overstrike"] = "_\b",
    };

    /// <summary>A secret whose parts are separated.</summary>
    public static string Separate(string secret, int length, string separator) =>
        string.Join(separator, secret.Chunk(length).Select(static part => new string(part)));

    private static IEnumerable<SecretEncoding> Single()
    {
        yield return new("plain", static secret => secret, EncodesAscii: true);
        yield return new("other-case", static secret => string.Concat(secret.Select(
            static c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c))));
        yield return new("full-width", static secret => string.Concat(secret.Select(static c => (char)(c + 0xFEE0))));
        yield return new("bold", static secret => string.Concat(secret.Select(static c =>
            c is >= 'A' and <= 'Z' ? char.ConvertFromUtf32(0x1D400 + c - 'A')
            : c is >= 'a' and <= 'z' ? char.ConvertFromUtf32(0x1D41A + c - 'a')
            : c is >= '0' and <= '9' ? char.ConvertFromUtf32(0x1D7CE + c - '0')
            : c.ToString())));
        yield return new("tags", static secret => string.Concat(secret.Select(static c => char.ConvertFromUtf32(0xE0000 + c))));
        yield return new("doubled", static secret => string.Concat(secret.Select(static c => c + "\b" + c)));
        yield return new("utf-16", static secret => string.Concat(secret.Select(static c => c + "\0")));
        foreach (var (name, format) in new[]
        {
            ("hex-lower", "{0:x2}"), ("hex-upper", "{0:X2}"), ("hex-dashes", "{0:X2}-"), ("hex-colons", "{0:x2}:"),
            ("hex-spaces", "{0:x2} "), ("hex-literals", "0x{0:X2}, "), ("decimals", "{0}, "),
            ("percent-upper", "%{0:X2}"), ("percent-lower", "%{0:x2}"), ("quoted-printable", "={0:X2}"),
            ("escape-x", "\\x{0:x2}"), ("escape-u", "\\u{0:x4}"), ("escape-U", "\\U{0:x8}"), ("escape-braces", "\\u{{{0:x}}}"),
            ("percent-u", "%u{0:x4}"), ("entity-decimal", "&#{0};"), ("entity-hex", "&#x{0:X};"), ("entity-open", "&#{0:D4}"),
        })
        {
            yield return new(
                name,
                secret => string.Concat(Encoding.UTF8.GetBytes(secret).Select(
                    value => string.Format(CultureInfo.InvariantCulture, format, value))),
                name is "hex-lower" or "hex-upper");
        }

        yield return new("octal", static secret => string.Concat(secret.Select(static c => "\\" + Convert.ToString(c, 8).PadLeft(3, '0'))));
        yield return new("percent-every-second", static secret => string.Concat(secret.Select(
            static (c, i) => i % 2 == 0 ? c.ToString() : "%" + ((int)c).ToString("X2", CultureInfo.InvariantCulture))));
        foreach (var (name, encoding) in new[]
        {
            ("base64", Encoding.UTF8), ("base64-of-utf16", Encoding.Unicode), ("base64-of-utf16be", Encoding.BigEndianUnicode),
        })
        {
            for (var offset = 0; offset < 3; offset++)
            {
                var before = new byte[offset];
                string Encode(string secret) => Convert.ToBase64String([.. before, .. encoding.GetBytes(secret)]);
                yield return new(name + "-" + offset, Encode, name == "base64");
                yield return new(name + "url-" + offset, secret => ToUrl(Encode(secret)), name == "base64");
            }
        }
    }

    private static IEnumerable<SecretEncoding> Again(SecretEncoding encoding)
    {
        yield return encoding;
        yield return Then(encoding, "percent", static text => Uri.EscapeDataString(text));
        yield return Then(encoding, "percent-all", static text => string.Concat(
            Encoding.UTF8.GetBytes(text).Select(static value => "%" + value.ToString("X2", CultureInfo.InvariantCulture))));
        yield return Then(encoding, "json", static text => Newtonsoft.Json.JsonConvert.ToString(text)[1..^1]);
        yield return Then(encoding, "html", static text => System.Net.WebUtility.HtmlEncode(text));
        if (encoding.EncodesAscii)
        {
            for (var offset = 0; offset < 3; offset++)
            {
                var before = new string('~', offset);
                yield return Then(encoding, "base64-" + offset, text => Convert.ToBase64String(Encoding.ASCII.GetBytes(before + text)));
                yield return Then(
                    encoding, "base64url-" + offset, text => ToUrl(Convert.ToBase64String(Encoding.ASCII.GetBytes(before + text))));
            }
        }
    }

    private static SecretEncoding Then(SecretEncoding first, string name, Func<string, string> encode) =>
        new(first.Name + "+" + name, secret => encode(first.Encode(secret)));

    private static string ToUrl(string base64) => base64.TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
