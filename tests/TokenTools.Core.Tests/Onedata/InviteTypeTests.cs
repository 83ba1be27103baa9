using System.Linq;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class InviteTypeTests
{
    [Fact]
    public void All_InviteTypes_AreThoseOfTheNewestVersion()
    {
        // ctool:src/auth/token_type.erl, invite_type/0 and its serialization, at commit 24bf982 (2024-10-17).
        Assert.Equal(
            "ujg gjg ujs gjs ssp hjs rop ujc gjc ujh gjh sjh uji gji", string.Join(" ", InviteType.All.Select(type => type.ShortCode)));
        Assert.Equal(
            ["userJoinAtmInventory", "groupJoinAtmInventory"], InviteType.All.Where(type => type.Since == "21.02").Select(type => type.Name));
        Assert.Same(InviteType.Find("USERJOINCLUSTER"), InviteType.Find("userJoinCluster"));
        Assert.Null(InviteType.Find("userJoinNothing"));
    }
}
