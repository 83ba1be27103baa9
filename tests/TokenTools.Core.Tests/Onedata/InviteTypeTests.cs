using System.Linq;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class InviteTypeTests
{
    [Fact]
    public void All_InviteTypes_AreFourteen()
    {
        Assert.Equal(14, InviteType.All.Count);
        Assert.Equal(
            ["userJoinAtmInventory", "groupJoinAtmInventory"], InviteType.All.Where(type => type.Since == "21.02").Select(type => type.Name));
        Assert.Same(InviteType.Find("USERJOINCLUSTER"), InviteType.Find("userJoinCluster"));
        Assert.Null(InviteType.Find("userJoinNothing"));
    }
}
