using System;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>Creating and closing a connection.</summary>
public class BoomiConnectionTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/");

    [Theory]
    [InlineData("AccountId", "account id is missing", null, "user", "secret")]
    [InlineData("AccountId", "account id is missing", "  ", "user", "secret")]
    [InlineData("UserName", "user name is missing", "acme", null, "secret")]
    [InlineData("UserName", "user name is missing", "acme", " ", "secret")]
    [InlineData("UserName", "user name is missing", "acme", "BOOMI_TOKEN.", "secret")]
    [InlineData("UserName", "contains a colon", "acme", "user:secret", "secret")]
    [InlineData("UserName", "contains a colon", "acme", "BOOMI_TOKEN.user:secret", "secret")]
    [InlineData("ApiToken", "token or password is empty", "acme", "user", "")]
    public void Create_MissingOrInvalidSetting_NamesIt(string parameter, string says, string? account, string? user, string secret)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(Nowhere, change: options =>
            (options.AccountId, options.UserName, options.Secret) = (account, user, Requests.Secure(secret))));

        Assert.Equal(parameter, error.ParameterName);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_LoneSurrogate_IsRejected()
    {
        var inSecret = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(Nowhere, change: options => options.Secret = Requests.Secure("secret\ud83d")));
        var inName = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(Nowhere, change: options => options.UserName = "user\ude00"));

        Assert.Equal(nameof(Messages.BoomiSecretNotUnicode), inSecret.ErrorId);
        Assert.Equal(nameof(Messages.BoomiSecretNotUnicode), inName.ErrorId);
    }

    [Theory]
    [InlineData(8193)]
    [InlineData(65536)]
    public void Create_SecretLongerThanAHeader_IsRejected(int length)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(Nowhere, change: options =>
            (options.Secret, options.IsApiToken) = (Requests.Secure(new string('x', length)), false)));

        Assert.Equal("Credential", error.ParameterName);
        Assert.Equal(nameof(Messages.BoomiSecretTooLong), error.ErrorId);
    }

    [Theory]
    [InlineData("https://api.boomi.com/api/rest/v1/acme")]
    [InlineData("https://api.boomi.com/partner/API/REST/V1")]
    public void Create_BaseUriWithApiPath_IsRejected(string address)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(Nowhere, change: options => options.BaseUri = address));

        Assert.Equal(nameof(Messages.BoomiBaseUriHasApiPath), error.ErrorId);
        Assert.Contains("https://api.boomi.com", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NoBaseUriAndRate_UsesDocumentedOnes()
    {
        var options = new BoomiConnectionOptions { AccountId = "acme", UserName = "user", Secret = Requests.Secure("secret") };
        using var connection = BoomiConnection.Create(options);

        Assert.Equal("https://api.boomi.com/", connection.Uri.AbsoluteUri);
        Assert.Equal(10, connection.RequestsPerSecond);
        Assert.False(connection.UsesApiToken);
    }

    [Fact]
    public void ToString_Connection_ShowsIdentityAndNoSecret()
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
    public void Create_AccountIdLikeEmailOrAddress_Warns(string account, bool warns)
    {
        using var connection = Requests.Boomi(Nowhere, change: options => options.AccountId = account);

        Assert.Equal(warns ? [nameof(Messages.BoomiAccountIdLooksSwapped)] : [], connection.Warnings.Select(static warning => warning.Id));
    }

    [Theory]
    [InlineData("user@boomi.com", "acme-A1B2C3")]
    [InlineData("user@boomi.com", "boomi_brianmerrick-4SYB9W")]
    public void Create_AccountIdAndUserNameSwapped_IsRejected(string account, string user)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(
            Nowhere, change: options => (options.AccountId, options.UserName) = (account, user)));

        Assert.Equal((nameof(Messages.BoomiAccountIsUser), "AccountId"), (error.ErrorId, error.ParameterName));
    }

    [Theory]
    [InlineData("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", true, nameof(Messages.BoomiSecretIsInstallerToken))]
    [InlineData("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", false, nameof(Messages.BoomiSecretIsInstallerToken))]
    [InlineData("BOOMI_TOKEN.user@boomi.com:123aab45-67b8-9012-3a45-67c8e9e01e23", true, nameof(Messages.BoomiSecretHasUser))]
    [InlineData("\"123aab45-67b8-9012-3a45-67c8e9e01e23\"", true, nameof(Messages.BoomiSecretQuoted))]
    [InlineData("'123aab45-67b8-9012-3a45-67c8e9e01e23'", true, nameof(Messages.BoomiSecretQuoted))]
    public void Create_OtherTokenAsSecret_IsRejected(string secret, bool isApiToken, string id)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(
            Nowhere, change: options => (options.Secret, options.IsApiToken) = (Requests.Secure(secret), isApiToken)));

        Assert.Equal((id, isApiToken ? "ApiToken" : "Credential"), (error.ErrorId, error.ParameterName));
        Assert.DoesNotContain("963f", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n", true, true)]
    [InlineData("\r\n", true, true)]
    [InlineData(" ", true, true)]
    [InlineData("", true, false)]
    [InlineData("\r\n", false, true)]
    [InlineData(" ", false, false)] // a password may end in a space
    public async Task Create_SecretWithLineEnd_IsTrimmedAndSaidInRemarks(string end, bool isApiToken, bool isTrimmed)
    {
        using var server = new RawServer(RawResponse.Of(200, Samples.Json));
        using var connection = Requests.Boomi(server.Uri, change: options =>
            (options.Secret, options.IsApiToken) = (Requests.Secure(Requests.Secret + end), isApiToken));
        await connection.CreateInstallerTokenAsync(Requests.Molecule);

        var sent = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(server.Requests[0].Header("Authorization")!["Basic ".Length..]));
        Assert.EndsWith(":" + Requests.Secret + (isTrimmed ? string.Empty : end), sent, StringComparison.Ordinal);
        Assert.Equal(isTrimmed ? [nameof(Messages.SecretTrimmed)] : [], connection.Remarks.Select(static remark => remark.Name));
    }

    [Theory]
    [InlineData("api.platform.gb.boomi.com", "https://api.platform.gb.boomi.com/", null)]
    [InlineData("api.boomi.com:8443", "https://api.boomi.com:8443/", null)]
    [InlineData("https://platform.boomi.com", "https://platform.boomi.com/", nameof(Messages.BoomiBaseUriIsUserInterface))]
    [InlineData("PLATFORM.boomi.com", "https://platform.boomi.com/", nameof(Messages.BoomiBaseUriIsUserInterface))]
    [InlineData("platform.boomi.com.example", "https://platform.boomi.com.example/", null)]
    public void Create_BaseUri_MayBeAHostAndIsCheckedForTheUserInterface(string given, string address, string? warningId)
    {
        using var connection = Requests.Boomi(Nowhere, change: options => options.BaseUri = given);

        Assert.Equal(address, connection.Uri.AbsoluteUri);
        Assert.Equal(warningId is null ? [] : [warningId], connection.Warnings.Select(static warning => warning.Id));
    }

    [Fact]
    public async Task IssueAsync_ClosedConnection_SendsNothing()
    {
        using var server = new RawServer(RawResponse.Of(200, Samples.Json));
        var connection = Requests.Boomi(server.Uri);
        connection.Dispose();
        connection.Dispose();

        var error = await Assert.ThrowsAsync<TokenArgumentException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(nameof(Messages.ConnectionClosed), error.ErrorId);
        Assert.True(connection.IsClosed);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task IssueAsync_ClosedBeforeSending_SendsNothing()
    {
        using var server = new RawServer(RawResponse.Of(200, Samples.Json));
        using var connection = Requests.Boomi(server.Uri);

        var error = await Assert.ThrowsAsync<TokenArgumentException>(() =>
            connection.CreateInstallerTokenAsync(Requests.Molecule, progress: new DelegateProgress<Notice>(_ => connection.Dispose())));

        Assert.Equal(nameof(Messages.ConnectionClosed), error.ErrorId);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task IssueAsync_ClosedWhileWaitingForRate_SendsNothing()
    {
        using var server = new RawServer(RawResponse.Of(200, Samples.Json));
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
    public void Redact_AfterDispose_WithholdsText()
    {
        var connection = Requests.Boomi(Nowhere);
        connection.Dispose();

        Assert.Equal(MessageText.Format(nameof(Messages.TextWithheld)), connection.Redactor.Redact("No, " + Requests.Secret));
    }

    [Fact]
    public async Task IssueAsync_ClosedWhileAwaitingResponse_OutcomeIsUnknown()
    {
        using var server = new RawServer(RawResponse.Silence);
        var connection = Requests.Boomi(server.Uri);

        var sending = connection.CreateInstallerTokenAsync(Requests.Molecule);
        Requests.Until(() => server.Requests.Count == 1);
        connection.Dispose();

        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => sending);
        Assert.Equal(nameof(Messages.ConnectionClosedDuringRequest), Assert.IsType<TokenTransportException>(error.InnerException).ErrorId);
        Assert.Contains("An installer token for MOLECULE may have been created", error.Message, StringComparison.Ordinal);
    }
}
