using System;

namespace TokenTools;

/// <summary>No complete response arrived from the service.</summary>
public sealed class TokenTransportException : TokenException
{
    internal TokenTransportException(string errorId, object?[] arguments, TransportFailure failure, bool outcomeUnknown, Exception? inner)
        : base(MessageText.OfCleaned(errorId, arguments), inner)
    {
        Failure = failure;
        OutcomeUnknown = outcomeUnknown;
    }

    /// <summary>Why no response arrived.</summary>
    public TransportFailure Failure { get; }

    /// <inheritdoc/>
    public override bool OutcomeUnknown { get; }

    /// <summary>The HTTP status with which a proxy rejected the tunnel to the service; null where it did not.</summary>
    internal int? ProxyStatus { get; init; }
}

/// <summary>Why a request got no response.</summary>
public enum TransportFailure
{
    /// <summary>The host name has no address.</summary>
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
