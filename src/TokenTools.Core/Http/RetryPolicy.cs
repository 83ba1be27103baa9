using System;

namespace TokenTools.Http;

/// <summary>Determines which failures of an operation are retried. Each operation has a policy, because not every retry is safe.</summary>
internal sealed class RetryPolicy
{
    private readonly bool _rejections;
    private readonly bool _unknownOutcomes;

    private RetryPolicy(string name, bool rejections, bool unknownOutcomes)
    {
        Name = name;
        _rejections = rejections;
        _unknownOutcomes = unknownOutcomes;
    }

    /// <summary>No retry.</summary>
    public static RetryPolicy Never { get; } = new("Never", rejections: false, unknownOutcomes: false);

    /// <summary>
    /// Retries only requests that the service certainly did not process: it rejected them (429, 503), or no connection was established.
    /// For requests that cannot be undone, such as issuing an installer token.
    /// </summary>
    public static RetryPolicy RejectedOnly { get; } = new("RejectedOnly", rejections: true, unknownOutcomes: false);

    /// <summary>
    /// Also retries requests that the service may have processed (502, 504, a timeout, a lost connection). For idempotent requests, such as
    /// reading, and for Onezone's temporary tokens, which the zone does not store.
    /// </summary>
    public static RetryPolicy Idempotent { get; } = new("Idempotent", rejections: true, unknownOutcomes: true);

    /// <summary>The policy's name, for test output.</summary>
    public string Name { get; }

    /// <summary>Whether a response with that status is retried.</summary>
    public bool Allows(int statusCode) => statusCode switch
    {
        429 or 503 => _rejections,
        502 or 504 => _unknownOutcomes,
        _ => false,
    };

    /// <summary>Whether a request without a response is retried.</summary>
    public bool Allows(TransportFailure failure) => failure switch
    {
        TransportFailure.ConnectFailed => _rejections,
        TransportFailure.TimedOut or TransportFailure.ConnectionLost => _unknownOutcomes,
        // An unknown name and an untrusted certificate are not transient; a retry would only delay the error.
        TransportFailure.NameNotResolved or TransportFailure.TlsFailed => false,
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
