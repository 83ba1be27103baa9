using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Newtonsoft.Json;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>An encoding in which a program writes a secret, by other code than the one under test.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Encode">Encodes a secret.</param>
/// <param name="BytesOfEight">The most bytes that eight characters take, for a secret without characters of several bytes.</param>
internal sealed record StreamEncoding(string Name, Func<string, byte[]> Encode, int BytesOfEight)
{
    public static IReadOnlyList<StreamEncoding> All { get; } =
    [
        new("plain", Encoding.UTF8.GetBytes, 8),
        new("utf-16", Encoding.Unicode.GetBytes, 16),
        new("utf-16be", Encoding.BigEndianUnicode.GetBytes, 16),
        .. Enumerable.Range(0, 3).Select(static offset => new StreamEncoding("base64-" + offset, secret => Base64(secret, offset), 12)),
        new("base64url", static secret => Ascii(Text(Base64(secret, 0)).Replace('+', '-').Replace('/', '_')), 12),
        new("base64-lines", static secret => Ascii(Lines(Text(Base64(secret, 0)))), 16),
        new("percent", static secret => Ascii(Uri.EscapeDataString(secret)), 24),
        new("json", static secret => Ascii(JsonConvert.ToString(secret, '"', StringEscapeHandling.EscapeNonAscii)), 48),
        new("hexadecimal", static secret => Ascii(Convert.ToHexString(Encoding.UTF8.GetBytes(secret))), 16),
    ];

    /// <summary>The number of bytes that certainly encode eight characters of a secret.</summary>
    public int PieceLength(string secret)
    {
        var isAscii = secret.All(char.IsAscii);
        return isAscii || Name is "utf-16" or "utf-16be" ? BytesOfEight : BytesOfEight * 2;
    }

    private static byte[] Base64(string secret, int offset) =>
        Ascii(Convert.ToBase64String([.. Encoding.UTF8.GetBytes(new string('~', offset)), .. Encoding.UTF8.GetBytes(secret)]));

    private static string Lines(string text) => string.Join("\r\n", text.Chunk(10).Select(static line => new string(line)));

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static string Text(byte[] ascii) => Encoding.ASCII.GetString(ascii);
}
