using System;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>Making and closing a Boomi connection.</summary>
public class ConnectionTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/");

    [Theory]
    [InlineData("AccountId", "account id is missing", null, "user", "secret")]
    [InlineData("AccountId", "account id is missing", "  ", "user", "secret")]
    [InlineData("UserName", "user name is missing", "acme", null, "secret")]
    [InlineData("UserName", "user name is missing", "acme", " ", "secret")]
    [InlineData("UserName", "user name is missing", "acme", "BOOMI_TOKEN.", "secret")]
    [InlineData("UserName", "has no colon", "acme", "user:secret", "secret")]
    [InlineData("UserName", "has no colon", "acme", "BOOMI_TOKEN.user:secret", "secret")]
    [InlineData("ApiToken", "token or password is empty", "acme", "user", "")]
    public void What_is_missing_or_mistaken_is_named(string parameter, string says, string? account, string? user, string secret)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(Nowhere, change: options =>
            (options.AccountId, options.UserName, options.Secret) = (account, user, Requests.Secure(secret))));

        Assert.Equal(parameter, error.ParameterName);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_refused_and_not_replaced()
    {
        var inSecret = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(Nowhere, change: options => options.Secret = Requests.Secure("secret\ud83d")));
        var inName = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(Nowhere, change: options => options.UserName = "user\ude00"));

        Assert.Equal(nameof(Messages.BoomiSecretNotUnicode), inSecret.ErrorId);
        Assert.Equal(nameof(Messages.BoomiSecretNotUnicode), inName.ErrorId);
    }

    [Theory]
    [InlineData(8193)]
    [InlineData(65536)]
    public void A_secret_that_no_header_holds_is_refused(int length)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(Nowhere, change: options =>
            (options.Secret, options.IsApiToken) = (Requests.Secure(new string('x', length)), false)));

        Assert.Equal("Credential", error.ParameterName);
        Assert.Equal(nameof(Messages.BoomiSecretTooLong), error.ErrorId);
    }

    [Theory]
    [InlineData("https://api.boomi.com/api/rest/v1/acme")]
    [InlineData("https://api.boomi.com/partner/API/REST/V1")]
    public void A_base_address_with_too_much_in_it_is_refused(string address)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(Nowhere, change: options => options.BaseUri = address));

        Assert.Equal(nameof(Messages.BoomiBaseUriTooLong), error.ErrorId);
        Assert.Contains("https://api.boomi.com", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_address_it_is_the_documented_one_and_the_documented_rate()
    {
        var options = new BoomiConnectionOptions { AccountId = "acme", UserName = "user", Secret = Requests.Secure("secret") };
        using var connection = BoomiConnection.Create(options);

        Assert.Equal("https://api.boomi.com/", connection.Uri.AbsoluteUri);
        Assert.Equal(10, connection.RequestsPerSecond);
        Assert.False(connection.UsesApiToken);
    }

    [Fact]
    public void A_connection_shows_whose_it_is_and_no_secret()
    {
        using var own = Requests.Boomi(Nowhere);
        using var partner = Requests.Boomi(Nowhere, change: options => options.OverrideAccountId = "sub-D4E5F6");

        Assert.Equal("Boomi http://127.0.0.1:1/ fakeAccountId (user@boomi.com)", own.ToString());
        Assert.Equal("fakeAccountId for sub-D4E5F6 (user@boomi.com)", partner.Identity);
        Assert.Equal("user@boomi.com", own.UserName);
        Assert.True(own.UsesApiToken);
    }

    [Theory]
    [InlineData("user@boomi.com", true)]
    [InlineData("api/rest", true)]
    [InlineData("boomi_brianmerrick-4SYB9W", false)]
    [InlineData("1979-44C86S", false)]
    [InlineData(null, false)]
    public void An_account_id_that_looks_like_something_else_is_noticed(string? account, bool mistaken) =>
        Assert.Equal(mistaken, BoomiConnection.LooksMistaken(account));

    [Fact]
    public async Task A_closed_connection_says_so_and_sends_nothing()
    {
        using var server = new RawServer(RawAnswer.Of(200, Samples.Json));
        var connection = Requests.Boomi(server.Uri);
        connection.Dispose();
        connection.Dispose();

        var error = await Assert.ThrowsAsync<TokenArgumentException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal("This connection to Boomi is closed. Connect again.", error.Message);
        Assert.True(connection.IsClosed);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_connection_closed_just_before_sending_says_so()
    {
        using var server = new RawServer(RawAnswer.Of(200, Samples.Json));
        using var connection = Requests.Boomi(server.Uri);

        var error = await Assert.ThrowsAsync<TokenArgumentException>(() =>
            connection.CreateInstallerTokenAsync(Requests.Molecule, progress: new DelegateProgress<Notice>(_ => connection.Dispose())));

        Assert.Equal(nameof(Messages.ConnectionClosed), error.ErrorId);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_connection_closed_while_a_request_waits_for_its_turn_says_so()
    {
        using var server = new RawServer(RawAnswer.Of(200, Samples.Json));
        var clock = new FakeClock { Held = true };
        using var connection = Requests.Boomi(server.Uri, clock, options => options.Http.RequestsPerSecond = 1);
        await connection.CreateInstallerTokenAsync(Requests.Molecule);

        var waiting = connection.CreateInstallerTokenAsync(Requests.Molecule);
        Requests.Until(() => clock.Pending == 1);
        connection.Dispose();
        clock.MoveOn();

        Assert.Equal(nameof(Messages.ConnectionClosed), (await Assert.ThrowsAsync<TokenArgumentException>(() => waiting)).ErrorId);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void A_text_that_comes_after_the_credentials_are_forgotten_is_withheld()
    {
        var connection = Requests.Boomi(Nowhere);
        connection.Dispose();

        Assert.Equal("(the service's text is withheld because it may contain the secret)", connection.Redactor.Redact("No, " + Requests.Secret));
    }

    [Fact]
    public async Task A_connection_closed_during_an_answer_ends_the_wait()
    {
        using var server = new RawServer(RawAnswer.Silence);
        var connection = Requests.Boomi(server.Uri);

        var sending = connection.CreateInstallerTokenAsync(Requests.Molecule);
        Requests.Until(() => server.Requests.Count == 1);
        connection.Dispose();

        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => sending);
        Assert.Equal(nameof(Messages.ConnectionClosedDuringRequest), Assert.IsType<TokenTransportException>(error.InnerException).ErrorId);
        Assert.StartsWith("This connection to Boomi was closed during a request. An installer token", error.Message, StringComparison.Ordinal);
    }
}
