using System;
using System.Collections.Generic;
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

    // In .NET 8 and later.
    private static readonly PropertyInfo? RequestErrorProperty = typeof(HttpRequestException).GetProperty("HttpRequestError");

    // The errors of HttpClient before a request is sent.
    private static readonly string[] ConnectErrors =
        ["NameResolutionError", "ConnectionError", "SecureConnectionError", "ProxyTunnelError", "UserAuthenticationError"];

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
            : sendingStarted is false || IsConnectError(socket, error) ? TransportFailure.ConnectFailed
            : timedOut ? TransportFailure.TimedOut
            : TransportFailure.ConnectionLost;
    }

    /// <summary>The status with which a proxy rejected the tunnel to the service; null if it did not.</summary>
    public static int? TunnelStatus(Exception error) =>
        error is HttpRequestException && StatusCodeProperty?.GetValue(error) is HttpStatusCode status ? (int)status : null;

    /// <summary>What a failure's exceptions say, without their texts.</summary>
    public static TransportCause Describe(Exception error)
    {
        var types = new List<string>();
        string? requestError = null;
        SocketError? socketError = null;
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            types.Add(inner.GetType().Name);
            requestError ??= RequestError(inner);
            socketError ??= (inner as SocketException)?.SocketErrorCode;
        }

        return new TransportCause(string.Join(", ", types), requestError, socketError);
    }

    // Where the runtime says what failed, a route that was lost after the request was sent is not an error of the connection attempt,
    // and an attempt that the system gave up on is one.
    private static bool IsConnectError(SocketError? socket, Exception error) =>
        socket is SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TryAgain
            ? RequestErrorProperty is null || IsConnectError(RequestError(error))
            : socket is SocketError.TimedOut && IsConnectError(RequestError(error));

    private static bool IsConnectError(string? name) => name is not null && Array.IndexOf(ConnectErrors, name) >= 0;

    private static string? RequestError(Exception error) =>
        error is HttpRequestException ? RequestErrorProperty?.GetValue(error)?.ToString() : null;
}
