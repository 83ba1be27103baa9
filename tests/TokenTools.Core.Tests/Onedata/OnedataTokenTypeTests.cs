using System;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class OnedataTokenTypeTests
{
    // oz:src/logic/tokens/invite_tokens.erl by way of the platform's documentation.
    public static TheoryData<string, string, string> InviteTypes => new()
    {
        { "userJoinGroup", "ujg", "groupId" },
        { "groupJoinGroup", "gjg", "groupId" },
        { "userJoinSpace", "ujs", "spaceId" },
        { "groupJoinSpace", "gjs", "spaceId" },
        { "supportSpace", "ssp", "spaceId" },
        { "harvesterJoinSpace", "hjs", "spaceId" },
        { "registerOneprovider", "rop", "adminUserId" },
        { "userJoinCluster", "ujc", "clusterId" },
        { "groupJoinCluster", "gjc", "clusterId" },
        { "userJoinHarvester", "ujh", "harvesterId" },
        { "groupJoinHarvester", "gjh", "harvesterId" },
        { "spaceJoinHarvester", "sjh", "harvesterId" },
        { "userJoinAtmInventory", "uji", "atmInventoryId" },
        { "groupJoinAtmInventory", "gji", "atmInventoryId" },
    };

    [Theory]
    [MemberData(nameof(InviteTypes))]
    public void ToJson_InviteType_EqualsTheService(string name, string shortCode, string targetKey)
    {
        var type = OnedataTokenType.Invite(InviteType.Find(name)!, "t1");
        var parameters = name == "supportSpace" ? "ge" : "";
        Assert.Equal($"{shortCode}:t1:{parameters}", type.ToString());
        var json = "{\"inviteToken\":{\"inviteType\":\"" + name + "\",\"" + targetKey + "\":\"t1\"}}";
        Assert.Equal(json, type.ToJson().ToString(Newtonsoft.Json.Formatting.None));
        Assert.Equal(type.ToString(), OnedataTokenType.FromJson(JObject.Parse(json)).ToString());

        var identifier = OnedataIdentifier.Parse(Encoding.UTF8.GetBytes($"2/tmp-7/prv-p/{shortCode}:t1:{parameters}/id"));
        Assert.Equal(name, identifier.Type.InviteType!.Name);
        Assert.Equal("t1", identifier.Type.TargetId);
        Assert.Equal($"2/tmp-7/prv-p/{shortCode}:t1:{parameters}/id", identifier.ToString());
    }

    [Theory]
    [InlineData("act", "{\"accessToken\":{}}")]
    [InlineData("act:s1", "{\"accessToken\":{\"sessionId\":\"s1\"}}")]
    [InlineData("idn", "{\"identityToken\":{}}")]
    public void ToJson_AccessAndIdentity_EqualsTheService(string text, string json)
    {
        var type = OnedataTokenType.ParseIdentifierText(text);
        Assert.Equal(json, type.ToJson().ToString(Newtonsoft.Json.Formatting.None));
        Assert.Equal(text, OnedataTokenType.FromJson(JObject.Parse(json)).ToString());
    }

    [Fact]
    public void FromJson_AdditionalKey_IsIgnored() => Assert.Equal(
        "ujc:c1:",
        OnedataTokenType.FromJson(JObject.Parse("{\"inviteToken\":{\"inviteType\":\"userJoinCluster\",\"clusterId\":\"c1\",\"parameters\":{}}}")).ToString());

    [Theory]
    [InlineData("{}", nameof(Messages.OnedataTypeInvalid))]
    [InlineData("[]", nameof(Messages.OnedataTypeInvalid))]
    [InlineData("{\"accessToken\":1}", nameof(Messages.OnedataTypeInvalid))]
    [InlineData("{\"accessToken\":{},\"identityToken\":{}}", nameof(Messages.OnedataTypeInvalid))]
    [InlineData("{\"inviteToken\":{}}", nameof(Messages.OnedataTypeInvalid))]
    [InlineData("{\"inviteToken\":{\"inviteType\":\"nothing\"}}", nameof(Messages.OnedataInviteTypeUnknown))]
    [InlineData("{\"inviteToken\":{\"inviteType\":\"userJoinCluster\",\"spaceId\":\"x\"}}", nameof(Messages.OnedataTargetIdMissing))]
    public void FromJson_InvalidType_Throws(string json, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => OnedataTokenType.FromJson(JToken.Parse(json))).ErrorId);

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void Invite_InvalidTargetId_Throws(string target)
    {
        var error = Assert.Throws<TokenArgumentException>(() => OnedataTokenType.Invite(InviteType.All[0], target));
        Assert.Equal("TargetId", error.ParameterName);
        Assert.Contains("groupId", error.Message, StringComparison.Ordinal);
        Assert.Throws<TokenArgumentException>(() => OnedataTokenType.AccessInSession(target));
    }

    [Theory]
    [InlineData("~", true)]
    [InlineData("!", true)]
    [InlineData("a-Z_0", true)]
    [InlineData("a b", false)]
    [InlineData("a\u007F", false)]
    [InlineData("a:b", false)]
    [InlineData("a/b", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsId_Text_HasNoSeparator(string? id, bool expected) => Assert.Equal(expected, OnedataTokenType.IsId(id));
}
