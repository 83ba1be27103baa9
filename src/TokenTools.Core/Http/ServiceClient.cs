using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Http;

/// <summary>A client of one service: sends requests, rate-limited and retried, and maps errors. Thread-safe.</summary>
internal sealed class ServiceClient : IDisposable
{
    private readonly HttpTransport _transport;
    private readonly ErrorMapper _errors;
    private readonly RequestPipeline _pipeline;
    private readonly ProxyCredentials? _proxyCredentials;

    /// <param name="protocol">The service.</param>
    /// <param name="baseAddress">The result of <see cref="ServiceAddress.Parse"/>.</param>
    /// <param name="options">The HTTP options.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    public ServiceClient(ServiceProtocol protocol, Uri baseAddress, HttpOptions options, IClock? clock = null)
    {
        BaseAddress = baseAddress;
        Remarks = options.Remarks;
        Clock = clock ?? SystemClock.Instance;
        _proxyCredentials = options.ProxyCredential is { } credential ? new ProxyCredentials(credential) : null;
        _transport = new HttpTransport(baseAddress, options, _proxyCredentials, Clock);
        _errors = new ErrorMapper(protocol, baseAddress, options.Timeout, () => _transport.EffectiveProxy);
        ServerClock = new ServerClock(Clock);
        _pipeline = new RequestPipeline(protocol, baseAddress, _transport, _errors, options, Clock, ServerClock);
    }

    /// <summary>The service's address, with a trailing slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>What was changed in the HTTP settings without harm; empty for nothing.</summary>
    public IReadOnlyList<MessageText> Remarks { get; }

    /// <summary>The clock of this client.</summary>
    public IClock Clock { get; }

    /// <summary>The service's clock, as far as its responses show it.</summary>
    public ServerClock ServerClock { get; }

    /// <summary>Sends a request, retries it where its policy allows, and returns the successful response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">
    /// Cancels delays and retries, and the request itself unless <paramref name="abortToken"/> is specified.
    /// </param>
    /// <param name="abortToken">Aborts the request itself.</param>
    /// <exception cref="TokenApiException">The service returned an error or a redirect.</exception>
    /// <exception cref="TokenTransportException">No complete response arrived.</exception>
    /// <exception cref="TokenArgumentException">The connection is closed.</exception>
    /// <exception cref="RequestCanceledException">The caller canceled the request or the delay before it.</exception>
    public Task<ServiceResponse> SendAsync(
        ServiceRequest request, IProgress<Notice>? progress, CancellationToken cancellationToken, CancellationToken? abortToken = null) =>
        _pipeline.SendAsync(WithClientSecrets(request), progress, cancellationToken, abortToken ?? cancellationToken);

    /// <summary>Waits before another attempt of an operation, as before another attempt of a request, and reports it.</summary>
    /// <param name="policy">Determines whether the operation is retried after this failure.</param>
    /// <param name="failure">The failure of the last attempt.</param>
    /// <param name="retry">0 for the first retry.</param>
    /// <param name="progress">Receives notices.</param>
    /// <param name="cancellationToken">Cancels the delay.</param>
    /// <returns>Whether there is another attempt; false without a delay.</returns>
    /// <exception cref="OperationCanceledException">The caller canceled it.</exception>
    public Task<bool> WaitForRetryAsync(
        RetryPolicy policy, TokenException failure, int retry, IProgress<Notice>? progress, CancellationToken cancellationToken) =>
        _pipeline.WaitForRetryAsync(policy, failure, retry, progress, cancellationToken);

    /// <summary>The error for a successful response that cannot be used.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response. Its body is not shown, because it may contain a token.</param>
    /// <param name="messageName">The name of the message. Its arguments are the service's name and <paramref name="arguments"/>.</param>
    /// <param name="arguments">Further arguments. A sentence about possible effects of the request is added at the end.</param>
    public TokenApiException InvalidResponse(
        ServiceRequest request, ServiceResponse response, string messageName, params object?[] arguments) =>
        _errors.InvalidResponse(WithClientSecrets(request), response, messageName, arguments);

    /// <inheritdoc/>
    public void Dispose()
    {
        _pipeline.Close();
        _transport.Dispose();
        _proxyCredentials?.Dispose();
    }

    // The proxy's credentials, which are not part of a request, but which a proxy may repeat.
    private ServiceRequest WithClientSecrets(ServiceRequest request) =>
        _proxyCredentials is null ? request : request with { Redactor = request.Redactor.With(_proxyCredentials.Redactor) };
}
