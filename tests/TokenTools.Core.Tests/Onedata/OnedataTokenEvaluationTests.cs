using System.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;
using TokenTools.Security;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata;

public class OnedataTokenEvaluationTests
{
    [Theory]
    [InlineData("idn", "ip = 10.0.0.0/8", "Satisfied", "10.1.2.3 is allowed.")]
    [InlineData("ujs:s1:", "ip = 11.0.0.0/8", "NotSatisfied", "10.1.2.3 is not allowed.")]
    [InlineData("new", "data.readonly", "Indeterminate", "Whether the type of the token supports the caveat is not known.")]
    [InlineData("idn", "data.readonly", "NotSatisfied", "A token of type identityToken cannot satisfy this caveat in any context.")]
    [InlineData("act", "asn = 1", "Indeterminate", "Only the zone can look up the autonomous system of an address.")]
    [InlineData("act", "consumer = usr-a", "Indeterminate", "The consumer is not specified.")]
    [InlineData("act", "service = opw-a", "Indeterminate", "The service is not specified.")]
    [InlineData("act", "data.path = L3Mx", "Indeterminate", "The data path is not specified.")]
    [InlineData("act", "api = all/all/*.*.*", "Indeterminate", "It depends on the operation; the zone checks it when one is requested.")]
    [InlineData(
        "act", "api = all/all/newer.*.*", "Indeterminate", "The caveat is unknown. A zone that does not know it rejects the token.")]
    [InlineData("act", "authorization = none", "Indeterminate", "The token only proves an identity.")]
    public void Evaluate_Caveat_HasItsReason(string type, string caveat, string outcome, string reason)
    {
        var evaluation = Create("2/nmd/usr-u/" + type + "/id1", Valid, caveat).Evaluate(new CaveatContext { IpAddress = "10.1.2.3" })[1];
        Assert.Equal((outcome, reason), (evaluation.Outcome.ToString(), evaluation.Reason));
        Assert.Equal(("id1", 2, outcome + ": " + caveat), (evaluation.TokenId, evaluation.Number, evaluation.ToString()));
    }

    [Theory]
    [InlineData("consumer = usr-a", "interface = oneclient", null, "It is rejected by Oneclient.")]
    [InlineData("data.readonly", "service = opw-*", "ozp-onezone", "It is rejected by the REST API of the Onezone panel.")]
    [InlineData(
        "api = all/all/space.*.*", "data.readonly", null, "A data access caveat leaves only operations on files, and this caveat allows none of them.")]
    public void Evaluate_CaveatThatNoUseAccepts_IsNotSatisfied(string caveat, string other, string? service, string reason)
    {
        var evaluation = Create("2/nmd/usr-u/act/i", caveat, other).Evaluate(new CaveatContext { Service = service })[0];
        Assert.Equal((CaveatOutcome.NotSatisfied, reason), (evaluation.Outcome, evaluation.Reason));
    }

    [Theory]
    [InlineData("interface = rest", "NotSatisfied: Oneclient", true)]
    [InlineData("interface = oneclient", "Satisfied: Oneclient", false)]
    [InlineData("ip = 10.0.0.0/8", "Indeterminate: Oneclient", false)]
    public void AnswerWarnings_Purpose_AreThatNoUseIsPossible(string caveat, string evaluated, bool isReported)
    {
        var token = Decode(Sign("2/nmd/usr-u/act/i", Valid, caveat), "OneClient");
        Assert.Equal(evaluated, token.Purpose.ToString());
        var messages = token.AnswerWarnings().Select(static warning => warning.Message).ToList();
        Assert.Equal(
            isReported
                ? ["The token is not valid for the purpose oneclient, Oneclient. Caveat 2, of type interface: oneclient is not allowed."]
                : [],
            messages);
    }

    [Fact]
    public void Decode_PurposeWithSeveralReasons_HasAll() => Assert.Equal(
        "Caveat 1, of type asn: Only the zone can look up the autonomous system of an address. "
        + "Caveat 2, of type service: The token is valid only at opw-p1, opw-p2.",
        Assert.Single(Decode(Sign("2/nmd/usr-u/act/i", "asn = 1", "service = opw-p1|ozw-onezone|opw-p2"), "oneclient").Purpose).Reason);

    [Theory]
    [InlineData("data.objectid", "2 objects, of spaces s1, s2")]
    [InlineData("data.path", "within /s1/a, /s2")]
    [InlineData("asn", "from autonomous systems 1, 2")]
    public void Describe_List_HasEachElement(string type, string expected)
    {
        var caveat = type switch
        {
            "asn" => "asn = 1|2",
            "data.path" => Path("/s1/a", "/s2"),
            _ => "data.objectid = " + CdmiObjectId.Encode("u1", "s1") + "|" + CdmiObjectId.Encode("u2", "s2"),
        };
        Assert.Equal(expected, TokenCaveat.FromText(caveat).Describe());
    }

    [Theory]
    [InlineData("/a0/x", null)]
    [InlineData("/9b", null)]
    [InlineData("/s1", null)]
    [InlineData("/s1/.a/..b/c.", null)]
    [InlineData("", nameof(Messages.CaveatPathRelative))]
    [InlineData("/", nameof(Messages.CaveatPathRelative))]
    [InlineData("s1/a", nameof(Messages.CaveatPathRelative))]
    [InlineData("/s1/a\n", nameof(Messages.CaveatPathControl))]
    [InlineData("/s1/", nameof(Messages.CaveatPathTrailingSlash))]
    [InlineData("/s1//a", nameof(Messages.CaveatPathElement))]
    [InlineData("/s1/./a", nameof(Messages.CaveatPathElement))]
    [InlineData("/s1/a/..", nameof(Messages.CaveatPathElement))]
    [InlineData("/space/a", nameof(Messages.CaveatPathSpaceName))]
    [InlineData("/space 1/a", nameof(Messages.CaveatPathSpaceName))]
    public void Create_DataPath_IsCanonicalAndStartsWithAnId(string path, string? errorId) => Assert.Equal(
        errorId, (Record.Exception(() => DataPathCaveat.Create([path])) as TokenArgumentException)?.ErrorId);

    [Fact]
    public void Decode_PurposeWithSeveralUses_EvaluatesEach()
    {
        var token = Decode(Sign("2/nmd/usr-u/act/i", Valid, "data.readonly"), "oneproviderRest");
        Assert.Equal(
            "Indeterminate: data access in the REST and CDMI APIs of a Oneprovider; "
            + "NotSatisfied: other operations in the REST API of a Oneprovider",
            token.Purpose.ToString());
        Assert.Empty(token.AnswerWarnings());
        Assert.Empty(Decode(Sign("2/nmd/usr-u/act/i", Valid), null).Purpose);
    }

    [Fact]
    public void Narrowing_Purpose_RequiresItsTypeAndOmitsWhatHasNoEffect()
    {
        var spec = new CaveatSpec { Purpose = "oneclient" };
        Assert.Equal(["interface = oneclient"], Create("2/nmd/usr-u/act/i", Valid).Narrowing(spec).Select(static caveat => caveat.Text));
        Assert.Empty(Create("2/nmd/usr-u/act/i", Valid, "interface = oneclient").Narrowing(spec));
        var error = Assert.ThrowsAny<TokenException>(() => Create("2/nmd/usr-u/idn/i", Valid).Narrowing(spec));
        Assert.Equal(nameof(Messages.PurposeTokenType), error.ErrorId);

        var plain = new CaveatSpec();
        plain.Set("Interface", "oneclient");
        Assert.Equal(
            ["interface = oneclient"],
            Create("2/nmd/usr-u/act/i", Valid, "interface = oneclient").Narrowing(plain).Select(static caveat => caveat.Text));
    }

    [Theory]
    [InlineData("ip = 10.1.0.0/16", "ip = 10.0.0.0/8", true)]
    [InlineData("ip = 10.0.0.0/8", "ip = 10.0.0.0/8", true)]
    [InlineData("ip = 10.1.0.0/16|11.0.0.0/24", "ip = 10.0.0.0/8|11.0.0.0/8", true)]
    [InlineData("ip = 10.0.0.0/8", "ip = 10.0.0.0/16", false)]
    [InlineData("ip = 10.0.0.0/8", "ip = 10.255.0.0/16", false)]
    [InlineData("ip = 10.1.0.0/16|11.0.0.0/8", "ip = 10.0.0.0/8", false)]
    public void Minimal_Addresses_AreOmittedIfTheTokensAreWithinThem(string own, string added, bool isOmitted) => Assert.Equal(
        isOmitted,
        PurposeNarrowing.Minimal([TokenCaveat.FromText(own)], [TokenCaveat.FromText(added)]).Count == 0);

    [Theory]
    [InlineData("opw-p1", "Satisfied")]
    [InlineData("opw-p2", "NotSatisfied")]
    [InlineData(null, "Indeterminate")]
    public void EvaluatePurpose_Service_IsThatOfTheContext(string? service, string outcome)
    {
        var check = new OfflineCheck(new CaveatContext { Service = service }, TokenPurposes.Find("oneclient"));
        var token = Create("2/nmd/usr-u/act/i", Valid, "service = opw-p1");
        var purpose = check.EvaluatePurpose(token);
        Assert.Equal(outcome, Assert.Single(purpose).Outcome.ToString());
        Assert.Equal(outcome, OfflineCheck.Summarize(check.EvaluateCaveats(token), purpose).ToString());
    }

    [Theory]
    [InlineData(Now, "data.readonly", "Indeterminate")]
    [InlineData(Now, "service = opw-p1", "Satisfied")]
    [InlineData(Now, "service = opw-p2", "NotSatisfied")]
    [InlineData(Now + 3600, "service = opw-p1", "NotSatisfied")]
    public void Summarize_Caveats_IsTheWorstOutcome(long now, string caveat, string outcome)
    {
        var check = new OfflineCheck(new CaveatContext { Service = "opw-p1" }, null);
        var token = OnedataSamples.Decode(Sign("2/nmd/usr-u/act/i", Valid, caveat), now);
        Assert.Empty(check.EvaluatePurpose(token));
        Assert.Equal(outcome, OfflineCheck.Summarize(check.EvaluateCaveats(token), []).ToString());
    }

    [Fact]
    public void Summarize_SeveralUses_IsTheBestOutcome()
    {
        var check = new OfflineCheck(new CaveatContext(), TokenPurposes.Find("oneproviderRest"));
        var token = Create("2/nmd/usr-u/act/i", Valid, "data.readonly");
        Assert.Equal(CaveatOutcome.Indeterminate, OfflineCheck.Summarize([], check.EvaluatePurpose(token)));
    }

    private static OnedataToken Decode(string text, string? purpose) => OnedataToken.Decode(
        SecureText.FromString(text),
        new OnedataDecodeOptions { Purpose = purpose, Now = () => System.DateTimeOffset.FromUnixTimeSeconds(Now) });
}
