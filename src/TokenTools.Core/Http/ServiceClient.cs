using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>One connection's way to its service: a pooled HttpClient, its rate, its retries, its errors. Safe for any number of threads.</summary>
internal sealed class ServiceClient : IDisposable
{
    // The largest answer there is holds one token of 1 MiB (ctool:src/auth/tokens.erl, max_token_size).
    private const int LongestBody = 2 * 1024 * 1024;

    // What is shown of a service's text.
    private const int LongestMessage = 300;

    private const int LongestTraceId = 100;

    // Of .NET 5 and later. No status is ever turned into an exception here, so an exception with one is about a proxy's tunnel.
    private static readonly PropertyInfo? TunnelStatusProperty = typeof(HttpRequestException).GetProperty("StatusCode");

    private static readonly string UserAgent = "TokenTools/"
        + (typeof(ServiceClient).Assembly.GetName().Version?.ToString(3) ?? "0");

    private readonly HttpClient _http;
    private readonly IClock _clock;
    private readonly TimeSpan _timeout;
    private readonly int _maximumRetryCount;
    private readonly TimeSpan _retryInterval;
    private readonly RateLimiter? _rate;
    private readonly string _serviceName;
    private readonly SecureString[] _secrets;
    private readonly IWebProxy? _proxy;
    private volatile bool _disposed;

    /// <param name="serviceName">The service as messages call it, such as Boomi.</param>
    /// <param name="baseAddress">From <see cref="ServiceAddress.Parse"/>.</param>
    /// <param name="options">How to talk to it.</param>
    /// <param name="clock">The clock to go by; null for the machine's.</param>
    /// <exception cref="TokenArgumentException">One of the options can't be right.</exception>
    public ServiceClient(string serviceName, Uri baseAddress, HttpOptions options, IClock? clock = null)
    {
        options.Check();
        _serviceName = serviceName;
        _clock = clock ?? SystemClock.Instance;
        _timeout = options.Timeout;
        _maximumRetryCount = options.MaximumRetryCount;
        _retryInterval = options.RetryInterval;
        _rate = options.RequestsPerSecond is { } perSecond ? new RateLimiter(perSecond, _clock) : null;
        _secrets = [.. options.Secrets];
        BaseAddress = baseAddress;
        PrepareFramework(baseAddress);
        var handler = Handler(options);
        _proxy = handler.UseProxy ? handler.Proxy ?? WebRequest.DefaultWebProxy : null;
        _http = new HttpClient(handler, disposeHandler: true)
        {
            // Ours below also covers the body, and is told apart from a stop.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The service's address, with a trailing slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The clock that this connection goes by.</summary>
    public IClock Clock => _clock;

    /// <summary>Sends a request, repeats it where its policy allows, and gives the answer of a success.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="progress">Told of what happens on the way; called from any thread.</param>
    /// <param name="cancellationToken">Ends waits, and with them retries; also what is under way, unless <paramref name="abortToken"/> is given.</param>
    /// <param name="abortToken">Gives up what is under way.</param>
    /// <exception cref="TokenApiException">The service said no, or led elsewhere.</exception>
    /// <exception cref="TokenTransportException">No whole answer came.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    public async Task<ServiceResponse> SendAsync(
        ServiceRequest request, IProgress<Notice>? progress, CancellationToken cancellationToken, CancellationToken? abortToken = null)
    {
        request = WithClientSecrets(request);
        for (var retry = 0; ; retry++)
        {
            if (_disposed)
            {
                throw new TokenArgumentException("Connection", nameof(Messages.ConnectionClosed), _serviceName);
            }

            var turn = _rate is null ? TimeSpan.Zero : await _rate.WaitAsync(cancellationToken).ConfigureAwait(false);

            // An id in the path may be a token that was given by mistake.
            progress?.Report(new Notice(NoticeLevel.Debug, MessageText.Format(
                nameof(Messages.NoticeSending), request.Method, Redactor.ByShape.Redact(new Uri(BaseAddress, request.Path).ToString()), retry + 1)));

            TokenException failure;
            bool repeatable;
            TimeSpan? asked = null;
            try
            {
                var response = await SendOnceAsync(request, () => _rate?.MarkSent(turn), abortToken ?? cancellationToken).ConfigureAwait(false);
                if (request.Succeeded(response.StatusCode))
                {
                    return response;
                }

                asked = response.RetryAfter;
                repeatable = request.Retry.Allows(response.StatusCode);
                failure = ToApiException(request, response);
            }
            catch (TokenTransportException lost)
            {
                // A proxy that doesn't allow the way won't a second later; one that found none might.
                repeatable = request.Retry.Allows(lost.Failure) && lost.ProxyStatus is not (>= 400 and < 500);
                failure = lost;
            }

            var last = !repeatable || retry >= _maximumRetryCount || asked > RetryDelay.LongestRetryAfter;
            // At once is believed once: a service that says so again and again, or names a time that is over by this machine's
            // clock, would have all retries within a moment. Whoever comes after a last refusal begins with the first wait.
            var wait = asked is { } time && (time > TimeSpan.Zero || retry == 0)
                ? time
                : RetryDelay.Backoff(last ? 0 : retry, _retryInterval, _clock.NextRandom());
            if (failure is TokenApiException { StatusCode: 429 or 503 } && !(asked > RetryDelay.LongestRetryAfter))
            {
                // The limit is the account's, not this request's: everybody on the connection holds back.
                _rate?.PauseFor(wait);
            }

            if (last)
            {
                throw failure;
            }

            var cause = failure is TokenApiException refused
                ? string.Format(CultureInfo.InvariantCulture, "HTTP {0}", refused.StatusCode)
                : failure.Message.TrimEnd('.');
            progress?.Report(new Notice(
                wait > TimeSpan.FromSeconds(5) ? NoticeLevel.Warning : NoticeLevel.Verbose,
                MessageText.Format(nameof(Messages.NoticeRetry), _serviceName, cause, wait.TotalSeconds, retry + 1, _maximumRetryCount)));
            await _clock.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>An answer of success that can't be used.</summary>
    /// <param name="response">The answer. Nothing of its body is shown: it may hold a token.</param>
    /// <param name="problem">The name of the message that says what is wrong; it gets the service's name and then <paramref name="arguments"/>.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="arguments">What else the message needs; the last place is for what the request may have left behind.</param>
    public TokenApiException InvalidResponse(ServiceRequest request, ServiceResponse response, string problem, params object?[] arguments)
    {
        request = WithClientSecrets(request);
        var all = new object?[arguments.Length + 2];
        all[0] = _serviceName;
        arguments.CopyTo(all, 1);
        all[all.Length - 1] = LeftBehind(request);
        return new TokenApiException(problem, all, response.StatusCode)
        {
            TraceId = request.Redactor.RedactToLine(response.TraceId, LongestTraceId) is { Length: > 0 } trace ? trace : null,
            MayHaveActed = request.MayHaveLeft is not null,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _http.Dispose();
    }

    private static HttpClientHandler Handler(HttpOptions options)
    {
        var handler = new HttpClientHandler
        {
            // A redirect is an error here: credentials must not follow it, and a POST would become a GET.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        };
        // Not through WebProxy.UseDefaultCredentials: setting that, even to false, drops the credentials.
        var proxyCredentials = options.ProxyCredential ?? (options.ProxyUseDefaultCredentials ? CredentialCache.DefaultCredentials : null);
        if (options.NoProxy)
        {
            handler.UseProxy = false;
        }
        else if (options.Proxy is not null)
        {
            // proxy.corp:8080 is a scheme called proxy.corp to Uri.
            if (!options.Proxy.IsAbsoluteUri || options.Proxy.Host.Length == 0
                || (options.Proxy.Scheme != Uri.UriSchemeHttp && options.Proxy.Scheme != Uri.UriSchemeHttps))
            {
                throw new TokenArgumentException("Proxy", nameof(Messages.ProxyInvalid));
            }

            handler.Proxy = new WebProxy(options.Proxy) { Credentials = proxyCredentials };
        }
        else if (proxyCredentials is not null)
        {
            handler.DefaultProxyCredentials = proxyCredentials;
        }

        if (options.SkipCertificateCheck)
        {
            handler.ServerCertificateCustomValidationCallback = static (_, _, _, _) => true;
        }

        return handler;
    }

    // Windows PowerShell 5.1 may start without TLS 1.2 and with two connections a host. Added to, never replaced: these
    // settings are the whole process's. 0 stands for the system's own choice, which is already right.
    private static void PrepareFramework(Uri address)
    {
        if (!RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            return;
        }

#pragma warning disable SYSLIB0014, CA5364 // Only where HttpClient is built on it.
        if (ServicePointManager.SecurityProtocol != 0)
        {
            ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
        }

        var point = ServicePointManager.FindServicePoint(address);
        point.ConnectionLimit = Math.Max(point.ConnectionLimit, 64);
#pragma warning restore SYSLIB0014, CA5364
    }

    private async Task<ServiceResponse> SendOnceAsync(ServiceRequest request, Action leaving, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        using var message = new HttpRequestMessage(request.Method, new Uri(BaseAddress, request.Path));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        message.Headers.ExpectContinue = false;
        foreach (var header in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        TrackedJsonContent? content = null;
        var handedOver = false;
        try
        {
            request.Authenticate?.Invoke(message);
            content = request.Json is null ? null : new TrackedJsonContent(Encoding.UTF8.GetBytes(request.Json), leaving);
            message.Content = content;
            handedOver = true;
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return await ReadAsync(response, limit.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException or WebException or ObjectDisposedException)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                throw new RequestCanceledException(content?.Begun ?? handedOver, cancellationToken);
            }

            if (_disposed)
            {
                // In the middle of a request, somebody else has closed the connection: as ambiguous as any other loss.
                throw content?.Begun ?? handedOver
                    ? new TokenTransportException(
                        nameof(Messages.ConnectionClosedMeanwhile),
                        [_serviceName, LeftBehind(request)],
                        TransportFailure.ConnectionLost,
                        request.MayHaveLeft is not null,
                        Safe(error, request.Redactor))
                    : new TokenArgumentException("Connection", nameof(Messages.ConnectionClosed), _serviceName);
            }

            throw ToTransportException(request, error, content?.Begun, timedOut: error is OperationCanceledException || limit.IsCancellationRequested);
        }
    }

    private async Task<ServiceResponse> ReadAsync(HttpResponseMessage response, CancellationToken limit, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var body = string.Empty;
        var cut = false;
        try
        {
            // .NET Framework's streams don't heed a cancellation while they read; losing the response ends them.
            using (limit.Register(static state => ((HttpResponseMessage)state!).Dispose(), response))
            using (var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false))
            {
                (body, cut) = await ReadTextAsync(stream, response.Content.Headers.ContentType?.CharSet, limit).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (status is < 200 or >= 300 && !cancellationToken.IsCancellationRequested
            && error is IOException or HttpRequestException or WebException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
        {
            // The status says enough: a refusal or redirect whose text broke off is still one.
        }
        catch (InvalidDataException error)
        {
            // gzip that isn't.
            throw new IOException(error.Message, error);
        }

        return new ServiceResponse(status, (response.Content.Headers.ContentType?.MediaType ?? string.Empty).ToLowerInvariant(), body)
        {
            Cut = cut,
            RetryAfter = RetryDelay.FromHeader(response.Headers, _clock.UtcNow),
            Location = response.Headers.Location,
            TraceId = First(response, "X-GDC-TRACE-ID") ?? First(response, "X-Request-ID"),
            Challenge = First(response, "WWW-Authenticate"),
        };
    }

    private static string? First(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? string.Join(", ", values) : null;

    private static async Task<(string Text, bool Cut)> ReadTextAsync(Stream stream, string? charSet, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > LongestBody)
            {
                return (string.Empty, true);
            }
        }

        var encoding = Encoding.UTF8;
        try
        {
            encoding = charSet is null ? encoding : Encoding.GetEncoding(charSet.Trim('"'));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            // An encoding that nobody knows, or that isn't safe (utf-7); JSON is UTF-8 anyway (RFC 8259 §8.1).
        }

        bytes.Position = 0;
        using var reader = new StreamReader(bytes, encoding, detectEncodingFromByteOrderMarks: true);
        return (reader.ReadToEnd(), false);
    }

    /// <summary>How a request failed.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="begun">Whether its body had begun to leave; null for none, which leaves only the error to tell how far it came.</param>
    /// <param name="timedOut">Whether its time was up.</param>
    internal static TransportFailure Classify(Exception error, bool? begun, bool timedOut)
    {
        // Whatever the network says of it: a route can be lost, or a host fall silent, after the request arrived.
        if (begun is true)
        {
            return timedOut ? TransportFailure.TimedOut : TransportFailure.ConnectionLost;
        }

        SocketError? socket = null;
        var tls = false;
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            tls |= inner is AuthenticationException || inner is WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure };
            socket ??= inner switch
            {
                SocketException found => found.SocketErrorCode,
                WebException { Status: WebExceptionStatus.NameResolutionFailure } => SocketError.HostNotFound,
                WebException { Status: WebExceptionStatus.ConnectFailure } => SocketError.ConnectionRefused,
                _ => null,
            };
        }

        return tls ? TransportFailure.TlsFailed
            : socket is SocketError.HostNotFound or SocketError.NoData ? TransportFailure.NameNotResolved
            : begun is false || socket is SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TryAgain
                ? TransportFailure.ConnectFailed
            : timedOut ? TransportFailure.TimedOut
            : TransportFailure.ConnectionLost;
    }

    // What came in place of an answer may hold a token, and .NET quotes it.
    private static Exception Safe(Exception error, Redactor redactor)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (redactor.Redact(inner.Message) != inner.Message)
            {
                return new IOException(redactor.RedactToLine(error.Message, LongestMessage));
            }
        }

        return error;
    }

    private TokenException ToTransportException(ServiceRequest request, Exception error, bool? begun, bool timedOut)
    {
        var host = Shown(BaseAddress);
        var refused = TunnelStatus(error);
        if (refused == 407)
        {
            return new TokenApiException(
                nameof(Messages.ProxyRefused), [_serviceName, refused, MessageText.Format(nameof(Messages.NoReason))], refused.Value, Safe(error, request.Redactor));
        }

        var failure = refused is null ? Classify(error, begun, timedOut) : TransportFailure.ConnectFailed;
        // With a proxy, it alone is connected to and looked up.
        var proxy = failure is TransportFailure.ConnectFailed or TransportFailure.NameNotResolved ? ProxyOnTheWay() : null;
        var name = failure switch
        {
            TransportFailure.TlsFailed => nameof(Messages.TlsFailed),
            TransportFailure.NameNotResolved => proxy is null ? nameof(Messages.NameNotResolved) : nameof(Messages.ProxyNameNotResolved),
            TransportFailure.ConnectFailed when refused is not null => nameof(Messages.ProxyTunnelRefused),
            TransportFailure.ConnectFailed when proxy is not null => timedOut ? nameof(Messages.ProxyConnectTimedOut) : nameof(Messages.ProxyConnectFailed),
            TransportFailure.ConnectFailed => timedOut ? nameof(Messages.ConnectTimedOut) : nameof(Messages.ConnectFailed),
            TransportFailure.TimedOut => nameof(Messages.RequestTimedOut),
            TransportFailure.ConnectionLost => nameof(Messages.ConnectionLost),
            _ => throw new InvalidOperationException(),
        };
        var outcomeUnknown = request.MayHaveLeft is not null
            && failure is TransportFailure.TimedOut or TransportFailure.ConnectionLost;
        return new TokenTransportException(
            name,
            [_serviceName, host, _timeout.TotalSeconds, outcomeUnknown ? LeftBehind(request) : string.Empty, proxy is null ? null : Shown(proxy), refused],
            failure,
            outcomeUnknown,
            Safe(error, request.Redactor))
        {
            ProxyStatus = refused,
        };
    }

    // An authority has no user and password in it.
    private static string Shown(Uri address) => address.IsDefaultPort ? address.Host : address.Authority;

    private static int? TunnelStatus(Exception error) =>
        error is HttpRequestException && TunnelStatusProperty?.GetValue(error) is HttpStatusCode status ? (int)status : null;

    private Uri? ProxyOnTheWay() =>
        _proxy is null || _proxy.IsBypassed(BaseAddress) || _proxy.GetProxy(BaseAddress) is not { } proxy || proxy == BaseAddress ? null : proxy;

    // The way to the service has secrets of its own, the proxy's, which no request knows of and a proxy may repeat.
    private ServiceRequest WithClientSecrets(ServiceRequest request) => request with { Redactor = request.Redactor.With(_secrets) };

    // A service's sentence need not end as one.
    private static string Stop(string sentence) => sentence.EndsWith(".", StringComparison.Ordinal) || sentence.EndsWith("!", StringComparison.Ordinal) ? string.Empty : ".";

    private static string LeftBehind(ServiceRequest request) =>
        request.MayHaveLeft is { } left ? " " + left() : string.Empty;

    private TokenApiException ToApiException(ServiceRequest request, ServiceResponse response)
    {
        var redactor = request.Redactor;
        var said = Redacted(Read(request, response), redactor);
        var message = redactor.RedactToLine(said?.Message, LongestMessage);
        var redirect = response.StatusCode is >= 300 and < 400;
        var arguments = new object?[]
        {
            _serviceName,
            response.StatusCode,
            message.Length > 0 ? message : MessageText.Format(nameof(Messages.NoReason)),
            redirect ? Target(request, response, redactor) : null,
            IsOutcomeUnknown(response.StatusCode) ? Stop(message) + LeftBehind(request)
                : response.RetryAfter is { } wait && wait > TimeSpan.Zero ? Stop(message) + MessageText.Format(nameof(Messages.RetryAfterAsked), wait.TotalSeconds)
                : string.Empty,
        };
        return new TokenApiException(redirect ? nameof(Messages.Redirected) : ErrorId(response.StatusCode), arguments, response.StatusCode)
        {
            ServiceError = said,
            TraceId = redactor.RedactToLine(response.TraceId, LongestTraceId) is { Length: > 0 } trace ? trace : null,
            RetryAfter = response.RetryAfter,
            MayHaveActed = request.MayHaveLeft is not null && IsOutcomeUnknown(response.StatusCode),
            Advice = request.Advise(response.StatusCode, said),
        };
    }

    // A gateway's word that it didn't hear back in time says nothing of what the service did, nor does a service's that it failed
    // on the way; that it can't or won't do such a thing at all does (RFC 9110 §15.6).
    private static bool IsOutcomeUnknown(int status) => status == 408 || status is >= 500 and not (501 or 503 or 505);

    private static string ErrorId(int status) => status switch
    {
        400 => nameof(Messages.BadRequest),
        401 => nameof(Messages.Unauthorized),
        403 => nameof(Messages.Forbidden),
        404 => nameof(Messages.NotFound),
        407 => nameof(Messages.ProxyRefused),
        409 => nameof(Messages.Conflict),
        410 => nameof(Messages.Gone),
        429 or 503 => nameof(Messages.ServiceBusy),
        502 or 504 => nameof(Messages.GatewayFailed),
        >= 500 => nameof(Messages.ServiceFailed),
        _ => nameof(Messages.UnexpectedStatus),
    };

    private static ServiceError? Read(ServiceRequest request, ServiceResponse response) =>
        // Also of an empty body: a challenge may say all there is (RFC 6750 §3).
        request.ReadError(response) ?? ResponseBody.Read(response);

    private static ServiceError? Redacted(ServiceError? error, Redactor redactor) => error is null
        ? null
        : new ServiceError(
            error.Id is null ? null : redactor.RedactToLine(error.Id, 100),
            error.Message is null ? null : redactor.RedactToLine(error.Message, LongestMessage * 4),
            ResponseBody.Redact(error.Details, redactor),
            Redacted(error.Inner, redactor));

    // A redirect's query may carry what was sent.
    private string Target(ServiceRequest request, ServiceResponse response, Redactor redactor)
    {
        if (response.Location is null || !Uri.TryCreate(new Uri(BaseAddress, request.Path), response.Location, out var target))
        {
            return MessageText.Format(nameof(Messages.RedirectNowhere));
        }

        return redactor.RedactToLine(target.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), LongestMessage);
    }
}
