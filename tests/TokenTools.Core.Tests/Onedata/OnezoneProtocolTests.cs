using System.Globalization;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>The errors of a Onezone, as ctool:src/errors.erl writes them.</summary>
public class OnezoneProtocolTests
{
    [Theory]
    [InlineData(401, """{"id":"unauthorized"}""", nameof(Messages.OnezoneAdviceUnauthorized))]
    [InlineData(401, """{"id":"unauthorized","details":{"authError":null}}""", nameof(Messages.OnezoneAdviceUnauthorized))]
    [InlineData(401, """{"id":"unauthorized","details":{"authError":{"id":"tokenRevoked"}}}""", nameof(Messages.OnezoneAdviceUnauthorized))]
    [InlineData(
        401, """{"id":"unauthorized","details":{"authError":{"id":"badBasicCredentials"}}}""", nameof(Messages.OnezoneAdvicePassword))]
    [InlineData(
        401, """{"id":"unauthorized","details":{"authError":{"id":"basicAuthDisabled"}}}""", nameof(Messages.OnezoneAdvicePassword))]
    [InlineData(
        401, """{"id":"unauthorized","details":{"authError":{"id":"basicAuthNotSupported"}}}""", nameof(Messages.OnezoneAdvicePassword))]
    [InlineData(403, """{"id":"forbidden"}""", nameof(Messages.OnezoneAdviceForbidden))]
    [InlineData(403, """{"id":"forbiddenWithHint","details":{"hint":"ask"}}""", nameof(Messages.OnezoneAdviceForbidden))]
    [InlineData(400, """{"id":"inviteTokenSubjectNotAuthorized"}""", nameof(Messages.OnezoneAdviceInvite))]
    [InlineData(503, """{"id":"serviceUnavailable"}""", nameof(Messages.OnezoneAdviceLater))]
    [InlineData(503, """{"id":"timeout"}""", nameof(Messages.OnezoneAdviceLater))]
    [InlineData(503, """{"id":"temporaryFailure"}""", nameof(Messages.OnezoneAdviceLater))]
    [InlineData(400, """{"id":"tokenServiceForbidden"}""", nameof(Messages.OnezoneAdviceService))]
    [InlineData(400, """{"id":"tokenServiceForbidden","details":{"service":"ozw"}}""", nameof(Messages.OnezoneAdviceService))]
    [InlineData(
        400, """{"id":"tokenServiceForbidden","details":{"service":{"type":"oz_worker"}}}""", nameof(Messages.OnezoneAdviceService))]
    [InlineData(
        400, """{"id":"tokenServiceForbidden","details":{"service":{"type":"oz_panel"}}}""", nameof(Messages.OnezoneAdviceServiceOnezonePanel))]
    [InlineData(
        400, """{"id":"tokenServiceForbidden","details":{"service":{"type":"op_worker"}}}""", nameof(Messages.OnezoneAdviceServiceOneprovider))]
    [InlineData(
        400, """{"id":"tokenServiceForbidden","details":{"service":{"type":"op_panel"}}}""", nameof(Messages.OnezoneAdviceServiceOneproviderPanel))]
    [InlineData(400, """{"id":"tokenTimeCaveatRequired","details":{"maxTtl":604800}}""", nameof(Messages.OnezoneAdviceMaximumTtl))]
    [InlineData(400, """{"id":"tokenTimeCaveatRequired"}""", null)]
    [InlineData(400, """{"id":"tokenTimeCaveatRequired","details":{"maxTtl":"604800"}}""", null)]
    [InlineData(400, """{"id":"tokenTimeCaveatRequired","details":{"maxTtl":0}}""", null)]
    [InlineData(400, """{"id":"tokenTimeCaveatRequired","details":{"maxTtl":10000000000}}""", null)]
    [InlineData(404, """{"id":"notFound"}""", null)]
    [InlineData(431, """{"id":"notFound"}""", null)]
    [InlineData(400, """{"id":"malformedData"}""", null)]
    [InlineData(404, "null", nameof(Messages.OnezoneAdviceNotFound))]
    [InlineData(404, """{"description":"no id"}""", nameof(Messages.OnezoneAdviceNotFound))]
    [InlineData(431, "null", nameof(Messages.OnezoneAdviceHeaderTooLong))]
    [InlineData(400, "null", null)]
    [InlineData(502, "null", null)]
    public void Advise_DocumentedError_HasItsAdvice(int status, string error, string? advice) =>
        Assert.Equal(advice, new OnezoneProtocol().Advise(status, Read("{\"error\":" + error + "}", status))?.Name);

    [Theory]
    [InlineData("604800", "7 days (604800 s)")]
    [InlineData("86400", "1 day (86400 s)")]
    [InlineData("129600", "1.5 days (129600 s)")]
    [InlineData("9999999999", "115740.74 days (9999999999 s)")]
    public void Advise_MaximumLifetime_IsInDaysAndSeconds(string maximum, string expected) => Assert.Equal(
        "This zone issues temporary tokens for at most " + expected + ". Specify a shorter time.",
        new OnezoneProtocol().Advise(400, Read(
            """{"error":{"id":"tokenTimeCaveatRequired","details":{"maxTtl":""" + maximum + "}}}", 400))!.ToString());

    [Theory]
    [InlineData("""{"id":"notFound","description":"No such token."}""", "No such token. [notFound]")]
    [InlineData("""{"id":"notFound"}""", "notFound")]
    [InlineData("""{"description":"No such token."}""", "No such token.")]
    [InlineData("""{"id":5,"description":["x"]}""", null)]
    [InlineData("{}", null)]
    [InlineData("""{"id":"unauthorized","details":{"authError":{"id":"badToken"}}}""", "badToken [unauthorized]")]
    [InlineData("""{"id":"unauthorized","details":{"authError":{"id":"badToken","description":"Bad."}}}""", "Bad. [unauthorized]")]
    [InlineData(
        """{"id":"unauthorized","description":"Unauthorized:","details":{"authError":{"id":"badToken","description":"Bad."}}}""",
        "Unauthorized: Bad. [unauthorized]")]
    [InlineData("""{"id":"unauthorized","description":"Unauthorized.","details":{"authError":{}}}""", "Unauthorized. [unauthorized]")]
    [InlineData(
        """
        {"id":"badValueToken","description":"Bad value:","details":{"key":"token","tokenError":
        {"id":"badConsumerToken","description":"Consumer:","details":{"tokenError":{"id":"badToken","description":"Bad."}}}}}
        """,
        "Bad value: Consumer: Bad. [badValueToken]")]
    [InlineData(
        """{"id":"errorOnNodes","description":"On nodes:","details":{"specificError":{"id":"timeout","description":"Timeout."}}}""",
        "On nodes: Timeout. [errorOnNodes]")]
    public void ReadError_Envelope_HasTheDescriptionsAndTheId(string error, string? message) =>
        Assert.Equal(message, Read("{\"error\":" + error + "}", 400)!.Message);

    [Fact]
    public void ReadError_NestedError_HasItsOwnIdAndDetails()
    {
        var error = Read(
            """
            {"error":{"id":"unauthorized","description":"Unauthorized:","details":{"authError":
            {"id":"tokenCaveatUnknown","description":"Unknown caveat.","details":{"caveat":"x = y"}}}}}
            """,
            401)!;
        Assert.Equal(("unauthorized", "tokenCaveatUnknown", "Unknown caveat."), (error.Id, error.Inner!.Id, error.Inner.Message));
        Assert.Equal("x = y", error.Inner.Details["caveat"]);
        Assert.Equal(["authError"], error.Details.Keys);
        Assert.Null(error.Inner.Inner);
        Assert.Empty(Read("""{"error":{"id":"notFound"}}""", 404)!.Details);
    }

    [Fact]
    public void ReadError_DeepNesting_IsReadUpToALimit()
    {
        var json = new JObject { ["description"] = "20" };
        foreach (var depth in Enumerable.Range(0, 20).Reverse())
        {
            json = new JObject { ["description"] = depth.ToString(CultureInfo.InvariantCulture), ["details"] = new JObject { ["authError"] = json } };
        }

        Assert.Equal("0 1 2 3 4 5 6 7 8", Read(new JObject { ["error"] = json }.ToString(), 401)!.Message);
    }

    [Theory]
    [InlineData("""{"error":"19.02 wrote a text"}""", "19.02 wrote a text")]
    [InlineData("""{"error":1}""", null)]
    [InlineData("""{"message":"x"}""", null)]
    [InlineData("<html></html>", null)]
    [InlineData("", null)]
    public void ReadError_OtherBody_IsATextOrNoError(string body, string? message)
    {
        var error = Read(body, 500);
        Assert.Equal((message, message is null), (error?.Message, error is null));
        Assert.Null(error?.Id);
    }

    private static ServiceError? Read(string body, int status) =>
        new OnezoneProtocol().ReadError(new ServiceResponse(status, "application/json", body));
}
