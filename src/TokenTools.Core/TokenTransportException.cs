using System.Net.Sockets;

namespace TokenTools;

/// <summary>No complete response arrived from the service.</summary>
public sealed class TokenTransportException : TokenException
{
    internal TokenTransportException(string errorId, object?[] arguments, TransportFailure failure, bool neverApplied, TransportCause? cause)
        : base(MessageText.OfCleaned(errorId, arguments))
    {
        Failure = failure;
        NeverApplied = neverApplied;
        Cause = cause;
    }

    /// <summary>The reason why no response arrived.</summary>
    public TransportFailure Failure { get; }

    /// <inheritdoc/>
    public override bool NeverApplied { get; }

    /// <summary>What .NET reported; null where it reported nothing.</summary>
    public TransportCause? Cause { get; }

    /// <summary>The message without what the request may have done, for a notice; null for the whole message.</summary>
    internal MessageText? Reason { get; init; }

    /// <summary>The HTTP status with which a proxy rejected the tunnel to the service; null if it did not.</summary>
    internal int? ProxyStatus { get; init; }

    /// <summary>
    /// True if the host refused the connection, and no earlier request reached the service: the address is wrong or the service is not
    /// running, rather than restarting.
    /// </summary>
    internal bool IsNotRunning { get; init; }
}

/// <summary>What .NET reported about a request without a response.</summary>
/// <remarks>
/// In place of its exceptions, whose texts quote what could not be parsed: a response without a valid header may contain a token, which
/// would be in the text in any encoding.
/// </remarks>
/// <param name="ExceptionType">The types of the exception and of those that it contains, such as <c>HttpRequestException, IOException</c>.</param>
/// <param name="HttpRequestError">The name of the <c>HttpRequestError</c>; null for none, and in .NET Framework.</param>
/// <param name="SocketErrorCode">The error of the socket; null for none.</param>
public sealed record TransportCause(string ExceptionType, string? HttpRequestError, SocketError? SocketErrorCode);

/// <summary>The reasons why a request has no response.</summary>
public enum TransportFailure
{
    /// <summary>The host name cannot be resolved.</summary>
    NameNotResolved,

    /// <summary>No connection was established; nothing was sent.</summary>
    ConnectFailed,

    /// <summary>The TLS handshake failed or the certificate is not trusted; nothing was sent.</summary>
    TlsFailed,

    /// <summary>The request was sent; no response arrived in time.</summary>
    TimedOut,

    /// <summary>The request was sent; the connection was lost before the complete response arrived.</summary>
    ConnectionLost,
}
