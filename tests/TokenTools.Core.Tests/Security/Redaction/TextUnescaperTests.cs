using System.Linq;
using TokenTools.Security.Redaction;
using Xunit;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>What browsers, JSON, C and mail programs decode, one level of it.</summary>
public class TextUnescaperTests
{
    [Theory]
    [InlineData("%41%6a%6A", "Ajj")]
    [InlineData("x%41y", "xAy")]
    [InlineData("%C3%A9", "\u00e9")]
    [InlineData("%E2%82%AC", "\u20ac")]
    [InlineData("%F0%9F%94%91", "\ud83d\udd11")]
    [InlineData("%E2%82", "\u00e2\u0082")] // Cut off, and so in ISO 8859-1.
    [InlineData("%E2%82%41", "\u00e2\u0082A")]
    [InlineData("%C3\\xA9", "\u00c3\u00a9")] // Not of the same kind.
    [InlineData("%C1%81", "\u00c1\u0081")] // Overlong.
    [InlineData("%F5%80%80%80", "\u00f5\u0080\u0080\u0080")] // Beyond U+10FFFF.
    [InlineData("%u00e9%u0041", "\u00e9A")]
    [InlineData("=41=C3=A9", "A\u00e9")]
    [InlineData("\\x41\\X42", "AB")]
    [InlineData("\\101\\377", "A\u00ff")]
    [InlineData("\\u0041\\u00e9", "A\u00e9")]
    [InlineData("\\U00000041\\U0001F511", "A\ud83d\udd11")]
    [InlineData("\\u{41}\\u{1F511}\\x{e9}", "A\ud83d\udd11\u00e9")]
    [InlineData("\\n\\r\\t\\b\\f\\e\\a", "\n\r\t\b\f\u001b\a")]
    [InlineData("\\0", "\0")]
    [InlineData("\\\"\\'\\\\\\/", "\"'\\/")]
    [InlineData("a=\nb", "a\nb")]
    [InlineData("a= \t\r\nb", "a\nb")]
    [InlineData("&amp;&lt;&gt;&quot;&apos;", "&<>\"'")]
    [InlineData("&#65;&#x41;&#X41;&#65 ", "AAAA ")]
    [InlineData("&eacute;&nbsp;", "\u00e9\u00a0")]
    [InlineData("&CounterClockwiseContourIntegral;x&#65;", "&CounterClockwiseContourIntegral;xA")]
    [InlineData("%C2%A9%E0%A4%85", "\u00a9\u0905")] // The first of two and of three bytes.
    [InlineData("%C3%A9%A9", "\u00e9\u00a9")]
    [InlineData("%6f%7F", "o\u007f")]
    [InlineData("\\u0000\\U00010000\\U0010FFFF", "\0\U00010000\U0010FFFF")]
    public void Unescape_Escape_IsDecoded(string text, string expected) => Assert.Equal(expected, Unescape(text));

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("100% and 5%4")]
    [InlineData("%4g %g4 %/4 %:4 %@4 %`4")]
    [InlineData("%u004 %u00g0 %U0041")]
    [InlineData("\\x4 \\xg0")]
    [InlineData("\\400 \\18 \\8")] // More than a byte, and no octal digits.
    [InlineData("\\u004")]
    [InlineData("\\U0001F51")]
    [InlineData("\\U00110000")]
    [InlineData("\\u{}\\u{41")]
    [InlineData("\\u{110000}")]
    [InlineData("\\u{123456789}")]
    [InlineData("\\U{41}")]
    [InlineData("\\q \\")]
    [InlineData("a=b =")]
    [InlineData("= \t\r")]
    [InlineData("AT&T & &; &#; &amp &lt")]
    [InlineData("&nosuchname;")]
    [InlineData("%0g \\108")]
    public void Unescape_NoEscape_IsNull(string text) => Assert.Null(Unescape(text));

    [Fact]
    public void Unescape_Escape_HasItsPosition()
    {
        var decoded = TextUnescaper.Unescape(MappedText.From("a%41&#65;%C3%A9b\\u0041"))!;

        Assert.Equal("aAA\u00e9bA", decoded.ToString());
        Assert.Equal([0, 1, 4, 9, 15, 16], Enumerable.Range(0, 6).Select(decoded.Start));
        Assert.Equal([1, 4, 9, 15, 16, 22], Enumerable.Range(0, 6).Select(decoded.End));
    }

    private static string? Unescape(string text) => TextUnescaper.Unescape(MappedText.From(text))?.ToString();
}
