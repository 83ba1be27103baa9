using System;
using System.Threading;

namespace TokenTools.Http;

/// <summary>The caller canceled a request. Indicates whether the service may have processed it.</summary>
/// <param name="requestSent">The value of <see cref="RequestSent"/>.</param>
/// <param name="possibleEffect">The value of <see cref="PossibleEffect"/>.</param>
/// <param name="cancellationToken">The token that canceled it. Callers must not depend on its identity.</param>
internal sealed class RequestCanceledException(bool requestSent, string? possibleEffect, CancellationToken cancellationToken)
    : OperationCanceledException(cancellationToken)
{
    /// <summary>
    /// True if the service may have received a request but no response arrived, so that the outcome is unknown; false if nothing was
    /// sent, or every request that was sent was rejected.
    /// </summary>
    public bool RequestSent { get; } = requestSent;

    /// <summary>The sentence about what the request may have created or changed, which a front end shows as a warning; null for none.</summary>
    public string? PossibleEffect { get; } = possibleEffect;
}
