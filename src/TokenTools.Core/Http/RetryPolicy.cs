using System;

namespace TokenTools.Http;

/// <summary>Which failures of an operation may be repeated. A value that each operation chooses: what is safe for one isn't for another.</summary>
internal sealed class RetryPolicy
{
    private readonly bool _refusals;
    private readonly bool _unknownOutcomes;

    private RetryPolicy(string name, bool refusals, bool unknownOutcomes)
    {
        Name = name;
        _refusals = refusals;
        _unknownOutcomes = unknownOutcomes;
    }

    /// <summary>Nothing is repeated.</summary>
    public static RetryPolicy Never { get; } = new("Never", refusals: false, unknownOutcomes: false);

    /// <summary>
    /// Only what the service certainly didn't do: it refused (429, 503), or no connection was ever established.
    /// For requests that leave something behind which can't be taken back, as each installer token is.
    /// </summary>
    public static RetryPolicy RejectedOnly { get; } = new("RejectedOnly", refusals: true, unknownOutcomes: false);

    /// <summary>
    /// Also what the service may have done (502, 504, a time-out, a lost connection).
    /// For requests that leave nothing behind, as reading, and Onezone's temporary tokens, which it doesn't store.
    /// </summary>
    public static RetryPolicy Idempotent { get; } = new("Idempotent", refusals: true, unknownOutcomes: true);

    /// <summary>The policy's name, for messages of tests.</summary>
    public string Name { get; }

    /// <summary>True when an answer of that status may be asked for once more.</summary>
    public bool Allows(int statusCode) => statusCode switch
    {
        429 or 503 => _refusals,
        502 or 504 => _unknownOutcomes,
        _ => false,
    };

    /// <summary>True when a request that failed so may be sent once more.</summary>
    public bool Allows(TransportFailure failure) => failure switch
    {
        TransportFailure.ConnectFailed => _refusals,
        TransportFailure.TimedOut or TransportFailure.ConnectionLost => _unknownOutcomes,
        // A name without an address and an untrusted certificate stay what they are; waiting only hides the message.
        TransportFailure.NameNotResolved or TransportFailure.TlsFailed => false,
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
