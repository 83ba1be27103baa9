using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

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
    public void Json_and_text_are_two_forms_of_one_caveat(string json, string text, string supportedBy)
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

    [Fact]
    public void An_address_without_mask_stays_so_in_json_and_has_one_in_text()
    {
        const string Json = "{\"type\":\"ip\",\"whitelist\":[\"189.34.15.0/24\",\"127.0.0.0/8\",\"167.73.12.17\"]}";
        var caveat = TokenCaveat.FromJson(Json);
        Assert.Equal(Json, caveat.ToJsonText());
        Assert.Equal("ip = 189.34.15.0/24|127.0.0.0/8|167.73.12.17/32", caveat.Text);
        Assert.Equal("10.1.2.3/8", IpCaveat.Create(["10.1.2.3/8"]).Whitelist[0]);
    }

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
    public void What_is_not_exactly_a_known_caveat_is_unknown_and_kept(string text)
    {
        var caveat = Assert.IsType<UnknownCaveat>(TokenCaveat.FromText(text));
        Assert.Equal("unknown", caveat.Type);
        Assert.Equal(text, caveat.Text);
        Assert.Equal(Encoding.UTF8.GetBytes(text), caveat.ToBytes());
        Assert.Equal(nameof(Messages.CaveatUnknown), Assert.Throws<TokenArgumentException>(() => caveat.Validate()).ErrorId);
        Assert.Throws<TokenFormatException>(() => TokenCaveat.FromObject(text.Length == 0 ? "x" : text.Trim() == text ? text : "x" + text));
    }

    [Fact]
    public void Any_bytes_become_a_caveat_that_keeps_them() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll<byte[]>(bytes => TokenCaveat.FromText(bytes).ToBytes().SequenceEqual(bytes)));

    [Fact]
    public void Any_end_of_a_known_beginning_becomes_a_caveat_that_keeps_it() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(
            Arb.From(Gen.Elements("time < ", "ip = ", "asn = ", "geo.country != ", "service = ", "api = ", "data.path = ", "data.objectid = ", "consumer = usr-")),
            Arb.From(Gen.ArrayOf(Gen.Choose(32, 126).Select(c => (char)c)).Select(chars => new string(chars))),
            (start, end) => TokenCaveat.FromText(start + end).Text == start + end));

    [Theory]
    [InlineData("1", nameof(Messages.CaveatNotAnObject))]
    [InlineData("[]", nameof(Messages.CaveatNotAnObject))]
    [InlineData("{}", nameof(Messages.CaveatTypeMissing))]
    [InlineData("{\"type\":null}", nameof(Messages.CaveatTypeUnknown))]
    [InlineData("{\"type\":1}", nameof(Messages.CaveatTypeUnknown))]
    [InlineData("{\"type\":\"tme\"}", nameof(Messages.CaveatTypeUnknown))]
    [InlineData("{\"type\":\"unknown\",\"text\":\"x\"}", nameof(Messages.CaveatTypeUnknown))]
    [InlineData("{\"type\":\"time\"}", nameof(Messages.CaveatNumberInvalid))]
    [InlineData("{\"type\":\"time\",\"validUntil\":\"1\"}", nameof(Messages.CaveatNumberInvalid))]
    [InlineData("{\"type\":\"time\",\"validUntil\":1.0}", nameof(Messages.CaveatNumberInvalid))]
    [InlineData("{\"type\":\"time\",\"validUntil\":1.5e9}", nameof(Messages.CaveatNumberInvalid))]
    [InlineData("{\"type\":\"time\",\"validUntil\":-1}", nameof(Messages.CaveatNumberOutOfRange))]
    [InlineData("{\"type\":\"time\",\"validUntil\":99999999999999999999}", nameof(Messages.CaveatNumberOutOfRange))]
    [InlineData("{\"type\":\"ip\"}", nameof(Messages.CaveatListMissing))]
    [InlineData("{\"type\":\"ip\",\"whitelist\":\"1.2.3.4\"}", nameof(Messages.CaveatListMissing))]
    [InlineData("{\"type\":\"ip\",\"whitelist\":[]}", nameof(Messages.CaveatListEmpty))]
    [InlineData("{\"type\":\"ip\",\"whitelist\":[1]}", nameof(Messages.CaveatElementNotText))]
    [InlineData("{\"type\":\"ip\",\"whitelist\":[null]}", nameof(Messages.CaveatElementNotText))]
    [InlineData("{\"type\":\"ip\",\"whitelist\":[\"1.2.3.4.5\"]}", nameof(Messages.CaveatIpInvalid))]
    [InlineData("{\"type\":\"asn\",\"whitelist\":[-1]}", nameof(Messages.CaveatNumberOutOfRange))]
    [InlineData("{\"type\":\"asn\",\"whitelist\":[\"1\"]}", nameof(Messages.CaveatNumberInvalid))]
    [InlineData("{\"type\":\"geo.country\",\"list\":[\"PL\"]}", nameof(Messages.CaveatFilterInvalid))]
    [InlineData("{\"type\":\"geo.country\",\"filter\":\"Whitelist\",\"list\":[\"PL\"]}", nameof(Messages.CaveatFilterInvalid))]
    [InlineData("{\"type\":\"geo.country\",\"filter\":\"whitelist\",\"list\":[\"A|\"]}", nameof(Messages.CaveatCountryUnknown))]
    [InlineData("{\"type\":\"geo.region\",\"filter\":\"whitelist\",\"list\":[\"Mars\"]}", nameof(Messages.CaveatRegionUnknown))]
    [InlineData("{\"type\":\"service\",\"whitelist\":[\"opw-a|b\"]}", nameof(Messages.CaveatServiceInvalid))]
    [InlineData("{\"type\":\"consumer\",\"whitelist\":[\"nobody\"]}", nameof(Messages.CaveatConsumerInvalid))]
    [InlineData("{\"type\":\"interface\"}", nameof(Messages.CaveatInterfaceUnknown))]
    [InlineData("{\"type\":\"api\",\"whitelist\":[\"x\"]}", nameof(Messages.CaveatApiParts))]
    [InlineData("{\"type\":\"data.path\",\"whitelist\":[\"/x\"]}", nameof(Messages.CaveatPathNotBase64))]
    [InlineData("{\"type\":\"data.objectid\",\"whitelist\":[\"x\"]}", nameof(Messages.CaveatObjectIdInvalid))]
    [InlineData("{\"type\":\"time\",\"validUntil\":1}x", nameof(Messages.CaveatJsonInvalid))]
    [InlineData("{\"type\":\"time\",\"type\":\"ip\"}", nameof(Messages.CaveatJsonInvalid))]
    [InlineData("{\"type\":", nameof(Messages.CaveatJsonInvalid))]
    public void Json_that_is_no_caveat_is_refused(string json, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => TokenCaveat.FromJson(json)).ErrorId);

    [Fact]
    public void Deep_json_is_refused_and_not_followed() => Assert.Equal(
        nameof(Messages.CaveatJsonInvalid),
        Assert.Throws<TokenFormatException>(() => TokenCaveat.FromJson(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)))).ErrorId);

    [Fact]
    public void No_json_text_raises_anything_but_a_format_error() => Check.QuickThrowOnFailure(Prop.ForAll<string>(text =>
    {
        try
        {
            TokenCaveat.FromObject("{" + text);
        }
        catch (TokenFormatException)
        {
        }

        return true;
    }));

    [Fact]
    public void A_key_too_many_is_ignored_in_an_answer_and_refused_from_a_person()
    {
        const string Json = "{\"type\":\"time\",\"validUntil\":1,\"until\":2}";
        Assert.Equal("time < 1", TokenCaveat.FromJson(Json).Text);
        var error = Assert.Throws<TokenFormatException>(() => TokenCaveat.FromObject(Json));
        Assert.Equal(nameof(Messages.CaveatKeyUnknown), error.ErrorId);
        Assert.Contains("'until'", error.Message, StringComparison.Ordinal);
        Assert.Contains("validUntil", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dictionaries_are_read_whatever_their_keys_case_and_their_numbers_type()
    {
        object[] numbers = [(byte)100, (sbyte)100, (short)100, (ushort)100, 100, 100u, 100L, 100ul, 100f, 100d, 100m, 100.0m, new System.Numerics.BigInteger(100)];
        foreach (var number in numbers)
        {
            Assert.Equal("time < 100", TokenCaveat.FromObject(new Hashtable { ["Type"] = "time", ["VALIDUNTIL"] = number }).Text);
            Assert.Equal("asn = 100|1", TokenCaveat.FromObject(new Hashtable { ["type"] = "asn", ["whitelist"] = new object[] { number, 1 } }).Text);
        }

        Assert.Equal(
            "time < 1571147494",
            TokenCaveat.FromObject(new Hashtable { ["type"] = "time", ["validUntil"] = DateTimeOffset.FromUnixTimeSeconds(1571147494) }).Text);
        Assert.Equal("ip = 1.2.3.4/32", TokenCaveat.FromObject(new Hashtable { ["type"] = "ip", ["whitelist"] = "1.2.3.4" }).Text);
        Assert.Equal("asn = 7", TokenCaveat.FromObject(new Hashtable { ["type"] = "asn", ["whitelist"] = 7 }).Text);
        Assert.Equal(
            "geo.country != PL|FR",
            TokenCaveat.FromObject(new Dictionary<string, object> { ["type"] = "geo.country", ["Filter"] = "blacklist", ["List"] = new[] { "PL", "FR" } }).Text);
        Assert.Equal("authorization = none", TokenCaveat.FromObject(new Hashtable { ["Scope"] = "identityToken" }).Text);
        var caveat = TimeCaveat.Create(5);
        Assert.Same(caveat, TokenCaveat.FromObject(caveat));
    }

    public static TheoryData<string, object?> NoCaveats
    {
        get
        {
            var endless = new object[1];
            endless[0] = endless;
            return new()
            {
                { nameof(Messages.CaveatObjectInvalid), null },
                { nameof(Messages.CaveatObjectInvalid), 5 },
                { nameof(Messages.CaveatObjectInvalid), new object[] { "time < 5" } },
                { nameof(Messages.CaveatObjectInvalid), new Hashtable { ["type"] = "ip", ["whitelist"] = endless } },
                { nameof(Messages.CaveatObjectInvalid), new Hashtable { ["type"] = "ip", ["whitelist"] = new object() } },
                { nameof(Messages.CaveatTextInvalid), "" },
                { nameof(Messages.CaveatTextInvalid), "time<5" },
                { nameof(Messages.CaveatTypeMissing), new Hashtable() },
                { nameof(Messages.CaveatTypeUnknown), new Hashtable { ["type"] = "Time" } },
                { nameof(Messages.CaveatNumberInvalid), new Hashtable { ["type"] = "time", ["validUntil"] = 1.5 } },
                { nameof(Messages.CaveatNumberInvalid), new Hashtable { ["type"] = "time", ["validUntil"] = double.NaN } },
                { nameof(Messages.CaveatNumberInvalid), new Hashtable { ["type"] = "time", ["validUntil"] = double.PositiveInfinity } },
                { nameof(Messages.CaveatNumberInvalid), new Hashtable { ["type"] = "time", ["validUntil"] = "5" } },
                { nameof(Messages.CaveatNumberInvalid), new Hashtable { ["type"] = "time", ["validUntil"] = true } },
                { nameof(Messages.CaveatNumberOutOfRange), new Hashtable { ["type"] = "time", ["validUntil"] = -5 } },
                { nameof(Messages.CaveatKeyUnknown), new Hashtable { ["type"] = "time", ["validUntil"] = 5, ["x"] = 1 } },
                { nameof(Messages.CaveatKeyRepeated), new Hashtable { ["type"] = "time", ["validUntil"] = 5, ["ValidUntil"] = 1 } },
            };
        }
    }

    [Theory]
    [MemberData(nameof(NoCaveats))]
    public void Objects_that_are_no_caveat_are_refused(string errorId, object? value)
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => TokenCaveat.FromObject(value)).ErrorId));
        }
    }

    [Fact]
    public void Caveats_are_built_from_what_people_write()
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () =>
            {
                Assert.Equal("time < 1571147494", TimeCaveat.Create(new DateTimeOffset(2019, 10, 15, 15, 51, 34, 999, TimeSpan.FromHours(2))).Text);
                Assert.Equal("ip = 10.0.0.0/8|1.2.3.4/32", IpCaveat.Create(["10.0.0.0/8", "1.2.3.4"]).Text);
                Assert.Equal("asn = 0|4294967295", AsnCaveat.Create([0, 4294967295]).Text);
                Assert.Equal("geo.country = PL|IN", CountryCaveat.Create(["pl", "in"]).Text);
                Assert.Equal("geo.country != ID", CountryCaveat.Create(["id"], exclude: true).Text);
                Assert.Equal("geo.region != Asia|EU", RegionCaveat.Create(["asia", "eu"], exclude: true).Text);
                Assert.Equal("service = ozw-onezone|opw-*|opp-4cf2ch5a1b", ServiceCaveat.Create(["ozw-onezone", "opw-*", "opp-4cf2ch5a1b"]).Text);
                Assert.Equal("consumer = usr-a1|grp-*", ConsumerCaveat.Create(["usr-a1", "grp-*"]).Text);
                Assert.Equal("interface = oneclient", InterfaceCaveat.Create("ONECLIENT").Text);
                Assert.Equal("api = ozw/all/user.*.*:*", ApiCaveat.Create(["ozw/all/user.*.*:*"]).Text);
                Assert.Equal("data.path = L2QxYjM4OGY3Yzc=|L2QxYjM4OGY3YzcvZGlyL2ZpbGUudHh0", DataPathCaveat.Create(["/d1b388f7c7", "/d1b388f7c7/dir/file.txt"]).Text);
                Assert.Equal("data.objectid = 00000000000CDBDA677569642331323323616263", DataObjectIdCaveat.Create(["00000000000CDBDA677569642331323323616263"]).Text);
            });
        }

        // V5 of the vectors: the path's characters beyond ASCII, and what its base64 decodes to.
        var path = (DataPathCaveat)TokenCaveat.FromText("data.path = L2QxYjM4OGY3YzcvemHFvMOzxYLEhyBnxJnFm2zEhS50eHQ=");
        Assert.Equal("/d1b388f7c7/zażółć gęślą.txt", path.Paths[0]);
        Assert.Equal(path.Text, DataPathCaveat.Create(path.Paths).Text);
        Assert.Equal(["abc"], ((DataObjectIdCaveat)TokenCaveat.FromText("data.objectid = 00000000000CDBDA677569642331323323616263")).SpaceIds);
    }

    public static TheoryData<string, string, string, string> Refused => new()
    {
        { "ValidUntil", "-1", nameof(Messages.CaveatTimeNegative), "1970" },
        { "ValidUntil", "1571147494000", nameof(Messages.CaveatTimeInMilliseconds), "1571147494 " },
        { "IpAddress", "::1", nameof(Messages.CaveatIpVersion6), "IPv4" },
        { "IpAddress", "192.168.010.1", nameof(Messages.CaveatIpLeadingZero), "octal" },
        { "IpAddress", "10.0.0.0/08", nameof(Messages.CaveatIpLeadingZero), "octal" },
        { "IpAddress", "10.0.0.0/33", nameof(Messages.CaveatIpInvalid), "32" },
        { "IpAddress", "10.0.0.0/", nameof(Messages.CaveatIpInvalid), "32" },
        { "IpAddress", "10.0.0.256", nameof(Messages.CaveatIpInvalid), "255" },
        { "IpAddress", "10.0.0", nameof(Messages.CaveatIpInvalid), "Four" },
        { "IpAddress", "0x10.0.0.1", nameof(Messages.CaveatIpLeadingZero), "decimal" },
        { "IpAddress", "١.2.3.4", nameof(Messages.CaveatIpInvalid), "Four" },
        { "IpAddress", "+1.2.3.4", nameof(Messages.CaveatIpInvalid), "Four" },
        { "IpAddress", "", nameof(Messages.CaveatIpInvalid), "Four" },
        { "Asn", "-1", nameof(Messages.CaveatAsnInvalid), "4294967295" },
        { "Asn", "4294967296", nameof(Messages.CaveatAsnInvalid), "4294967295" },
        { "Country", "UK", nameof(Messages.CaveatCountryUk), "Did you mean GB?" },
        { "Country", "uk", nameof(Messages.CaveatCountryUk), "Did you mean GB?" },
        { "Country", "EU", nameof(Messages.CaveatCountryEu), "region" },
        { "Country", "XX", nameof(Messages.CaveatCountryUnknown), "PL" },
        { "ExcludeCountry", "POL", nameof(Messages.CaveatCountryUnknown), "PL" },
        { "Region", "Europa", nameof(Messages.CaveatRegionUnknown), "NorthAmerica" },
        { "ExcludeRegion", "", nameof(Messages.CaveatRegionUnknown), "NorthAmerica" },
        { "Service", "ozw-other", nameof(Messages.CaveatServiceInvalid), "ozw-onezone" },
        { "Service", "opw-onezone", nameof(Messages.CaveatServiceInvalid), "opw-<provider id>" },
        { "Service", "opw-a b", nameof(Messages.CaveatServiceInvalid), "opw-<provider id>" },
        { "Service", "rest", nameof(Messages.CaveatServiceInvalid), "opw-<provider id>" },
        { "Consumer", "nobody", nameof(Messages.CaveatConsumerInvalid), "usr-<user id>" },
        { "Consumer", "usr-a|b", nameof(Messages.CaveatConsumerInvalid), "usr-<user id>" },
        { "Interface", "http", nameof(Messages.CaveatInterfaceUnknown), "graphsync" },
        { "Api", "get/space", nameof(Messages.CaveatApiParts), "service/operation/entity" },
        { "Api", "xyz/get/space.*.*", nameof(Messages.CaveatApiService), "ozw" },
        { "Api", "all/read/space.*.*", nameof(Messages.CaveatApiOperation), "delete" },
        { "Api", "all/get/space", nameof(Messages.CaveatApiEntity), "type.id.aspect" },
        { "Api", "all/get/spaces.*.*", nameof(Messages.CaveatApiEntityType), "space" },
        { "Api", "all/get/space.*.*:all", nameof(Messages.CaveatApiAspect), "private" },
        { "Api", "all/get/space.*.a,b,c", nameof(Messages.CaveatApiAspect), "private" },
        { "DataPath", "d1b388f7c7/dir", nameof(Messages.CaveatPathRelative), "/<space id>" },
        { "DataPath", "/", nameof(Messages.CaveatPathRelative), "/<space id>" },
        { "DataPath", "", nameof(Messages.CaveatPathRelative), "/<space id>" },
        { "DataPath", "/d1b388f7c7/", nameof(Messages.CaveatPathTrailingSlash), "Leave the slash out" },
        { "DataPath", "/d1b388f7c7\n", nameof(Messages.CaveatPathControl), "newline" },
        { "DataPath", "/d1b388f7c7//a", nameof(Messages.CaveatPathElement), "canonical" },
        { "DataPath", "/d1b388f7c7/../a", nameof(Messages.CaveatPathElement), "canonical" },
        { "DataPath", "/My space/a", nameof(Messages.CaveatPathSpaceName), "id" },
        { "DataPath", "/Photos/a", nameof(Messages.CaveatPathSpaceName), "id" },
        { "DataObjectId", "0000000000", nameof(Messages.CaveatObjectIdInvalid), "hexadecimal" },
        { "DataObjectId", "0000000000583BB7677569642331323323616263F", nameof(Messages.CaveatObjectIdInvalid), "hexadecimal" },
        { "DataObjectId", "00000000000CDBDB677569642331323323616263", nameof(Messages.CaveatObjectIdSum), "check sum" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_zone_would_refuse_or_never_match_is_refused_with_what_would_be_right(string parameter, string value, string errorId, string says)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Create(parameter, [value]));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(parameter, error.ParameterName);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Broken_Unicode_in_a_path_is_refused() => Assert.Equal(
        nameof(Messages.CaveatPathControl), Assert.Throws<TokenArgumentException>(() => DataPathCaveat.Create(["/d1b388f7c7/\ud800"])).ErrorId);

    [Theory]
    [InlineData("IpAddress")]
    [InlineData("Asn")]
    [InlineData("Country")]
    [InlineData("ExcludeCountry")]
    [InlineData("Region")]
    [InlineData("ExcludeRegion")]
    [InlineData("Service")]
    [InlineData("Consumer")]
    [InlineData("Api")]
    [InlineData("DataPath")]
    [InlineData("DataObjectId")]
    public void An_empty_list_is_refused(string parameter)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Create(parameter, []));
        Assert.Equal((nameof(Messages.CaveatListEmpty), parameter), (error.ErrorId, error.ParameterName));
    }

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
    [InlineData("data.objectid = 00000000000C0000677569642331323323616263", nameof(Messages.CaveatObjectIdSum), "sum")]
    public void What_the_zone_takes_is_read_and_fails_the_strict_rules(string text, string errorId, string says)
    {
        var caveat = TokenCaveat.FromText(text);
        Assert.IsNotType<UnknownCaveat>(caveat);
        Assert.Equal(text, TokenCaveat.FromJson(caveat.ToJson()).Text);
        var error = Assert.Throws<TokenArgumentException>(() => caveat.Validate());
        Assert.Equal((errorId, "Caveat"), (error.ErrorId, error.ParameterName));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal("Other", Assert.Throws<TokenArgumentException>(() => caveat.Validate("Other")).ParameterName);
    }

    [Theory]
    [InlineData("api = all/get/op_file.*.*")]
    [InlineData("api = onp_x/get/space.*.*")]
    [InlineData("api = opw/create/*.abc.instance:private|all/all/space.s1.user,u1:shared")]
    [InlineData("api = ozp/delete/onp_user.*.*:auto")]
    public void Operations_of_every_shape_are_known(string text) =>
        Assert.Equal(text.StartsWith("api = onp_x", StringComparison.Ordinal), TokenCaveat.FromText(text) is UnknownCaveat);

    [Fact]
    public void A_number_beyond_all_dates_is_the_last_date()
    {
        Assert.Equal(DateTimeOffset.MaxValue, ((TimeCaveat)TokenCaveat.FromText("time < 9223372036854775807")).ExpiresAt);
        Assert.Equal(new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero), ((TimeCaveat)TokenCaveat.FromText("time < 253402300799")).ExpiresAt);
        Assert.Equal(DateTimeOffset.MaxValue, ((TimeCaveat)TokenCaveat.FromText("time < 253402300800")).ExpiresAt);
        Assert.Equal(DateTimeOffset.UnixEpoch, ((TimeCaveat)TokenCaveat.FromText("time < 0")).ExpiresAt);
    }

    [Fact]
    public void The_words_for_completion_are_there()
    {
        Assert.Equal(249, OnedataVocabulary.Countries.Count);
        Assert.All(OnedataVocabulary.Countries, pair => Assert.True(pair.Key.Length == 2 && pair.Key.All(c => c is >= 'A' and <= 'Z') && pair.Value.Length > 2));
        Assert.Equal("United Kingdom", OnedataVocabulary.Countries["GB"]);
        Assert.Equal(8, OnedataVocabulary.Regions.Count);
    }

    [Fact]
    public void A_long_or_hostile_value_makes_a_short_printable_message()
    {
        var error = Assert.Throws<TokenArgumentException>(() => ServiceCaveat.Create(["\u001b[2J" + new string('x', 10_000)]));
        Assert.True(error.Message.Length < 300);
        Assert.DoesNotContain('\u001b', error.Message);
    }

    private static TokenCaveat Create(string parameter, string[] values) => parameter switch
    {
        "ValidUntil" => TimeCaveat.Create(long.Parse(values[0], System.Globalization.CultureInfo.InvariantCulture)),
        "IpAddress" => IpCaveat.Create(values),
        "Asn" => AsnCaveat.Create(values.Select(value => long.Parse(value, System.Globalization.CultureInfo.InvariantCulture))),
        "Country" => CountryCaveat.Create(values),
        "ExcludeCountry" => CountryCaveat.Create(values, exclude: true),
        "Region" => RegionCaveat.Create(values),
        "ExcludeRegion" => RegionCaveat.Create(values, exclude: true),
        "Service" => ServiceCaveat.Create(values),
        "Consumer" => ConsumerCaveat.Create(values),
        "Interface" => InterfaceCaveat.Create(values[0]),
        "Api" => ApiCaveat.Create(values),
        "DataPath" => DataPathCaveat.Create(values),
        "DataObjectId" => DataObjectIdCaveat.Create(values),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
    };
}
