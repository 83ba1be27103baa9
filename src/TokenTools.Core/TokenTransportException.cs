using System;

namespace TokenTools;

/// <summary>No whole answer came from the service.</summary>
public sealed class TokenTransportException : TokenException
{
    internal TokenTransportException(string errorId, object?[] arguments, TransportFailure failure, bool outcomeUnknown, Exception? inner)
        : base(new MessageText(errorId, arguments), inner)
    {
        Failure = failure;
        OutcomeUnknown = outcomeUnknown;
    }

    /// <summary>What went wrong on the way.</summary>
    public TransportFailure Failure { get; }

    /// <inheritdoc/>
    public override bool OutcomeUnknown { get; }

    /// <summary>The HTTP status with which a proxy refused the way to the service; null where none did.</summary>
    internal int? ProxyStatus { get; init; }
}

/// <summary>How a request failed to get an answer.</summary>
public enum TransportFailure
{
    /// <summary>The host's name has no address.</summary>
    NameNotResolved,

    /// <summary>No connection was established: nothing was sent.</summary>
    ConnectFailed,

    /// <summary>TLS could not be agreed on or the certificate isn't trusted: nothing was sent.</summary>
    TlsFailed,

    /// <summary>The request went out; no answer came in time.</summary>
    TimedOut,

    /// <summary>The request went out; the connection broke before the whole answer was there.</summary>
    ConnectionLost,
}
