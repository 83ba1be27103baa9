using System;
using System.Net.Sockets;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>Maps error responses and missing responses to Core's exceptions. All text from a service is redacted.</summary>
/// <param name="protocol">The service.</param>
/// <param name="baseAddress">The service's address.</param>
/// <param name="timeout">The time limit of a request, for messages.</param>
/// <param name="effectiveProxy">The proxy between this machine and the service; null for none.</param>
internal sealed class ErrorMapper(ServiceProtocol protocol, Uri baseAddress, TimeSpan timeout, Func<Uri?> effectiveProxy)
{
    // The maximum length of a service's text in a message.
    private const int LongestMessage = 300;

    private const int LongestTraceId = 100;

    /// <summary>The error for a request on a closed connection.</summary>
    public TokenArgumentException ConnectionClosed() => new("Connection", nameof(Messages.ConnectionClosed), protocol.Name);

    /// <summary>Maps an error response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="mayBeApplied">Whether the service may have applied an earlier attempt of the same request.</param>
    public TokenApiException ToApiException(ServiceRequest request, ServiceResponse response, bool mayBeApplied)
    {
        var neverApplied = IsNeverApplied(request, mayBeApplied || !StatusCode.IsNeverApplied(response.StatusCode));
        var redactor = request.Redactor;
        var error = ServiceErrorCleaner.Clean(ReadError(response), redactor);
        var message = redactor.RedactToLine(error?.Message, LongestMessage);
        var isRedirect = response.StatusCode is >= 300 and < 400;
        var arguments = new object?[]
        {
            protocol.Name,
            response.StatusCode,
            message.Length > 0 ? message : new MessageText(nameof(Messages.NoReason)),
            isRedirect ? RedirectTarget(request, response, redactor) : null,
            !neverApplied ? (isRedirect ? string.Empty : FullStop(message)) + DescribePossibleEffect(request)
                : !isRedirect && response.RetryAfter is { } delay && delay > TimeSpan.Zero
                    ? FullStop(message) + MessageText.Format(nameof(Messages.RetryAfterAsked), delay.TotalSeconds)
                : string.Empty,
        };
        return new TokenApiException(ErrorId(response.StatusCode), arguments, response.StatusCode, neverApplied)
        {
            ServiceError = error,
            TraceId = TraceId(request, response),
            RetryAfter = response.RetryAfter,
            Advice = protocol.Advise(response.StatusCode, error),
        };
    }

    /// <summary>Maps a successful response that cannot be used.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response. Its body is not shown, because it may contain a token.</param>
    /// <param name="messageName">The name of the message. Its arguments are the service's name and <paramref name="arguments"/>.</param>
    /// <param name="arguments">Further arguments. A sentence about possible effects of the request is added at the end.</param>
    public TokenApiException InvalidResponse(ServiceRequest request, ServiceResponse response, string messageName, object?[] arguments) =>
        new(messageName, [protocol.Name, .. arguments, DescribePossibleEffect(request)], response.StatusCode, IsNeverApplied(request, true))
        {
            TraceId = TraceId(request, response),
        };

    /// <summary>Maps a request without a response because the connection was closed during the request.</summary>
    public TokenTransportException ToClosedException(ServiceRequest request, SendResult.Failed? failure) => new(
        nameof(Messages.ConnectionClosedDuringRequest),
        [protocol.Name, DescribePossibleEffect(request)],
        TransportFailure.ConnectionLost,
        IsNeverApplied(request, true),
        failure is null ? null : TransportFailureClassifier.Describe(failure.Error));

    /// <summary>Maps a request without a response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="failed">What happened.</param>
    /// <param name="mayBeApplied">Whether the service may have applied an earlier attempt of the same request.</param>
    /// <param name="wasReached">Whether the client has reached the service before.</param>
    public TokenException ToTransportException(ServiceRequest request, SendResult.Failed failed, bool mayBeApplied, bool wasReached)
    {
        var tunnelStatus = TransportFailureClassifier.TunnelStatus(failed.Error);
        if (tunnelStatus == 407)
        {
            var leftover = IsNeverApplied(request, mayBeApplied) ? string.Empty : FullStop(string.Empty) + DescribePossibleEffect(request);
            return new TokenApiException(
                nameof(Messages.ProxyRefused),
                [protocol.Name, tunnelStatus, new MessageText(nameof(Messages.NoReason)), null, leftover],
                407,
                IsNeverApplied(request, mayBeApplied));
        }

        var failure = tunnelStatus is null
            ? TransportFailureClassifier.Classify(failed.Error, failed.SendingStarted, failed.TimedOut)
            : TransportFailure.ConnectFailed;
        // With a proxy, only the proxy's name is resolved, and connections are made only to the proxy.
        var proxy = failure is TransportFailure.ConnectFailed or TransportFailure.NameNotResolved ? effectiveProxy() : null;
        var neverApplied = IsNeverApplied(
            request, mayBeApplied || failure is TransportFailure.TimedOut or TransportFailure.ConnectionLost);
        var cause = TransportFailureClassifier.Describe(failed.Error);
        var name = cause.SocketErrorCode is SocketError.TryAgain && failure is TransportFailure.ConnectFailed
            ? proxy is not null ? nameof(Messages.ProxyNameServerUnavailable) : nameof(Messages.NameServerUnavailable)
            : MessageName(failure, tunnelStatus is not null, proxy is not null, failed.TimedOut);
        object?[] Arguments(string effect) =>
            [protocol.Name, Display(baseAddress), timeout.TotalSeconds, effect, proxy is null ? null : Display(proxy), tunnelStatus];
        return new TokenTransportException(
            name, Arguments(neverApplied ? string.Empty : DescribePossibleEffect(request)), failure, neverApplied, cause)
        {
            Reason = MessageText.OfCleaned(name, Arguments(string.Empty)),
            IsNotRunning = !wasReached && failure is TransportFailure.ConnectFailed && cause.SocketErrorCode is SocketError.ConnectionRefused,
            ProxyStatus = tunnelStatus,
        };
    }

    // A request that leaves nothing behind has no effect, whatever happened to it.
    private static bool IsNeverApplied(ServiceRequest request, bool mayBeApplied) => request.PossibleEffect is null || !mayBeApplied;

    private static string MessageName(TransportFailure failure, bool tunnelRejected, bool throughProxy, bool timedOut) => failure switch
    {
        TransportFailure.TlsFailed => nameof(Messages.TlsFailed),
        TransportFailure.NameNotResolved => throughProxy ? nameof(Messages.ProxyNameNotResolved) : nameof(Messages.NameNotResolved),
        TransportFailure.ConnectFailed when tunnelRejected => nameof(Messages.ProxyTunnelRefused),
        TransportFailure.ConnectFailed when throughProxy =>
            timedOut ? nameof(Messages.ProxyConnectTimedOut) : nameof(Messages.ProxyConnectFailed),
        TransportFailure.ConnectFailed => timedOut ? nameof(Messages.ConnectTimedOut) : nameof(Messages.ConnectFailed),
        TransportFailure.TimedOut => nameof(Messages.RequestTimedOut),
        TransportFailure.ConnectionLost => nameof(Messages.ConnectionLost),
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    private static string ErrorId(int status) => status switch
    {
        >= 300 and < 400 => nameof(Messages.Redirected),
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

    // Without user and password, and without the default port.
    private static string Display(Uri address) => address.Authority;

    private static string? TraceId(ServiceRequest request, ServiceResponse response) =>
        request.Redactor.RedactToLine(response.TraceId, LongestTraceId) is { Length: > 0 } id ? id : null;

    // A service's sentence may lack its full stop.
    private static string FullStop(string sentence) =>
        sentence.EndsWith(".", StringComparison.Ordinal) || sentence.EndsWith("!", StringComparison.Ordinal) ? string.Empty : ".";

    private static string DescribePossibleEffect(ServiceRequest request) => request.PossibleEffect is { } describe ? " " + describe() : string.Empty;

    // Also for an empty body: the challenge may be the whole description (RFC 6750 §3).
    private ServiceError? ReadError(ServiceResponse response) => protocol.ReadError(response) ?? ResponseBody.Read(response);

    // Without the query, which may repeat what was sent.
    private string RedirectTarget(ServiceRequest request, ServiceResponse response, Redactor redactor) =>
        response.Location is not null && Uri.TryCreate(new Uri(baseAddress, request.Path), response.Location, out var target)
            ? redactor.RedactToLine(
                target.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), LongestMessage)
            : MessageText.Format(nameof(Messages.RedirectNowhere));
}
