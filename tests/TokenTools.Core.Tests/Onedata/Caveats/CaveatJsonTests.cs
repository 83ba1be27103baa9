using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Onedata.Caveats;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Onedata.Caveats;

public class CaveatJsonTests
{
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
    public void FromJson_InvalidJson_Throws(string json, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => TokenCaveat.FromJson(json)).ErrorId);

    [Fact]
    public void FromJson_DeepJson_Throws() => Assert.Equal(
        nameof(Messages.CaveatJsonInvalid),
        Assert.Throws<TokenFormatException>(() => TokenCaveat.FromJson(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)))).ErrorId);

    [Fact]
    public void FromObject_AnyJsonText_ThrowsOnlyFormatException() => Check.QuickThrowOnFailure(Prop.ForAll<string>(text =>
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
    public void FromObject_UnknownKey_Throws()
    {
        const string Json = "{\"type\":\"time\",\"validUntil\":1,\"until\":2}";
        Assert.Equal("time < 1", TokenCaveat.FromJson(Json).Text);
        var error = Assert.Throws<TokenFormatException>(() => TokenCaveat.FromObject(Json));
        Assert.Equal(nameof(Messages.CaveatKeyUnknown), error.ErrorId);
        Assert.Contains("'until'", error.Message, StringComparison.Ordinal);
        Assert.Contains("validUntil", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time", "type, validUntil")]
    [InlineData("ip", "type, whitelist")]
    [InlineData("geo.country", "type, filter, list")]
    [InlineData("data.readonly", "type")]
    public void FromObject_UnknownKey_NamesTheValidOnes(string type, string keys)
    {
        var error = Assert.Throws<TokenFormatException>(() => TokenCaveat.FromObject("{\"type\":\"" + type + "\",\"x\":1}"));
        Assert.Equal("A caveat of type " + type + " has no key 'x'. Valid keys: " + keys + ".", error.Message);
    }

    [Fact]
    public void FromJson_ElementThatIsNotText_IsNumberedFromOne() => Assert.Equal(
        "Element 2 of 'whitelist' in a caveat of type ip is not a string.",
        Assert.Throws<TokenFormatException>(() => TokenCaveat.FromJson("{\"type\":\"ip\",\"whitelist\":[\"1.2.3.4\",5]}")).Message);

    // The table of the platform's documentation.
    [Fact]
    public void JsonTypes_Registry_AreTheDocumentedOnes() => Assert.Equal(
        "time, ip, asn, geo.country, geo.region, service, consumer, interface, api, data.readonly, data.path, data.objectid",
        CaveatKinds.JsonTypes);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Create_Flag_IsACaveatOrNone(bool value, int count) => Assert.Equal(
        count, CaveatKinds.Settings.Single(static setting => setting.Key == "ReadOnlyData").Create(value, DateTimeOffset.UnixEpoch).Count());

    [Fact]
    public void FromObject_Dictionary_AcceptsAnyCaseAndNumberType()
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
    public void FromObject_OtherObject_Throws(string errorId, object? value)
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => TokenCaveat.FromObject(value)).ErrorId));
        }
    }
}
