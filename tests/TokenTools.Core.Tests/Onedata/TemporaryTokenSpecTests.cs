using System;
using System.Linq;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class TemporaryTokenSpecTests
{
    [Theory]
    [InlineData(null, null, null, "act")]
    [InlineData("Access", null, null, "act")]
    [InlineData("access", null, null, "act")]
    [InlineData("IDENTITY", null, null, "idn")]
    [InlineData(null, "userJoinCluster", "c1", "ujc:c1:")]
    [InlineData("Invite", "USERJOINCLUSTER", "c1", "ujc:c1:")]
    public void Build_Type_AcceptsAnyCase(string? type, string? inviteType, string? targetId, string expected) =>
        Assert.Equal(expected, Spec(type, inviteType, targetId).Build().Type.ToString());

    [Theory]
    [InlineData("nope", null, null, nameof(Messages.TemporaryTokenTypeUnknown), "Type")]
    [InlineData("", null, null, nameof(Messages.TemporaryTokenTypeUnknown), "Type")]
    [InlineData("invite", null, null, nameof(Messages.InviteWithoutTarget), "InviteType")]
    [InlineData(null, null, "c1", nameof(Messages.InviteWithoutTarget), "InviteType")]
    [InlineData("access", null, "c1", nameof(Messages.InviteWithoutTarget), "InviteType")]
    [InlineData(null, "userJoinCluster", null, nameof(Messages.InviteWithoutTarget), "TargetId")]
    [InlineData("identity", "userJoinCluster", "c1", nameof(Messages.InviteTypeWithoutInvite), "Type")]
    [InlineData(null, "nope", "c1", nameof(Messages.InviteTypeUnknown), "InviteType")]
    [InlineData(null, "", "c1", nameof(Messages.InviteTypeUnknown), "InviteType")]
    [InlineData(null, "userJoinCluster", "", nameof(Messages.OnedataTargetIdInvalid), "TargetId")]
    [InlineData(null, "userJoinCluster", "a/b", nameof(Messages.OnedataTargetIdInvalid), "TargetId")]
    public void Build_InvalidType_NamesTheSetting(string? type, string? inviteType, string? targetId, string errorId, string key)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Spec(type, inviteType, targetId).Build());
        Assert.Equal((errorId, key), (error.ErrorId, error.ParameterName));
    }

    [Fact]
    public void Build_UnknownType_NamesTheKnownOnes()
    {
        Assert.Contains(
            "access, identity, invite", Assert.Throws<TokenArgumentException>(() => Spec("x", null, null).Build()).Message, StringComparison.Ordinal);
        Assert.Contains(
            "userJoinGroup, groupJoinGroup, userJoinSpace, groupJoinSpace, supportSpace, harvesterJoinSpace, registerOneprovider",
            Assert.Throws<TokenArgumentException>(() => Spec(null, "x", "t").Build()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Build_UnknownType_IsNotRepeated()
    {
        const string Secret = "MDAxc2VjcmV0";
        Assert.DoesNotContain(Secret, Assert.Throws<TokenArgumentException>(() => Spec(Secret, null, null).Build()).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            OnedataVectors.Text(0)[..12],
            Assert.Throws<TokenArgumentException>(() => Spec(null, OnedataVectors.Text(0), "c1").Build()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Expiry_IsLeftToTheZonesClock()
    {
        var spec = Spec(null, null, null);
        spec.Caveats.Set("ValidFor", "10m");
        spec.Caveats.Set("Interface", "REST");
        var request = spec.Build();
        Assert.Equal((TimeSpan.FromMinutes(10), (DateTimeOffset?)null), (request.ValidFor, request.ValidUntil));
        Assert.Equal(["interface = rest"], request.Caveats.Select(caveat => caveat.Text));
        Assert.Equal(
            ["time < 1600000600", "interface = rest"],
            request.AllCaveats(DateTimeOffset.FromUnixTimeSeconds(1_600_000_000)).Select(caveat => caveat.Text));
    }

    [Theory]
    [InlineData(null, "time < 1600003600")]
    [InlineData("time < 1600000007", "time < 1600000007")]
    public void AllCaveats_NoExpiry_IsAnHourUnlessACaveatHasOne(string? caveat, string expected)
    {
        var spec = Spec(null, null, null);
        if (caveat is not null)
        {
            spec.Caveats.Set("Caveat", caveat);
        }

        Assert.Equal([expected], spec.Build().AllCaveats(DateTimeOffset.FromUnixTimeSeconds(1_600_000_000)).Select(each => each.Text));
    }

    private static TemporaryTokenSpec Spec(string? type, string? inviteType, string? targetId) =>
        new() { Type = type, InviteType = inviteType, TargetId = targetId };
}
