using System;
using System.Globalization;
using System.Text;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class MacaroonPacketsTests
{
    private static readonly string Signature = "002fsignature " + new string('s', 32) + "\n";

    public static TheoryData<string, string, string> WrongPackets => new()
    {
        { "no digits", "zz21location x\n", nameof(Messages.MacaroonPacketLengthUnreadable) },
        { "a signed length", "+00flocation x\n" + Signature, nameof(Messages.MacaroonPacketLengthUnreadable) },
        { "a length of 0", "0000location x\n", nameof(Messages.MacaroonPacketTooShort) },
        { "a length of 4", "0004", nameof(Messages.MacaroonPacketTooShort) },
        { "past the end", "ffffl x\n", nameof(Messages.MacaroonCutOff) },
        { "three bytes left", Packet("location", "x") + "000", nameof(Messages.MacaroonCutOff) },
        { "no newline", "000flocation xy", nameof(Messages.MacaroonPacketWithoutNewline) },
        { "no space", "000elocationx\n", nameof(Messages.MacaroonPacketWithoutSpace) },
        { "identifier first", Packet("identifier", "x"), nameof(Messages.MacaroonPacketUnexpected) },
        { "two locations", Packet("location", "x") + Packet("location", "x"), nameof(Messages.MacaroonPacketUnexpected) },
        { "two identifiers", Head + Packet("identifier", "x"), nameof(Messages.MacaroonPacketUnexpected) },
        { "a caveat before the identifier", Packet("location", "x") + Packet("cid", "x"), nameof(Messages.MacaroonPacketUnexpected) },
        { "an unknown packet", Head + Packet("cie", "x"), nameof(Messages.MacaroonPacketUnexpected) },
        { "a name in upper case", "000fLOCATION x\n", nameof(Messages.MacaroonPacketUnexpected) },
        { "a third-party caveat's key", Head + Packet("cid", "x") + Packet("vid", "x"), nameof(Messages.MacaroonThirdParty) },
        { "a third-party caveat's place", Head + Packet("cid", "x") + Packet("cl", "x"), nameof(Messages.MacaroonThirdParty) },
        { "a short signature", Head + Packet("signature", "x"), nameof(Messages.MacaroonSignatureLength) },
        { "no signature", Head + Packet("cid", "x"), nameof(Messages.MacaroonWithoutSignature) },
        { "two signatures", Head + Signature + Signature, nameof(Messages.MacaroonBytesAfterSignature) },
        { "a byte after the signature", Head + Signature + "x", nameof(Messages.MacaroonBytesAfterSignature) },
        { "a caveat after the signature", Head + Signature + Packet("cid", "x"), nameof(Messages.MacaroonBytesAfterSignature) },
        { "nothing", "", nameof(Messages.MacaroonWithoutSignature) },
    };

    private static string Head => Packet("location", "x") + Packet("identifier", "x");

    [Theory]
    [MemberData(nameof(WrongPackets))]
    public void FindCaveats_InvalidPackets_Throws(string why, string packets, string errorId)
    {
        var error = Assert.Throws<TokenFormatException>(() => Macaroon.FromPackets(Encoding.Latin1.GetBytes(packets)));
        Assert.True(errorId == error.ErrorId, why + ": " + error.ErrorId);
        Assert.Contains("byte", error.Message, StringComparison.Ordinal);
    }

    // A location's packet has 15 bytes, an identifier's 17, a caveat's 10 and a signature's 47.
    public static TheoryData<string, string> Described => new()
    {
        { Packet("identifier", "x"), "Packet 1 of the token, at byte 0, is an identifier, but the location is expected." },
        { Packet("cid", "x"), "Packet 1 of the token, at byte 0, is a caveat, but the location is expected." },
        { Signature, "Packet 1 of the token, at byte 0, is a signature, but the location is expected." },
        { Packet("cl", "x"), "Packet 1 of the token, at byte 0, is unknown, but the location is expected." },
        { Packet("location", "x") + Packet("location", "x"), "Packet 2 of the token, at byte 15, is a location, but the identifier is expected." },
        { Packet("location", "x") + Packet("cid", "x"), "Packet 2 of the token, at byte 15, is a caveat, but the identifier is expected." },
        { Packet("location", "x") + Signature, "Packet 2 of the token, at byte 15, is a signature, but the identifier is expected." },
        { Head + Packet("location", "x"), "Packet 3 of the token, at byte 32, is a location, but a caveat or the signature is expected." },
        {
            Head + Packet("cid", "x") + Packet("identifier", "x"),
            "Packet 4 of the token, at byte 42, is an identifier, but a caveat or the signature is expected."
        },
        { Head + Packet("cie", "x"), "Packet 3 of the token, at byte 32, is unknown, but a caveat or the signature is expected." },
        { Head + Packet("cid", "x") + Packet("vid", "x"), "Packet 4 of the token, at byte 42, belongs to a third-party caveat." },
        { Head + Packet("signature", "x"), "Packet 3 of the token, at byte 32, is a signature of the wrong length, 1." },
        { Head + Packet("signature", new string('s', 33)), "Packet 3 of the token, at byte 32, is a signature of the wrong length, 33." },
        { Head + Signature + "x", "The token continues after its signature, at byte 79." },
        { Head + Packet("cid", "x"), "The token ends at byte 42 without a signature." },
        { Head + "000", "Packet 3 of the token, at byte 32, extends past the end." },
        { Head + "000acid xyz", "Packet 3 of the token, at byte 32, does not end with a newline." },
        { Head + "000acid x", "Packet 3 of the token, at byte 32, extends past the end." },
        { Head + "0009cidx\n", "Packet 3 of the token, at byte 32, has no space after its key." },
        { Head + "0004", "Packet 3 of the token, at byte 32, has an invalid length of 4." },
        { Head + "0005\n", "Packet 3 of the token, at byte 32, has no space after its key." },
        { Head + "000/", "Packet 3 of the token, at byte 32, does not start with four hexadecimal digits." },
        { Head + "00:0", "Packet 3 of the token, at byte 32, does not start with four hexadecimal digits." },
        { Head + "0@00", "Packet 3 of the token, at byte 32, does not start with four hexadecimal digits." },
        { Head + "G000", "Packet 3 of the token, at byte 32, does not start with four hexadecimal digits." },
        { Head + "`000", "Packet 3 of the token, at byte 32, does not start with four hexadecimal digits." },
        { Head + "g000", "Packet 3 of the token, at byte 32, does not start with four hexadecimal digits." },
    };

    [Theory]
    [MemberData(nameof(Described))]
    public void FindCaveats_InvalidPackets_SaysWhereAndWhat(string packets, string message)
    {
        var error = Assert.Throws<TokenFormatException>(() => Macaroon.FromPackets(Encoding.Latin1.GetBytes(packets)));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LengthOf_ValueThatIsTooLong_IsAnError()
    {
        Assert.Equal(0xFFFF, MacaroonPackets.LengthOf(MacaroonPackets.CaveatKey, new byte[65_526]));
        var error = Assert.Throws<TokenFormatException>(() => MacaroonPackets.LengthOf(MacaroonPackets.CaveatKey, new byte[65_527]));
        Assert.Equal(
            "A part of 65527 bytes is too long for a packet of a macaroon. The maximum is 65526 bytes.", error.Message);
    }

    [Fact]
    public void FindCaveats_UpperCaseLength_IsRewrittenInLowerCase()
    {
        var packets = Encoding.Latin1.GetBytes(Head + Signature);
        var upper = Encoding.Latin1.GetBytes((Head + Signature).Replace("002f", "002F", StringComparison.Ordinal).Replace("000f", "000F", StringComparison.Ordinal));
        Assert.NotEqual(packets, upper);
        Assert.Equal(packets, Macaroon.FromPackets(upper).ToPackets());
    }

    private static string Packet(string key, string value) =>
        (key.Length + value.Length + 6).ToString("x4", CultureInfo.InvariantCulture) + key + " " + value + "\n";
}
