using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>GET /Account/{id}: whether the credentials are valid, and the account.</summary>
public class BoomiConnectionTesterTests
{
    // The example of the OpenAPI description 3.0.3, GetAccount, shortened.
    private const string Account = """
        {"@type":"Account","licensing":{"@type":"","standard":{"@type":"License","purchased":1000000,"used":60},
         "enterpriseTest":{"@type":"License","purchased":["Long",1000],"used":"7"}},"molecule":{"@type":"Molecule","purchased":10,"used":11},
         "accountId":"boomiqa-T7KIDU","name":"BoomiQA","status":"active","dateCreated":"2022-09-02T20:16:28Z","widgetAccount":false,
         "supportAccess":true,"supportLevel":"standard","overDeployed":false,"expirationDate":"2016-02-13T05:00:00Z","suggestionsEnabled":false}
        """;

    [Fact]
    public async Task TestAsync_DocumentedExample_IsRead()
    {
        using var server = new RawServer(RawResponse.Of(200, Account));
        using var connection = Connect(server);

        var test = await TestAsync(connection);

        Assert.Equal("GET /api/rest/v1/boomiqa-T7KIDU/Account/boomiqa-T7KIDU HTTP/1.1", Assert.Single(server.Requests).Line);
        Assert.True(test.Accepted);
        Assert.Equal(("BoomiQA", "active", 200), (test.AccountName, test.Status, test.StatusCode));
        Assert.Equal(new DateTimeOffset(2016, 2, 13, 5, 0, 0, TimeSpan.Zero), test.ExpirationDate);
        Assert.Equal(
            [("standard", 1000000, 60, 999940), ("enterpriseTest", 1000, 7, 993), ("molecule", 10, 11, 0)],
            test.Licenses.Select(static license => (license.Name, license.Purchased, license.Used, license.Available)));
        Assert.Empty(test.Warnings);
    }

    [Fact]
    public async Task TestAsync_OverrideAccount_IsTestedThroughThePartnerApi()
    {
        using var server = new RawServer(RawResponse.Of(200, Account.Replace("boomiqa-T7KIDU", "client-A1B2C3", StringComparison.Ordinal)));
        using var connection = Connect(server, options => options.OverrideAccountId = "client-A1B2C3");

        Assert.True((await TestAsync(connection)).Accepted);
        Assert.Equal(
            "GET /partner/api/rest/v1/boomiqa-T7KIDU/Account/client-A1B2C3?overrideAccount=client-A1B2C3 HTTP/1.1", Assert.Single(server.Requests).Line);
    }

    [Theory]
    [InlineData(401, nameof(Messages.Unauthorized))]
    [InlineData(403, null)]
    [InlineData(400, nameof(Messages.BadRequest))]
    [InlineData(404, null)]
    public async Task TestAsync_Rejected_IsFalseWithTheReason(int status, string? reasonId)
    {
        using var server = new RawServer(RawResponse.Of(status, """{"message":"Access denied due to insufficient permissions."}"""));
        using var connection = Connect(server);

        var test = await TestAsync(connection);

        Assert.False(test.Accepted);
        Assert.Equal(status, test.StatusCode);
        Assert.Equal(reasonId ?? test.ReasonId, test.ReasonId);
        Assert.Contains("Access denied", test.Reason, StringComparison.Ordinal);
        Assert.NotNull(test.Advice);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task TestAsync_BusyService_IsAnErrorAfterRetries()
    {
        using var server = new RawServer(RawResponse.Of(503));
        using var connection = Requests.Boomi(server.Uri, new FakeClock(), options => options.Http.MaximumRetryCount = 2);

        Assert.Equal(503, (await Assert.ThrowsAsync<TokenApiException>(() => TestAsync(connection))).StatusCode);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("<html/>")]
    [InlineData("{\"accountId\":\"other-A1B2C3\",\"name\":\"Other\"}")]
    public async Task TestAsync_ResponseAboutSomethingElse_IsAnError(string body)
    {
        using var server = new RawServer(RawResponse.Of(200, body));
        using var connection = Connect(server);

        Assert.Equal(nameof(Messages.ResponseIncomplete), (await Assert.ThrowsAsync<TokenApiException>(() => TestAsync(connection))).ErrorId);
    }

    [Fact]
    public async Task TestAsync_SuspendedAccountAndRepeatedSecret_WarnsAndShowsNoSecret()
    {
        using var server = new RawServer(RawResponse.Of(200, Account
            .Replace("active", "suspended", StringComparison.Ordinal).Replace("BoomiQA", "x " + Requests.Secret, StringComparison.Ordinal)));
        using var connection = Connect(server);

        var test = await TestAsync(connection);

        Assert.True(test.Accepted);
        Assert.Equal(nameof(Messages.BoomiAccountStatus), Assert.Single(test.Warnings).Id);
        Assert.DoesNotContain(Requests.Secret, test.AccountName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestAsync_Sandbox_MintsNothing()
    {
        using var sandbox = TokenSandbox.Start();
        using var connection = BoomiConnection.Create(sandbox.ToBoomiOptions());
        var wrong = sandbox.ToBoomiOptions();
        wrong.Secret = Requests.Secure("123aab45-67b8-9012-3a45-67c8e9e01e23");
        using var rejected = BoomiConnection.Create(wrong);

        Assert.Equal(9, (await TestAsync(connection)).Licenses.Count);
        Assert.False((await TestAsync(rejected)).Accepted);
        Assert.Empty(sandbox.MintedTokens);
    }

    [Fact]
    public async Task OneTimePassword_RequiredBySandbox_IsSentOnceWithEachCall()
    {
        using var sandbox = TokenSandbox.Start();
        sandbox.RequireOneTimePassword = true;
        using var connection = BoomiConnection.Create(ByPassword(sandbox, required: true));
        var code = sandbox.CreateOneTimePassword();

        Assert.True((await TestAsync(connection, code.Insert(3, " "))).Accepted);
        Assert.Equal(code, sandbox.Requests[^1].GetHeader("X-Boomi-OTP"));
        Assert.DoesNotContain(code, sandbox.Requests[^1].Headers["X-Boomi-OTP"], StringComparison.Ordinal);
        // A code is valid once.
        Assert.False((await TestAsync(connection, code)).Accepted);
        var token = await connection.CreateInstallerTokenAsync(new InstallerTokenSpec
        {
            InstallType = "ATOM", OneTimePassword = Requests.Secure(sandbox.CreateOneTimePassword()),
        }.Build());
        Assert.Equal("ATOM", token.InstallType);
    }

    [Fact]
    public async Task OneTimePassword_WithACode_IsNotRetried()
    {
        using var server = new RawServer(RawResponse.Of(503));
        using var connection = Requests.Boomi(server.Uri, new FakeClock(), static options => options.IsApiToken = false);

        var error = await Assert.ThrowsAsync<TokenApiException>(() => TestAsync(connection, "123456"));

        Assert.Equal(503, error.StatusCode);
        Assert.Equal("123456", Assert.Single(server.Requests).Header("X-Boomi-OTP"));
    }

    [Theory]
    [InlineData("12345", nameof(Messages.BoomiOneTimePasswordInvalid))]
    [InlineData("123456789", nameof(Messages.BoomiOneTimePasswordInvalid))]
    [InlineData("12345a", nameof(Messages.BoomiOneTimePasswordInvalid))]
    [InlineData("", nameof(Messages.BoomiOneTimePasswordInvalid))]
    [InlineData(null, nameof(Messages.BoomiOneTimePasswordMissing))]
    public async Task OneTimePassword_MissingOrInvalid_SendsNothing(string? code, string errorId)
    {
        using var sandbox = TokenSandbox.Start();
        using var connection = BoomiConnection.Create(ByPassword(sandbox, required: true));

        var error = await Assert.ThrowsAsync<TokenArgumentException>(() => TestAsync(connection, code));

        Assert.Equal((errorId, "OneTimePassword"), (error.ErrorId, error.ParameterName));
        Assert.Empty(sandbox.Requests);
    }

    [Fact]
    public async Task OneTimePassword_WithAnApiToken_IsRejected()
    {
        using var sandbox = TokenSandbox.Start();
        using var connection = BoomiConnection.Create(sandbox.ToBoomiOptions());
        var options = sandbox.ToBoomiOptions();
        options.RequireOneTimePassword = true;

        Assert.Equal(
            nameof(Messages.BoomiOneTimePasswordUnused),
            (await Assert.ThrowsAsync<TokenArgumentException>(() => TestAsync(connection, "123456"))).ErrorId);
        Assert.Equal(
            nameof(Messages.BoomiOneTimePasswordUnused), Assert.Throws<TokenArgumentException>(() => BoomiConnection.Create(options)).ErrorId);
        Assert.Empty(sandbox.Requests);
    }

    [Fact]
    public void OneTimePassword_CommandThatMayNeedSeveralCalls_IsRejectedBeforeTheFirst()
    {
        using var sandbox = TokenSandbox.Start();
        using var connection = BoomiConnection.Create(ByPassword(sandbox, required: true));

        var error = Assert.Throws<TokenArgumentException>(() => connection.CreateRequest(HttpMethod.Post, "Atom/query", RetryPolicy.Idempotent, null));

        Assert.Equal(nameof(Messages.BoomiOneTimePasswordUnsupported), error.ErrorId);
    }

    private static BoomiConnectionOptions ByPassword(TokenSandbox sandbox, bool required)
    {
        var options = sandbox.ToBoomiOptions();
        (options.Secret, options.IsApiToken, options.RequireOneTimePassword) = (Requests.Secure(sandbox.BoomiPassword), false, required);
        return options;
    }

    private static BoomiConnection Connect(RawServer server, Action<BoomiConnectionOptions>? change = null) => Requests.Boomi(server.Uri, change: options =>
    {
        options.AccountId = "boomiqa-T7KIDU";
        change?.Invoke(options);
    });

    private static Task<BoomiConnectionTest> TestAsync(BoomiConnection connection, string? code = null) => BoomiConnectionTester.TestAsync(
        connection, code is null ? null : Requests.Secure(code), null, CancellationToken.None);
}
