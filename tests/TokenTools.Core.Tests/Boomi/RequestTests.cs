using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>What goes to the Boomi Platform API, byte by byte.</summary>
public class RequestTests
{
    [Fact]
    public async Task A_request_is_as_documented()
    {
        var request = await SentAsync(Requests.Molecule);

        Assert.Equal("POST /api/rest/v1/fakeAccountId/InstallerToken HTTP/1.1", request.Line);
        Assert.Equal("{\"installType\":\"MOLECULE\",\"durationMinutes\":30}", request.Body);
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Null(request.Header("Expect"));
        Assert.Null(request.Header("Transfer-Encoding"));
        Assert.StartsWith("TokenTools/", request.Header("User-Agent"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_account_can_be_called_is_refused_before_anything_is_sent()
    {
        void Refused(string id, string account)
        {
            var own = Assert.Throws<TokenArgumentException>(() => InstallerTokenRequest.Create("ATOM", accountId: account));
            var actingFor = Assert.Throws<TokenArgumentException>(() => InstallerTokenRequest.Create("ATOM", overrideAccountId: account));
            var connection = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(new Uri("http://127.0.0.1:1/"), change: options => options.OverrideAccountId = account));
            Assert.Equal((id, "AccountId"), (own.ErrorId, own.ParameterName));
            Assert.All([actingFor, connection], error => Assert.Equal((id, "OverrideAccountId"), (error.ErrorId, error.ParameterName)));
        }

        Refused(nameof(Messages.BoomiAccountIsUser), "BOOMI_TOKEN.me@acme.example:secret");
        Refused(nameof(Messages.BoomiAccountLooksMistaken), "..");
        Refused(nameof(Messages.BoomiAccountLooksMistaken), "a\uD800");
        Refused(nameof(Messages.BoomiAccountLooksMistaken), new string('a', 256));
    }

    [Fact]
    public async Task The_header_is_the_documentations_example()
    {
        var request = await SentAsync(Requests.Molecule);

        // curl -u "BOOMI_TOKEN.user@boomi.com:123aab45-…" of the authentication page.
        Assert.Equal("BOOMI_TOKEN.user@boomi.com:123aab45-67b8-9012-3a45-67c8e9e01e23", Credentials(request));
    }

    [Theory]
    [InlineData("user@boomi.com", true, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("BOOMI_TOKEN.user@boomi.com", true, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("BOOMI_TOKEN.user@boomi.com", false, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("boomi_token.user@boomi.com", true, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("Boomi_Token.user@boomi.com", false, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("BOOMI_TOKEN.BOOMI_TOKEN.user@boomi.com", true, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData(" user@boomi.com\t", true, "BOOMI_TOKEN.user@boomi.com")]
    [InlineData("user@boomi.com", false, "user@boomi.com")]
    public async Task The_prefix_of_an_API_token_goes_before_the_name_once(string user, bool isApiToken, string sent)
    {
        foreach (var culture in Cultures.Trying.Prepend(string.Empty))
        {
            System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
            var request = await SentAsync(Requests.Molecule, options => (options.UserName, options.IsApiToken) = (user, isApiToken));

            Assert.Equal(sent + ":" + Requests.Secret, Credentials(request));
        }
    }

    [Fact]
    public async Task Credentials_are_UTF8_before_they_are_base64()
    {
        var request = await SentAsync(Requests.Molecule, options =>
            (options.UserName, options.Secret, options.IsApiToken) = ("jürgen@beispiel.de", Requests.Secure("pässwörd: 🔑"), false));

        Assert.Equal("jürgen@beispiel.de:pässwörd: 🔑", Credentials(request));
    }

    [Theory]
    [InlineData("acme-A1B2C3", "acme-A1B2C3")]
    [InlineData("a b/c?d#e%f", "a%20b%2Fc%3Fd%23e%25f")]
    [InlineData("user@boomi.com", "user%40boomi.com")]
    [InlineData("käse", "k%C3%A4se")]
    [InlineData("../../x", "..%2F..%2Fx")]
    public async Task An_account_id_stays_one_piece_of_the_path(string account, string escaped)
    {
        var own = await SentAsync(Requests.Molecule, options => options.AccountId = account);
        var other = await SentAsync(InstallerTokenRequest.Create("ATOM", accountId: account));
        var partner = await SentAsync(Requests.Molecule, options => (options.AccountId, options.OverrideAccountId) = ("acme", account));

        Assert.Equal("POST /api/rest/v1/" + escaped + "/InstallerToken HTTP/1.1", own.Line);
        Assert.Equal("POST /api/rest/v1/" + escaped + "/InstallerToken HTTP/1.1", other.Line);
        Assert.Equal("POST /partner/api/rest/v1/acme/InstallerToken?overrideAccount=" + escaped + " HTTP/1.1", partner.Line);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void An_account_id_that_would_shorten_the_path_is_refused(string account)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(new Uri("http://127.0.0.1:1/"), change: options => options.AccountId = account));
        Assert.Equal("AccountId", error.ParameterName);
        Assert.Throws<TokenArgumentException>(() => InstallerTokenRequest.Create("ATOM", accountId: account));
    }

    [Fact]
    public async Task A_base_address_may_have_a_path()
    {
        var request = await SentAsync(Requests.Molecule, options => options.BaseUri += "gateway/boomi");

        Assert.Equal("POST /gateway/boomi/api/rest/v1/fakeAccountId/InstallerToken HTTP/1.1", request.Line);
    }

    [Fact]
    public async Task A_cloud_goes_with_its_id()
    {
        var request = await SentAsync(InstallerTokenRequest.Create("cloud", 1440, " 3ca45d71 "));

        Assert.True(JToken.DeepEquals(
            JObject.Parse("""{"installType":"CLOUD","durationMinutes":1440,"cloudId":"3ca45d71"}"""), JObject.Parse(request.Body)));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("th-TH")]
    public void Types_are_known_in_any_case_and_culture(string culture) => Cultures.In(culture, () =>
    {
        foreach (var type in new[] { "ATOM", "MOLECULE", "CLOUD", "BROKER", "GATEWAY" })
        {
            var cloud = type == "CLOUD" ? "c" : null;
            // The lower case of ASCII, whatever the culture makes of an i.
            Assert.Equal(type, InstallerTokenRequest.Create(" " + type.ToLowerInvariant(), cloudId: cloud).InstallType);
        }
    });

    [Theory]
    [InlineData(null, 60, null, "InstallType", "ATOM, MOLECULE, CLOUD, BROKER or GATEWAY")]
    [InlineData("  ", 60, null, "InstallType", "ATOM, MOLECULE, CLOUD, BROKER or GATEWAY")]
    [InlineData("ATOMS", 60, null, "InstallType", "'ATOMS' is not an install type. ATOM, MOLECULE, CLOUD, BROKER and GATEWAY are.")]
    [InlineData("ATOM", 29, null, "DurationMinutes", "Give 30 to 1440")]
    [InlineData("ATOM", 1441, null, "DurationMinutes", "Give 30 to 1440")]
    [InlineData("ATOM", 0, null, "DurationMinutes", "Give 30 to 1440")]
    [InlineData("ATOM", -30, null, "DurationMinutes", "Give 30 to 1440")]
    [InlineData("ATOM", int.MaxValue, null, "DurationMinutes", "Give 30 to 1440")]
    [InlineData("CLOUD", 60, null, "CloudId", "give -CloudId")]
    [InlineData("CLOUD", 60, " ", "CloudId", "give -CloudId")]
    [InlineData("ATOM", 60, "3ca45d71", "CloudId", "not with ATOM")]
    public void A_wish_that_cant_be_right_is_refused_with_what_is(string? type, int minutes, string? cloud, string parameter, string says)
    {
        var error = Assert.Throws<TokenArgumentException>(() => InstallerTokenRequest.Create(type, minutes, cloud));

        Assert.Equal(parameter, error.ParameterName);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wish_without_minutes_means_an_hour_and_an_empty_cell_means_nothing()
    {
        var request = InstallerTokenRequest.Create("ATOM", null, "", " ");

        Assert.Equal((60, null, null), (request.DurationMinutes, request.CloudId, request.AccountId));
        Assert.Equal(30, InstallerTokenRequest.Create("ATOM", 30).DurationMinutes);
    }

    [Theory]
    [InlineData("30m", 30)]
    [InlineData("1d", 1440)]
    [InlineData("90m", 90)]
    public void A_duration_becomes_minutes(string duration, int minutes) =>
        Assert.Equal(minutes, InstallerTokenRequest.Minutes(Duration.Parse(duration)));

    [Theory]
    [InlineData("29m59s")]
    [InlineData("30m1s")]
    [InlineData("1d1m")]
    [InlineData("90s")]
    [InlineData("9999999d")]
    public void A_duration_that_cant_be_right_is_refused_with_what_is(string duration)
    {
        var error = Assert.Throws<TokenArgumentException>(() => InstallerTokenRequest.Minutes(Duration.Parse(duration)));

        Assert.Equal("ValidFor", error.ParameterName);
        Assert.Contains("30 to 1440", error.Message, StringComparison.Ordinal);
    }

    private static string Credentials(RawRequest request)
    {
        var header = request.Header("Authorization")!;
        Assert.StartsWith("Basic ", header, StringComparison.Ordinal);
        return new UTF8Encoding(false, true).GetString(Convert.FromBase64String(header["Basic ".Length..]));
    }

    private static async Task<RawRequest> SentAsync(InstallerTokenRequest wish, Action<BoomiConnectionOptions>? change = null)
    {
        using var server = new RawServer(RawAnswer.Of(200, Samples.Json));
        using var connection = Requests.Boomi(server.Uri, change: change);
        try
        {
            await connection.CreateInstallerTokenAsync(wish);
        }
        catch (TokenAccountMismatchException)
        {
            // The answer is the documentation's, whatever account was asked.
        }

        return Assert.Single(server.Requests);
    }
}
