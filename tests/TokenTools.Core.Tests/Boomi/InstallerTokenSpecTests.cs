using System;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>The rules for a request.</summary>
public class InstallerTokenSpecTests
{
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("th-TH")]
    public void Build_InstallTypeInAnyCaseAndCulture_IsInTheServicesSpelling(string culture) => Cultures.In(culture, () =>
    {
        foreach (var type in new[] { "ATOM", "MOLECULE", "CLOUD", "BROKER", "GATEWAY" })
        {
            var spec = new InstallerTokenSpec { InstallType = " " + type.ToLowerInvariant(), CloudId = type == "CLOUD" ? "c" : null };
            // Lower case as in ASCII, whatever the culture does with an i.
            Assert.Equal(type, spec.Build().InstallType);
        }
    });

    [Theory]
    [InlineData(null, null, null, "InstallTypeMissing", "InstallType")]
    [InlineData("  ", null, null, "InstallTypeMissing", "InstallType")]
    [InlineData("ATOMS", null, null, "InstallTypeUnknown", "InstallType")]
    [InlineData("ATOM", "29", null, "SettingOutOfRange", "DurationMinutes")]
    [InlineData("ATOM", "1441", null, "SettingOutOfRange", "DurationMinutes")]
    [InlineData("ATOM", "0", null, "SettingOutOfRange", "DurationMinutes")]
    [InlineData("ATOM", "-30", null, "SettingOutOfRange", "DurationMinutes")]
    [InlineData("ATOM", "2147483647", null, "SettingOutOfRange", "DurationMinutes")]
    [InlineData("ATOM", "2147483648", null, "InstallerDurationNotANumber", "DurationMinutes")]
    [InlineData("ATOM", "30.5", null, "InstallerDurationNotANumber", "DurationMinutes")]
    [InlineData("ATOM", "1e2", null, "InstallerDurationNotANumber", "DurationMinutes")]
    [InlineData("ATOM", "90m", null, "InstallerDurationNotANumber", "DurationMinutes")]
    [InlineData("ATOM", "-2147483648", null, "InstallerDurationNotANumber", "DurationMinutes")]
    [InlineData("CLOUD", null, null, "CloudIdMissing", "CloudId")]
    [InlineData("CLOUD", null, " ", "CloudIdMissing", "CloudId")]
    [InlineData("ATOM", null, "3ca45d71", "CloudIdNotAllowed", "CloudId")]
    public void Build_InvalidSetting_NamesIt(string? type, string? minutes, string? cloud, string errorId, string settingKey)
    {
        var error = Assert.Throws<TokenArgumentException>(() => new InstallerTokenSpec { InstallType = type, DurationMinutes = minutes, CloudId = cloud }.Build());

        Assert.Equal((errorId, settingKey), (error.ErrorId, error.ParameterName));
    }

    [Fact]
    public void Build_InvalidSetting_MessageShowsWhatWasGivenAndWhatIsValid()
    {
        static string Message(InstallerTokenSpec spec) => Assert.Throws<TokenArgumentException>(spec.Build).Message;

        Assert.Equal(
            "'Toaster' is not an install type. Specify ATOM, MOLECULE, CLOUD, BROKER or GATEWAY.",
            Message(new InstallerTokenSpec { InstallType = "Toaster" }));
        Assert.Equal(
            "DurationMinutes is not a number of minutes. Specify a whole number from 30 to 1440, or a duration such as 90m as ValidFor.",
            Message(new InstallerTokenSpec { InstallType = "ATOM", DurationMinutes = "90m" }));
        Assert.Equal(
            "DurationMinutes 29 is out of range. Specify 30 to 1440.",
            Message(new InstallerTokenSpec { InstallType = "ATOM", DurationMinutes = "29" }));
        Assert.Equal(
            "ValidFor 25h is not a valid lifetime. Specify whole minutes, from 30m to 1d, such as 90m or 2h.",
            Message(new InstallerTokenSpec { InstallType = "ATOM", ValidFor = TimeSpan.FromHours(25) }));
    }

    [Theory]
    [InlineData("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5")]
    [InlineData("963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5")]
    [InlineData("963f3eb3ABCDEFGHIJKLMNOPQRSTUVW")]
    public void Build_TokenInPlaceOfInstallType_IsNotShown(string token)
    {
        var error = Assert.Throws<TokenArgumentException>(() => new InstallerTokenSpec { InstallType = token }.Build());

        Assert.Equal(nameof(Messages.InstallTypeUnknown), error.ErrorId);
        Assert.DoesNotContain("963f3eb3", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Build_TokenInPlaceOfMinutes_IsNotShown()
    {
        var error = Assert.Throws<TokenArgumentException>(() => InstallerTokenSpec.ParseMinutes("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5"));

        Assert.DoesNotContain("963f3eb3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_EmptySettings_AreNoValues()
    {
        var request = new InstallerTokenSpec { InstallType = "ATOM", DurationMinutes = " ", CloudId = "", AccountId = " ", OverrideAccountId = "\t" }.Build();

        Assert.Equal((60, null, null, null), (request.DurationMinutes, request.CloudId, request.AccountId, request.OverrideAccountId));
    }

    [Theory]
    [InlineData("30m", 30)]
    [InlineData("90m", 90)]
    [InlineData("1800s", 30)]
    [InlineData("1d", 1440)]
    public void Build_ValidFor_IsMinutes(string duration, int minutes) =>
        Assert.Equal(minutes, new InstallerTokenSpec { InstallType = "ATOM", ValidFor = Duration.Parse(duration) }.Build().DurationMinutes);

    [Theory]
    [InlineData("29m59s")]
    [InlineData("30m1s")]
    [InlineData("1d1m")]
    [InlineData("90s")]
    [InlineData("9999999d")]
    public void Build_ValidForOutOfRangeOrWithSeconds_IsRejected(string duration)
    {
        var error = Assert.Throws<TokenArgumentException>(() => new InstallerTokenSpec { InstallType = "ATOM", ValidFor = Duration.Parse(duration) }.Build());

        Assert.Equal((nameof(Messages.InstallerValidForOutOfRange), "ValidFor"), (error.ErrorId, error.ParameterName));
    }

    [Fact]
    public void Build_MinutesAndValidFor_IsRejected()
    {
        var spec = new InstallerTokenSpec { InstallType = "ATOM", DurationMinutes = "60", ValidFor = TimeSpan.FromHours(1) };

        Assert.Equal(nameof(Messages.SettingsExclusive), Assert.Throws<TokenArgumentException>(spec.Build).ErrorId);
    }

    [Fact]
    public void Build_RequiredValidForIsMissing_IsRejected()
    {
        var spec = new InstallerTokenSpec { InstallType = "ATOM", RequiresValidFor = true };

        Assert.Equal(nameof(Messages.DurationEmpty), Assert.Throws<TokenArgumentException>(spec.Build).ErrorId);
    }

    [Theory]
    [InlineData("BOOMI_TOKEN.me@acme.example:secret", "BoomiAccountIsUser")]
    [InlineData(".", "BoomiAccountIdInvalid")]
    [InlineData("..", "BoomiAccountIdInvalid")]
    [InlineData("a{surrogate}", "BoomiAccountIdInvalid")]
    [InlineData("{long}", "BoomiAccountIdInvalid")]
    public void AccountId_CannotBeOne_IsRejectedEverywhere(string account, string errorId)
    {
        // An attribute is stored as UTF-8, which has no form for a lone surrogate.
        account = account.Replace("{surrogate}", "\uD800", StringComparison.Ordinal).Replace("{long}", new string('a', 256), StringComparison.Ordinal);
        var nowhere = new Uri("http://127.0.0.1:1/");
        foreach (var (key, use) in new (string, Action)[]
        {
            ("AccountId", () => new InstallerTokenSpec { InstallType = "ATOM", AccountId = account }.Build()),
            ("AccountId", () => Requests.Boomi(nowhere, change: options => options.AccountId = account)),
            ("OverrideAccountId", () => new InstallerTokenSpec { InstallType = "ATOM", OverrideAccountId = account }.Build()),
            ("OverrideAccountId", () => Requests.Boomi(nowhere, change: options => options.OverrideAccountId = account)),
        })
        {
            var error = Assert.Throws<TokenArgumentException>(use);
            Assert.Equal((errorId, key), (error.ErrorId, error.ParameterName));
        }
    }
}
