using System;
using System.Security;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>A token is for the account that it was asked for, and one that isn't is an error that keeps it.</summary>
public class AccountTests
{
    public static TheoryData<string, string?, string?, string?, string> Wishes() => new()
    {
        // connection's account and override, request's account and override: the effective one
        { "own", null, null, null, "own" },
        { "own", null, "other", null, "other" },
        { "own", "client", null, null, "client" },
        { "own", "client", "other", null, "client" },
        { "own", null, null, "client", "client" },
        { "own", null, "other", "client", "client" },
        { "own", "client", null, "another", "another" },
        { "own", "client", " ", " ", "client" },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task The_effective_account_is_the_one_to_act_for_else_the_requests_else_the_connections(
        string account, string? actingFor, string? asked, string? askedActingFor, string effective)
    {
        using var right = new RawServer(RawAnswer.Of(200, Answer(effective)));
        using var connection = Connect(right, account, actingFor);
        var request = InstallerTokenRequest.Create("MOLECULE", 30, null, asked, askedActingFor);

        Assert.Equal(effective, connection.EffectiveAccount(request));
        Assert.Equal(effective, (await connection.CreateInstallerTokenAsync(request)).AccountId);

        using var wrong = new RawServer(RawAnswer.Of(200, Answer("somebodyElse")));
        using var misled = Connect(wrong, account, actingFor);
        var error = await Assert.ThrowsAsync<TokenAccountMismatchException>(() => misled.CreateInstallerTokenAsync(request));
        Assert.Equal(effective, error.AskedFor);
    }

    [Fact]
    public async Task A_requests_own_client_goes_into_the_partner_address()
    {
        using var server = new RawServer(RawAnswer.Of(200, Answer("sub D4")));
        using var connection = Connect(server, "own", "client");

        await connection.CreateInstallerTokenAsync(InstallerTokenRequest.Create("MOLECULE", 30, null, "other", "sub D4"));

        Assert.Equal("POST /partner/api/rest/v1/other/InstallerToken?overrideAccount=sub%20D4 HTTP/1.1", Assert.Single(server.Requests).Line);
    }

    [Fact]
    public async Task The_documentations_answer_is_right_for_the_documentations_account()
    {
        using var server = new RawServer(RawAnswer.Of(200, Samples.Json));
        using var connection = Connect(server, "acme-A1B2C3", null);

        Assert.Equal("fakeAccountId", (await connection.CreateInstallerTokenAsync(
            InstallerTokenRequest.Create("MOLECULE", 30, accountId: "fakeAccountId"))).AccountId);
    }

    [Theory]
    [InlineData("BOOMI_TOKEN.user@boomi.com:123aab45-67b8-9012-3a45-67c8e9e01e23")]
    [InlineData(" 123aab45-67b8-9012-3a45-67c8e9e01e23 ")]
    [InlineData("molecule-963f3eb3-67b8-4f5c-8b8b-8bff84343cb5")]
    [InlineData("acme/molecule-963f3eb3-67b8-4f5c-8b8b-8bff84343cb5")]
    public void A_secret_in_an_accounts_place_goes_into_no_address_and_no_message(string secret)
    {
        var server = new Uri("https://boomi.invalid");
        foreach (var give in new Action[]
        {
            () => InstallerTokenRequest.Create("ATOM", accountId: secret),
            () => InstallerTokenRequest.Create("ATOM", overrideAccountId: secret),
            () => Requests.Boomi(server, change: options => options.AccountId = secret),
            () => Requests.Boomi(server, change: options => options.OverrideAccountId = secret),
        })
        {
            var error = Assert.Throws<TokenArgumentException>(give);
            Assert.Equal(nameof(Messages.BoomiAccountIsUser), error.ErrorId);
            Assert.DoesNotContain("-67b8-", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Case_alone_makes_no_other_account()
    {
        using var server = new RawServer(RawAnswer.Of(200, Samples.Json));
        using var connection = Connect(server, "FAKEaccountID", null);

        Assert.Equal("fakeAccountId", (await connection.CreateInstallerTokenAsync(Requests.Molecule)).AccountId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_for_another_account_is_kept_in_the_error_and_shown_nowhere(bool asPlainText)
    {
        using var server = new RawServer(RawAnswer.Of(200, Samples.Json));
        using var connection = Connect(server, "acme-A1B2C3", null);

        var error = await Assert.ThrowsAsync<TokenAccountMismatchException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule, asPlainText));

        Assert.Equal(nameof(Messages.InstallerAccountMismatch), error.ErrorId);
        Assert.Equal(Samples.Token, SecureText.Reveal(Assert.IsType<SecureString>(error.Token.Token)));
        Assert.Equal("fakeAccountId", error.Token.AccountId);
        Assert.Contains("in account fakeAccountId, not in acme-A1B2C3", error.Message, StringComparison.Ordinal);
        // Rounded up to the minute.
        Assert.Contains("good until 2017-02-07 23:03 UTC", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("963f3eb3", error + error.Token.ToString() + error.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task What_the_answer_names_as_an_account_is_shown_on_one_line_and_without_secrets()
    {
        using var server = new RawServer(RawAnswer.Of(200, Answer(Requests.Secret + "\\u001b[31m\\n" + new string('x', 500))));
        using var connection = Connect(server, "own", null);

        var error = await Assert.ThrowsAsync<TokenAccountMismatchException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.DoesNotContain(Requests.Secret, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, static c => char.IsControl(c));
        Assert.True(error.Message.Length < 400, error.Message);
    }

    private static string Answer(string account) => Samples.Json.Replace("fakeAccountId", account, StringComparison.Ordinal);

    private static BoomiConnection Connect(RawServer server, string account, string? actingFor) => Requests.Boomi(
        server.Uri, change: options => (options.AccountId, options.OverrideAccountId) = (account, actingFor));
}
