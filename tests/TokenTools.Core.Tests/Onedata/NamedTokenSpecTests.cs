using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public sealed class NamedTokenSpecTests
{
    // ctool:include/validation.hrl
    [Theory]
    [InlineData("ab", true)]
    [InlineData("Oneclient access token", true)]
    [InlineData("(a).b-c_d 1)", true)]
    [InlineData("żółw 龜", true)]
    [InlineData("𠀀𠀁", true)]
    [InlineData("a", false)]
    [InlineData("", false)]
    [InlineData("-ab", false)]
    [InlineData("ab.", false)]
    [InlineData(".ab", false)]
    [InlineData("a/b", false)]
    [InlineData("a[b", false)]
    [InlineData("a*b", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\ud800b", false)]
    public void IsValid_Name_FollowsTheZonesRule(string name, bool expected) => Assert.Equal(expected, OnedataNames.IsValid(name));

    [Fact]
    public void IsValid_Length_IsCountedInCharacters()
    {
        Assert.True(OnedataNames.IsValid(new string('a', 128)));
        Assert.False(OnedataNames.IsValid(new string('a', 129)));
        Assert.True(OnedataNames.IsValid(string.Concat(Enumerable.Repeat("𠀀", 128))));
    }

    // The first is the default of Onezone's own page.
    [Theory]
    [InlineData("Access token 2026.11.27-22.30.15", true)]
    [InlineData("oneclient-worker156_cloud", true)]
    [InlineData("jupyterhub (production) 20261127", true)]
    [InlineData("5d7a31c9-4e0b-4f6d-9b1a-c2e8f07d6a43", false)]
    [InlineData("MDAxZmxvY2F0aW9uIG9uZWRhdGEub3JnCjAwMzBpZGVudGlmaWVy", false)]
    public void Build_SecretAsName_IsRejected(string name, bool isName) => Assert.Equal(
        isName ? null : nameof(Messages.NamedTokenNameIsSecret),
        (Record.Exception(() => Spec(name, null, null, null).Build()) as TokenException)?.ErrorId);

    [Theory]
    [InlineData("x", null, null, null, nameof(Messages.NamedTokenNameInvalid), "Name")]
    [InlineData("ci", null, 5, null, nameof(Messages.NamedTokenInviteOnly), "UsageLimit")]
    [InlineData("ci", null, null, "space_view", nameof(Messages.NamedTokenInviteOnly), "Privileges")]
    [InlineData("ci", "supportSpace", null, "space_view", nameof(Messages.NamedTokenInviteOnly), "Privileges")]
    [InlineData("ci", "harvesterJoinSpace", null, "space_view", nameof(Messages.NamedTokenInviteOnly), "Privileges")]
    [InlineData("ci", "userJoinSpace", 0, null, nameof(Messages.SettingOutOfRange), "UsageLimit")]
    [InlineData("ci", "userJoinSpace", null, "group_view", nameof(Messages.NamedTokenPrivilegeUnknown), "Privileges")]
    [InlineData("ci", "userJoinSpace", null, "space_view/", nameof(Messages.NamedTokenPrivilegeUnknown), "Privileges")]
    public void Build_InvalidSetting_NamesIt(
        string name, string? inviteType, int? usageLimit, string? privilege, string errorId, string key)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Spec(name, inviteType, usageLimit, privilege).Build());
        Assert.Equal((errorId, key), (error.ErrorId, error.ParameterName));
    }

    [Theory]
    [InlineData("userJoinSpace", 1, "SPACE_VIEW")]
    [InlineData("groupJoinCluster", null, "cluster_view")]
    [InlineData("userJoinAtmInventory", int.MaxValue, "atm_inventory_view")]
    // Unknown here, but perhaps not to a newer zone.
    [InlineData("userJoinSpace", null, "space_fly")]
    [InlineData("supportSpace", 4, null)]
    public void Build_Invitation_HasLimitAndPrivileges(string inviteType, int? usageLimit, string? privilege)
    {
        var request = Spec("ci", inviteType, usageLimit, privilege).Build();
        Assert.Equal(usageLimit, request.UsageLimit);
        Assert.Equal(privilege?.ToLowerInvariant(), request.Privileges?.Single());
    }

    [Fact]
    public void Build_ProviderRegistration_NeedsNoTarget()
    {
        Assert.True(Spec("ci", "registerOneprovider", null, null, targetId: null).Build().Type.NeedsOwnUser);
        var error = Assert.Throws<TokenArgumentException>(() => Spec("ci", "userJoinSpace", null, null, targetId: null).Build());
        Assert.Equal(nameof(Messages.InviteWithoutTarget), error.ErrorId);
    }

    [Fact]
    public void Read_Metadata_IsAnObject()
    {
        Assert.Equal("""{"a":1,"b":[true,null,"x"],"c":{"d":1.5}}""", Json(new Dictionary<string, object?>
        {
            ["a"] = 1,
            ["b"] = new object?[] { true, null, "x" },
            ["c"] = new Dictionary<string, object> { ["d"] = 1.5 },
        }));
        Assert.Equal("""{"at":"2030-01-01T00:00:00Z"}""", Json("""{"at":"2030-01-01T00:00:00Z"}"""));
        var loop = new Dictionary<string, object?>();
        loop["self"] = loop;
        foreach (var invalid in new object[]
        {
            "x", "[]", "{} {}", "{\"a\":1,\"a\":2}", 5, loop, new Dictionary<string, object?> { ["x"] = double.NaN }, new string('[', 100),
            new Dictionary<string, object?> { ["x"] = new object() },
        })
        {
            Assert.Equal(
                nameof(Messages.NamedTokenMetadataInvalid), Assert.Throws<TokenFormatException>(() => MetadataJson.Read(invalid)).ErrorId);
        }

        static string Json(object value) => MetadataJson.Read(value).ToString(Formatting.None);
    }

    [Fact]
    public void ToJson_Change_IsTheBodyOfTheRequest()
    {
        Assert.Equal(
            """{"name":"ci 2","customMetadata":{"a":1},"revoked":false}""",
            new NamedTokenChange { NewName = "ci 2", Metadata = "{\"a\":1}", Restore = true }.ToJson().ToString(Formatting.None));
        Assert.Equal(nameof(Messages.NamedTokenChangeMissing), ErrorOf(new NamedTokenChange()));
        Assert.Equal(nameof(Messages.SettingsExclusive), ErrorOf(new NamedTokenChange { Revoke = true, Restore = true }));
        Assert.Equal(nameof(Messages.NamedTokenNameInvalid), ErrorOf(new NamedTokenChange { NewName = "x" }));

        static string ErrorOf(NamedTokenChange change) => Assert.ThrowsAny<TokenException>(change.ToJson).ErrorId;
    }

    // ctool:src/privileges/privileges.erl: the number of privileges of an administrator.
    [Theory]
    [InlineData("group", 23, 1)]
    [InlineData("space", 39, 4)]
    [InlineData("cluster", 9, 1)]
    [InlineData("harvester", 11, 1)]
    [InlineData("atm_inventory", 11, 1)]
    public void Privileges_Kind_HasThoseOfTheZone(string kind, int count, int memberCount)
    {
        var known = OnezoneEntityKind.All.Single(other => other.Name == kind);
        Assert.Equal((count, memberCount), (known.Privileges.Distinct().Count(), known.MemberPrivileges.Count));
        Assert.All(known.Privileges, privilege => Assert.StartsWith(kind + "_", privilege, StringComparison.Ordinal));
    }

    private static NamedTokenSpec Spec(
        string name, string? inviteType, int? usageLimit, string? privilege, string? targetId = "t1") => new()
    {
        Name = name,
        InviteType = inviteType,
        TargetId = inviteType is null ? null : targetId,
        UsageLimit = usageLimit,
        Privileges = privilege is null ? null : [privilege],
    };
}
