using System;
using System.Text;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class CdmiObjectIdTests
{
    public static TheoryData<string> ObjectIds => OnedataVectors.Names("objectIds");

    [Theory]
    [MemberData(nameof(ObjectIds))]
    public void TryParse_Vector_HasItsParts(string uuid)
    {
        var vector = OnedataVectors.Named("objectIds", uuid);
        var objectId = (string)vector["objectid"]!;
        Assert.Equal(objectId, CdmiObjectId.Encode(uuid, (string)vector["spaceId"]!));
        Assert.True(CdmiObjectId.TryParse(objectId, out var parsed));
        Assert.True(parsed.HasValidChecksum);
        Assert.Equal(uuid, parsed.Uuid);
        Assert.Equal((string)vector["spaceId"]!, parsed.SpaceId);
    }

    [Theory]
    [MemberData(nameof(ObjectIds))]
    public void TryParse_ChangedByte_HasNoValidChecksum(string uuid)
    {
        var bytes = Convert.FromHexString((string)OnedataVectors.Named("objectIds", uuid)["objectid"]!);
        foreach (var index in new[] { 6, 7, 13, bytes.Length - 1 })
        {
            var changed = (byte[])bytes.Clone();
            changed[index] ^= 1;

            Assert.True(CdmiObjectId.TryParse(Convert.ToHexString(changed), out var parsed));
            Assert.False(parsed.HasValidChecksum);
        }
    }

    [Fact]
    public void TryParse_LowerCaseOrShare_HasItsParts()
    {
        Assert.True(CdmiObjectId.TryParse(CdmiObjectId.Encode("uuid1", "space1").ToLowerInvariant(), out var file));
        Assert.Equal(("uuid1", "space1", null, true), (file.Uuid, file.SpaceId, file.ShareId, file.HasValidChecksum));

        Assert.True(CdmiObjectId.TryParse(CdmiObjectId.Encode("uuid1", "space1", "share1"), out var share));
        Assert.Equal(("uuid1", "space1", "share1", true), (share.Uuid, share.SpaceId, share.ShareId, share.HasValidChecksum));
    }

    [Theory]
    [InlineData("guid#u#s", true)]
    [InlineData("shareGuid#u#s#h", true)]
    [InlineData("guid#u", false)]
    [InlineData("guid#u#s#h", false)]
    [InlineData("shareGuid#u#s", false)]
    [InlineData("shareGuid#u#s#h#x", false)]
    [InlineData("Guid#u#s", false)]
    [InlineData("guid##s", false)]
    [InlineData("guid#u#", false)]
    [InlineData("guid", false)]
    [InlineData("", false)]
    public void TryParse_Data_HasThePartsOfAGuid(string data, bool isValid) =>
        Assert.Equal(isValid, CdmiObjectId.TryParse(Header(data.Length) + Hex(data), out _));

    [Theory]
    [InlineData("00000000000800004755494423752373")] // GUID
    [InlineData("0100000000080000677569642375237")]
    public void TryParse_OtherText_IsFalse(string text) => Assert.False(CdmiObjectId.TryParse(text, out _));

    [Fact]
    public void TryParse_OtherHeader_IsFalse()
    {
        var text = Header(8) + Hex("guid#u#s");
        Assert.True(CdmiObjectId.TryParse(text, out _));
        for (var index = 0; index < 6; index++)
        {
            // The version, the enterprise number, a zero byte and the length.
            Assert.False(CdmiObjectId.TryParse(text[..((index * 2) + 1)] + (index == 5 ? '9' : '1') + text[((index * 2) + 2)..], out _));
        }

        foreach (var digit in "gG/:@`")
        {
            Assert.False(CdmiObjectId.TryParse(text[..^1] + digit, out _));
        }

        Assert.False(CdmiObjectId.TryParse(text[..^1], out _));
        Assert.False(CdmiObjectId.TryParse(text[..^2], out _));
        Assert.False(CdmiObjectId.TryParse(string.Empty, out _));
    }

    [Fact]
    public void Encode_LongData_Throws()
    {
        // The length is one byte: guid# and # are 6 of 255.
        Assert.Equal(2 * (8 + 255), CdmiObjectId.Encode(new string('u', 200), new string('s', 49)).Length);
        Assert.Throws<OverflowException>(() => CdmiObjectId.Encode(new string('u', 200), new string('s', 50)));
    }

    private static string Header(int length) => "0000000000" + length.ToString("X2", System.Globalization.CultureInfo.InvariantCulture) + "0000";

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
