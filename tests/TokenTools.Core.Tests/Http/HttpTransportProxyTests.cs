using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Core.Tests.Onedata;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class HttpTransportProxyTests
{
    private const string Challenge = "Proxy-Authenticate: Basic realm=\"proxy\"";

    private const string TokenJson = Boomi.Samples.Json;

    [Fact]
    public async Task SendAsync_Proxy_RequestGoesThroughIt()
    {
        using var proxy = new RawServer(RawResponse.Of(200, TokenJson));
        using var connection = Through(proxy.Uri);

        var token = await connection.CreateInstallerTokenAsync(Requests.Molecule);

        Assert.Equal("MOLECULE", token.InstallType);
        var request = Assert.Single(proxy.Requests);
        Assert.Equal("POST http://boomi.invalid/api/rest/v1/fakeAccountId/InstallerToken HTTP/1.1", request.Line);
        Assert.Null(request.Header("Proxy-Authorization"));
    }

    [Fact]
    public async Task SendAsync_ProxyCredential_IsSentToProxyOnly()
    {
        using var proxy = new RawServer(RawResponse.Of(407, "", Challenge), RawResponse.Of(200, TokenJson));
        using var connection = Through(
            proxy.Uri, options => options.Http.ProxyCredential = new NetworkCredential("proxyuser", "proxypass"));

        await connection.CreateInstallerTokenAsync(Requests.Molecule);

        Assert.Equal(2, proxy.Requests.Count);
        Assert.Equal(Basic("proxyuser:proxypass"), proxy.Requests[1].Header("Proxy-Authorization"));
        Assert.All(proxy.Requests, request => Assert.Equal("{\"installType\":\"MOLECULE\",\"durationMinutes\":30}", request.Body));
        Assert.Equal(proxy.Requests[0].Header("Authorization"), proxy.Requests[1].Header("Authorization"));
    }

    [Fact]
    public async Task SendAsync_ProxyRejectsCredentials_IsProxyRefused()
    {
        const string Page = "<html><title>Proxy wants a password</title></html>";
        using var proxy = new RawServer(RawResponse.Of(407, Page, Challenge));
        using var connection = Through(proxy.Uri);

        var error = await Assert.ThrowsAsync<TokenApiException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal((407, nameof(Messages.ProxyRefused)), (error.StatusCode, error.ErrorId));
        Assert.Contains("Proxy wants a password", error.Message, StringComparison.Ordinal);
        Assert.True(error.NeverApplied);
    }

    [Fact]
    public async Task SendAsync_TunnelRequiresCredentials_IsProxyRefusedWithoutRetry()
    {
        using var proxy = new RawServer(RawResponse.Of(407, "no", Challenge));
        using var boomi = Through(proxy.Uri, static options => options.BaseUri = "https://boomi.invalid");
        using var zone = OnezoneConnection.Create(
            new OnezoneConnectionOptions
            {
                Uri = "zone.invalid", Token = Requests.Secure("egi:hunter"), Http = new HttpOptions { Proxy = proxy.Uri },
            },
            new FakeClock());
        using var checker = new BootstrapTokenCheckSpec
        {
            Uri = "https://gooddata.invalid", Wait = true, TimeoutSec = 60, Http = new HttpSpec { Proxy = proxy.Uri.AbsoluteUri },
        }.Build();

        // With a body and without one: only with one is known how far the request got.
        foreach (var use in new Func<Task>[] { () => boomi.CreateInstallerTokenAsync(Requests.Molecule), () => zone.GetZoneTimeAsync() })
        {
            var error = await Assert.ThrowsAsync<TokenApiException>(use);
            Assert.Equal((407, nameof(Messages.ProxyRefused)), (error.StatusCode, error.ErrorId));
            Assert.True(error.NeverApplied);
        }

        var result = await checker.CheckAsync(BootstrapTokenFactory.Create("admin", Requests.Secure("a password")));
        Assert.Equal((407, nameof(Messages.ProxyRefused), 1), (result.StatusCode, result.ReasonId, result.Attempts));
        Assert.Equal(
            ["CONNECT boomi.invalid:443", "CONNECT zone.invalid:443", "CONNECT gooddata.invalid:443"],
            proxy.Requests.Select(static request => request.Line.Replace(" HTTP/1.1", string.Empty, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Boomi")]
    [InlineData("Onezone")]
    [InlineData("Onezone's verification")]
    [InlineData("GoodData")]
    public async Task SendAsync_ProxyEchoesItsCredentials_TheyAreRedacted(string service)
    {
        const string Password = "zebra-31337-crossing";
        var header = Convert.ToBase64String(Encoding.UTF8.GetBytes("proxyuser:" + Password));
        var body = "{\"message\":\"no " + Password + " " + header + "\",\"error\":{\"id\":\"x\",\"description\":\"no "
            + Password + " " + header + "\"},\"detail\":\"no " + Password + " " + header + "\"}";
        using var proxy = new RawServer(RawResponse.Of(400, body, "Content-Type: application/json", "X-Request-ID: " + Password));
        void Use(HttpOptions http) => (http.NoProxy, http.Proxy, http.ProxyCredential, http.AllowUnencryptedAuthentication) =
            (false, proxy.Uri, new NetworkCredential("proxyuser", Password), true);
        var token = OnedataVectors.Text(0);

        var shown = string.Empty;
        try
        {
            switch (service)
            {
                case "Boomi":
                    using (var boomi = Through(proxy.Uri, options => Use(options.Http)))
                    {
                        await boomi.CreateInstallerTokenAsync(Requests.Molecule);
                    }

                    break;
                case "GoodData":
                    var http = new HttpSpec
                    {
                        Proxy = proxy.Uri.AbsoluteUri,
                        ProxyCredential = new NetworkCredential("proxyuser", Password),
                        AllowUnencryptedAuthentication = true,
                    };
                    using (var checker = new BootstrapTokenCheckSpec { Uri = "http://gooddata.invalid", Http = http }.Build())
                    {
                        var result = await checker.CheckAsync(BootstrapTokenFactory.Create("admin", Requests.Secure("another password")));
                        shown = result.Reason + "|" + result.Advice;
                    }

                    break;
                default:
                    var zone = new OnezoneConnectionOptions { Uri = "http://zone.invalid", Token = Requests.Secure(token) };
                    Use(zone.Http);
                    using (var onezone = OnezoneConnection.Create(zone))
                    {
                        await (service == "Onezone"
                            ? onezone.GetZoneTimeAsync()
                            : onezone.VerifyAsync(OnedataToken.Decode(token)) as Task);
                    }

                    break;
            }
        }
        catch (TokenApiException error)
        {
            shown = string.Join("|", error, error.RecommendedAction, error.TraceId, error.ServiceError);
        }

        Assert.Contains("********", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("31337", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(header[..20], shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_ProxyEchoesItsCredentialsInSuccess_FieldsAreRedacted()
    {
        const string Password = "zebra-31337-crossing";
        using var proxy = new RawServer(
            RawResponse.Of(200, TokenJson.Replace("3ca45d71-7794-40e2-b94b-182aef8ce5c2", Password, StringComparison.Ordinal)),
            RawResponse.Of(200, "{\"subject\":{\"type\":\"user\",\"id\":\"" + Password + "\"},\"ttl\":60}"),
            RawResponse.Of(200, "{\"userId\":\"" + Password + "\",\"permissions\":[\"" + Password + "\"]}"));
        void Use(HttpOptions http) => (http.NoProxy, http.Proxy, http.ProxyCredential, http.AllowUnencryptedAuthentication) =
            (false, proxy.Uri, new NetworkCredential("proxyuser", Password), true);
        var token = OnedataVectors.Text(0);

        using var boomi = Through(proxy.Uri, options => Use(options.Http));
        var installer = await boomi.CreateInstallerTokenAsync(Requests.Molecule);
        var zone = new OnezoneConnectionOptions { Uri = "http://zone.invalid", Token = Requests.Secure(token) };
        Use(zone.Http);
        using var onezone = OnezoneConnection.Create(zone);
        var verification = await onezone.VerifyAsync(OnedataToken.Decode(token));
        var http = new HttpSpec
        {
            Proxy = proxy.Uri.AbsoluteUri,
            ProxyCredential = new NetworkCredential("proxyuser", Password),
            AllowUnencryptedAuthentication = true,
        };
        using var checker = new BootstrapTokenCheckSpec { Uri = "http://gooddata.invalid", Http = http }.Build();
        var check = await checker.CheckAsync(BootstrapTokenFactory.Create("admin", Requests.Secure("another password")));

        Assert.All(
            new[] { installer.CloudId, verification.Subject!.Id, check.UserId, check.Permissions[0] },
            static shown => Assert.Equal("********", shown));
    }

    [Fact]
    public async Task SendAsync_TunnelRejected_NothingWasSent()
    {
        using var proxy = new RawServer(RawResponse.Of(403, "no"));
        using var connection = Through(
            proxy.Uri, options => (options.BaseUri, options.Http.MaximumRetryCount) = ("https://boomi.invalid", 0));

        var error = await Assert.ThrowsAsync<TokenTransportException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        var request = Assert.Single(proxy.Requests);
        Assert.StartsWith("CONNECT boomi.invalid:443 ", request.Line, StringComparison.Ordinal);
        Assert.Null(request.Header("Authorization"));
        Assert.Equal((TransportFailure.ConnectFailed, nameof(Messages.ProxyTunnelRefused)), (error.Failure, error.ErrorId));
        Assert.Contains("boomi.invalid (HTTP 403)", error.Message, StringComparison.Ordinal);
        Assert.True(error.NeverApplied);
    }

    [Theory]
    [InlineData(403, 1)]
    [InlineData(503, 3)]
    public async Task SendAsync_TunnelRejected_IsRetriedWhereTransient(int status, int attempts)
    {
        using var proxy = new RawServer(RawResponse.Of(status, "no"));
        using var connection = Through(
            proxy.Uri, options => (options.BaseUri, options.Http.MaximumRetryCount) = ("https://boomi.invalid", 2));

        await Assert.ThrowsAsync<TokenTransportException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(attempts, proxy.Requests.Count);
    }

    [Fact]
    public async Task SendAsync_UnknownProxyName_ErrorNamesProxy()
    {
        using var connection = Through(new Uri("http://user:hunter22@proxy.invalid:3128"));

        var error = await Assert.ThrowsAsync<TokenTransportException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal((TransportFailure.NameNotResolved, nameof(Messages.ProxyNameNotResolved)), (error.Failure, error.ErrorId));
        Assert.Contains("proxy.invalid:3128", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_ProxyNotListening_ErrorNamesProxy()
    {
        var proxy = "127.0.0.1:" + RawServer.ClosedPort();
        using var connection = Through(new Uri("http://" + proxy), options => options.Http.MaximumRetryCount = 0);

        var error = await Assert.ThrowsAsync<TokenTransportException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal((TransportFailure.ConnectFailed, nameof(Messages.ProxyConnectFailed)), (error.Failure, error.ErrorId));
        Assert.Contains(proxy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_NoProxy_BypassesProxy()
    {
        using var proxy = new RawServer(RawResponse.Of(500));
        using var server = new RawServer(RawResponse.Of(200, TokenJson));
        using var connection = Requests.Boomi(
            server.Uri, change: options => (options.Http.Proxy, options.Http.NoProxy) = (proxy.Uri, true));

        await connection.CreateInstallerTokenAsync(Requests.Molecule);

        Assert.Single(server.Requests);
        Assert.Equal(0, proxy.Connections);
    }

    [Fact]
    public async Task SendAsync_ProxyCredentialWithoutProxy_IsSentToSystemProxy()
    {
        using var proxy = new RawServer(RawResponse.Of(407, "", Challenge), RawResponse.Of(200, TokenJson));
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new OnlyFor("system-proxy.invalid", proxy.Uri);
        try
        {
            using var connection = Through(proxy.Uri, options =>
            {
                options.BaseUri = "http://system-proxy.invalid";
                options.Http.Proxy = null;
                options.Http.ProxyCredential = new NetworkCredential("proxyuser", "proxypass");
            });

            await connection.CreateInstallerTokenAsync(Requests.Molecule);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        Assert.Equal(Basic("proxyuser:proxypass"), proxy.Requests[1].Header("Proxy-Authorization"));
    }

    private static string Basic(string credential) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credential));

    private static BoomiConnection Through(Uri proxy, Action<BoomiConnectionOptions>? change = null) =>
        Requests.Boomi(new Uri("http://boomi.invalid/"), new FakeClock(), options =>
        {
            options.Http.NoProxy = false;
            options.Http.Proxy = proxy;
            options.Http.AllowUnencryptedAuthentication = true;
            change?.Invoke(options);
        });

    // The system's proxy belongs to the whole process; other tests must not use this one.
    private sealed class OnlyFor(string host, Uri proxy) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => proxy;

        public bool IsBypassed(Uri destination) => destination.Host != host;
    }
}
