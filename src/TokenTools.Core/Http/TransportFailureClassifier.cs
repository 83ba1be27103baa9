using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Authentication;

namespace TokenTools.Http;

/// <summary>Determines why a request has no response, from HttpClient's exceptions, which differ between runtimes.</summary>
internal static class TransportFailureClassifier
{
    // In .NET 5 and later. No status becomes an exception in this project, so an exception with a status is about a proxy's tunnel.
    private static readonly PropertyInfo? StatusCodeProperty = typeof(HttpRequestException).GetProperty("StatusCode");

    /// <summary>Classifies a failure.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="sendingStarted">
    /// Whether sending the body started; null for a request without a body, for which only the exception indicates the progress.
    /// </param>
    /// <param name="timedOut">Whether the time limit was exceeded.</param>
    public static TransportFailure Classify(Exception error, bool? sendingStarted, bool timedOut)
    {
        // Regardless of the exception: a route can be lost, or a host can stop responding, after the request arrived.
        if (sendingStarted is true)
        {
            return timedOut ? TransportFailure.TimedOut : TransportFailure.ConnectionLost;
        }

        SocketError? socket = null;
        var tls = false;
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            tls |= inner is AuthenticationException
                or WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure };
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
            : sendingStarted is false || IsConnectError(socket) ? TransportFailure.ConnectFailed
            : timedOut ? TransportFailure.TimedOut
            : TransportFailure.ConnectionLost;
    }

    /// <summary>The status with which a proxy rejected the tunnel to the service; null if it did not.</summary>
    public static int? TunnelStatus(Exception error) =>
        error is HttpRequestException && StatusCodeProperty?.GetValue(error) is HttpStatusCode status ? (int)status : null;

    private static bool IsConnectError(SocketError? error) =>
        error is SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TryAgain;
}
