using System;
using System.Collections.Generic;
using System.Net.Http;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>One request to a service.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The escaped path relative to the client's base address, without a leading slash.</param>
/// <param name="Retry">Which failures are retried.</param>
internal sealed record ServiceRequest(HttpMethod Method, string Path, RetryPolicy Retry)
{
    /// <summary>The body; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>The media type of <see cref="Body"/>.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>The body, as JSON; null for none.</summary>
    public string? Json
    {
        get => Body;
        init => Body = value;
    }

    /// <summary>Adds the headers that contain secrets. Called for each attempt, so that no header with a secret is kept.</summary>
    public Action<HttpRequestMessage>? Authenticate { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>
    /// A sentence for the error about possible effects of the request if its outcome is unknown; null if the request has no lasting
    /// effect, so that it can always be sent again. Required, so that no request is taken to be harmless by omission.
    /// </summary>
    public required Func<string>? PossibleEffect { get; init; }

    /// <summary>Removes secrets from text that the service sends.</summary>
    public required Redactor Redactor { get; init; }
}
