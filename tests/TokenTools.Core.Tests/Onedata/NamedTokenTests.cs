using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Security;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>A named token as oz:src/http/rest/translators/token_rest_translator.erl, named_token_reply/1, describes it.</summary>
public class NamedTokenTests
{
    private const string Head = """{"id":"id1","name":"workshop","subject":{"type":"user","id":"u1"},""";

    private const string InviteJson = Head + """
        "type":{"inviteToken":{"inviteType":"userJoinSpace","spaceId":"s1"}},"caveats":[{"type":"time","validUntil":1600003600}],
        """;

    private static readonly string InviteText = Sign("2/nmd/usr-u1/ujs:s1:/id1", Valid);

    [Theory]
    [InlineData(
        """{"creationTime":1571147494,"custom":{"job":{"n":[1,"x",null,true]}},"privileges":["space_view"],"usageLimit":5,"usageCount":2}""",
        "true")]
    [InlineData("""{"creationTime":null,"custom":{},"privileges":null,"usageLimit":"infinity","usageCount":0}""", "false")]
    public void ToString_InviteToken_IsTheZonesJson(string metadata, string revoked)
    {
        var json = InviteJson + "\"metadata\":" + metadata + ",\"revoked\":" + revoked;
        var token = FromJson(json + ",\"token\":\"" + InviteText + "\"}", InviteText);
        AssertSame(json + "}", token.ToString());
        AssertSame(json + "}", token.ToDocument());

        var plain = FromJson(json + ",\"token\":\"" + InviteText + "\"}", InviteText, asPlainText: true);
        AssertSame(json + ",\"token\":\"" + InviteText + "\"}", plain.ToString());
        AssertSame(json + "}", plain.ToDocument());
    }

    [Fact]
    public void ToString_AccessToken_HasNoDataOfInvitations()
    {
        const string Json = Head + """
            "type":{"accessToken":{}},"caveats":[],"metadata":{"creationTime":0,"custom":{}},"revoked":false}
            """;
        AssertSame(Json, FromJson(Json, Sign("2/nmd/usr-u1/act/id1")).ToString());
    }

    [Fact]
    public void FromJson_InviteToken_HasItsProperties()
    {
        var token = FromJson(
            InviteJson + """
            "metadata":{"creationTime":1571147494,"custom":{"job":"x"},"privileges":["space_view",1],"usageLimit":2,"usageCount":2},"revoked":true}
            """,
            InviteText);
        Assert.Equal(("id1", "workshop", "usr-u1"), (token.Id, token.Name, token.Subject!.ToString()));
        Assert.Equal(("inviteToken", "userJoinSpace", "s1"), (token.Type, token.InviteType, token.TargetId));
        Assert.Equal(new DateTimeOffset(2019, 10, 15, 13, 51, 34, TimeSpan.Zero), token.CreationTime);
        Assert.Equal((2L, 2L, true, true), (token.UsageLimit, token.UsageCount, token.IsUsedUp, token.Revoked));
        Assert.Equal(["space_view", ""], token.Privileges);
        Assert.Equal("x", token.Metadata["job"]);
        Assert.Equal(InviteText, SecureText.Reveal(Assert.IsType<SecureString>(token.Token)));
        Assert.Equal((TimeSpan.FromHours(1), false), (token.TimeLeft, token.IsExpired));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Now + 3600), token.ExpiresAt);
        Assert.Equal(Valid, Assert.Single(token.Caveats).Text);
        Assert.Empty(token.Warnings);
    }

    [Theory]
    [InlineData("""{"creationTime":253402300800}""", null)]
    [InlineData("""{"creationTime":253402300799}""", 253402300799)]
    [InlineData("""{"creationTime":0}""", 0L)]
    [InlineData("""{"creationTime":-1}""", null)]
    [InlineData("""{"creationTime":"1571147494"}""", null)]
    [InlineData("[]", null)]
    public void FromJson_CreationTime_IsADateOrNull(string metadata, long? expected) =>
        Assert.Equal(expected, FromJson(Head + "\"metadata\":" + metadata + "}", InviteText).CreationTime?.ToUnixTimeSeconds());

    [Fact]
    public void FromJson_FieldsOfOtherTypes_AreIgnored()
    {
        var token = FromJson(
            Head + """
            "metadata":{"custom":[1],"privileges":"space_view","usageLimit":"5","usageCount":1.5},"revoked":"true"}
            """,
            InviteText);
        Assert.Equal((false, null, null, false), (token.Revoked, token.UsageLimit, token.UsageCount, token.IsUsedUp));
        Assert.Null(token.Privileges);
        Assert.Empty(token.Metadata);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public void FromJson_ManyPrivileges_AreLimited(int count)
    {
        var privileges = new JArray(Enumerable.Range(0, count).Select(static number => "p" + number));
        var token = FromJson(Head + "\"metadata\":{\"privileges\":" + privileges + "}}", InviteText);
        Assert.Equal(Enumerable.Range(0, 200).Select(static number => "p" + number), token.Privileges);
    }

    [Theory]
    [InlineData("prv-p1", "act", "root token", true, true)]
    [InlineData("prv-p1", "act", "renamed", false, true)]
    [InlineData("prv-p1", "act", "other", true, false)]
    [InlineData("prv-p1", "idn", "root token", false, false)]
    [InlineData("usr-u1", "act", "root token", false, false)]
    public void IsProviderRootToken_Token_IsTrueForTheRightsOfTheRootToken(string subject, string type, string name, bool hasCaveat, bool expected)
    {
        var text = hasCaveat ? Sign("2/nmd/" + subject + "/" + type + "/i", Valid) : Sign("2/nmd/" + subject + "/" + type + "/i");
        Assert.Equal(expected, FromJson("{\"name\":\"" + name + "\"}", text).IsProviderRootToken);
    }

    [Theory]
    [InlineData("1", "1", true)]
    [InlineData("2", "1", false)]
    [InlineData("\"infinity\"", "1", false)]
    [InlineData("1", "null", false)]
    public void IsUsedUp_UsageLimit_IsReachedOrNot(string limit, string count, bool expected) => Assert.Equal(
        expected,
        FromJson(Head + "\"metadata\":{\"usageLimit\":" + limit + ",\"usageCount\":" + count + "}}", InviteText).IsUsedUp);

    [Fact]
    public void FromRequest_InviteToken_HasWhatWasRequested()
    {
        var token = NamedToken.FromRequest(Decode(InviteText), new NamedTokenRequest("workshop")
        {
            Type = OnedataTokenType.Invite(InviteType.Find("userJoinSpace")!, "s1"),
            Privileges = ["space_view"],
            UsageLimit = 3,
            Metadata = new JObject { ["job"] = "x" },
        });
        Assert.Equal(("workshop", 3L, 0L, false), (token.Name, token.UsageLimit, token.UsageCount, token.Revoked));
        Assert.Equal(["space_view"], token.Privileges);
        Assert.Equal(new KeyValuePair<string, object?>("job", "x"), Assert.Single(token.Metadata));
        Assert.Null(token.CreationTime);

        var access = NamedToken.FromRequest(Create("2/nmd/usr-u1/act/id2"), new NamedTokenRequest("ci"));
        Assert.Equal(("ci", null, null), (access.Name, access.UsageLimit, access.UsageCount));
        Assert.Null(access.Privileges);
        Assert.Empty(access.Metadata);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Restore_Document_IsTheSameToken(bool alreadyExisted)
    {
        const string Json = InviteJson + """
            "metadata":{"creationTime":1,"custom":{"a":[1]},"privileges":["p"],"usageLimit":5,"usageCount":2},"revoked":true}
            """;
        var restored = NamedToken.Restore(FromJson(Json, InviteText).ToDocument(), Decode(InviteText), alreadyExisted)!;
        AssertSame(Json, restored.ToDocument());
        Assert.Equal(alreadyExisted, restored.AlreadyExisted);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name":1}""")]
    public void Restore_IncompleteDocument_IsNull(string document) => Assert.Null(NamedToken.Restore(document, Decode(InviteText), false));

    [Fact]
    public void Secured_PlainToken_KeepsItsProperties()
    {
        const string Json = InviteJson + """
            "metadata":{"creationTime":1,"custom":{"a":[1]},"privileges":["p"],"usageLimit":5,"usageCount":2},"revoked":true}
            """;
        var plain = FromJson(Json, InviteText, asPlainText: true);
        plain.AlreadyExisted = true;

        var secured = plain.Secured();

        Assert.Equal(InviteText, SecureText.Reveal(Assert.IsType<SecureString>(secured.Token)));
        AssertSame(Json, secured.ToString());
        Assert.Equal((true, TimeSpan.FromHours(1)), (secured.AlreadyExisted, secured.TimeLeft));
        Assert.Same(secured, secured.Secured());
    }

    private static void AssertSame(string expected, string actual) =>
        Assert.Equal(JObject.Parse(expected).ToString(Formatting.None), actual);

    private static NamedToken FromJson(string json, string text, bool asPlainText = false)
    {
        var document = JObject.Parse(json);
        document["token"] = text;
        return NamedToken.FromJson(
            document,
            chars => OnedataToken.Decode(
                chars, new OnedataDecodeOptions { AsPlainText = asPlainText, Now = () => DateTimeOffset.FromUnixTimeSeconds(Now) }),
            Redactor.ByShape)!;
    }
}
