namespace TokenTools.Http;

/// <summary>Determines which failures of an operation are retried. Each operation has a policy, because not every retry is safe.</summary>
internal sealed class RetryPolicy
{
    private readonly bool _neverApplied;
    private readonly bool _mayBeApplied;

    private RetryPolicy(string name, bool neverApplied, bool mayBeApplied)
    {
        Name = name;
        _neverApplied = neverApplied;
        _mayBeApplied = mayBeApplied;
    }

    /// <summary>No retry.</summary>
    public static RetryPolicy Never { get; } = new("Never", neverApplied: false, mayBeApplied: false);

    /// <summary>
    /// Retries only requests that the service certainly did not apply: it rejected them (429, 503), or no connection was established.
    /// For requests that cannot be undone, such as issuing an installer token.
    /// </summary>
    public static RetryPolicy RejectedOnly { get; } = new("RejectedOnly", neverApplied: true, mayBeApplied: false);

    /// <summary>
    /// Also retries requests that the service may have applied (502, 504, a timeout, a lost connection). For idempotent requests, such as
    /// reading, and for Onezone's temporary tokens, which the zone does not store.
    /// </summary>
    public static RetryPolicy Idempotent { get; } = new("Idempotent", neverApplied: true, mayBeApplied: true);

    /// <summary>The policy's name, for test output.</summary>
    public string Name { get; }

    /// <summary>Whether a request is sent again after a failure.</summary>
    public bool Allows(TokenException failure) => IsTransient(failure) && (failure.NeverApplied ? _neverApplied : _mayBeApplied);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static bool IsTransient(TokenException failure) => failure switch
    {
        TokenApiException api => StatusCode.IsTransient(api.StatusCode),
        // An unknown name and an untrusted certificate are not transient; a retry would only delay the error. Neither is a connection that
        // is refused at first, as in curl (--retry-connrefused), wget and Invoke-RestMethod; a service that responded before may be
        // restarting. A proxy that forbids the tunnel will do so again; one that could not reach the service may succeed next time.
        TokenTransportException { IsNotRunning: true } => false,
        TokenTransportException transport => transport.Failure is not (TransportFailure.NameNotResolved or TransportFailure.TlsFailed)
            && transport.ProxyStatus is not (>= 400 and < 500),
        _ => false,
    };
}
