using System;

namespace TokenTools;

/// <summary>No complete response arrived from the service.</summary>
public sealed class TokenTransportException : TokenException
{
    internal TokenTransportException(string errorId, object?[] arguments, TransportFailure failure, bool outcomeUnknown, Exception? inner)
        : base(new MessageText(errorId, arguments), inner)
    {
        Failure = failure;
        OutcomeUnknown = outcomeUnknown;
    }

    /// <summary>The reason why no response arrived.</summary>
    public TransportFailure Failure { get; }

    /// <inheritdoc/>
    public override bool OutcomeUnknown { get; }

    /// <summary>The HTTP status with which a proxy rejected the tunnel to the service; null if it did not.</summary>
    internal int? ProxyStatus { get; init; }
}

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
