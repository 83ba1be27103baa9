using System;
using System.Threading;

namespace TokenTools.Http;

/// <summary>A request was canceled while it was being sent or its response was awaited.</summary>
internal sealed class RequestCanceledException : OperationCanceledException
{
    /// <param name="requestSent">Whether any part of the request may have been sent.</param>
    /// <param name="cancellationToken">The token that canceled it.</param>
    public RequestCanceledException(bool requestSent, CancellationToken cancellationToken)
        : base(cancellationToken) => RequestSent = requestSent;

    /// <summary>True where any part of the request may have been sent, so that the service may have acted on it.</summary>
    public bool RequestSent { get; }
}
