using System;
using System.Linq;
using TokenTools.Onedata.Caveats;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Onedata.Caveats;

/// <summary>Creating caveats of each kind from values.</summary>
public class CaveatCreateTests
{
    [Fact]
    public void Create_Values_HaveTheirText()
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () =>
            {
                Assert.Equal("time < 1571147494", TimeCaveat.Create(new DateTimeOffset(2019, 10, 15, 15, 51, 34, 999, TimeSpan.FromHours(2))).Text);
                Assert.Equal("ip = 10.0.0.0/8|1.2.3.4/32", IpCaveat.Create(["10.0.0.0/8", "1.2.3.4"]).Text);
                Assert.Equal("asn = 0|4294967295", AsnCaveat.Create(["0", "4294967295"]).Text);
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

    [Fact]
    public void Create_AddressWithoutMask_HasAMaskOnlyInText()
    {
        const string Json = "{\"type\":\"ip\",\"whitelist\":[\"189.34.15.0/24\",\"127.0.0.0/8\",\"167.73.12.17\"]}";
        var caveat = TokenCaveat.FromJson(Json);
        Assert.Equal(Json, caveat.ToJsonText());
        Assert.Equal("ip = 189.34.15.0/24|127.0.0.0/8|167.73.12.17/32", caveat.Text);
        Assert.Equal("10.1.2.3/8", IpCaveat.Create(["10.1.2.3/8"]).Whitelist[0]);
    }

    public static TheoryData<string, string, string, string> Refused => new()
    {
        { "ValidUntil", "-1", nameof(Messages.CaveatTimeNegative), "1970" },
        { "ValidUntil", "1571147494000", nameof(Messages.CaveatTimeInMilliseconds), "1571147494." },
        { "IpAddress", "::1", nameof(Messages.CaveatIpVersion6), "IPv4" },
        { "IpAddress", "192.168.010.1", nameof(Messages.CaveatIpLeadingZero), "octal" },
        { "IpAddress", "10.0.0.0/08", nameof(Messages.CaveatIpLeadingZero), "octal" },
        { "IpAddress", "10.0.0.0/33", nameof(Messages.CaveatIpInvalid), "32" },
        { "IpAddress", "10.0.0.0/", nameof(Messages.CaveatIpInvalid), "32" },
        { "IpAddress", "10.0.0.256", nameof(Messages.CaveatIpInvalid), "255" },
        { "IpAddress", "10.0.0", nameof(Messages.CaveatIpInvalid), "four" },
        { "IpAddress", "0x10.0.0.1", nameof(Messages.CaveatIpLeadingZero), "decimal" },
        { "IpAddress", "١.2.3.4", nameof(Messages.CaveatIpInvalid), "four" },
        { "IpAddress", "+1.2.3.4", nameof(Messages.CaveatIpInvalid), "four" },
        { "IpAddress", "", nameof(Messages.CaveatIpInvalid), "four" },
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
        { "DataPath", "/d1b388f7c7/", nameof(Messages.CaveatPathTrailingSlash), "Remove the slash" },
        { "DataPath", "/d1b388f7c7\n", nameof(Messages.CaveatPathControl), "newline" },
        { "DataPath", "/d1b388f7c7//a", nameof(Messages.CaveatPathElement), "canonical" },
        { "DataPath", "/d1b388f7c7/../a", nameof(Messages.CaveatPathElement), "canonical" },
        { "DataPath", "/My space/a", nameof(Messages.CaveatPathSpaceName), "id" },
        { "DataPath", "/Photos/a", nameof(Messages.CaveatPathSpaceName), "id" },
        { "DataObjectId", "0000000000", nameof(Messages.CaveatObjectIdInvalid), "hexadecimal" },
        { "DataObjectId", "0000000000583BB7677569642331323323616263F", nameof(Messages.CaveatObjectIdInvalid), "hexadecimal" },
        { "DataObjectId", "00000000000CDBDB677569642331323323616263", nameof(Messages.CaveatObjectIdChecksum), "checksum" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Create_InvalidValue_ThrowsForTheSetting(string parameter, string value, string errorId, string says)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Create(parameter, [value]));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(parameter, error.ParameterName);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Create_PathWithLoneSurrogate_Throws() => Assert.Equal(
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
    public void Create_EmptyList_Throws(string parameter)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Create(parameter, []));
        Assert.Equal((nameof(Messages.CaveatListEmpty), parameter), (error.ErrorId, error.ParameterName));
    }

    [Theory]
    [InlineData("api = all/get/op_file.*.*")]
    [InlineData("api = onp_x/get/space.*.*")]
    [InlineData("api = opw/create/*.abc.instance:private|all/all/space.s1.user,u1:shared")]
    [InlineData("api = ozp/delete/onp_user.*.*:auto")]
    public void FromText_ApiOperation_IsKnown(string text) =>
        Assert.Equal(text.StartsWith("api = onp_x", StringComparison.Ordinal), TokenCaveat.FromText(text) is UnknownCaveat);

    [Fact]
    public void ExpiresAt_BeyondAllDates_IsTheLastDate()
    {
        Assert.Equal(DateTimeOffset.MaxValue, ((TimeCaveat)TokenCaveat.FromText("time < 9223372036854775807")).ExpiresAt);
        Assert.Equal(new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero), ((TimeCaveat)TokenCaveat.FromText("time < 253402300799")).ExpiresAt);
        Assert.Equal(DateTimeOffset.MaxValue, ((TimeCaveat)TokenCaveat.FromText("time < 253402300800")).ExpiresAt);
        Assert.Equal(DateTimeOffset.UnixEpoch, ((TimeCaveat)TokenCaveat.FromText("time < 0")).ExpiresAt);
    }

    [Fact]
    public void Countries_Always_AreTheIsoCodes()
    {
        Assert.Equal(249, CaveatNames.Countries.Count);
        Assert.All(CaveatNames.Countries, pair => Assert.True(pair.Key.Length == 2 && pair.Key.All(c => c is >= 'A' and <= 'Z') && pair.Value.Length > 2));
        Assert.Equal("United Kingdom", CaveatNames.Countries["GB"]);
        Assert.Equal(8, CaveatNames.Regions.Count);
    }

    [Fact]
    public void Create_HostileValue_HasAShortPrintableMessage()
    {
        var error = Assert.Throws<TokenArgumentException>(() => ServiceCaveat.Create(["\u001b[2J" + new string('x', 10_000)]));
        Assert.True(error.Message.Length < 300);
        Assert.DoesNotContain('\u001b', error.Message);
    }

    private static TokenCaveat Create(string parameter, string[] values) => parameter switch
    {
        "ValidUntil" => TimeCaveat.Create(long.Parse(values[0], System.Globalization.CultureInfo.InvariantCulture)),
        "IpAddress" => IpCaveat.Create(values),
        "Asn" => AsnCaveat.Create(values),
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
