using System;
using System.Collections.Generic;

namespace TokenTools;

/// <summary>The service returned an error response, or a response that cannot be used.</summary>
public sealed class TokenApiException : TokenException
{
    internal TokenApiException(string errorId, object?[] arguments, int statusCode, bool neverApplied)
        : base(MessageText.OfCleaned(errorId, arguments))
    {
        StatusCode = statusCode;
        NeverApplied = neverApplied;
    }

    /// <summary>The HTTP status of the response.</summary>
    public int StatusCode { get; }

    /// <summary>The service's own description of the error, redacted; null if it sent no readable one.</summary>
    public ServiceError? ServiceError { get; internal init; }

    /// <summary>The service's own id of the error, such as Onezone's <c>tokenTimeCaveatRequired</c>; null if it sent none.</summary>
    public string? ServiceErrorId => ServiceError?.Id;

    /// <summary>The service's trace id, for its support; null if it sent none.</summary>
    public string? TraceId { get; internal init; }

    /// <summary>The delay that the service requested in Retry-After; null for none.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <inheritdoc/>
    public override bool NeverApplied { get; }
}

/// <summary>An error as a service described it. All texts are redacted.</summary>
/// <param name="Id">The service's own error id; null for none.</param>
/// <param name="Message">The service's message; null for none.</param>
/// <param name="Details">The service's details by name: strings, numbers, booleans, lists and dictionaries; empty for none.</param>
/// <param name="Inner">The error that this one wraps, such as the <c>authError</c> of Onezone's <c>unauthorized</c>; null for none.</param>
public sealed record ServiceError(
    string? Id,
    string? Message,
    IReadOnlyDictionary<string, object?> Details,
    ServiceError? Inner)
{
    internal static readonly IReadOnlyDictionary<string, object?> NoDetails = new Dictionary<string, object?>(0);
}
