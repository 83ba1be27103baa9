using TokenTools.Http;

namespace TokenTools;

/// <summary>Decides whether further inputs can be processed after an error.</summary>
internal static class ErrorPolicy
{
    /// <summary>What to do about an error, in a sentence; null if the message says all.</summary>
    public static string? RecommendedAction(TokenException error) => error is TokenApiException { StatusCode: 407 }
        ? new MessageText(nameof(Messages.ProxyAdviceCredentials)).Render(error.Vocabulary)
        : error.RecommendedAction;

    /// <summary>
    /// True for an error that would occur for every further input: no connection, credentials that the service or the proxy rejects
    /// (further attempts could lock the account), an unknown host, one that refuses connections from the start, an untrusted certificate, or
    /// a service that requests a delay that is longer than the maximum.
    /// </summary>
    public static bool IsFatal(TokenException error) => error switch
    {
        TokenArgumentException { ErrorId: nameof(Messages.NoConnection) or nameof(Messages.ConnectionClosed) } => true,
        TokenApiException api => api.StatusCode is 401 or 407
            || (api.StatusCode is 429 or 503 && api.RetryAfter > RetryDelay.LongestRetryAfter),
        TokenTransportException transport => transport.IsNotRunning
            || transport.Failure is TransportFailure.NameNotResolved or TransportFailure.TlsFailed,
        _ => false,
    };
}
