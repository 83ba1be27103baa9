using System;
using System.Linq;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class OnedataIdentifierTests
{
    // oz:src/logic/tokens/invite_tokens.erl by way of the platform's documentation.
    public static TheoryData<string, string, string> Invitations => new()
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
    [MemberData(nameof(Invitations))]
    public void Every_invitation_is_written_as_the_service_writes_it(string name, string shortCode, string targetKey)
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

    [Fact]
    public void There_are_fourteen_invite_types_two_of_them_newer()
    {
        Assert.Equal(14, InviteType.All.Count);
        Assert.Equal(
            ["userJoinAtmInventory", "groupJoinAtmInventory"], InviteType.All.Where(type => type.Since == "21.02").Select(type => type.Name));
        Assert.Same(InviteType.Find("USERJOINCLUSTER"), InviteType.Find("userJoinCluster"));
        Assert.Null(InviteType.Find("userJoinNothing"));
    }

    [Theory]
    [InlineData("act", "{\"accessToken\":{}}")]
    [InlineData("act:s1", "{\"accessToken\":{\"sessionId\":\"s1\"}}")]
    [InlineData("idn", "{\"identityToken\":{}}")]
    public void Access_and_identity_are_written_as_the_service_writes_them(string text, string json)
    {
        var type = OnedataTokenType.ParseIdentifierText(text);
        Assert.Equal(json, type.ToJson().ToString(Newtonsoft.Json.Formatting.None));
        Assert.Equal(text, OnedataTokenType.FromJson(JObject.Parse(json)).ToString());
    }

    [Fact]
    public void What_an_answer_adds_to_a_type_is_accepted() => Assert.Equal(
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
    public void A_type_that_is_none_is_refused(string json, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => OnedataTokenType.FromJson(JToken.Parse(json))).ErrorId);

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void A_target_that_no_identifier_can_hold_is_refused(string target)
    {
        var error = Assert.Throws<TokenArgumentException>(() => OnedataTokenType.Invite(InviteType.All[0], target));
        Assert.Equal("TargetId", error.ParameterName);
        Assert.Contains("groupId", error.Message, StringComparison.Ordinal);
        Assert.Throws<TokenArgumentException>(() => OnedataTokenType.AccessInSession(target));
    }

    [Theory]
    [InlineData("2/nmd/usr-u/act/id", "named", null, "user", "u")]
    [InlineData("2/tmp-0/prv-p-q/idn/id", "temporary", 0L, "oneprovider", "p-q")]
    [InlineData("2/tmp-12/grp-g/act/id", "temporary", 12L, "group", "g")]
    [InlineData("2/nmd/nobody/act/id", "named", null, "nobody", null)]
    public void Version_2_is_read(string text, string persistence, long? generation, string subjectType, string? subjectId)
    {
        var identifier = OnedataIdentifier.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal(2, identifier.Version);
        Assert.Equal(persistence, identifier.Persistence);
        Assert.Equal(generation, identifier.Generation);
        Assert.Equal(subjectType, identifier.Subject!.Type);
        Assert.Equal(subjectId, identifier.Subject.Id);
        Assert.Equal(text, identifier.ToString());
    }

    [Theory]
    [InlineData("9d1f0c3b5a7e48d2b6c4f0e19a8b7c6d")]
    [InlineData("abc/def")]
    [InlineData("/x")]
    [InlineData("x2/nmd/usr-u/act/id")]
    [InlineData("we used our secret key")]
    public void Whatever_has_no_number_first_is_version_1(string text)
    {
        var identifier = OnedataIdentifier.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal((1, text, "named", "accessToken"), (identifier.Version, identifier.Id, identifier.Persistence, identifier.Type.Name));
        Assert.Null(identifier.Subject);
        Assert.Equal(text, identifier.ToString());
    }

    [Theory]
    [InlineData("", nameof(Messages.OnedataIdentifierEmpty))]
    [InlineData("3/nmd/usr-x/act/id", nameof(Messages.OnedataVersionUnknown))]
    [InlineData("1/x", nameof(Messages.OnedataVersionUnknown))]
    [InlineData("-2/x", nameof(Messages.OnedataVersionUnknown))]
    [InlineData("22/nmd/usr-x/act/id", nameof(Messages.OnedataVersionUnknown))]
    [InlineData("2/nmd/usr-x/act", nameof(Messages.OnedataIdentifierParts))]
    [InlineData("2/nmd/usr-x/act/id/more", nameof(Messages.OnedataIdentifierParts))]
    [InlineData("2/tmp/usr-x/act/id", nameof(Messages.OnedataIdentifierPersistence))]
    [InlineData("2/tmp-/usr-x/act/id", nameof(Messages.OnedataIdentifierPersistence))]
    [InlineData("2/tmp--1/usr-x/act/id", nameof(Messages.OnedataIdentifierPersistence))]
    [InlineData("2/tmp-01/usr-x/act/id", nameof(Messages.OnedataIdentifierPersistence))]
    [InlineData("2/tmp-99999999999999999999/usr-x/act/id", nameof(Messages.OnedataIdentifierPersistence))]
    [InlineData("2/nmd/usr-/act/id", nameof(Messages.OnedataIdentifierSubject))]
    [InlineData("2/nmd/usrx/act/id", nameof(Messages.OnedataIdentifierSubject))]
    [InlineData("2/nmd/root/act/id", nameof(Messages.OnedataIdentifierSubject))]
    [InlineData("2/nmd/usr-x/ACT/id", nameof(Messages.OnedataIdentifierTypeUnknown))]
    [InlineData("2/nmd/usr-x/idn:x/id", nameof(Messages.OnedataIdentifierTypeUnknown))]
    [InlineData("2/nmd/usr-x/act:/id", nameof(Messages.OnedataIdentifierSessionEmpty))]
    [InlineData("2/nmd/usr-x/ujc::/id", nameof(Messages.OnedataIdentifierInviteInvalid))]
    [InlineData("2/nmd/usr-x/ujc:c:ge/id", nameof(Messages.OnedataIdentifierInviteInvalid))]
    [InlineData("2/nmd/usr-x/ujc:c/id", nameof(Messages.OnedataIdentifierTypeUnknown))]
    [InlineData("2/nmd/usr-x/act/", nameof(Messages.OnedataIdentifierIdEmpty))]
    public void A_broken_identifier_is_refused_with_the_part_that_is_wrong(string text, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => OnedataIdentifier.Parse(Encoding.UTF8.GetBytes(text))).ErrorId);

    [Fact]
    public void Bytes_that_are_no_text_are_no_identifier() => Assert.Equal(
        nameof(Messages.OnedataIdentifierNotText),
        Assert.Throws<TokenFormatException>(() => OnedataIdentifier.Parse([0x32, 0xFF])).ErrorId);
}
