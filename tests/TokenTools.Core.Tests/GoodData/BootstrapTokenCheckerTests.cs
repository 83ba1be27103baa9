using System;
using System.Collections.Concurrent;
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
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Sandbox;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

public sealed class BootstrapTokenCheckerTests : IDisposable
{
    private readonly TokenSandbox _sandbox = TokenSandbox.Start(new SandboxOptions());
    private readonly JumpingClock _clock = new();
    private readonly ConcurrentQueue<Notice> _told = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task The_organization_says_whose_the_token_is()
    {
        var check = await CheckAsync(Good());
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
    public async Task A_wrong_password_is_a_refusal_with_the_reason_from_the_challenge()
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
    public async Task A_host_that_no_organization_has_is_told_apart_from_one_that_it_has()
    {
        var unknown = await CheckAsync(Good(), host: "other.example.com");
        Assert.Equal((false, 404, nameof(Messages.NotFound)), (unknown.Accepted, unknown.StatusCode, unknown.ReasonId));
        Assert.Contains("other.example.com", unknown.Advice, StringComparison.Ordinal);
        Assert.True((await CheckAsync(Good(), host: _sandbox.GoodDataHostName)).Accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("user@host")]
    [InlineData("host:port")]
    [InlineData("host:99999")]
    [InlineData("a..b")]
    [InlineData("[...]")]
    [InlineData("a\r\nX: y")]
    public void A_host_header_that_is_none_is_refused(string host) => Assert.Equal(
        nameof(Messages.ProfileHostHeaderInvalid), Assert.Throws<TokenArgumentException>(() => Checker(_sandbox.Uri.AbsoluteUri, host: host)).ErrorId);

    [Theory]
    [InlineData("http://analytics.example.com", nameof(Messages.AddressUnencrypted))]
    [InlineData("https://admin:canary@analytics.example.com", nameof(Messages.AddressHoldsCredentials))]
    [InlineData("https://analytics.example.com/api/v1/profile", nameof(Messages.ProfileUriTooLong))]
    [InlineData("ftp://analytics.example.com", nameof(Messages.AddressInvalid))]
    [InlineData("", nameof(Messages.AddressInvalid))]
    public void An_address_that_can_not_be_used_is_refused(string uri, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => Checker(uri)).ErrorId);

    [Theory]
    [InlineData("""{"organizationId":"x"}""", "application/json", nameof(Messages.AnswerIncomplete))]
    [InlineData("""{"userId":7}""", "application/json", nameof(Messages.AnswerIncomplete))]
    [InlineData("""{"userId":""}""", "application/json", nameof(Messages.AnswerIncomplete))]
    [InlineData("<html><title>Welcome</title></html>", "text/html", nameof(Messages.AnswerUnreadable))]
    [InlineData("{\"userId\":\"adm", "application/json", nameof(Messages.AnswerUnreadable))]
    [InlineData("", "application/json", nameof(Messages.AnswerUnreadable))]
    public async Task Only_a_user_id_is_a_yes(string body, string contentType, string reasonId)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = body, ContentType = contentType });
        var check = await CheckAsync(Good(), wait: 60);
        Assert.Equal((false, reasonId, 1), (check.Accepted, check.ReasonId, check.Attempts));
    }

    [Theory]
    [InlineData("""{"userId":"x","permissions":"MANAGE"}""", false)]
    [InlineData("""{"userId":"x","permissions":["VIEW",7,null]}""", false)]
    [InlineData("""{"userId":"x","permissions":["MANAGE"],"new":{}}""", true)]
    public async Task Odd_permissions_do_no_harm(string body, bool canManage)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = body, ContentType = "application/json" });
        var check = await CheckAsync(Good());
        Assert.Equal((true, canManage), (check.Accepted, check.CanManage));
    }

    [Fact]
    public async Task A_redirect_is_no_yes_and_is_not_followed()
    {
        using var elsewhere = TokenSandbox.Start(new SandboxOptions());
        _sandbox.Faults.Enqueue(new SandboxFault { RedirectTo = elsewhere.Uri + "login" });
        var check = await CheckAsync(Good(), wait: 60);
        Assert.Equal((false, nameof(Messages.Redirected), 1), (check.Accepted, check.ReasonId, check.Attempts));
        Assert.Empty(elsewhere.Requests);
    }

    public static TheoryData<string, SandboxFault> NotYet() => new()
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
    [MemberData(nameof(NotYet))]
    public async Task A_wait_goes_on_through_what_a_starting_organization_gives(string kind, SandboxFault fault)
    {
        fault.Count = 7;
        _sandbox.Faults.Enqueue(fault);
        var check = await CheckAsync(Good(), wait: 300);
        Assert.True(check.Accepted, kind + ": " + check.Reason);
        Assert.Equal(8, check.Attempts);
        // 1, 2, 4, 8, 10, 10, 10 seconds at most, and half of that at least.
        Assert.InRange(check.Elapsed.TotalSeconds, 22.5, 46);
    }

    [Fact]
    public async Task A_wait_goes_on_until_the_organization_is_there()
    {
        _sandbox.OrganizationReady = false;
        _clock.Delayed = count => _sandbox.OrganizationReady = count >= 20;
        var check = await CheckAsync(Good(), wait: 300);
        Assert.True(check.Accepted);
        Assert.InRange(check.Attempts, 3, 20);
    }

    [Fact]
    public async Task A_wait_goes_on_through_refused_connections()
    {
        var port = FreePort();
        TokenSandbox? late = null;
        _clock.Delayed = count =>
        {
            if (count == 6)
            {
                late = TokenSandbox.Start(new SandboxOptions { Port = port });
                late.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = """{"userId":"admin"}""", ContentType = "application/json" });
            }
        };
        using var checker = Checker("http://127.0.0.1:" + port, wait: 300);
        var check = await checker.CheckAsync(Good(), _told.Enqueue);
        Assert.True(check.Accepted, check.Reason);
        Assert.Contains(_told, static notice => notice.Text.Contains("took no connection", StringComparison.Ordinal));
        Assert.Single(late!.Requests);
        late.Dispose();
    }

    [Theory]
    [InlineData(403)]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(418)]
    public async Task A_wait_ends_with_what_no_waiting_changes(int status)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = status, Count = 5 });
        var check = await CheckAsync(Good(), wait: 300);
        Assert.Equal((false, status, 1), (check.Accepted, check.StatusCode, check.Attempts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(300)]
    public async Task A_wait_ends_on_time_with_the_last_reason(int seconds)
    {
        _sandbox.OrganizationReady = false;
        var check = await CheckAsync(Good(), wait: seconds);
        Assert.Equal((false, nameof(Messages.NotFound)), (check.Accepted, check.ReasonId));
        Assert.InRange(check.Elapsed.TotalSeconds, seconds - 0.5, seconds);
    }

    [Fact]
    public async Task Without_a_wait_it_asks_once()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, RetryAfter = "1", Count = 5 });
        var check = await CheckAsync(Good());
        Assert.Equal((false, 503, 1), (check.Accepted, check.StatusCode, check.Attempts));
        Assert.Single(_sandbox.Requests);
    }

    [Fact]
    public async Task What_the_service_asks_for_goes_before_the_own_pause()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 429, RetryAfter = "42" });
        var check = await CheckAsync(Good(), wait: 300);
        Assert.True(check.Accepted);
        Assert.InRange(check.Elapsed.TotalSeconds, 42, 43);

        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 429, RetryAfter = "1000" });
        check = await CheckAsync(Good(), wait: 300);
        Assert.Equal((false, 429), (check.Accepted, check.StatusCode));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Fri, 20 Nov 2026 12:00:00 GMT")]
    public async Task A_service_that_asks_for_no_pause_is_not_asked_without_one(string retryAfter)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, RetryAfter = retryAfter, Count = 100_000 });
        var check = await CheckAsync(Good(), wait: 300);
        Assert.Equal((false, 503), (check.Accepted, check.StatusCode));
        // 1, 2, 4, 8 and then 10 seconds at most, half of that at least.
        Assert.InRange(check.Attempts, 25, 70);
    }

    [Fact]
    public async Task A_first_pause_can_be_longer_than_ten_seconds()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, Count = 2 });
        using var checker = BootstrapTokenChecker.Create(
            new BootstrapTokenCheckOptions
            {
                Uri = _sandbox.Uri.AbsoluteUri, Wait = TimeSpan.FromMinutes(5), Http = new HttpOptions { RetryInterval = TimeSpan.FromSeconds(60) },
            },
            _clock);
        var check = await checker.CheckAsync(Good());
        Assert.InRange(check.Elapsed.TotalSeconds, 60, 120);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_name_without_an_address_is_an_error(bool wait)
    {
        try
        {
            await Dns.GetHostAddressesAsync("organization.invalid");
        }
        catch (SocketException unknown) when (unknown.SocketErrorCode == SocketError.TryAgain)
        {
            // No resolver to say so: then it is unknown whether the name has an address.
            return;
        }
        catch (SocketException)
        {
        }

        using var checker = Checker("https://organization.invalid", wait: wait ? 20 : null);
        var error = await Assert.ThrowsAsync<TokenTransportException>(() => checker.CheckAsync(Good(), _told.Enqueue));
        Assert.Equal(TransportFailure.NameNotResolved, error.Failure);
        Assert.Equal(wait, _told.OfType<ProgressNotice>().Any());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_that_is_not_trusted_is_an_error(bool wait)
    {
        using var server = new SelfSignedServer();
        using (var checker = Checker("https://127.0.0.1:" + server.Port, wait: wait ? 20 : null))
        {
            var error = await Assert.ThrowsAsync<TokenTransportException>(() => checker.CheckAsync(Good()));
            Assert.Equal(TransportFailure.TlsFailed, error.Failure);
            Assert.True(server.Requests.IsEmpty);
        }

        using var careless = Checker("https://127.0.0.1:" + server.Port, http: new HttpOptions { SkipCertificateCheck = true });
        Assert.True((await careless.CheckAsync(Good())).Accepted);
    }

    [Fact]
    public async Task A_stop_ends_a_wait_at_once()
    {
        _sandbox.OrganizationReady = false;
        using var checker = BootstrapTokenChecker.Create(
            new BootstrapTokenCheckOptions { Uri = _sandbox.Uri.AbsoluteUri, Wait = TimeSpan.FromMinutes(5) });
        using var stop = new CancellationTokenSource();
        var running = checker.CheckAsync(Good(), _told.Enqueue, stop.Token);
        while (!_told.OfType<ProgressNotice>().Any() && !running.IsCompleted)
        {
            await Task.Delay(10);
        }

        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Requests.Patience));
    }

    [Fact]
    public async Task A_host_that_says_nothing_does_not_outlast_the_wait()
    {
        // On the machine's own clock: two real seconds.
        _sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5), Count = 100 });
        using var checker = BootstrapTokenChecker.Create(
            new BootstrapTokenCheckOptions { Uri = _sandbox.Uri.AbsoluteUri, Wait = TimeSpan.FromSeconds(2) });
        var check = await checker.CheckAsync(Good()).WaitAsync(Requests.Patience);
        Assert.Equal((false, nameof(Messages.RequestTimedOut)), (check.Accepted, check.ReasonId));
        Assert.InRange(check.Elapsed.TotalSeconds, 1.5, 60);
    }

    [Fact]
    public async Task A_last_look_that_is_cut_short_keeps_the_reason_before_it()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 401 });
        _sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5), Count = 100 });
        using var checker = BootstrapTokenChecker.Create(
            new BootstrapTokenCheckOptions { Uri = _sandbox.Uri.AbsoluteUri, Wait = TimeSpan.FromSeconds(2) });
        var check = await checker.CheckAsync(Good()).WaitAsync(Requests.Patience);
        Assert.Equal((false, 401), (check.Accepted, check.StatusCode));
        Assert.InRange(check.Elapsed.TotalSeconds, 1.5, 60);
    }

    [Fact]
    public async Task Progress_counts_down_and_ends()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, Count = 4 });
        await CheckAsync(Good(), wait: 100);
        var progress = _told.OfType<ProgressNotice>().ToList();
        Assert.True(progress.Count > 4);
        Assert.All(progress, static notice => Assert.InRange(notice.PercentComplete, 0, 100));
        Assert.Equal(progress.OrderByDescending(static notice => notice.Left), progress);
        Assert.Equal(TimeSpan.Zero, progress[^1].Left);
        Assert.All(progress.SkipLast(1), static notice => Assert.True(notice.Left > TimeSpan.Zero));
    }

    [Fact]
    public async Task Progress_ends_with_an_error_too()
    {
        using var server = new SelfSignedServer();
        using var checker = Checker("https://127.0.0.1:" + server.Port, wait: 10);
        await Assert.ThrowsAsync<TokenTransportException>(() => checker.CheckAsync(Good(), _told.Enqueue));
        Assert.Equal(TimeSpan.Zero, _told.OfType<ProgressNotice>().Last().Left);
    }

    [Fact]
    public async Task The_secrets_are_in_nothing_that_is_told()
    {
        // A service that echoes what it was sent, in every place that is shown.
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
                        ? $$"""{"userId":"{{secret}}","organizationName":"{{secret}}","organizationId":"{{secret}}","permissions":["{{secret}}"]}"""
                        : $$"""{"detail":"no {{secret}}"}""",
                };
                if (status == 401)
                {
                    fault.Headers["WWW-Authenticate"] = "Bearer error=\"invalid_token\", error_description=\"bad " + secret + "\"";
                }

                _sandbox.Faults.Enqueue(fault);
                var check = await CheckAsync(token);
                var shown = string.Join("|", check.UserId, check.OrganizationId, check.OrganizationName, string.Join(",", check.Permissions), check.Reason, check.Advice)
                    + string.Join("|", _told.Select(static notice => notice.Text));
                Assert.DoesNotContain("31337", shown, StringComparison.Ordinal);
                Assert.DoesNotContain(text, shown, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_token_with_white_space_in_it_can_not_be_sent()
    {
        using var checker = Checker(_sandbox.Uri.AbsoluteUri);
        var token = BootstrapTokenReader.Read(SecureText.FromString("YWRtaW46Ym9v\ndHN0cmFwOmV4YW1wbGU="));
        Assert.Equal(
            nameof(Messages.BootstrapTokenLineWrapped), (await Assert.ThrowsAsync<TokenArgumentException>(() => checker.CheckAsync(token))).ErrorId);
        Assert.Empty(_sandbox.Requests);
    }

    [Fact]
    public void The_published_default_is_warned_of_where_others_can_reach_it()
    {
        var published = BootstrapTokenFactory.Create("admin", SecureText.FromString("admin123"));
        using var far = Checker("https://analytics.example.com");
        using var near = Checker("http://localhost:3000");
        Assert.Equal([nameof(Messages.BootstrapTokenCommunityDefault)], far.WarningsOf(published).Select(static warning => warning.Id));
        Assert.Empty(near.WarningsOf(published));
        Assert.Empty(far.WarningsOf(Good()));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static BootstrapToken Token(string password) => BootstrapTokenFactory.Create("admin", SecureText.FromString(password), asPlainText: true);

    private BootstrapToken Good() => BootstrapTokenFactory.Create(_sandbox.GoodDataUserName, SecureText.FromString(_sandbox.GoodDataPassword));

    private BootstrapTokenChecker Checker(string uri, int? wait = null, string? host = null, HttpOptions? http = null) => BootstrapTokenChecker.Create(
        new BootstrapTokenCheckOptions
        {
            Uri = uri, HostHeader = host, Wait = wait is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Http = http ?? new HttpOptions(),
        },
        _clock);

    private async Task<BootstrapTokenCheck> CheckAsync(BootstrapToken token, int? wait = null, string? host = null)
    {
        using var checker = Checker(_sandbox.Uri.AbsoluteUri, wait, host);
        return await checker.CheckAsync(token, _told.Enqueue);
    }

    /// <summary>Time that passes only in pauses, and then at once.</summary>
    private sealed class JumpingClock : IClock
    {
        private readonly Random _random = new(1);
        private TimeSpan _now = TimeSpan.FromHours(1);
        private int _count;

        public Action<int>? Delayed { get; set; }

        public DateTimeOffset UtcNow => new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        public TimeSpan Elapsed => _now;

        public Task Delay(TimeSpan time, CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            _now += time;
            Delayed?.Invoke(++_count);
            return Task.CompletedTask;
        }

        public double NextRandom() => _random.NextDouble();
    }

    /// <summary>Answers any request with a profile, over TLS with a certificate that nobody trusts.</summary>
    private sealed class SelfSignedServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;

        public SelfSignedServer()
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            // Windows wants the key in a container of its own.
            _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
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
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.Length + "\r\n\r\n" + body));
                        }
                    }
                    catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
                    {
                        // The client turned away, as it should.
                    }
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Disposed of.
            }
        }
    }
}
