using TokenTools.Http;

namespace TokenTools;

/// <summary>What an error means for the inputs that follow.</summary>
internal static class ErrorPolicy
{
    /// <summary>
    /// True for an error that every further input would get as well: no connection, credentials that the service or the proxy
    /// rejects (further attempts could lock the account), an unknown host, an untrusted certificate, or a service that asks for a
    /// longer delay than is waited for.
    /// </summary>
    public static bool IsFatal(TokenException error) => error switch
    {
        TokenArgumentException { ErrorId: nameof(Messages.NoConnection) or nameof(Messages.ConnectionClosed) } => true,
        TokenApiException api => api.StatusCode is 401 or 407
            || (api.StatusCode is 429 or 503 && api.RetryAfter > RetryDelay.LongestRetryAfter),
        TokenTransportException transport => transport.Failure is TransportFailure.NameNotResolved or TransportFailure.TlsFailed,
        _ => false,
    };
}
