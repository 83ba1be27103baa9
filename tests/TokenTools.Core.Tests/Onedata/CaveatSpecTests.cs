using System;
using System.Linq;
using TokenTools.Onedata;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class CaveatSpecTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_600_000_000);

    [Fact]
    public void Build_SeveralSettings_AreInTheOrderOfTheRegistryWithTheExpiryFirst()
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(
                ["time < 1600000600", "ip = 10.0.0.0/8", "asn = 64|5", "geo.country = PL", "interface = rest", "data.readonly", "asn = 7"],
                Spec(
                    ("Caveat", new object[] { "asn = 7" }),
                    ("ReadOnlyData", true),
                    ("Interface", "REST"),
                    ("Country", new[] { "pl" }),
                    ("Asn", new[] { 64L, 5L }),
                    ("IpAddress", "10.0.0.0/8"),
                    ("ValidFor", "10m")).Build(Now).Select(caveat => caveat.Text)));
        }
    }

    [Theory]
    [InlineData("ValidFor", "10", nameof(Messages.DurationWithoutUnit))]
    [InlineData("ValidUntil", "03/04/2030", nameof(Messages.PointInTimeInvalid))]
    [InlineData("ValidUntil", "2.3", nameof(Messages.PointInTimeInvalid))]
    [InlineData("IpAddress", "::1", nameof(Messages.CaveatIpVersion6))]
    [InlineData("Asn", "1.5", nameof(Messages.CaveatAsnInvalid))]
    [InlineData("Asn", "-1", nameof(Messages.CaveatAsnInvalid))]
    [InlineData("Asn", "one", nameof(Messages.CaveatAsnInvalid))]
    [InlineData("Country", "UK", nameof(Messages.CaveatCountryUk))]
    [InlineData("Interface", "soap", nameof(Messages.CaveatInterfaceUnknown))]
    [InlineData("Caveat", "time<5", nameof(Messages.CaveatTextInvalid))]
    public void Build_InvalidText_HasItsErrorId(string key, string text, string errorId) =>
        Assert.Equal(errorId, Assert.ThrowsAny<TokenException>(() => Spec((key, text)).Build(Now)).ErrorId);

    [Fact]
    public void Build_EmptyList_ThrowsForTheSetting()
    {
        foreach (var setting in CaveatSpec.Settings.Where(setting => setting.ValueKind is TokenTools.Onedata.Caveats.CaveatValueKind.TextList))
        {
            var error = Assert.Throws<TokenArgumentException>(() => Spec((setting.Key, Array.Empty<string>())).Build(Now));
            Assert.Equal((nameof(Messages.CaveatListEmpty), setting.Key), (error.ErrorId, error.ParameterName));
        }
    }

    [Fact]
    public void Build_CaveatThatNeverMatches_ThrowsForTheSetting()
    {
        var error = Assert.Throws<TokenArgumentException>(() => Spec(("Caveat", "geo.country = pl")).Build(Now));
        Assert.Equal((nameof(Messages.CaveatCountryLowerCase), "Caveat"), (error.ErrorId, error.ParameterName));
    }

    [Fact]
    public void Build_NoCaveat_Throws()
    {
        Assert.Equal(nameof(Messages.CaveatMissing), Assert.Throws<TokenArgumentException>(() => Spec().Build(Now)).ErrorId);
        Assert.Equal(nameof(Messages.CaveatMissing), Assert.Throws<TokenArgumentException>(() => Spec(("ReadOnlyData", false)).Build(Now)).ErrorId);
        Assert.Empty(Spec().BuildWithoutExpiry());
    }

    [Fact]
    public void Build_TwoExpiries_Throws()
    {
        var spec = Spec(("ValidFor", "1h"), ("ValidUntil", "2030-01-31"));
        Assert.Equal(nameof(Messages.SettingsExclusive), Assert.Throws<TokenArgumentException>(() => spec.Build(Now)).ErrorId);
        Assert.Equal(nameof(Messages.SettingsExclusive), Assert.Throws<TokenArgumentException>(spec.BuildWithoutExpiry).ErrorId);
    }

    [Fact]
    public void Build_ExpiryBeyondAllDates_ThrowsForValidFor()
    {
        var error = Assert.Throws<TokenArgumentException>(() => Spec(("ValidFor", TimeSpan.MaxValue)).Build(Now));
        Assert.Equal((nameof(Messages.CaveatTimeInMilliseconds), "ValidFor"), (error.ErrorId, error.ParameterName));
        Assert.Equal(nameof(Messages.DurationZero), Assert.Throws<TokenFormatException>(() => Spec(("ValidFor", TimeSpan.Zero)).Build(Now)).ErrorId);
    }

    [Fact]
    public void Set_Null_ThrowsForTheSetting()
    {
        foreach (var setting in CaveatSpec.Settings)
        {
            var error = Assert.Throws<TokenArgumentException>(() => Spec((setting.Key, null)));
            Assert.Equal((nameof(Messages.SettingIsNull), setting.Key), (error.ErrorId, error.ParameterName));
        }
    }

    private static CaveatSpec Spec(params (string Key, object? Value)[] values)
    {
        var spec = new CaveatSpec();
        foreach (var (key, value) in values)
        {
            spec.Set(key, value);
        }

        return spec;
    }
}
