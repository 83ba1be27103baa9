using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>Base62, compared with the framework's base64 and the table of ctool:src/utils/base62.erl.</summary>
public class Base62Tests
{
    [Fact]
    public void Encode_AnyBytes_IsBase64WithEscapes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll<byte[]>(static bytes => Encode(bytes) == Reference(bytes) && Decode(Reference(bytes)).SequenceEqual(bytes)));

    // Each of the 64 values, at each position within a group.
    [Fact]
    public void Encode_EachValue_IsBase64WithEscapes()
    {
        for (var value = 0; value < 256; value++)
        {
            foreach (var before in new byte[][] { [], [0xFF], [0, 0x83], [1, 2, 3] })
            {
                byte[] bytes = [.. before, (byte)value];
                Assert.Equal(Reference(bytes), Encode(bytes));
                Assert.Equal(bytes, Decode(Reference(bytes)));
                Assert.Equal(bytes, Decode(Reference(bytes) + Padding(bytes.Length, "=")));
                Assert.Equal(bytes, Decode(Reference(bytes) + Padding(bytes.Length, "05")));
                Assert.Equal(bytes, Decode(Convert.ToBase64String(bytes).Replace("0", "00", StringComparison.Ordinal)));
            }
        }
    }

    [Theory]
    [InlineData("TWFu TWFu", "MacaroonSpaceInside", 5)]
    [InlineData("TWFu\tTWFu", "MacaroonSpaceInside", 5)]
    [InlineData("TWF\nu", "MacaroonSpaceInside", 4)]
    [InlineData("TWFu.TWFu", "MacaroonCharacterInvalid", 5)]
    [InlineData("TWFuT{Fu", "MacaroonCharacterInvalid", 6)]
    [InlineData("TWFuTWF\u0141", "MacaroonCharacterInvalid", 8)]
    [InlineData("TWFu06Fu", "MacaroonEscapeUnknown", 5)]
    [InlineData("TWFu0/Fu", "MacaroonEscapeUnknown", 5)]
    [InlineData("TWFu0AFu", "MacaroonEscapeUnknown", 5)]
    [InlineData("TWFuTWFu0", "MacaroonEscapeCutOff", 9)]
    [InlineData("T=Fu", "MacaroonPaddingMisplaced", 2)]
    [InlineData("TW=u", "MacaroonPaddingMisplaced", 3)]
    [InlineData("TQ05=TWFu", "MacaroonPaddingMisplaced", 4)]
    [InlineData("TWFu=", "MacaroonPaddingMisplaced", 5)]
    [InlineData("TWFuTQ=", "MacaroonPaddingMisplaced", 7)]
    [InlineData("T===", "MacaroonPaddingMisplaced", 4)]
    public void Decode_DamagedText_ReportsWhere(string text, string errorId, int position)
    {
        var error = Assert.Throws<TokenFormatException>(() => Decode(text));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Matches(@"\b(character|position) " + position + @"\b", error.Message);
    }

    [Theory]
    [InlineData("TWFuT", "MacaroonBase64Length")]
    [InlineData("TWFuTR", "MacaroonBase64TrailingBits")]
    [InlineData("TWFuTWH", "MacaroonBase64TrailingBits")]
    [InlineData("TWFuTQ", null)]
    [InlineData("TWFuTWE", null)]
    [InlineData("", null)]
    public void Decode_End_ReportsDamage(string text, string? errorId)
    {
        Base62Decoder.Decode(new StringCharacters(text), 0, text.Length, out var damage);

        Assert.Equal(errorId, damage?.ErrorId);
    }

    [Fact]
    public void Decode_PartOfAText_IsThatPart()
    {
        Base62Decoder.Decode(new StringCharacters("xxTWFuyy"), 2, 6, out var damage);

        Assert.Null(damage);
        Assert.Equal("Man"u8.ToArray(), Base62Decoder.Decode(new StringCharacters("xxTWFuyy"), 2, 6, out _));
        Assert.Equal("Man"u8.ToArray(), Base62Decoder.Decode(new ArrayCharacters("xTWFu".ToCharArray()), 1, 5, out _));
    }

    private static string Encode(byte[] bytes)
    {
        var chars = new char[Base62.EncodedLength(bytes)];
        Base62.Encode(bytes, chars, 0);
        return new string(chars);
    }

    private static byte[] Decode(string text) => Base62Decoder.Decode(new StringCharacters(text), 0, text.Length, out _);

    private static string Reference(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var c in Convert.ToBase64String(bytes).TrimEnd('='))
        {
            text.Append(c switch { '0' => "00", '/' => "01", '+' => "02", _ => c.ToString() });
        }

        return text.ToString();
    }

    private static string Padding(int length, string padding) =>
        string.Concat(Enumerable.Repeat(padding, (3 - (length % 3)) % 3));
}
