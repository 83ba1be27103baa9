using System;
using System.Net;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class ServiceConnectionTests
{
    private const string ProxyPassword = "planted-proxy-password";

    private const string Challenge = "Proxy-Authenticate: Basic realm=\"proxy\"";

    private static readonly string ProxyHeader = Convert.ToBase64String("proxyuser:planted-proxy-password"u8);

    [Fact]
    public async Task Dispose_BoomiConnectionThatWasUsed_LeavesNoSecretReadable()
    {
        using var proxy = new RawServer(RawResponse.Of(407, "", Challenge), RawResponse.Of(200, Samples.Json));
        var given = Given();
        var connection = BoomiConnection.Create(new BoomiConnectionOptions
        {
            AccountId = "fakeAccountId",
            UserName = Requests.User,
            Secret = Requests.Secure(Requests.Secret),
            IsApiToken = true,
            BaseUri = "http://boomi.example/",
            Http = Http(proxy, given),
        });
        await connection.CreateInstallerTokenAsync(Requests.Molecule);
        Assert.Contains(ProxyHeader, proxy.Requests[1].Head, StringComparison.Ordinal);
        string[] secrets = [Requests.Secret, Convert.ToBase64String("BOOMI_TOKEN.user@boomi.com:123aab45-67b8-9012-3a45-67c8e9e01e23"u8), ProxyPassword, ProxyHeader];
        Assert.True(ReadableSecrets.Find(connection, secrets).Count >= 4);
        Assert.False(connection.IsClosed);
        Assert.Equal("Boomi http://boomi.example/ fakeAccountId (user@boomi.com)", connection.ToString());

        connection.Dispose();

        Assert.True(connection.IsClosed);
        Assert.Empty(ReadableSecrets.Find(connection, secrets));
        AssertUsable(given);
    }

    [Fact]
    public async Task Dispose_OnezoneConnectionThatWasUsed_LeavesNoSecretReadable()
    {
        using var proxy = new RawServer(RawResponse.Of(407, "", Challenge), RawResponse.Of(200, "{\"timeMillis\":1800000000000}"));
        var given = Given();
        const string Token = "github/planted-access-token";
        var connection = OnezoneConnection.Create(new OnezoneConnectionOptions
        {
            Uri = "http://zone.example/",
            Token = Requests.Secure(Token),
            Http = Http(proxy, given),
        });
        await connection.GetZoneTimeAsync();
        Assert.Contains(ProxyHeader, proxy.Requests[1].Head, StringComparison.Ordinal);
        Assert.True(ReadableSecrets.Find(connection, Token, ProxyPassword, ProxyHeader).Count >= 3);

        connection.Dispose();

        Assert.Empty(ReadableSecrets.Find(connection, Token, ProxyPassword, ProxyHeader));
        AssertUsable(given);
    }

    [Fact]
    public async Task Dispose_BootstrapTokenCheckerThatWasUsed_LeavesNoSecretReadable()
    {
        using var proxy = new RawServer(RawResponse.Of(407, "", Challenge), RawResponse.Of(200, "{\"userId\":\"admin\"}"));
        var given = Given();
        var token = BootstrapTokenFactory.Create("admin", Requests.Secure("planted-bootstrap-password"), asPlainText: false);
        var checker = new BootstrapTokenCheckSpec
        {
            Uri = "http://organization.example/",
            Http = new HttpSpec { Proxy = proxy.Uri.AbsoluteUri, ProxyCredential = given, AllowUnencryptedAuthentication = true },
        }.Build();
        Assert.True((await checker.CheckAsync(token)).Accepted);
        Assert.Contains(ProxyHeader, proxy.Requests[1].Head, StringComparison.Ordinal);
        string[] secrets = [token.Secret.Reveal(), "planted-bootstrap-password", ProxyPassword, ProxyHeader];
        Assert.NotEmpty(ReadableSecrets.Find(checker, secrets));

        checker.Dispose();

        Assert.Empty(ReadableSecrets.Find(checker, secrets));
        AssertUsable(given);
    }

    [Fact]
    public async Task Dispose_ClientWithProxyCredentials_RejectsFurtherRequestsAsClosed()
    {
        using var proxy = new RawServer(RawResponse.Of(200));
        var client = new ServiceClient(new PlainProtocol(), new Uri("http://service.example/"), Http(proxy, Given()));
        client.Dispose();

        var outcome = await client.TryAsync(Requests.Post(RetryPolicy.RejectedOnly));

        Assert.Equal(nameof(Messages.ConnectionClosed), Assert.IsType<TokenArgumentException>(outcome.Error).ErrorId);
        Assert.Empty(proxy.Requests);
    }

    private static NetworkCredential Given() => new("proxyuser", Requests.Secure(ProxyPassword));

    private static HttpOptions Http(RawServer proxy, NetworkCredential credential) => new()
    {
        Proxy = proxy.Uri,
        ProxyCredential = credential,
        AllowUnencryptedAuthentication = true,
        Timeout = Requests.LongTimeout,
    };

    // The caller's credential is the caller's.
    private static void AssertUsable(NetworkCredential given) => Assert.Equal(ProxyPassword, given.Password);
}
