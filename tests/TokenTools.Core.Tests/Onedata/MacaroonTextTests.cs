using System;
using System.Globalization;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class MacaroonTextTests
{
    [Theory]
    [InlineData(" \r\n\t{0}\r\n ")]
    [InlineData("\uFEFF{0}")]
    public void Decode_WhiteSpaceAround_IsIgnored(string format) => Assert.Equal(
        OnedataVectors.Text(0),
        Macaroon.Parse(string.Format(CultureInfo.InvariantCulture, format, OnedataVectors.Text(0))).Serialize());

    [Fact]
    public void Decode_OtherAlphabetOrPadding_IsEncodedCanonically()
    {
        // V4's base64 needs two padding characters.
        var text = OnedataVectors.Text(3);
        Assert.Equal(text, Macaroon.Parse(text + "==").Serialize());
        Assert.Equal(text, Macaroon.Parse(text + "0505").Serialize());
        var third = OnedataVectors.Text(2);
        Assert.Equal(third, Macaroon.Parse(third.Replace("01", "03", StringComparison.Ordinal).Replace("02", "04", StringComparison.Ordinal)).Serialize());
        Assert.Equal(third, Macaroon.Parse(third.Replace("01", "_", StringComparison.Ordinal).Replace("02", "-", StringComparison.Ordinal)).Serialize());
        Assert.Equal(third, Macaroon.Parse(third.Replace("01", "/", StringComparison.Ordinal).Replace("02", "+", StringComparison.Ordinal)).Serialize());
    }

    [Theory]
    [InlineData("{0}=", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("{0}===", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("{0}==A", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("={0}", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("{0}0", nameof(Messages.MacaroonEscapeCutOff))]
    [InlineData("{0}06", nameof(Messages.MacaroonEscapeUnknown))]
    [InlineData("{0}é", nameof(Messages.MacaroonCharacterInvalid))]
    [InlineData("{0}\0", nameof(Messages.MacaroonCharacterInvalid))]
    [InlineData("{0}.", nameof(Messages.MacaroonCharacterInvalid))]
    [InlineData("MDAy {0}", nameof(Messages.MacaroonSpaceInside))]
    [InlineData("MDAy\r\n{0}", nameof(Messages.MacaroonSpaceInside))]
    [InlineData("opx-{0}", nameof(Messages.MacaroonPrefixUnknown))]
    [InlineData("OPW-{0}", nameof(Messages.MacaroonPrefixUnknown))]
    [InlineData("opw-opw-{0}", nameof(Messages.MacaroonPacketLengthUnreadable))]
    [InlineData("opw-", nameof(Messages.MacaroonWithoutSignature))]
    [InlineData(" \n", nameof(Messages.MacaroonEmpty))]
    public void Decode_DamagedText_Throws(string format, string errorId) => Assert.Equal(
        errorId,
        Assert.Throws<TokenFormatException>(
            () => Macaroon.Parse(string.Format(CultureInfo.InvariantCulture, format, OnedataVectors.Text(3)))).ErrorId);

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public void Decode_OtherCharacterAnywhere_Throws(int position)
    {
        foreach (var other in "\u0080\u00E9\u20AC\uFFFF")
        {
            var text = OnedataVectors.Text(3);
            var error = Assert.Throws<TokenFormatException>(() => Macaroon.Parse(text[..position] + other + text[(position + 1)..]));
            Assert.Equal(nameof(Messages.MacaroonCharacterInvalid), error.ErrorId);
            Assert.Contains(" at position " + (position + 1) + ".", error.Message, StringComparison.Ordinal);
        }
    }

    // Zeros are one character for six bits, ones two.
    [Theory]
    [InlineData(0x00, 786_432, null, false)]
    [InlineData(0x00, 786_433, null, true)]
    [InlineData(0x00, 786_432, "opw-", true)]
    [InlineData(0x00, 786_429, "opw-", false)]
    [InlineData(0xFF, 393_216, null, false)]
    [InlineData(0xFF, 393_217, null, true)]
    [InlineData(0xFF, 393_216, "opw-", true)]
    [InlineData(0xFF, 393_213, "opw-", false)]
    public void IsTooLong_Packets_AreMeasuredAsText(byte value, int length, string? prefix, bool expected)
    {
        var packets = new byte[length];
        Array.Fill(packets, value);
        Assert.Equal(expected, MacaroonText.IsTooLong(packets, prefix));
        Assert.Equal(expected, MacaroonText.Encode(packets, prefix).Length > 1_048_576);
    }

    [Fact]
    public void Decode_TrailingBits_Throws()
    {
        var text = OnedataVectors.Text(3);
        Assert.EndsWith("Cg", text, StringComparison.Ordinal);
        Assert.Equal(
            nameof(Messages.MacaroonBase64TrailingBits),
            Assert.Throws<TokenFormatException>(() => Macaroon.Parse(text[..^1] + "h")).ErrorId);
    }

    [Theory]
    [InlineData("opw-")]
    [InlineData("opp-")]
    public void Encode_ServicePrefix_IsKept(string prefix)
    {
        var macaroon = Macaroon.Parse(prefix + OnedataVectors.Text(3));
        Assert.Equal(prefix, macaroon.ServicePrefix);
        Assert.Equal(prefix + OnedataVectors.Text(3), macaroon.Serialize());
        Assert.StartsWith(prefix, macaroon.AddCaveats(["x"u8.ToArray()]).Serialize(), StringComparison.Ordinal);
    }
}
