using System;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>A user as oz:src/http/rest/translators/user_rest_translator.erl describes it.</summary>
public class OnezoneUserTests
{
    [Theory]
    [InlineData(
        """
        {"userId":"u1","fullName":"Jo Doe","username":"jo","emails":["jo@example.com","doe@example.com"],"basicAuthEnabled":true,"blocked":false,
        "creationTime":1571147494}
        """)]
    [InlineData("""
        {"userId":"u1","fullName":null,"username":null,"emails":[],"basicAuthEnabled":false,"blocked":true,"creationTime":null}
        """)]
    public void ToString_User_IsTheZonesJson(string json) =>
        Assert.Equal(JObject.Parse(json).ToString(Newtonsoft.Json.Formatting.None), FromJson(json)!.ToString());

    [Fact]
    public void FromJson_User_HasItsProperties()
    {
        var user = FromJson(
            """{"userId":"u1","fullName":"Jo Doe","username":"jo","emails":["jo@example.com",1],"basicAuthEnabled":true,"creationTime":0}""")!;
        Assert.Equal(("u1", "Jo Doe", "jo"), (user.UserId, user.FullName, user.Username));
        Assert.Equal(["jo@example.com", ""], user.Emails);
        Assert.Equal((true, false, DateTimeOffset.UnixEpoch), (user.BasicAuthEnabled, user.Blocked, user.CreationTime));
    }

    [Theory]
    [InlineData("253402300799", 253402300799)]
    [InlineData("253402300800", null)]
    [InlineData("-1", null)]
    [InlineData("\"1571147494\"", null)]
    public void FromJson_CreationTime_IsADateOrNull(string time, long? expected) =>
        Assert.Equal(expected, FromJson("""{"userId":"u1","creationTime":""" + time + "}")!.CreationTime?.ToUnixTimeSeconds());

    [Fact]
    public void FromJson_FieldsOfOtherTypes_AreIgnored()
    {
        var user = FromJson("""{"userId":"u1","fullName":1,"username":[],"emails":"x","basicAuthEnabled":"true","blocked":1}""")!;
        Assert.Equal((null, null, false, false), (user.FullName, user.Username, user.BasicAuthEnabled, user.Blocked));
        Assert.Empty(user.Emails);
    }

    [Fact]
    public void FromJson_ManyEmails_AreLimited()
    {
        var emails = Enumerable.Range(0, 101).Select(static number => "a" + number + "@example.com").ToList();
        Assert.Equal(emails.Take(100), FromJson(new JObject { ["userId"] = "u1", ["emails"] = new JArray(emails) }.ToString())!.Emails);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"userId":1}""")]
    [InlineData("""{"userId":""}""")]
    [InlineData("""{"userId":"../x"}""")]
    public void FromJson_NoId_IsNull(string json) => Assert.Null(FromJson(json));

    private static OnezoneUser? FromJson(string json) => OnezoneUser.FromJson(JObject.Parse(json), Redactor.ByShape);
}
