using System;
using System.Linq;
using System.Text;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Tests;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata;

public class OnedataLintTests
{
    public static TheoryData<string, string, string[]> Odd => new()
    {
        { "Expired", "act", [$"time < {Now}"] },
        { "Expired", "act", [$"time < {Now + 1000}", $"time < {Now - 1}"] },
        { "ExpiresSoon", "act", [$"time < {Now + 1}"] },
        { "ExpiresSoon", "act", [$"time < {Now + 299}"] },
        { "Milliseconds", "act", ["time < 1600000000000"] },
        { "NoExpiry", "act", [] },
        { "NoExpiry", "act", ["ip = 1.2.3.4/32"] },
        { "CaveatUnsupported", "idn", [Valid, "service = ozw-onezone"] },
        { "CaveatUnsupported", "ujs:s:", [Valid, "interface = rest"] },
        { "CaveatUnsupported", "ujs:s:", [Valid, "data.readonly"] },
        { "Contradiction", "act", [Valid, "ip = 10.0.0.0/8|192.168.0.0/16", "ip = 172.16.0.0/12"] },
        { "Contradiction", "act", [Valid, "ip = 10.0.0.0/8", "ip = 10.1.0.0/16", "ip = 10.2.0.0/16"] },
        { "Contradiction", "act", [Valid, "asn = 1|2", "asn = 3"] },
        { "Contradiction", "act", [Valid, "geo.country = PL|FR", "geo.country = DE"] },
        { "Contradiction", "act", [Valid, "geo.country = PL|FR", "geo.country != FR|PL"] },
        { "Contradiction", "act", [Valid, "geo.region = Asia", "geo.region = EU|Africa"] },
        { "Contradiction", "act", [Valid, "geo.region = EU", "geo.region != Europe"] },
        { "Contradiction", "act", [Valid, "service = ozw-onezone", "service = opw-*"] },
        { "Contradiction", "act", [Valid, "service = opw-a|opw-b", "service = opw-c|opp-a"] },
        { "Contradiction", "act", [Valid, "consumer = usr-a", "consumer = usr-b"] },
        { "Contradiction", "act", [Valid, "consumer = prv-a", "consumer = usr-*|grp-g"] },
        { "Contradiction", "act", [Valid, "interface = rest", "interface = oneclient"] },
        { "Contradiction", "act", [Valid, Path("/s1/a"), Path("/s1/ab")] },
        { "Contradiction", "act", [Valid, Path("/s1/a", "/s2/b"), Path("/s1/c", "/s3")] },
        { "NoUse", "act", [Valid, "interface = oneclient", "consumer = usr-u2"] },
        { "NoUse", "act", [Valid, "service = ozp-onezone", "interface = rest"] },
        { "NoUse", "act", [Valid, "service = opp-*", "interface = rest"] },
        { "NoUse", "act", [Valid, "service = ozp-onezone", "data.readonly"] },
        { "NoUse", "act", [Valid, "service = opp-p1", Path("/s1")] },
        { "NoUse", "act", [Valid, "service = opp-p1", "ip = 10.0.0.0/8"] },
        { "NoUse", "act", [Valid, "service = ozw-onezone", "data.readonly"] },
        { "NoUse", "act", [Valid, "service = ozw-onezone", "interface = oneclient"] },
        { "NoUse", "act", [Valid, "data.readonly", "interface = graphsync"] },
        { "NoUse", "act", [Valid, "service = opp-p1|opw-p1", "consumer = usr-u2", "geo.country = PL", "interface = oneclient"] },
        { "ApiWithData", "act", [Valid, "data.readonly", "api = all/get/file.*.*"] },
        { "ApiWithData", "act", [Valid, "api = all/get/space.*.*", "interface = oneclient"] },
        { "ApiEntityType", "act", [Valid, "api = all/get/op_file.*.*:*"] },
        { "CountryUserAssigned", "act", [Valid, "geo.country = XK"] },
        { "Contradiction", "act", [Valid, "service = opw-*", "service = opw-a", "service = opw-b"] },
        { "PathNewline", "act", [Valid, Path("\n/s1")] },
        { "PathNewline", "act", [Valid, Path("\r/s1/")] },
        { "TypeUnknown", "aaz", [Valid] },
        { "SubjectUnknown", "2/tmp-3/aaz-s1/act/i", [Valid] },
        { "Session", "act:0123456789abcdef", [Valid] },
        { "TypeUnknown", "new", [Valid] },
        { "InviteTypeUnknown", "xyz:target:", [Valid] },
        { "SubjectUnknown", "2/tmp-3/svc-s1/act/i", [Valid] },
        { "VersionUnknown", "3/a", [Valid] },
        { "Country", "act", [Valid, "geo.country = pl"] },
        { "Country", "act", [Valid, "geo.country != UK"] },
        { "PathTrailingSlash", "act", [Valid, Path("/s1/a/")] },
        { "PathNewline", "act", [Valid, Path("/s1/a\n")] },
        { "HeaderTooLong", "act", [Valid, "asn = " + string.Join("|", Enumerable.Range(0, 1000))] },
        { "CaveatUnknown", "act", [Valid, "future = caveat"] },
        { "LegacyVersion", "", [Valid] },
        { "Location", "act", [Valid] },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void Find_OddToken_HasOneWarning(string warning, string type, string[] caveats)
    {
        var identifier = type.Length == 0 ? "bare" : type.Contains('/', StringComparison.Ordinal) ? type : "2/tmp-3/usr-u/" + type + "/i";
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () =>
            {
                var token = OnedataToken.Decode(Sign(identifier, caveats), new OnedataDecodeOptions
                {
                    Now = () => DateTimeOffset.FromUnixTimeSeconds(Now),
                    ConnectionDomain = warning == "Location" ? "other.example.org" : "ONEZONE.example.com",
                });
                var found = Assert.Single(token.Warnings);
                Assert.Equal("OnedataWarning" + warning, found.Id);
                Assert.EndsWith(".", found.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', found.Message);
            });
        }
    }

    public static TheoryData<string, string[]> Fine => new()
    {
        { "act", [Valid] },
        { "act", [$"time < {Now + 300}"] },
        { "act", [Valid, "ip = 10.0.0.0/8|192.168.0.0/16", "ip = 172.16.0.0/12|10.1.0.0/16", "ip = 10.1.2.3/32"] },
        { "act", [Valid, "ip = 0.0.0.0/0", "ip = 255.255.255.255/32"] },
        { "act", [Valid, "ip = 10.0.0.0/8", "ip = 10.0.0.0/32"] },
        { "act", [Valid, "ip = 10.0.0.0/32", "ip = 10.0.0.0/8"] },
        { "act", [Valid, "ip = 10.255.255.255/32", "ip = 10.0.0.0/8"] },
        { "act", [Valid, Path("/s2", "/s1"), Path("/s1")] },
        { "act", [Valid, "service = opw-a", "service = opw-*", "service = opw-a"] },
        { "act", [Valid, "asn = 1|2", "asn = 2|3"] },
        { "act", [Valid, "geo.country = PL|FR", "geo.country != FR"] },
        { "act", [Valid, "geo.country != PL", "geo.country != FR"] },
        { "act", [Valid, "geo.region = Europe", "geo.region = EU"] },
        { "act", [Valid, "geo.region = Europe", "geo.region != EU"] },
        { "act", [Valid, "service = ozw-onezone|opw-*", "service = opw-a", "service = opw-a|opw-b"] },
        { "act", [Valid, "consumer = usr-a", "consumer = grp-g", "consumer = usr-a|prv-*"] },
        { "act", [Valid, "consumer = prv-a", "consumer = prv-*"] },
        { "act", [Valid, "interface = rest", "interface = rest"] },
        { "act", [Valid, Path("/s1"), Path("/s1/a/b"), Path("/s1/a")] },
        { "act", [Valid, Path("/s1/a", "/s2"), Path("/s2/x", "/s3"), Path("/s2/x/y")] },
        { "act", [Valid, "geo.country = GB", "data.readonly", "authorization = none"] },
        { "act", [Valid, "service = ozw-onezone|opp-*", "interface = rest", "ip = 10.0.0.0/8", "api = all/get/space.*.*"] },
        { "act", [Valid, "service = opw-*", "interface = rest", "data.readonly", "consumer = usr-u2"] },
        { "act", [Valid, "service = ozp-onezone", "ip = 10.0.0.0/8"] },
        { "act", [Valid, "interface = oneclient", "service = opw-*", "data.readonly", Path("/s1")] },
        { "act", [Valid, "interface = graphsync"] },
        { "idn", [Valid, "interface = rest", "consumer = usr-*"] },
        { "ujs:s:", [Valid, "consumer = usr-*", "asn = 1"] },
    };

    [Theory]
    [MemberData(nameof(Fine))]
    public void Find_SoundToken_HasNoWarning(string type, string[] caveats) =>
        Assert.Empty(Create("2/tmp-3/usr-u/" + type + "/i", caveats).Warnings);

    public static TheoryData<string, string[], string> Numbered => new()
    {
        { "idn", [Valid, "data.readonly"], "Caveat 2, of type data.readonly, cannot be satisfied by a token of type identityToken, so the token will be rejected." },
        { "ujs:s:", ["data.readonly", Valid], "Caveat 1, of type data.readonly, cannot be satisfied by a token of type inviteToken, so the token will be rejected." },
        { "act", ["time < 1600000000000"], "Caveat 1 has the expiry 1600000000000, which is in milliseconds or after the year 5138." },
        { "act", [Valid, "future = caveat"], "Caveat 2 is not known: 'future = caveat'." },
        { "act", [Valid, "asn = 1", "asn = 2"], "Caveat 3, of type asn, contradicts caveat 2 and others of this type:" },
        { "act", ["asn = 1|2", Valid, "asn = 2|3", "asn = 1"], "Caveat 4, of type asn, contradicts caveat 1 and others of this type:" },
        {
            "act",
            [Valid, "interface = oneclient", "consumer = usr-u2"],
            "Caveat 3, of type consumer, together with caveat 2, of type interface, leaves no service and interface"
        },
        {
            "act",
            [Valid, "data.readonly", "interface = oneclient", "service = ozw-onezone"],
            "Caveat 4, of type service, together with caveat 2, of type data.readonly, leaves no service and interface"
        },
        {
            "act",
            [Valid, "ip = 10.0.0.0/8", "interface = graphsync", "service = ozp-onezone"],
            "Caveat 4, of type service, together with caveat 3, of type interface, leaves no service and interface"
        },
        {
            "act",
            ["api = all/get/file.*.*", "data.readonly", Valid, "api = all/all/*.*.*"],
            "Caveat 1, of type api, and the data access caveat 2, of type data.readonly, limit the token to what both allow:"
        },
        {
            "act",
            ["data.readonly", Valid, "api = all/get/file.*.*", Path("/s1")],
            "Caveat 3, of type api, and the data access caveat 1, of type data.readonly, limit the token to what both allow:"
        },
    };

    [Theory]
    [MemberData(nameof(Numbered))]
    public void Find_Caveats_AreNumberedFromOne(string type, string[] caveats, string message)
    {
        var found = Assert.Single(Create("2/tmp-3/usr-u/" + type + "/i", caveats).Warnings);
        Assert.StartsWith(message, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accessToken", new[] { "asn = 1", "asn = 2" }, new[] { nameof(Messages.OnedataWarningContradiction) })]
    [InlineData("identityToken", new[] { "asn = 1", "data.readonly" }, new[] { nameof(Messages.OnedataWarningCaveatUnsupported) })]
    [InlineData("accessToken", new[] { "service = ozp-onezone", "data.readonly" }, new[] { nameof(Messages.OnedataWarningNoUse) })]
    [InlineData("unknown", new[] { "asn = 1", "data.readonly" }, new string[0])]
    public void FindInCaveats_CaveatsOfAType_HaveNoWarningsOfAToken(string type, string[] caveats, string[] expected) => Assert.Equal(
        expected, OnedataLint.FindInCaveats(caveats.Select(TokenCaveat.FromText).ToArray(), type).Select(static warning => warning.Id));

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Find_ManyCaveatsOfAKind_AreComparedUpToALimit(int equal, bool isReported)
    {
        TokenCaveat[] caveats = [.. Enumerable.Repeat(TokenCaveat.FromText("asn = 1"), equal), TokenCaveat.FromText("asn = 2")];
        Assert.Equal(isReported, OnedataLint.FindInCaveats(caveats, "accessToken").Count == 1);
    }

    [Theory]
    [InlineData(4096, false)]
    [InlineData(4097, true)]
    [InlineData(4098, true)]
    public void Find_LengthOfAHeader_IsAccepted(int length, bool isReported) => Assert.Equal(
        isReported,
        Decode(SignToLength(length)).Warnings.Any(static warning => warning.Id == nameof(Messages.OnedataWarningHeaderTooLong)));

    [Fact]
    public void Find_LongToken_CountsCharacters()
    {
        // Each caveat byte takes 4/3 characters, so the lengths near the limit are tried out.
        foreach (var padding in Enumerable.Range(2_700, 300))
        {
            var text = Sign("2/tmp-3/usr-u/act/i", Valid, Path("/s1/" + new string('a', padding)));
            var warned = Decode(text).Warnings.Any(warning => warning.Id == nameof(Messages.OnedataWarningHeaderTooLong));
            Assert.Equal(text.Length > 4096, warned);
        }
    }

    [Fact]
    public void Find_MebibyteOfCaveats_HasTenWarningsPerId()
    {
        var text = Macaroon.Create(
            "z"u8.ToArray(),
            "2/nmd/usr-u/act/i"u8.ToArray(),
            Secret,
            Enumerable.Range(0, 20_000).Select(i => Encoding.ASCII.GetBytes(i % 2 == 0 ? Path("/s" + i) : "x" + i))).Serialize();
        var token = OnedataToken.Decode(text, new OnedataDecodeOptions { AsPlainText = true });
        Assert.Equal(20_000, token.Caveats.Count);
        Assert.Equal(10, token.Warnings.Count(warning => warning.Id == nameof(Messages.OnedataWarningCaveatUnknown)));
        Assert.Single(token.Warnings, warning => warning.Id == nameof(Messages.OnedataWarningContradiction));
        Assert.Equal(nameof(Messages.OnedataTooLongForSecureString), Assert.Throws<TokenFormatException>(() => OnedataToken.Decode(text)).ErrorId);
    }
}
