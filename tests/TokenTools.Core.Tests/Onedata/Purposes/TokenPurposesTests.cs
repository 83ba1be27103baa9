using System;
using System.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata.Purposes;

public class TokenPurposesTests
{
    // The templates of Onezone's web page (onezone-gui:src/app/components/token-template-selector).
    public static TheoryData<string, string, string> Templates => new()
    {
        { "onezoneRest", "", "service = ozw-onezone; interface = rest" },
        { "oneproviderRest", "", "service = opw-*; interface = rest" },
        { "oneproviderRest", "Service=opw-p1", "service = opw-p1; interface = rest" },
        { "onepanelRest", "Service=ozp-onezone", "service = ozp-onezone" },
        { "onepanelRest", "Service=opp-p1", "service = opp-p1" },
        { "oneclient", "", "interface = oneclient" },
        { "oneclientInOneprovider", "Service=opw-p1", "service = opw-p1; interface = oneclient" },
        { "readonlyData", "", "data.readonly" },
        { "readonlyDataForUser", "Consumer=usr-u2", "consumer = usr-u2; data.readonly" },
        { "restrictedData", "DataPath=/s1", "data.path = L3Mx" },
        { "s3", "", "interface = oneclient" },
    };

    [Theory]
    [MemberData(nameof(Templates))]
    public void Build_Purpose_HasTheTemplatesCaveats(string purpose, string settings, string caveats)
    {
        var spec = Spec(purpose, settings);
        Assert.Equal(caveats, string.Join("; ", spec.BuildWithoutExpiry()));
        Assert.Equal(caveats, string.Join("; ", Spec(purpose.ToUpperInvariant(), settings).Build(DateTimeOffset.UtcNow)));
    }

    [Fact]
    public void All_Names_AreTheTemplates() => Assert.Equal(
        ["onezoneRest", "oneproviderRest", "onepanelRest", "oneclient", "oneclientInOneprovider", "readonlyData", "readonlyDataForUser",
            "restrictedData", "identity", "s3"],
        TokenPurposes.All.Select(purpose => purpose.Name));

    [Theory]
    [InlineData("onepanelRest", "", "Service", nameof(Messages.PurposeSettingMissing))]
    [InlineData("oneclientInOneprovider", "", "Service", nameof(Messages.PurposeSettingMissing))]
    [InlineData("readonlyDataForUser", "", "Consumer", nameof(Messages.PurposeSettingMissing))]
    [InlineData("restrictedData", "", "DataPath", nameof(Messages.PurposeSettingMissing))]
    [InlineData("onezoneRest", "Service=opw-p1", "Service", nameof(Messages.PurposeSettingConflict))]
    [InlineData("onepanelRest", "Service=opw-p1", "Service", nameof(Messages.PurposeSettingConflict))]
    [InlineData("oneclient", "Interface=rest", "Interface", nameof(Messages.PurposeSettingConflict))]
    [InlineData("oneclients", "", "Purpose", nameof(Messages.ChoiceInvalid))]
    [InlineData("", "", "Purpose", nameof(Messages.ChoiceInvalid))]
    public void Build_UnfitSetting_Throws(string purpose, string settings, string key, string errorId)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Spec(purpose, settings).BuildWithoutExpiry());
        Assert.Equal((errorId, key), (error.ErrorId, error.ParameterName));
    }

    [Theory]
    [InlineData(null, "identity", "identityToken")]
    [InlineData("identity", "identity", "identityToken")]
    [InlineData(null, "oneclient", "accessToken")]
    [InlineData("access", "oneclient", "accessToken")]
    public void Build_TemporaryToken_HasThePurposesType(string? type, string purpose, string built)
    {
        var spec = new TemporaryTokenSpec { Type = type };
        spec.Caveats.Purpose = purpose;
        Assert.Equal(built, spec.Build().Type.Name);
    }

    [Theory]
    [InlineData("access", null, "identity", nameof(Messages.PurposeTokenType))]
    [InlineData("identity", null, "oneclient", nameof(Messages.PurposeTokenType))]
    [InlineData(null, "userJoinSpace", "oneclient", nameof(Messages.PurposeWithInvite))]
    public void Build_OtherType_Throws(string? type, string? inviteType, string purpose, string errorId)
    {
        var spec = new TemporaryTokenSpec { Type = type, InviteType = inviteType, TargetId = inviteType is null ? null : "s1" };
        spec.Caveats.Purpose = purpose;
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => spec.Build()).ErrorId);
    }

    public static TheoryData<string, string, string, string> Uses => new()
    {
        { "onezoneRest", "", "Satisfied", "" },
        { "onezoneRest", "interface = rest; service = ozw-onezone", "Satisfied", "" },
        { "onezoneRest", "interface = oneclient", "NotSatisfied", "interface" },
        { "onezoneRest", "service = opw-*", "NotSatisfied", "service" },
        { "onezoneRest", "data.readonly", "NotSatisfied", "data.readonly" },
        { "onezoneRest", "api = ozw/all/user.*.*:*", "Indeterminate", "api" },
        { "oneproviderRest", "service = opw-*; interface = rest", "Satisfied Satisfied", "" },
        { "oneproviderRest", "service = opw-p1; interface = rest", "Indeterminate Indeterminate", "service" },
        { "oneproviderRest", "data.readonly", "Indeterminate NotSatisfied", "data.readonly" },
        { "onepanelRest", "service = ozp-onezone", "Satisfied NotSatisfied", "service" },
        { "onepanelRest", "ip = 10.0.0.0/8", "Indeterminate NotSatisfied", "ip" },
        { "onepanelRest", "interface = rest", "NotSatisfied NotSatisfied", "interface" },
        { "oneclient", "interface = oneclient; consumer = usr-u2", "NotSatisfied", "consumer" },
        { "oneclient", "interface = oneclient; data.readonly", "Indeterminate", "data.readonly" },
        { "oneclient", "time < 1", "NotSatisfied", "time" },
        { "oneclient", "authorization = none", "NotSatisfied", "authorization" },
        { "oneclient", "future = caveat", "Indeterminate", "unknown" },
        { "readonlyData", "data.readonly", "Satisfied Satisfied", "" },
        { "readonlyDataForUser", "data.readonly; consumer = usr-u2", "Indeterminate", "consumer" },
        { "restrictedData", "data.path = L3Mx", "Indeterminate Indeterminate", "data.path" },
        { "readonlyData", "data.readonly; api = all/get/space.*.*:*", "NotSatisfied NotSatisfied", "api" },
        { "readonlyData", "data.readonly; api = all/get/file.*.*:*", "Indeterminate Indeterminate", "api" },
        { "identity", "", "NotSatisfied", "identityToken" },
    };

    [Theory]
    [MemberData(nameof(Uses))]
    public void Of_Token_SaysWhereItIsValid(string purpose, string caveats, string outcomes, string reason)
    {
        var token = Create("2/nmd/usr-u/act/i", caveats.Length == 0 ? [] : caveats.Split("; "));
        var found = PurposeEvaluation.Of(token, TokenPurposes.Find(purpose)!, new CaveatContext { At = DateTimeOffset.FromUnixTimeSeconds(Now) });
        Assert.Equal(outcomes, string.Join(" ", found.Select(evaluation => evaluation.Outcome)));
        Assert.All(found, evaluation => Assert.Equal((purpose, "i"), (evaluation.Purpose, evaluation.TokenId)));
        Assert.Contains(reason, found[^1].Reason, StringComparison.Ordinal);
        Assert.Equal(found[^1].Outcome == CaveatOutcome.Satisfied, found[^1].Reason.Length == 0);
    }

    [Fact]
    public void Of_OtherService_Throws()
    {
        var token = Create("2/nmd/usr-u/act/i");
        var error = Assert.Throws<TokenArgumentException>(
            () => PurposeEvaluation.Of(token, TokenPurposes.Find("oneclient")!, new CaveatContext { Service = "ozw-onezone" }));
        Assert.Equal((nameof(Messages.PurposeContextInvalid), "Service"), (error.ErrorId, error.ParameterName));
    }

    private static CaveatSpec Spec(string purpose, string settings)
    {
        var spec = new CaveatSpec { Purpose = purpose };
        foreach (var setting in settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Split('=')))
        {
            spec.Set(setting[0], setting[0] == "Interface" ? setting[1] : new[] { setting[1] });
        }

        return spec;
    }
}
