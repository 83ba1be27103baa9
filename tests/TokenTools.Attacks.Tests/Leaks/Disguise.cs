using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace TokenTools.Attacks.Tests.Leaks;

/// <summary>A form in which a service repeats a secret; <see cref="SecretReader"/> reads it back.</summary>
/// <param name="Name">The form's name.</param>
/// <param name="Encode">The secret in this form.</param>
internal sealed record Disguise(string Name, Func<string, string> Encode)
{
    /// <summary>All forms by name.</summary>
    public static IReadOnlyDictionary<string, Disguise> All { get; } =
        Create().ToDictionary(static disguise => disguise.Name, StringComparer.Ordinal);

    private static IEnumerable<Disguise> Create()
    {
        yield return new("plain", static secret => secret);
        yield return new("other-case", SecretReader.SwapCase);
        for (var offset = 0; offset < 3; offset++)
        {
            // Whatever a secret follows in a structure shifts its base64.
            var before = new string('~', offset);
            yield return new("base64-" + offset, secret => Base64(before + secret));
            yield return new("base64url-" + offset, secret => Base64(before + secret).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
            yield return new("base64-of-base64-" + offset, secret => Base64(before + Base64(secret)));
        }

        yield return new("base64-of-utf16", static secret => Convert.ToBase64String(Encoding.Unicode.GetBytes(secret)));
        yield return new("base64-wrapped", static secret => Pieces(Base64(secret), 8, "\r\n"));
        yield return new("percent", static secret => Bytes(secret, "%{0:X2}"));
        yield return new("percent-lower", static secret => Bytes(secret, "%{0:x2}"));
        yield return new("percent-twice", static secret => Bytes(secret, "%25{0:X2}"));
        yield return new("hex-lower", static secret => Bytes(secret, "{0:x2}"));
        yield return new("hex-upper", static secret => Bytes(secret, "{0:X2}"));
        yield return new("hex-dashed", static secret => Bytes(secret, "{0:X2}-").TrimEnd('-'));
        yield return new("entities-decimal", static secret => Chars(secret, "&#{0};"));
        yield return new("entities-hex", static secret => Chars(secret, "&#x{0:X};"));
        yield return new("escapes-u", static secret => Chars(secret, "\\u{0:x4}"));
        yield return new("escapes-x", static secret => Chars(secret, "\\x{0:x2}"));
        yield return new("json-in-json", static secret => Chars(secret, "\\\\u{0:x4}"));
        yield return new("utf16", static secret => Chars(secret, "{1}\0"));
        yield return new("full-width", static secret => new([.. secret.Select(static c => (char)(c + 0xFEE0))]));
        yield return new("combining-marks", static secret => Chars(secret, "{1}\u0301"));
        yield return new("zero-width", static secret => Chars(secret, "{1}\u200B"));
        yield return new("ansi-colors", static secret => Pieces(secret, 4, "\u001b[31m"));
        yield return new("osc-links", static secret => Pieces(secret, 4, "\u001b]8;;https://x.example\u0007"));
        yield return new("osc-terminated", static secret => Pieces(secret, 4, "\u001b]0;x\u001b\\"));
        yield return new("overstrike", static secret => Chars(secret, "_\b{1}"));
        yield return new("quoted-printable", static secret => Bytes(secret, "={0:X2}"));
        yield return new("quoted-printable-breaks", static secret => Pieces(secret, 6, "=\r\n"));
        yield return new("wrapped", static secret => Pieces(secret, 8, "\r\n"));
        yield return new("pieces-space", static secret => Pieces(secret, 4, " "));
        yield return new("pieces-dot", static secret => Pieces(secret, 6, "."));
        yield return new("pieces-comma", static secret => Pieces(secret, 5, ", "));
        yield return new("pieces-ellipsis", static secret => Pieces(secret, 8, "…"));
        yield return new("pieces-bar", static secret => Pieces(secret, 8, " | "));
        yield return new("pieces-slash", static secret => Pieces(secret, 3, "/"));
        yield return new("pieces-word", static secret => Pieces(secret, 8, " then "));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Bytes(string text, string format) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(value => string.Format(CultureInfo.InvariantCulture, format, value)));

    private static string Chars(string text, string format) =>
        string.Concat(text.Select(value => string.Format(CultureInfo.InvariantCulture, format, (int)value, value)));

    private static string Pieces(string text, int length, string separator) =>
        string.Join(separator, text.Chunk(length).Select(static piece => new string(piece)));
}
