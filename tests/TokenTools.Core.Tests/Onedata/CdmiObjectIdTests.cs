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
}
