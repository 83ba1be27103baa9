using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata.Caveats;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Onedata.Caveats;

public class TokenCaveatTests
{
    // The table of the platform's documentation: JSON, text, and which token types support it.
    public static TheoryData<string, string, string> Documented => new()
    {
        { "{\"type\":\"time\",\"validUntil\":1571147494}", "time < 1571147494", "access identity invite" },
        { "{\"type\":\"time\",\"validUntil\":8374891234}", "time < 8374891234", "access identity invite" },
        { "{\"type\":\"asn\",\"whitelist\":[64,1671]}", "asn = 64|1671", "access identity invite" },
        { "{\"type\":\"geo.country\",\"filter\":\"whitelist\",\"list\":[\"PL\",\"FR\"]}", "geo.country = PL|FR", "access identity invite" },
        { "{\"type\":\"geo.country\",\"filter\":\"blacklist\",\"list\":[\"PL\",\"FR\"]}", "geo.country != PL|FR", "access identity invite" },
        { "{\"type\":\"geo.region\",\"filter\":\"whitelist\",\"list\":[\"Asia\",\"EU\"]}", "geo.region = Asia|EU", "access identity invite" },
        { "{\"type\":\"geo.region\",\"filter\":\"blacklist\",\"list\":[\"Asia\"]}", "geo.region != Asia", "access identity invite" },
        { "{\"type\":\"ip\",\"whitelist\":[\"189.34.15.0/24\",\"1.2.3.4/32\"]}", "ip = 189.34.15.0/24|1.2.3.4/32", "access identity invite" },
        { "{\"type\":\"service\",\"whitelist\":[\"ozw-onezone\",\"opw-p1\"]}", "service = ozw-onezone|opw-p1", "access" },
        { "{\"type\":\"consumer\",\"whitelist\":[\"usr-u1\",\"grp-g1\",\"prv-*\"]}", "consumer = usr-u1|grp-g1|prv-*", "access identity invite" },
        { "{\"type\":\"interface\",\"interface\":\"rest\"}", "interface = rest", "access identity" },
        { "{\"type\":\"interface\",\"interface\":\"oneclient\"}", "interface = oneclient", "access identity" },
        { "{\"type\":\"interface\",\"interface\":\"graphsync\"}", "interface = graphsync", "access identity" },
        { "{\"type\":\"api\",\"whitelist\":[\"all/get/space.*.*:*\"]}", "api = all/get/space.*.*:*", "access" },
        { "{\"type\":\"data.readonly\"}", "data.readonly", "access" },
        { "{\"type\":\"data.path\",\"whitelist\":[\"L2QxYjM4OGY3Yzc=\",\"L2QxYjM4OGY3YzcvZGlyL2ZpbGUudHh0\"]}", "data.path = L2QxYjM4OGY3Yzc=|L2QxYjM4OGY3YzcvZGlyL2ZpbGUudHh0", "access" },
        { "{\"type\":\"data.objectid\",\"whitelist\":[\"00000000000CDBDA677569642331323323616263\"]}", "data.objectid = 00000000000CDBDA677569642331323323616263", "access" },
        { "{\"scope\":\"identityToken\"}", "authorization = none", "access" },
    };

    [Theory]
    [MemberData(nameof(Documented))]
    public void FromText_DocumentedCaveat_EqualsItsJson(string json, string text, string supportedBy)
    {
        foreach (var caveat in new[]
        {
            TokenCaveat.FromText(text), TokenCaveat.FromJson(json), TokenCaveat.FromObject(text), TokenCaveat.FromObject(json), TokenCaveat.FromObject(JObject.Parse(json)),
        })
        {
            Assert.Equal(text, caveat.Text);
            Assert.Equal(text, caveat.ToString());
            Assert.Equal(Encoding.ASCII.GetBytes(text), caveat.ToBytes());
            Assert.Equal(json, caveat.ToJsonText());
            Assert.Equal(TokenCaveat.FromText(text), caveat);
            Assert.IsNotType<UnknownCaveat>(caveat);
            Assert.Equal(supportedBy, string.Join(" ", new[] { "access", "identity", "invite" }.Where(type => caveat.IsSupportedBy(type + "Token"))));
        }

        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(json, TokenCaveat.FromText(TokenCaveat.FromJson(json).ToBytes()).ToJsonText()));
        }
    }

    // What a zone accepts, although it never matches (ctool:src/auth/caveats.erl).
    [Theory]
    [InlineData("geo.country = ~~")]
    [InlineData("geo.country = !!")]
    [InlineData("api = all/get/~.!.~,!:*")]
    [InlineData("service = opw-~")]
    public void FromText_TextThatAZoneAccepts_IsOfItsKind(string text) => Assert.IsNotType<UnknownCaveat>(TokenCaveat.FromText(text));

    [Theory]
    [InlineData("")]
    [InlineData("time<1571147494")]
    [InlineData("time  < 1571147494")]
    [InlineData("time < 1571147494 ")]
    [InlineData(" time < 1571147494")]
    [InlineData("time < 01571147494")]
    [InlineData("time < -1")]
    [InlineData("time < 1.5")]
    [InlineData("time < infinity")]
    [InlineData("time < 99999999999999999999")]
    [InlineData("time = 1571147494")]
    [InlineData("time < 2020-01-01T00:00")]
    [InlineData("TIME < 1571147494")]
    [InlineData("authorization != none")]
    [InlineData("authorization = all")]
    [InlineData("api = all/get/sp ace.*.*")]
    [InlineData("api = all/get/space. .*")]
    [InlineData("api = all/get/space..*")]
    [InlineData("api = all/get/.*.*")]
    [InlineData("api = all/get/space.*.,")]
    [InlineData("geo.country = A ")]
    [InlineData("service = opw-a b")]
    [InlineData("service = opw")]
    [InlineData("service = opw-")]
    [InlineData("data.objectid = 0000000000000000")]
    [InlineData("ip = ")]
    [InlineData("ip =")]
    [InlineData("ip = 1.2.3.4")]
    [InlineData("ip = 01.2.3.4/32")]
    [InlineData("ip = 1.2.3.4/33")]
    [InlineData("ip = 1.2.3/32")]
    [InlineData("ip = ::1/128")]
    [InlineData("ip != 1.2.3.4/32")]
    [InlineData("ip = 1.2.3.4/32|")]
    [InlineData("ip = 1.2.3.4/32 | 1.2.3.5/32")]
    [InlineData("asn = 1,2")]
    [InlineData("asn = 01")]
    [InlineData("asn != 1")]
    [InlineData("geo.country = POL")]
    [InlineData("geo.country < PL")]
    [InlineData("geo.region = Europa")]
    [InlineData("geo.region = asia")]
    [InlineData("service = oz-onezone")]
    [InlineData("service = ozw-")]
    [InlineData("service = onezone")]
    [InlineData("consumer = nobody")]
    [InlineData("consumer = usr")]
    [InlineData("interface = REST")]
    [InlineData("interface = rest|oneclient")]
    [InlineData("api = all/get")]
    [InlineData("api = all/get/space.*.*:*/x")]
    [InlineData("api = all/look/space.*.*:*")]
    [InlineData("data.readonly ")]
    [InlineData("data.readonly = true")]
    [InlineData("data.path = L2QxYjM4OGY3Yzc")]
    [InlineData("data.path = /space")]
    [InlineData("data.path = ")]
    [InlineData("data.objectid = 00")]
    [InlineData("data.objectid = 00000000000CDBDA67756964233132332361626")]
    [InlineData("authorization = some")]
    [InlineData("audience = x")]
    [InlineData("tokenType = x")]
    [InlineData("unknown = x")]
    [InlineData("account = 3735928559")]
    [InlineData("zażółć")]
    public void FromText_OtherText_IsUnknownAndKept(string text)
    {
        var caveat = Assert.IsType<UnknownCaveat>(TokenCaveat.FromText(text));
        Assert.Equal("unknown", caveat.Type);
        Assert.Equal(text, caveat.Text);
        Assert.Equal(Encoding.UTF8.GetBytes(text), caveat.ToBytes());
        Assert.Equal(nameof(Messages.CaveatUnknown), Assert.Throws<TokenArgumentException>(() => caveat.Validate()).ErrorId);
        Assert.Throws<TokenFormatException>(() => TokenCaveat.FromObject(text.Length == 0 ? "x" : text.Trim() == text ? text : "x" + text));
    }

    [Fact]
    public void FromText_AnyBytes_KeepsThem() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll<byte[]>(bytes => TokenCaveat.FromText(bytes).ToBytes().SequenceEqual(bytes)));

    [Fact]
    public void FromText_AnyEnd_KeepsIt() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(
            Arb.From(Gen.Elements("time < ", "ip = ", "asn = ", "geo.country != ", "service = ", "api = ", "data.path = ", "data.objectid = ", "consumer = usr-")),
            Arb.From(Gen.ArrayOf(Gen.Choose(32, 126).Select(c => (char)c)).Select(chars => new string(chars))),
            // Not the text: that of an unknown caveat has no command of a build system, such as "##[".
            (start, end) => TokenCaveat.FromText(start + end).ToBytes().SequenceEqual(Encoding.ASCII.GetBytes(start + end))));

    [Theory]
    [InlineData("geo.country = pl", nameof(Messages.CaveatCountryLowerCase), "Write PL")]
    [InlineData("geo.country != UK", nameof(Messages.CaveatCountryUk), "GB")]
    [InlineData("time < 1571147494000", nameof(Messages.CaveatTimeInMilliseconds), "seconds")]
    [InlineData("asn = 4294967296", nameof(Messages.CaveatAsnInvalid), "4294967295")]
    [InlineData("service = ozw-x", nameof(Messages.CaveatServiceInvalid), "ozw-onezone")]
    [InlineData("consumer = usr-a:b", nameof(Messages.CaveatConsumerInvalid), "usr-")]
    [InlineData("api = all/get/thing.*.*", nameof(Messages.CaveatApiEntityType), "space")]
    [InlineData("data.path = L2QxYjM4OGY3YzcK", nameof(Messages.CaveatPathControl), "newline")]
    [InlineData("data.path = L2QxYjM4OGY3Yzcv", nameof(Messages.CaveatPathTrailingSlash), "slash")]
    [InlineData("data.path = /w==", nameof(Messages.CaveatPathNotText), "UTF-8")]
    [InlineData("data.objectid = 00000000000C0000677569642331323323616263", nameof(Messages.CaveatObjectIdChecksum), "checksum")]
    public void Validate_CaveatThatNeverMatches_Throws(string text, string errorId, string says)
    {
        var caveat = TokenCaveat.FromText(text);
        Assert.IsNotType<UnknownCaveat>(caveat);
        Assert.Equal(text, TokenCaveat.FromJson(caveat.ToJson()).Text);
        var error = Assert.Throws<TokenArgumentException>(() => caveat.Validate());
        Assert.Equal((errorId, "Caveat"), (error.ErrorId, error.ParameterName));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal("Other", Assert.Throws<TokenArgumentException>(() => caveat.Validate("Other")).ParameterName);
    }

    public static TheoryData<string> Signed => OnedataVectors.Names("withSecret");

    [Theory]
    [MemberData(nameof(Signed))]
    public void FromText_VectorCaveat_IsKnownAndGivesTheSameBytes(string name)
    {
        foreach (var bytes in OnedataVectors.ByteLists(OnedataVectors.Named("withSecret", name)["caveats"]))
        {
            var caveat = TokenCaveat.FromText(bytes);
            Assert.IsNotType<UnknownCaveat>(caveat);
            Assert.Equal(bytes, caveat.ToBytes());
            Assert.Equal(bytes, TokenCaveat.FromJson(caveat.ToJson()).ToBytes());
        }
    }
}
