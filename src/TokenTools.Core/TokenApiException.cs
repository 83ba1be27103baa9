using System;
using System.Collections.Generic;

namespace TokenTools;

/// <summary>The service answered, and the answer was a refusal or could not be used.</summary>
public sealed class TokenApiException : TokenException
{
    internal TokenApiException(string errorId, object?[] arguments, int statusCode, Exception? inner = null)
        : base(new MessageText(errorId, arguments), inner) => StatusCode = statusCode;

    /// <summary>The HTTP status of the answer.</summary>
    public int StatusCode { get; }

    /// <summary>What the service itself said, in full and redacted; null where it said nothing readable.</summary>
    public ServiceError? ServiceError { get; internal init; }

    /// <summary>The service's own id of the error, such as Onezone's <c>tokenTimeCaveatRequired</c>; null where it gave none.</summary>
    public string? ServiceErrorId => ServiceError?.Id;

    /// <summary>The service's trace id, for its support; null where it gave none.</summary>
    public string? TraceId { get; internal init; }

    /// <summary>How long the service asked to be left alone; null where it didn't.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <inheritdoc/>
    public override bool OutcomeUnknown => MayHaveActed;

    internal bool MayHaveActed { get; init; }
}

/// <summary>An error as a service described it. All texts are redacted.</summary>
/// <param name="Id">The service's own error id; null where it has none.</param>
/// <param name="Message">The service's sentence; null where it gave none.</param>
/// <param name="Details">The service's details by name (strings, numbers, booleans, lists and dictionaries); empty where it gave none.</param>
/// <param name="Inner">The error that this one wraps, such as the <c>authError</c> of Onezone's <c>unauthorized</c>; null for none.</param>
public sealed record ServiceError(
    string? Id,
    string? Message,
    IReadOnlyDictionary<string, object?> Details,
    ServiceError? Inner)
{
    internal static readonly IReadOnlyDictionary<string, object?> NoDetails = new Dictionary<string, object?>(0);
}
