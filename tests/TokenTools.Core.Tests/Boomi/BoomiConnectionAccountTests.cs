using System;
using System.Security;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>The account that a token is requested for, and a token that the service issued for another one.</summary>
public class BoomiConnectionAccountTests
{
    public static TheoryData<string, string?, string?, string?, string> Accounts() => new()
    {
        // the connection's account and override account, the request's account and override account, the effective one
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
    [MemberData(nameof(Accounts))]
    public async Task EffectiveAccount_ConnectionAndRequest_PrefersOverrideThenRequest(
        string account, string? overrideAccount, string? requested, string? requestedOverride, string effective)
    {
        using var right = new RawServer(RawResponse.Of(200, Response(effective)));
        using var connection = Connect(right, account, overrideAccount);
        var request = Request(requested, requestedOverride);

        Assert.Equal(effective, connection.EffectiveAccount(request));
        Assert.Equal(effective, (await connection.CreateInstallerTokenAsync(request)).AccountId);

        using var wrong = new RawServer(RawResponse.Of(200, Response("anotherAccount")));
        using var mismatched = Connect(wrong, account, overrideAccount);
        var error = await Assert.ThrowsAsync<TokenAccountMismatchException>(() => mismatched.CreateInstallerTokenAsync(request));
        Assert.Equal(effective, error.RequestedAccountId);
    }

    [Fact]
    public async Task IssueAsync_RequestWithOverrideAccount_UsesPartnerApi()
    {
        using var server = new RawServer(RawResponse.Of(200, Response("sub D4")));
        using var connection = Connect(server, "own", "client");

        await connection.CreateInstallerTokenAsync(Request("other", "sub D4"));

        Assert.Equal("POST /partner/api/rest/v1/other/InstallerToken?overrideAccount=sub%20D4 HTTP/1.1", Assert.Single(server.Requests).Line);
    }

    [Fact]
    public async Task IssueAsync_DocumentedResponseForDocumentedAccount_IsIssued()
    {
        using var server = new RawServer(RawResponse.Of(200, Samples.Json));
        using var connection = Connect(server, "acme-A1B2C3", null);

        Assert.Equal("fakeAccountId", (await connection.CreateInstallerTokenAsync(Request("fakeAccountId", null))).AccountId);
    }

    [Theory]
    [InlineData("BOOMI_TOKEN.user@boomi.com:123aab45-67b8-9012-3a45-67c8e9e01e23")]
    [InlineData(" 123aab45-67b8-9012-3a45-67c8e9e01e23 ")]
    [InlineData("molecule-963f3eb3-67b8-4f5c-8b8b-8bff84343cb5")]
    [InlineData("acme/molecule-963f3eb3-67b8-4f5c-8b8b-8bff84343cb5")]
    public void AccountId_Secret_IsRejectedAndNotShown(string secret)
    {
        var server = new Uri("https://boomi.invalid");
        foreach (var use in new Action[]
        {
            () => Request(secret, null),
            () => Request(null, secret),
            () => Requests.Boomi(server, change: options => options.AccountId = secret),
            () => Requests.Boomi(server, change: options => options.OverrideAccountId = secret),
        })
        {
            var error = Assert.Throws<TokenArgumentException>(use);
            Assert.Equal(nameof(Messages.BoomiAccountIsUser), error.ErrorId);
            Assert.DoesNotContain("-67b8-", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task IssueAsync_AccountDiffersInCaseOnly_IsTheSame()
    {
        using var server = new RawServer(RawResponse.Of(200, Samples.Json));
        using var connection = Connect(server, "FAKEaccountID", null);

        Assert.Equal("fakeAccountId", (await connection.CreateInstallerTokenAsync(Requests.Molecule)).AccountId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task IssueAsync_AnotherAccount_IsIssuedWithAProblemThatHoldsTheToken(bool asPlainText)
    {
        using var server = new RawServer(RawResponse.Of(200, Samples.Json));
        using var connection = Connect(server, "acme-A1B2C3", null);

        var issued = Assert.IsType<IssueOutcome<InstallerToken>.Issued>(await connection.IssueAsync(Requests.Molecule, asPlainText));

        Assert.Equal(asPlainText, issued.Token.Token is string);
        Assert.Equal(Samples.Token, issued.Token.Secret.Reveal());
        var problem = Assert.IsType<TokenAccountMismatchException>(issued.Problem);
        Assert.Equal(nameof(Messages.InstallerAccountMismatch), problem.ErrorId);
        Assert.Equal(Samples.Token, SecureText.Reveal(Assert.IsType<SecureString>(problem.Token.Token)));
        Assert.Equal("fakeAccountId", problem.Token.AccountId);
        Assert.Contains("in account fakeAccountId instead of acme-A1B2C3", problem.Message, StringComparison.Ordinal);
        // Rounded up to the minute.
        Assert.Contains("valid until 2017-02-07 23:03 UTC", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("963f3eb3", problem + problem.Token.ToString() + problem.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task IssueAsync_AnotherAccountWithSecretAndControlCharacters_IsSanitized()
    {
        using var server = new RawServer(RawResponse.Of(200, Response(Requests.Secret + "\\u001b[31m\\n" + new string('x', 500))));
        using var connection = Connect(server, "own", null);

        var error = await Assert.ThrowsAsync<TokenAccountMismatchException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.DoesNotContain(Requests.Secret, error.Message + error.Token.AccountId, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message + error.Token.AccountId, static c => char.IsControl(c));
        Assert.True(error.Message.Length < 400, error.Message);
    }

    private static InstallerTokenRequest Request(string? account, string? overrideAccount) => new InstallerTokenSpec
    {
        InstallType = "MOLECULE",
        DurationMinutes = "30",
        AccountId = account,
        OverrideAccountId = overrideAccount,
    }.Build();

    private static string Response(string account) => Samples.Json.Replace("fakeAccountId", account, StringComparison.Ordinal);

    private static BoomiConnection Connect(RawServer server, string account, string? overrideAccount) => Requests.Boomi(
        server.Uri, change: options => (options.AccountId, options.OverrideAccountId) = (account, overrideAccount));
}
