using System;

namespace TokenTools.Http;

/// <summary>Which failures of an operation are retried. Each operation chooses one: what is safe for one is not for another.</summary>
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
    /// Retries only what the service certainly did not do: it rejected the request (429, 503), or no connection was established. For
    /// requests whose effect cannot be undone, such as issuing an installer token.
    /// </summary>
    public static RetryPolicy RejectedOnly { get; } = new("RejectedOnly", rejections: true, unknownOutcomes: false);

    /// <summary>
    /// Also retries what the service may have done (502, 504, a timeout, a lost connection). For idempotent requests, such as reading, and
    /// for Onezone's temporary tokens, which the zone does not store.
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

    /// <summary>Whether a request that got no response is retried.</summary>
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
