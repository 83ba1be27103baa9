using System;
using System.ComponentModel;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Http;

/// <summary>Sends single requests over a pooled HttpClient: no retry, no interpretation of the response.</summary>
internal sealed class HttpTransport : IDisposable
{
    private static readonly string UserAgent = "TokenTools/"
        + (typeof(HttpTransport).Assembly.GetName().Version?.ToString(3) ?? "0");

    private readonly HttpClient _http;
    private readonly Uri _baseAddress;
    private readonly TimeSpan _timeout;
    private readonly IClock _clock;
    private readonly IWebProxy? _proxy;

    /// <param name="baseAddress">The service's address, with a trailing slash.</param>
    /// <param name="options">The time limit, the proxy and the certificate check.</param>
    /// <param name="proxyCredentials">The credentials for the proxy; null for none.</param>
    /// <param name="clock">The clock with which a Retry-After date is compared.</param>
    public HttpTransport(Uri baseAddress, HttpOptions options, ProxyCredentials? proxyCredentials, IClock clock)
    {
        _baseAddress = baseAddress;
        _timeout = options.Timeout;
        _clock = clock;
        ConfigureFramework(baseAddress);
        var handler = CreateHandler(options, proxyCredentials);
        _proxy = handler.UseProxy ? handler.Proxy ?? WebRequest.DefaultWebProxy : null;
#pragma warning disable RS0030 // The one HttpClient, behind ServiceClient.
        _http = new HttpClient(handler, disposeHandler: true)
#pragma warning restore RS0030
        {
            // The time limit of SendAsync also covers the body, and differs from a cancellation by the caller.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The proxy between this machine and the service; null for none.</summary>
    public Uri? EffectiveProxy => _proxy is null || _proxy.IsBypassed(_baseAddress) ? null
        : _proxy.GetProxy(_baseAddress) is { } proxy && proxy != _baseAddress ? proxy
        : null;

    /// <summary>Sends a request once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="onSending">Called when sending the body starts.</param>
    /// <param name="cancellationToken">Aborts the request.</param>
    public async Task<SendResult> SendAsync(ServiceRequest request, Action onSending, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        using var message = CreateMessage(request);
        TrackedContent? content = null;
        var handedOver = false;
        try
        {
            request.Authenticate?.Invoke(message);
            content = request.Body is null ? null : new TrackedContent(Encoding.UTF8.GetBytes(request.Body), request.MediaType, onSending);
            message.Content = content;
            handedOver = true;
            var sentAt = _clock.UtcNow;
            using var response = await _http
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .ConfigureAwait(false);
            var read = await ResponseReader.ReadAsync(response, _clock.UtcNow, limit.Token, cancellationToken).ConfigureAwait(false);
            return new SendResult.Received(read with { Sent = sentAt });
        }
#pragma warning disable CA1031 // Exceptions of .NET quote what they could not parse, so none of them leaves this class.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var sent = content?.SendingStarted ?? handedOver;
            if (!IsExpected(error))
            {
                var neverApplied = request.PossibleEffect is null || !sent;
                throw new UnexpectedException(error, neverApplied ? null : request.PossibleEffect!(), neverApplied);
            }

            return cancellationToken.IsCancellationRequested
                ? new SendResult.Canceled(sent)
                : new SendResult.Failed(
                    error, content?.SendingStarted, sent, TimedOut: error is OperationCanceledException || limit.IsCancellationRequested);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Win32Exception is the one of a proxy's integrated authentication.
    private static bool IsExpected(Exception error) => error is OperationCanceledException or ObjectDisposedException
        or HttpRequestException or IOException or WebException or SocketException or Win32Exception;

    private static HttpClientHandler CreateHandler(HttpOptions options, ProxyCredentials? ownCredentials)
    {
        var handler = new HttpClientHandler
        {
            // Credentials must not follow a redirect, and a POST would become a GET.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        };
        // Not WebProxy.UseDefaultCredentials: setting it, even to false, removes the credentials.
        var proxyCredentials = options.ProxyUseDefaultCredentials ? CredentialCache.DefaultCredentials : ownCredentials;
        if (options.NoProxy)
        {
            handler.UseProxy = false;
        }
        else if (options.Proxy is not null)
        {
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
        else if (options.CertificateAuthority is { } authority)
        {
            handler.ServerCertificateCustomValidationCallback =
                (_, certificate, chain, errors) => authority.Accepts(certificate, chain, errors);
        }

        return handler;
    }

    // Windows PowerShell 5.1 may start without TLS 1.2 and with two connections per host. These settings apply to the whole process, so
    // values are only added or increased. 0 means the system's default, which includes TLS 1.2.
    private static void ConfigureFramework(Uri address)
    {
        if (!RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            return;
        }

#pragma warning disable SYSLIB0014, CA5364 // HttpClient is built on it in .NET Framework only.
        if (ServicePointManager.SecurityProtocol != 0)
        {
            ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
        }

        var point = ServicePointManager.FindServicePoint(address);
        point.ConnectionLimit = Math.Max(point.ConnectionLimit, 64);
#pragma warning restore SYSLIB0014, CA5364
    }

    private HttpRequestMessage CreateMessage(ServiceRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_baseAddress, request.Path));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        message.Headers.ExpectContinue = false;
        foreach (var header in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return message;
    }
}
