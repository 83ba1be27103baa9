using System;
using System.Linq;
using System.Text;
using TokenTools.Security.Redaction;
using Xunit;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>Escapes in bytes, which arrive all at once or one after another.</summary>
public class EscapeDecoderTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("%41%6a%6A", "Ajj")]
    [InlineData("%C3%A9", "\u00e9")]
    [InlineData("%u0041%u00e9", "A\u00e9")]
    [InlineData("\\x41\\u0041\\U00000041", "AAA")]
    [InlineData("\\u00e9\\u20ac\\U0001F511", "\u00e9\u20ac\ud83d\udd11")]
    [InlineData("\\ud83d\\udd11", "\ud83d\udd11")]
    [InlineData("%ud83d%udd11", "\ud83d\udd11")]
    [InlineData("\\ud83d!", "?!")]
    [InlineData("\\ud83d\\n", "?\n")]
    [InlineData("\\ud83d\\u0041", "?A")]
    [InlineData("\\ud83d%udd11", "??")] // Not of the same kind.
    [InlineData("\\udd11", "?")]
    [InlineData("\\u{41}\\x{41}\\u{1F511}", "AA\ud83d\udd11")]
    [InlineData("\\101\\377", "A\u00ff")]
    [InlineData("\\n\\r\\t", "\n\r\t")]
    [InlineData("\\b\\f\\e\\a\\0!", "\0\0\0\0\0!")]
    [InlineData("\\\"\\\\\\/\\'\\$\\!\\~", "\"\\/'$!~")]
    [InlineData("&amp;&lt;&gt;&quot;&apos;&nbsp;", "&<>\"' ")]
    [InlineData("&#65;&#x41;&#X41;&#233;&#128273;", "AAA\u00e9\ud83d\udd11")]
    [InlineData("a\u001b[31;1mb", "ab")]
    [InlineData("a\u001b[38;2;100;100;100;48;2;100;100;100mb", "ab")]
    // A terminal executes control characters within a sequence, which then goes on.
    [InlineData("a\u001b[31\n;1mb", "ab")]
    [InlineData("a\u001b[\u007f\u0001mb", "ab")]
    [InlineData("a\u001b(\0Bb", "ab")]
    // CAN, SUB and ESC end it, and remain.
    [InlineData("a\u001b[31\u0018b", "a\u0018b")]
    [InlineData("a\u001b[31\u001ab", "a\u001ab")]
    [InlineData("a\u001b[31\u001b[mb", "ab")]
    [InlineData("a\u001b[31\u00e9", "a\u00e9")]
    [InlineData("a\u001b(Bb\u001bc", "ab")]
    [InlineData("a\u001b]title", "atitle")]
    [InlineData("\u00a0\u00c2\u0080\u00bf", "\u00a0\u00c2\u00bf")]
    [InlineData("a\u001b]b\u001b", "ab\u001b")]
    [InlineData("a\u009db", "ab")]
    // The first and the last code point of each kind. D800 to DFFF are halves of characters.
    [InlineData("\\ud800\\udc00\\udbff\\udfff", "\U00010000\U0010FFFF")]
    [InlineData("\\U0010FFFF\\u{10FFFF}&#x10FFFF;&#1114111;", "\U0010FFFF\U0010FFFF\U0010FFFF\U0010FFFF")]
    [InlineData("\\u0080\\u{0}", "\u0080\0")]
    [InlineData("\\u{d800}\\udfff", "??")]
    [InlineData("&#xA;", "\n")]
    [InlineData("\\0\0", "\0\0")]
    [InlineData("\\ud83d\\\0dd11", "?\\\0dd11")]
    // ECMA-35 and ECMA-48: announcements, LS1R, a character set, DECSCUSR, ICH.
    [InlineData("a\u001b Fb\u001b~c", "abc")]
    [InlineData("a\u001b(0b\u001b[2 qc\u001b[2@d", "abcd")]
    [InlineData("01234567890123456789012345\u001b[31;1mb", "01234567890123456789012345b")]
    public void Add_Escape_IsDecoded(string text, string expected)
    {
        var bytes = Latin1OrUtf8(expected, text);
        foreach (var portion in new[] { 1, 2, 3, 1000 })
        {
            Assert.Equal(bytes, Decode(text, portion, dropsStrings: false));
            Assert.Equal(bytes, Decode(text, portion, dropsStrings: true));
        }
    }

    [Theory]
    // ECMA-48: OSC, DCS, SOS, PM and APC with their text and ST, and CSI, in 7 and in 8 bits. BEL ends an OSC of xterm.
    [InlineData("a\u001b]0;x\u0007b\u001b]8;;y\u001b\\c", "a0;x\u0007b8;;yc", "abc")]
    [InlineData("a\u001bPp\u001b\\b\u001bXq\u001b\\c\u001b^r\u001b\\d\u001b_s\u001b\\e", "apbqcrdse", "abcde")]
    [InlineData("a\u009d0\u009cb\u0090q\u009cc\u0098\u009cd\u009e\u00e9\u009ce\u009ft\u009cf", "a0bqcd\u00e9etf", "abcdef")]
    [InlineData("a\u001b]\u00e9\u009cb\u009dx\u001b\\c", "a\u00e9bxc", "abc")]
    [InlineData("a\u009b31;1mb\u009bmc\u0085d", "a31;1mbmcd", "abcd")]
    [InlineData("a\u001bPx\u0007y\u001b\\b", "ax\u0007yb", "ab")]
    // The title of a window of screen and tmux.
    [InlineData("a\u001bkx\u001b\\b", "axb", "ab")]
    // CAN, SUB and other control functions end a string.
    [InlineData("a\u001b]x\u0018b", "ax\u0018b", "ab")]
    [InlineData("a\u001bPx\u001ab\u0007", "ax\u001ab\u0007", "ab\u0007")]
    [InlineData("a\u001b]x\u001b[mb\u0007", "axb\u0007", "ab\u0007")]
    [InlineData("a\u001b]x\u001b]y\u0007b", "axy\u0007b", "ab")]
    [InlineData("a\u009dx\u009b1mb\u009c", "ax1mb", "ab")]
    // The palette of the Linux console.
    [InlineData("a\u001b]Rb", "ab", "aRb")]
    [InlineData("a\u001b]P3a1b2c9b", "ab", "aP3a1b2c9b")]
    [InlineData("a\u001b]P3a1b2xb", "aP3a1b2xb", "aP3a1b2xb")]
    [InlineData("a\u001b]P3a", "aP3a", "aP3a")]
    public void Add_ControlFunction_IsDecodedForBothKindsOfTerminals(string text, string shownStrings, string droppedStrings)
    {
        foreach (var portion in new[] { 1, 2, 3, 1000 })
        {
            Assert.Equal(shownStrings, Encoding.UTF8.GetString(Decode(text, portion, dropsStrings: false)));
            Assert.Equal(droppedStrings, Encoding.UTF8.GetString(Decode(text, portion, dropsStrings: true)));
        }
    }

    [Theory]
    [InlineData("100% 5%4 %4g %g4 %")]
    [InlineData("%u004 %u00g0 %U0041")]
    [InlineData("\\x4 \\xg0")]
    [InlineData("\\400 \\18 \\8")]
    [InlineData("\\u004g")]
    [InlineData("\\U0001F51g \\U00110000")]
    [InlineData("\\u{} \\u{110000} \\u{123456789} \\u{4g}")]
    [InlineData("\\u{41")]
    [InlineData("\\q \\G \\9")]
    [InlineData("end\\")]
    [InlineData("AT&T & &; &#; &#x; &amp &lt")]
    [InlineData("&nosuchname; &#1114112; &#99999999999;")]
    [InlineData("&#12x;")]
    [InlineData("\u001b")]
    [InlineData("\u001b[31")]
    [InlineData("\u001b\u007f \u001b\n")]
    [InlineData("\\ a \\\n \\\u05d0")]
    [InlineData("&#6a;")]
    public void Add_NoEscape_StaysAsItIs(string text)
    {
        foreach (var portion in new[] { 1, 2, 3, 1000 })
        {
            Assert.Equal(text, Encoding.UTF8.GetString(Decode(text, portion, dropsStrings: portion > 1)));
        }
    }

    [Theory]
    [InlineData(509, "")]
    [InlineData(510, "\u001b[")]
    public void Add_ControlSequence_HasALimitedLength(int parameters, string start)
    {
        var text = "\u001b[" + new string('0', parameters);
        Assert.Equal(start.Length == 0 ? start : text + "m", Encoding.UTF8.GetString(Decode(text + "m", 1, dropsStrings: false)));
    }

    [Theory]
    [InlineData(508, true)]
    [InlineData(509, false)]
    public void Add_ControlString_HasALimitedLength(int length, bool isDropped)
    {
        var text = new string('t', length);
        foreach (var portion in new[] { 1, 1000 })
        {
            Assert.Equal(isDropped ? "b" : text + "\u0007b", Encoding.UTF8.GetString(Decode("\u001b]" + text + "\u0007b", portion, dropsStrings: true)));
            Assert.Equal(isDropped ? "b" : text + "b", Encoding.UTF8.GetString(Decode("\u001b]" + text + "\u001b\\b", portion, dropsStrings: true)));
        }
    }

    [Fact]
    public void Add_Escape_HasItsPositions()
    {
        var output = new DecodedBytes();
        var decoder = new EscapeDecoder(output, dropsStrings: false);
        var text = Encoding.ASCII.GetBytes("a%41&#233;b\\n");
        Add(decoder, text, 0, text.Length);

        Assert.Equal([100, 101, 104, 104, 110, 111], output.Starts.Take(output.Count));
        Assert.Equal([101, 104, 110, 110, 111, 113], output.Ends.Take(output.Count));
    }

    [Fact]
    public void Add_LongText_IsDecodedToTheEnd()
    {
        var text = string.Concat(Enumerable.Range(0, 3000).Select(static i => (i % 7 == 0 ? "%4" + ((i % 9) + 1) : "abcdefg"[i % 7] + "\\u00e9")));
        var expected = string.Concat(Enumerable.Range(0, 3000).Select(static i => (i % 7 == 0 ? (char)('A' + (i % 9)) : "abcdefg"[i % 7]) + (i % 7 == 0 ? "" : "\u00e9")));

        foreach (var portion in new[] { 7, 5000, 100_000 })
        {
            Assert.Equal(expected, Encoding.UTF8.GetString(Decode(text, portion, dropsStrings: false)));
        }
    }

    [Theory]
    [InlineData("ab%4", 102)]
    [InlineData("ab\\", 102)]
    [InlineData("ab&#6", 102)]
    [InlineData("ab\u001b[3", 102)]
    [InlineData("ab\u001b]title", 102)]
    [InlineData("ab\u001b]title\u001b", 102)]
    [InlineData("ab\u001b]title\u0007", null)]
    [InlineData("ab\\ud83d", 102)]
    [InlineData("ab\\ud83d\\udd1", 102)]
    [InlineData("ab", null)]
    [InlineData("ab%41", null)]
    // What follows cannot belong to an escape.
    [InlineData("ab%4\0", null)]
    [InlineData("ab\\\0", null)]
    [InlineData("ab\\ud83d\0", null)]
    [InlineData("ab\\u{12345678x", null)]
    [InlineData("ab\\u{12345678\0", null)]
    [InlineData("ab&amp ", null)]
    [InlineData("ab&amp\0", null)]
    [InlineData("ab\u001b\n", null)]
    [InlineData("ab\u001b\0", null)]
    [InlineData("ab\u001b[31\u0018", null)]
    public void PendingStart_EscapeWithoutEnd_IsWhereItStarts(string text, int? expected)
    {
        var decoder = new EscapeDecoder(new DecodedBytes(), dropsStrings: true);
        var bytes = Encoding.ASCII.GetBytes(text);
        Add(decoder, bytes, 0, bytes.Length);

        Assert.Equal(expected, decoder.PendingStart);
        decoder.Clear();
        Assert.Null(decoder.PendingStart);
    }

    private static byte[] Decode(string text, int portion, bool dropsStrings)
    {
        var output = new DecodedBytes();
        var decoder = new EscapeDecoder(output, dropsStrings);
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var offset = 0; offset < bytes.Length; offset += portion)
        {
            Add(decoder, bytes, offset, Math.Min(portion, bytes.Length - offset));
        }

        decoder.Complete();
        return output.Values[..output.Count];
    }

    private static void Add(EscapeDecoder decoder, byte[] bytes, int offset, int count)
    {
        var input = new DecodedBytes();
        input.Add(bytes, offset, count, 100 + offset);
        decoder.Add(input, 0, input.Count);
    }

    // An octal escape is a byte, and any other a character.
    private static byte[] Latin1OrUtf8(string expected, string text) =>
        text.StartsWith("\\1", StringComparison.Ordinal) ? Encoding.Latin1.GetBytes(expected) : Encoding.UTF8.GetBytes(expected);
}
