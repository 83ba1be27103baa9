using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Sandbox;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

[Trait("Wine", "Wine accepts a connection that is closed already without an address, at which .NET ends the process")]
[TakesLong]
public sealed class BootstrapTokenCheckerTests : IDisposable
{
    private readonly TokenSandbox _sandbox = TokenSandbox.Start(new SandboxOptions());
    private readonly DelayClock _clock = new();
    private readonly ConcurrentQueue<Notice> _notices = new();

    private DelegateProgress<Notice> Progress => new(_notices.Enqueue);

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task CheckAsync_AcceptedToken_ReturnsUserAndOrganization()
    {
        var check = await CheckAsync(ValidToken());
        Assert.True(check.Accepted);
        Assert.Equal(_sandbox.GoodDataUserName, check.UserId);
        Assert.Equal(_sandbox.GoodDataOrganizationId, check.OrganizationId);
        Assert.Equal(_sandbox.GoodDataOrganizationName, check.OrganizationName);
        Assert.Contains("MANAGE", check.Permissions);
        Assert.True(check.CanManage);
        Assert.Equal(200, check.StatusCode);
        Assert.Null(check.Reason);

        var request = Assert.Single(_sandbox.Requests);
        Assert.Equal("GET", request.Method);
        Assert.Equal("/api/v1/profile", request.Path);
        Assert.Equal("XMLHttpRequest", request.Headers["X-Requested-With"]);
    }

    [Fact]
    public async Task CheckAsync_WrongPassword_ReturnsTheReasonFromTheChallenge()
    {
        var check = await CheckAsync(Token("wrong-password-1"));
        Assert.False(check.Accepted);
        Assert.Equal(401, check.StatusCode);
        Assert.Equal(nameof(Messages.Unauthorized), check.ReasonId);
        Assert.Contains("Unable to lookup user details for provided Bearer token", check.Reason, StringComparison.Ordinal);
        Assert.NotNull(check.Advice);
        Assert.Single(_sandbox.Requests);
    }

    [Fact]
    public async Task CheckAsync_HostHeader_SelectsTheOrganization()
    {
        var unknown = await CheckAsync(ValidToken(), host: "other.example.com");
        Assert.Equal((false, 404, nameof(Messages.NotFound)), (unknown.Accepted, unknown.StatusCode, unknown.ReasonId));
        Assert.Contains("other.example.com", unknown.Advice, StringComparison.Ordinal);
        Assert.True((await CheckAsync(ValidToken(), host: _sandbox.GoodDataHostName)).Accepted);
    }

    [Theory]
    [InlineData("""{"organizationId":"x"}""", "application/json", nameof(Messages.ResponseIncomplete))]
    [InlineData("""{"userId":7}""", "application/json", nameof(Messages.ResponseIncomplete))]
    [InlineData("""{"userId":""}""", "application/json", nameof(Messages.ResponseIncomplete))]
    [InlineData("<html><title>Welcome</title></html>", "text/html", nameof(Messages.ResponseUnreadable))]
    [InlineData("{\"userId\":\"adm", "application/json", nameof(Messages.ResponseUnreadable))]
    [InlineData("", "application/json", nameof(Messages.ResponseUnreadable))]
    public async Task CheckAsync_ResponseWithoutUserId_IsNotAccepted(string body, string contentType, string reasonId)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = body, ContentType = contentType });
        var check = await CheckAsync(ValidToken(), wait: 60);
        Assert.Equal((false, reasonId, 1), (check.Accepted, check.ReasonId, check.Attempts));
    }

    [Theory]
    [InlineData("""{"userId":"x","permissions":"MANAGE"}""", false)]
    [InlineData("""{"userId":"x","permissions":["VIEW",7,null]}""", false)]
    [InlineData("""{"userId":"x","permissions":["MANAGE"],"new":{}}""", true)]
    public async Task CheckAsync_UnexpectedPermissions_AreIgnored(string body, bool canManage)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = body, ContentType = "application/json" });
        var check = await CheckAsync(ValidToken());
        Assert.Equal((true, canManage), (check.Accepted, check.CanManage));
    }

    [Fact]
    public async Task CheckAsync_Redirect_IsNotAcceptedAndNotFollowed()
    {
        using var elsewhere = TokenSandbox.Start(new SandboxOptions());
        _sandbox.Faults.Enqueue(new SandboxFault { RedirectTo = elsewhere.Uri + "login" });
        var check = await CheckAsync(ValidToken(), wait: 60);
        Assert.Equal((false, nameof(Messages.Redirected), 1), (check.Accepted, check.ReasonId, check.Attempts));
        Assert.Empty(elsewhere.Requests);
    }

    public static TheoryData<string, SandboxFault> TransientFailures() => new()
    {
        { "401", new SandboxFault { StatusCode = 401 } },
        { "404", new SandboxFault { StatusCode = 404, Body = "default backend - 404" } },
        { "429", new SandboxFault { StatusCode = 429 } },
        { "500", new SandboxFault { StatusCode = 500 } },
        { "502", new SandboxFault { StatusCode = 502, Body = "<html><title>Bad Gateway</title></html>", ContentType = "text/html" } },
        { "503", new SandboxFault { StatusCode = 503 } },
        { "504", new SandboxFault { StatusCode = 504 } },
        { "reset", new SandboxFault { Reset = SandboxReset.BeforeHandling } },
        { "cut", new SandboxFault { Truncate = true } },
    };

    [Theory]
    [MemberData(nameof(TransientFailures))]
    public async Task CheckAsync_WaitAndTransientFailure_Retries(string kind, SandboxFault fault)
    {
        fault.Count = 7;
        _sandbox.Faults.Enqueue(fault);
        var check = await CheckAsync(ValidToken(), wait: 300);
        Assert.True(check.Accepted, kind + ": " + check.Reason);
        Assert.Equal(8, check.Attempts);
        // At most 1, 2, 4, 8, 10, 10 and 10 seconds, and at least half of that.
        Assert.InRange(check.Elapsed.TotalSeconds, 22.5, 46);
    }

    [Fact]
    public async Task CheckAsync_WaitAndOrganizationBecomesReady_IsAccepted()
    {
        _sandbox.OrganizationReady = false;
        _clock.Delayed = count => _sandbox.OrganizationReady = count >= 20;
        var check = await CheckAsync(ValidToken(), wait: 300);
        Assert.True(check.Accepted);
        Assert.InRange(check.Attempts, 3, 20);
    }

    [Fact]
    public async Task CheckAsync_WaitAndConnectionRefused_Retries()
    {
        var port = FreePort();
        TokenSandbox? late = null;
        _clock.Delayed = count =>
        {
            if (count == 6)
            {
                late = TokenSandbox.Start(new SandboxOptions { Port = port });
                late.Faults.Enqueue(new SandboxFault
                {
                    StatusCode = 200, Body = """{"userId":"admin"}""", ContentType = "application/json",
                });
            }
        };
        using var checker = Checker("http://127.0.0.1:" + port, wait: 300);
        var check = await checker.CheckAsync(ValidToken(), Progress);
        Assert.True(check.Accepted, check.Reason);
        Assert.InRange(check.Attempts, 2, 7);
        Assert.Single(late!.Requests);
        late.Dispose();
    }

    [Theory]
    [InlineData(403)]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(418)]
    public async Task CheckAsync_WaitAndPermanentFailure_DoesNotRetry(int status)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = status, Count = 5 });
        var check = await CheckAsync(ValidToken(), wait: 300);
        Assert.Equal((false, status, 1), (check.Accepted, check.StatusCode, check.Attempts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(300)]
    public async Task CheckAsync_WaitAndNeverReady_EndsOnTimeWithTheLastReason(int seconds)
    {
        _sandbox.OrganizationReady = false;
        var check = await CheckAsync(ValidToken(), wait: seconds);
        Assert.Equal((false, nameof(Messages.NotFound)), (check.Accepted, check.ReasonId));
        Assert.InRange(check.Elapsed.TotalSeconds, seconds - 0.5, seconds);
    }

    [Fact]
    public async Task CheckAsync_NoWait_SendsOneRequest()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, RetryAfter = "1", Count = 5 });
        var check = await CheckAsync(ValidToken());
        Assert.Equal((false, 503, 1), (check.Accepted, check.StatusCode, check.Attempts));
        Assert.Single(_sandbox.Requests);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task CheckAsync_TransientFailure_AdvisesToWaitUnlessItDid(int status)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = status, Count = 100 });
        Assert.Contains("Wait", (await CheckAsync(ValidToken())).Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Wait", (await CheckAsync(ValidToken(), wait: 10)).Advice ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_RetryAfter_ReplacesTheDelay()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 429, RetryAfter = "42" });
        var check = await CheckAsync(ValidToken(), wait: 300);
        Assert.True(check.Accepted);
        Assert.InRange(check.Elapsed.TotalSeconds, 42, 43);

        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 429, RetryAfter = "1000" });
        check = await CheckAsync(ValidToken(), wait: 300);
        Assert.Equal((false, 429), (check.Accepted, check.StatusCode));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Fri, 20 Nov 2026 12:00:00 GMT")]
    public async Task CheckAsync_RetryAfterZeroOrPast_IsIgnored(string retryAfter)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, RetryAfter = retryAfter, Count = 100_000 });
        var check = await CheckAsync(ValidToken(), wait: 300);
        Assert.Equal((false, 503), (check.Accepted, check.StatusCode));
        // At most 1, 2, 4, 8 and then 10 seconds, and at least half of that.
        Assert.InRange(check.Attempts, 25, 70);
    }

    [Fact]
    public async Task CheckAsync_RetryIntervalAbove10Seconds_IsUsed()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, Count = 2 });
        var spec = new BootstrapTokenCheckSpec { Uri = _sandbox.Uri.AbsoluteUri, Wait = true, RetryIntervalSec = 60 };
        using var checker = spec.Build(_clock);
        var check = await checker.CheckAsync(ValidToken());
        Assert.InRange(check.Elapsed.TotalSeconds, 60, 120);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CheckAsync_UnknownHostName_IsAnError(bool wait)
    {
        try
        {
            await Dns.GetHostAddressesAsync("organization.invalid");
        }
        catch (SocketException unknown) when (unknown.SocketErrorCode == SocketError.TryAgain)
        {
            // Without a resolver, it is unknown whether the name has an address.
            return;
        }
        catch (SocketException)
        {
        }

        using var checker = Checker("https://organization.invalid", wait: wait ? 20 : null);
        var error = await Assert.ThrowsAsync<TokenTransportException>(() => checker.CheckAsync(ValidToken(), Progress));
        Assert.Equal(TransportFailure.NameNotResolved, error.Failure);
        Assert.Equal(wait, _notices.OfType<ProgressNotice>().Any());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CheckAsync_UntrustedCertificate_IsAnError(bool wait)
    {
        using var server = new SelfSignedServer();
        using (var checker = Checker("https://127.0.0.1:" + server.Port, wait: wait ? 20 : null))
        {
            var error = await Assert.ThrowsAsync<TokenTransportException>(() => checker.CheckAsync(ValidToken()));
            Assert.Equal(TransportFailure.TlsFailed, error.Failure);
            Assert.True(server.Requests.IsEmpty);
        }

        using var trusting = Checker("https://127.0.0.1:" + server.Port, http: new HttpSpec { SkipCertificateCheck = true });
        Assert.True((await trusting.CheckAsync(ValidToken())).Accepted);
    }

    [Fact]
    public async Task CheckAsync_CanceledWhileWaiting_EndsImmediately()
    {
        _sandbox.OrganizationReady = false;
        using var checker = new BootstrapTokenCheckSpec { Uri = _sandbox.Uri.AbsoluteUri, Wait = true }.Build();
        using var cancellationToken = new CancellationTokenSource();
        var running = checker.CheckAsync(ValidToken(), Progress, cancellationToken.Token);
        while (!_notices.OfType<ProgressNotice>().Any() && !running.IsCompleted)
        {
            await Task.Delay(10);
        }

        cancellationToken.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Requests.LongTimeout));
    }

    [Fact]
    public async Task CheckAsync_WaitAndSilentHost_EndsOnTime()
    {
        // On the system's clock: two real seconds.
        _sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5), Count = 100 });
        using var checker = new BootstrapTokenCheckSpec { Uri = _sandbox.Uri.AbsoluteUri, Wait = true, TimeoutSec = 2 }.Build();
        var watch = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<TokenTransportException>(() => checker.CheckAsync(ValidToken()).WaitAsync(Requests.LongTimeout));
        Assert.Equal(nameof(Messages.RequestTimedOut), error.ErrorId);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.5, 60);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CheckAsync_ConnectionRefused_IsAnErrorThatAdvisesToWaitUnlessItDid(bool wait)
    {
        using var checker = Checker("http://127.0.0.1:" + RawServer.ClosedPort(), wait: wait ? 20 : null);
        var error = await Assert.ThrowsAsync<TokenTransportException>(() => checker.CheckAsync(ValidToken(), Progress));
        Assert.Equal(TransportFailure.ConnectFailed, error.Failure);
        Assert.Equal(!wait, error.RecommendedAction?.Contains("Wait", StringComparison.Ordinal) ?? false);
        Assert.Equal(wait, _notices.OfType<ProgressNotice>().Any());
    }

    [Fact]
    public async Task CheckAsync_LastAttemptIsCutShort_ReturnsTheReasonBeforeIt()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 401 });
        _sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5), Count = 100 });
        using var checker = new BootstrapTokenCheckSpec { Uri = _sandbox.Uri.AbsoluteUri, Wait = true, TimeoutSec = 2 }.Build();
        var check = await checker.CheckAsync(ValidToken()).WaitAsync(Requests.LongTimeout);
        Assert.Equal((false, 401), (check.Accepted, check.StatusCode));
        Assert.InRange(check.Elapsed.TotalSeconds, 1.5, 60);
    }

    [Fact]
    public async Task CheckAsync_Wait_ProgressCountsDownAndEnds()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, Count = 4 });
        await CheckAsync(ValidToken(), wait: 100);
        var progress = _notices.OfType<ProgressNotice>().ToList();
        Assert.True(progress.Count > 4);
        Assert.All(progress, static notice => Assert.InRange(notice.PercentComplete, 0, 100));
        Assert.Equal(progress.OrderByDescending(static notice => notice.Left), progress);
        Assert.Equal(TimeSpan.Zero, progress[^1].Left);
        Assert.All(progress.SkipLast(1), static notice => Assert.True(notice.Left > TimeSpan.Zero));
    }

    [Fact]
    public async Task CheckAsync_WaitEndsWithError_ProgressEnds()
    {
        using var server = new SelfSignedServer();
        using var checker = Checker("https://127.0.0.1:" + server.Port, wait: 10);
        await Assert.ThrowsAsync<TokenTransportException>(() => checker.CheckAsync(ValidToken(), Progress));
        Assert.Equal(TimeSpan.Zero, _notices.OfType<ProgressNotice>().Last().Left);
    }

    [Fact]
    public async Task CheckAsync_ServiceRepeatsTheSecrets_NothingShowsThem()
    {
        // A service that repeats the request in every field that is displayed.
        var token = Token("canary-31337-password");
        var text = (string)token.Token;
        foreach (var secret in new[] { text, "canary-31337-password", "Bearer " + text })
        {
            foreach (var status in new[] { 400, 401, 404, 500, 200 })
            {
                var fault = new SandboxFault
                {
                    StatusCode = status,
                    ContentType = "application/json",
                    Body = status == 200
                        ? $$"""
                            {
                              "userId":"{{secret}}","organizationName":"{{secret}}","organizationId":"{{secret}}",
                              "permissions":["{{secret}}"]
                            }
                            """
                        : $$"""{"detail":"no {{secret}}"}""",
                };
                if (status == 401)
                {
                    fault.Headers["WWW-Authenticate"] = "Bearer error=\"invalid_token\", error_description=\"bad " + secret + "\"";
                }

                _sandbox.Faults.Enqueue(fault);
                var check = await CheckAsync(token);
                var shown = string.Join(
                    "|",
                    [
                        check.UserId, check.OrganizationId, check.OrganizationName, .. check.Permissions, check.Reason, check.Advice,
                        .. _notices.Select(static notice => notice.Text),
                    ]);
                Assert.DoesNotContain("31337", shown, StringComparison.Ordinal);
                Assert.DoesNotContain(text, shown, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task CheckAsync_TokenWithWhiteSpace_IsNotSent()
    {
        using var checker = Checker(_sandbox.Uri.AbsoluteUri);
        var token = BootstrapTokenReader.Read(SecureText.FromString("YWRtaW46Ym9v\ndHN0cmFwOmV4YW1wbGU="));
        var error = await Assert.ThrowsAsync<TokenArgumentException>(() => checker.CheckAsync(token));
        Assert.Equal(nameof(Messages.BootstrapTokenLineWrapped), error.ErrorId);
        Assert.Empty(_sandbox.Requests);
    }

    [Fact]
    public void GetWarnings_CommunityDefault_WarnsUnlessTheAddressIsLoopback()
    {
        var published = BootstrapTokenFactory.Create("admin", SecureText.FromString("admin123"));
        using var remote = Checker("https://analytics.example.com");
        using var local = Checker("http://localhost:3000");
        Assert.Equal([nameof(Messages.BootstrapTokenCommunityDefault)], remote.GetWarnings(published).Select(static warning => warning.Id));
        Assert.Empty (local.GetWarnings(published));
        Assert.Empty(remote.GetWarnings(ValidToken()));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static BootstrapToken Token(string password) =>
        BootstrapTokenFactory.Create("admin", SecureText.FromString(password), asPlainText: true);

    private BootstrapToken ValidToken() =>
        BootstrapTokenFactory.Create(_sandbox.GoodDataUserName, SecureText.FromString(_sandbox.GoodDataPassword));

    private BootstrapTokenChecker Checker(string uri, int? wait = null, string? host = null, HttpSpec? http = null) =>
        new BootstrapTokenCheckSpec
        {
            Uri = uri,
            HostHeader = host,
            Wait = wait is not null,
            TimeoutSec = wait,
            Http = http ?? new HttpSpec(),
        }.Build(_clock);

    private async Task<BootstrapTokenCheck> CheckAsync(BootstrapToken token, int? wait = null, string? host = null)
    {
        using var checker = Checker(_sandbox.Uri.AbsoluteUri, wait, host);
        return await checker.CheckAsync(token, Progress);
    }

    /// <summary>Responds to every request with a profile, over TLS with an untrusted certificate.</summary>
    private sealed class SelfSignedServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;

        public SelfSignedServer()
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var selfSigned = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            // Windows requires the key in its own container.
            _certificate = X509CertificateLoader.LoadPkcs12(selfSigned.Export(X509ContentType.Pkcs12), null);
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public ConcurrentQueue<string> Requests { get; } = new();

        public void Dispose()
        {
            _listener.Dispose();
            _certificate.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    try
                    {
                        using var tls = new SslStream(client.GetStream());
                        await tls.AuthenticateAsServerAsync(_certificate);
                        var buffer = new byte[4096];
                        var read = await tls.ReadAsync(buffer);
                        if (read > 0)
                        {
                            Requests.Enqueue(Encoding.ASCII.GetString(buffer, 0, read));
                            const string body = """{"userId":"admin"}""";
                            await tls.WriteAsync(Encoding.ASCII.GetBytes(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                + body.Length + "\r\n\r\n" + body));
                        }
                    }
                    catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
                    {
                        // The client ended the connection, as expected.
                    }
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Disposed.
            }
        }
    }
}
