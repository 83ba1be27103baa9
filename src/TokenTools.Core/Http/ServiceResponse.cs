using System;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>A complete response.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="MediaType">The media type in lower case; empty for none.</param>
/// <param name="Body">The body, decoded with the specified charset or as UTF-8; not redacted.</param>
internal sealed record ServiceResponse(int StatusCode, string MediaType, string Body)
{
    /// <summary>The delay that the service requests in Retry-After.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The service's time when it created the response, to the second; null if it sent none.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The local time when the request was sent; null if it is not known.</summary>
    public DateTimeOffset? Sent { get; init; }

    /// <summary>The local time when the response arrived; null if it is not known.</summary>
    public DateTimeOffset? Received { get; init; }

    /// <summary>The Location header of a redirect.</summary>
    public Uri? Location { get; init; }

    /// <summary>The service's trace id.</summary>
    public string? TraceId { get; init; }

    /// <summary>The whole WWW-Authenticate header.</summary>
    public string? Challenge { get; init; }

    /// <summary>Knows the secrets of the request and of its client, which any field of the response may repeat.</summary>
    public Redactor Redactor { get; init; } = Redactor.ByShape;

    /// <summary>True when the body exceeded the size limit; <see cref="Body"/> is empty then.</summary>
    public bool Cut { get; init; }
}
