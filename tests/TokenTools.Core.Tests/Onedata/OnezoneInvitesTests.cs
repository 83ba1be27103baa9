using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Sandbox;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>Using invite tokens at the sandbox's zone.</summary>
[Trait("Wine", "Wine accepts a connection that is closed already without an address, at which .NET ends the process")]
public sealed class OnezoneInvitesTests : SandboxTest
{
    public static TheoryData<string, string, string?> Joins { get; } = new()
    {
        { "userJoinSpace", "space", null },
        { "userJoinGroup", "group", null },
        { "userJoinCluster", "cluster", null },
        { "userJoinHarvester", "harvester", null },
        { "userJoinAtmInventory", "atm_inventory", null },
        { "groupJoinSpace", "space", "group" },
        { "groupJoinGroup", "group", "group" },
        { "groupJoinCluster", "cluster", "group" },
        { "groupJoinHarvester", "harvester", "group" },
        { "groupJoinAtmInventory", "atm_inventory", "group" },
        { "harvesterJoinSpace", "space", "harvester" },
        { "spaceJoinHarvester", "harvester", "space" },
    };

    [Theory]
    [InlineData("userJoinSpace", "space", "user")]
    [InlineData("groupJoinSpace", "space", "group")]
    [InlineData("spaceJoinHarvester", "harvester", "space")]
    [InlineData("harvesterJoinSpace", "space", "harvester")]
    public void Typed_MemberAlready_NamesBoth(string inviteType, string target, string member)
    {
        var join = InviteJoin.Of(InviteType.Find(inviteType)!)!;
        var error = new TokenApiException(nameof(Messages.NamedTokenExists), ["x"], 409, neverApplied: true)
        {
            ServiceError = new ServiceError("relationAlreadyExists", "Already.", ServiceError.NoDetails, null),
            TraceId = "trace",
        };
        var typed = InviteTokenErrors.Typed(error, join, "t1")!;
        Assert.Equal("The " + member + " is already a member of the " + target + " t1. The token was not used: Already.", typed.Message);
        Assert.Equal(
            (409, true, "trace", "relationAlreadyExists"), (typed.StatusCode, typed.NeverApplied, typed.TraceId, typed.ServiceErrorId));
    }

    [Theory]
    [InlineData("ujs:s1:", null, "user", "userJoinSpace")]
    [InlineData("gjs:s1:", "g1", "group", "groupJoinSpace")]
    public void ToString_Membership_IsJson(string type, string? memberId, string memberType, string inviteType)
    {
        var token = OnedataSamples.Create("2/nmd/usr-u/" + type + "/i");
        var membership = new OnezoneMembership(InviteJoin.Of(InviteType.Find(inviteType)!)!, "s1", memberId, token);
        Assert.Equal(
            "{\"type\":\"space\",\"id\":\"s1\",\"memberType\":\"" + memberType + "\",\"memberId\":"
            + (memberId is null ? "null" : "\"" + memberId + "\"") + ",\"inviteType\":\"" + inviteType + "\"}",
            membership.ToString());
    }

    [Theory]
    [MemberData(nameof(Joins))]
    public async Task UseAsync_EachInviteType_ReturnsWhatWasJoined(string inviteType, string type, string? memberType)
    {
        using var guest = Connect(Sandbox.OnezoneOtherUserToken);
        var memberId = memberType is null ? null : AddOwnedByGuest(memberType);
        var token = await InviteAsync(inviteType, "invite");

        var membership = await guest.Invites.UseAsync(token, memberId, null, CancellationToken.None);

        Assert.Equal((type, token.TargetId), (membership.Type, membership.Id));
        Assert.Equal((memberType ?? "user", memberId ?? Sandbox.OnezoneOtherUserId), (membership.MemberType, membership.MemberId));
        Assert.Equal(inviteType, membership.InviteType);
        var request = Sandbox.Requests.Single(static request => request.Path.EndsWith("/join", StringComparison.Ordinal)).ToPlainText();
        Assert.Equal(["token"], JObject.Parse(request.Body).Properties().Select(static property => property.Name));
        Assert.DoesNotContain("MDA", request.Path, StringComparison.Ordinal);
        // The test reads the paths from the zone's documentation, not from the module.
        var segment = type == "atm_inventory" ? "atm_inventories" : type == "group" && memberType == "group" ? "parents" : type + "s";
        Assert.Equal(
            "/api/v3/onezone/" + (memberType is null ? "user" : memberType + "s/" + memberId) + "/" + segment + "/join", request.Path);
    }

    private static readonly Dictionary<string, string> ErrorIds = new(StringComparer.Ordinal)
    {
        ["inviteTokenUsageLimitReached"] = nameof(Messages.InviteTokenUsageLimitReached),
        ["relationAlreadyExists"] = nameof(Messages.InviteTokenAlreadyMember),
        ["inviteTokenTargetIdInvalid"] = nameof(Messages.InviteTokenTargetInvalid),
        ["inviteTokenSubjectNotAuthorized"] = nameof(Messages.InviteTokenInviterNotAuthorized),
        ["tokenRevoked"] = nameof(Messages.InviteTokenRevoked),
        ["tokenInvalid"] = nameof(Messages.InviteTokenInvalid),
        ["tokenCaveatUnverified"] = nameof(Messages.InviteTokenCaveatUnverified),
        ["tokenCaveatUnknown"] = nameof(Messages.InviteTokenCaveatUnknown),
        ["tokenSubjectInvalid"] = nameof(Messages.InviteTokenInviterUnknown),
    };

    public static TheoryData<string, string> Errors { get; } = CreateErrors();

    /// <summary>Errors of the zone that the sandbox can be brought to.</summary>
    [Theory]
    [MemberData(nameof(Errors))]
    public async Task UseAsync_EachErrorOfTheZone_IsTyped(string serviceErrorId, string errorId)
    {
        using var guest = Connect(Sandbox.OnezoneOtherUserToken);
        using var user = Connect(Sandbox.OnezoneUserToken);
        var token = await InviteAsync("userJoinSpace", "invite");
        switch (serviceErrorId)
        {
            case "inviteTokenUsageLimitReached":
                await guest.Invites.UseAsync(token, null, null, CancellationToken.None);
                break;
            case "relationAlreadyExists":
                await guest.Invites.UseAsync(await InviteAsync("userJoinSpace", "second"), null, null, CancellationToken.None);
                break;
            case "inviteTokenTargetIdInvalid":
                Sandbox.Zone.Entities.Remove(Sandbox.Zone.Space);
                break;
            case "inviteTokenSubjectNotAuthorized":
                Sandbox.Zone.Space.Members["usr-" + Sandbox.OnezoneUserId] = ["space_view"];
                break;
            case "tokenRevoked":
                await user.NamedTokens.UpdateAsync(token.Id, new NamedTokenChange { Revoke = true }, null, CancellationToken.None);
                break;
            case "tokenInvalid":
                await user.NamedTokens.DeleteAsync(token.Id, null, CancellationToken.None);
                break;
            case "tokenCaveatUnverified":
                token = token.AddCaveats([TokenCaveat.FromText("ip = 10.0.0.0/8")]);
                break;
            case "tokenCaveatUnknown":
                token = OnedataToken.Decode(Macaroon.Parse(token.Secret.Reveal()).AddCaveats(["new = 1"u8.ToArray()]).Serialize());
                break;
            default:
                token = OnedataToken.Decode(Macaroon.Create(
                    "x"u8.ToArray(), "2/tmp-1/usr-nobody/ujs:s1:/1"u8.ToArray(), "guess"u8.ToArray()).Serialize());
                break;
        }

        var error = await Assert.ThrowsAsync<TokenApiException>(
            () => guest.Invites.UseAsync(token, null, null, CancellationToken.None));

        Assert.Equal((errorId, serviceErrorId), (error.ErrorId, error.ServiceErrorId));
        Assert.True(error.NeverApplied);
    }

    // The zone never sends these to the module, which sends an invitation only to the endpoint of its type, as a user.
    [Theory]
    [InlineData("inviteTokenConsumerInvalid", "", nameof(Messages.InviteTokenConsumerInvalid))]
    [InlineData("notAnInviteToken", "", nameof(Messages.InviteTokenWrongType))]
    [InlineData("alreadyExists", "", nameof(Messages.InviteTokenAlreadyMember))]
    [InlineData(
        "badValueToken", ",\"details\":{\"key\":\"token\",\"tokenError\":{\"id\":\"badToken\",\"description\":\"said so\"}}", nameof(Messages.InviteTokenUnreadable))]
    public async Task UseAsync_OtherErrors_AreTyped(string serviceErrorId, string details, string errorId)
    {
        using var guest = Connect(Sandbox.OnezoneOtherUserToken);
        var token = await InviteAsync("userJoinSpace", "invite");
        Sandbox.Faults.Enqueue(new SandboxFault
        {
            StatusCode = serviceErrorId == "alreadyExists" ? 409 : 400,
            Body = "{\"error\":{\"id\":\"" + serviceErrorId + "\",\"description\":\"said so\"" + details + "}}",
            Match = "POST*join",
        });
        var error = await Assert.ThrowsAsync<TokenApiException>(
            () => guest.Invites.UseAsync(token, null, null, CancellationToken.None));
        Assert.Equal((errorId, serviceErrorId), (error.ErrorId, error.ServiceErrorId));
        Assert.Contains("said so", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_Always_AreAllTested() => Assert.Equal(
        InviteTokenErrors.MessageNames.Keys.Order(StringComparer.Ordinal),
        ErrorIds.Keys.Concat(["inviteTokenConsumerInvalid", "notAnInviteToken", "alreadyExists", "badToken"]).Order(StringComparer.Ordinal));

    [Fact]
    public async Task UseAsync_LostResponse_IsLookedUpAndNeverRepeated()
    {
        using var guest = Connect(Sandbox.OnezoneOtherUserToken);
        var token = await InviteAsync("userJoinSpace", "invite");
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.BeforeHandling, Match = "POST*join" });
        var error = await Assert.ThrowsAsync<TokenTransportException>(
            () => guest.Invites.UseAsync(token, null, null, CancellationToken.None));
        Assert.False(error.NeverApplied);
        Assert.Contains("may have been used", error.Message, StringComparison.Ordinal);

        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "POST*join" });
        var membership = await guest.Invites.UseAsync(token, null, null, CancellationToken.None);
        Assert.Equal(Sandbox.OnezoneSpaceId, membership.Id);
        Assert.Equal(2, Sandbox.Requests.Count(static request => request.Path.EndsWith("/join", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://zone.example/other/abc")]
    [InlineData("https://zone.example/api/v3/onezone/user/spaces/a%2Fb")]
    [InlineData("https://zone.example/api/v3/onezone/user/spaces/")]
    public async Task UseAsync_InvalidLocation_IsAnErrorAndNotFollowed(string? location)
    {
        using var guest = Connect(Sandbox.OnezoneOtherUserToken);
        var token = await InviteAsync("userJoinSpace", "invite");
        var fault = new SandboxFault { StatusCode = 201, Match = "POST*join" };
        if (location is not null)
        {
            fault.Headers["Location"] = location;
        }

        Sandbox.Faults.Enqueue(fault);
        var error = await Assert.ThrowsAsync<TokenApiException>(
            () => guest.Invites.UseAsync(token, null, null, CancellationToken.None));
        Assert.Equal((nameof(Messages.ResponseIncomplete), false), (error.ErrorId, error.NeverApplied));
    }

    // The swagger documents another path than the zone has, and a relative address is valid (RFC 9110 §10.2.2).
    [Theory]
    [InlineData("https://zone.example/api/onezone/v3/user/spaces/abc1")]
    [InlineData("/api/v3/onezone/user/spaces/abc1")]
    public async Task UseAsync_OtherForms_OfLocationAreRead(string location)
    {
        using var guest = Connect(Sandbox.OnezoneOtherUserToken);
        var token = await InviteAsync("userJoinSpace", "invite");
        var fault = new SandboxFault { StatusCode = 201, Match = "POST*join" };
        fault.Headers["Location"] = location;
        Sandbox.Faults.Enqueue(fault);
        Assert.Equal("abc1", (await guest.Invites.UseAsync(token, null, null, CancellationToken.None)).Id);
    }

    [Theory]
    [InlineData("act", null, nameof(Messages.InviteTokenNotInvite), "Token")]
    [InlineData("ssp:s1:ge", null, nameof(Messages.InviteTokenForProvider), "Token")]
    [InlineData("rop:u1:", null, nameof(Messages.InviteTokenForProvider), "Token")]
    [InlineData("ujs:s1:", "g1", nameof(Messages.InviteTokenForUser), "MemberId")]
    [InlineData("gjs:s1:", null, nameof(Messages.InviteTokenMemberMissing), "MemberId")]
    [InlineData("gjs:s1:", "../user", nameof(Messages.OnedataIdInvalid), "MemberId")]
    public async Task UseAsync_UnusableToken_IsNotSent(string type, string? memberId, string errorId, string key)
    {
        using var guest = Connect(Sandbox.OnezoneOtherUserToken);
        var token = OnedataToken.Decode(Macaroon.Create(
            "x"u8.ToArray(), System.Text.Encoding.ASCII.GetBytes("2/tmp-1/usr-1/" + type + "/1"), "secret"u8.ToArray()).Serialize());
        var error = await Assert.ThrowsAsync<TokenArgumentException>(
            () => guest.Invites.UseAsync(token, memberId, null, CancellationToken.None));
        Assert.Equal((errorId, key), (error.ErrorId, error.ParameterName));
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task GetUserAsync_InvalidResponse_IsAnError()
    {
        using var user = Connect(Sandbox.OnezoneUserToken);
        foreach (var body in new[] { "{}", "[]", "{\"userId\":\"a/b\"}", "{\"userId\":7}" })
        {
            Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = body, Match = "GET*user" });
            var error = await Assert.ThrowsAsync<TokenApiException>(() => user.GetUserAsync());
            Assert.Equal(nameof(Messages.ResponseIncomplete), error.ErrorId);
        }

        var own = await user.GetUserAsync();
        Assert.Equal((Sandbox.OnezoneUserId, "sandbox", true, false), (own.UserId, own.Username, own.BasicAuthEnabled, own.Blocked));
        using var provider = Connect(Sandbox.OnezoneProviderToken);
        Assert.Equal(403, (await Assert.ThrowsAsync<TokenApiException>(() => provider.GetUserAsync())).StatusCode);
    }

    private async Task<OnedataToken> InviteAsync(string inviteType, string name)
    {
        using var user = Connect(Sandbox.OnezoneUserToken);
        var type = InviteType.Find(inviteType)!;
        var target = type.TargetKey switch
        {
            "groupId" => Sandbox.OnezoneGroupId,
            "clusterId" => Sandbox.OnezoneClusterId,
            "harvesterId" => Sandbox.OnezoneHarvesterId,
            "atmInventoryId" => Sandbox.OnezoneInventoryId,
            _ => Sandbox.OnezoneSpaceId,
        };
        var token = await user.NamedTokens.CreateAsync(
            new NamedTokenRequest(name) { Type = OnedataTokenType.Invite(type, target), UsageLimit = 1 }, false, null, CancellationToken.None);
        Sandbox.ClearRequests();
        return token.Decoded;
    }

    private string AddOwnedByGuest(string kind)
    {
        lock (Sandbox.Zone.Gate)
        {
            return Sandbox.Zone.Entities.Add(
                OnezoneEntityKind.All.Single(known => known.Name == kind), "own1", "Own", Sandbox.Zone.OtherUser, 0).Id;
        }
    }

    private OnezoneConnection Connect(string token)
    {
        var options = Sandbox.ToOnezoneOptions(http: new HttpOptions { MaximumRetryCount = 1, RetryInterval = TimeSpan.FromMilliseconds(1) });
        options.Token = SecureText.FromString(token);
        return OnezoneConnection.Create(options);
    }

    private static TheoryData<string, string> CreateErrors()
    {
        var rows = new TheoryData<string, string>();
        foreach (var (serviceErrorId, errorId) in ErrorIds)
        {
            rows.Add(serviceErrorId, errorId);
        }

        return rows;
    }
}
