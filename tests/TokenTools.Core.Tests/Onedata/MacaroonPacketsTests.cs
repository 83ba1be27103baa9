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
