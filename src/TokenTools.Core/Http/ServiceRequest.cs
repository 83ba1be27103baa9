using System;
using System.Collections.Generic;
using System.Net.Http;

namespace TokenTools.Http;

/// <summary>One request to a service.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the connection's base address, escaped, with no leading slash.</param>
/// <param name="Retry">What may be repeated.</param>
internal sealed record ServiceRequest(HttpMethod Method, string Path, RetryPolicy Retry)
{
    /// <summary>The body, always JSON; null for none.</summary>
    public string? Json { get; init; }

    /// <summary>Adds headers that hold secrets; called for each sending, so that none is kept.</summary>
    public Action<HttpRequestMessage>? Authenticate { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Makes an error of an answer that is no success; it gets the answer with its text as it came.</summary>
    public required Func<ServiceResponse, ServiceError?> ReadError { get; init; }

    /// <summary>
    /// What the request may have left behind when nobody knows whether it was done, as a sentence for the error;
    /// null where it leaves nothing.
    /// </summary>
    public Func<string>? MayHaveLeft { get; init; }

    /// <summary>What to do about a refusal with that status; null for nothing better than the message.</summary>
    public Func<int, ServiceError?, MessageText?> Advise { get; init; } = static (_, _) => null;

    /// <summary>Statuses that mean the request was done.</summary>
    public Func<int, bool> Succeeded { get; init; } = static status => status is >= 200 and < 300;

    /// <summary>Takes secrets out of what the service says.</summary>
    public required Security.Redactor Redactor { get; init; }
}

/// <summary>An answer, wholly read.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="MediaType">The media type, in lower case; empty for none.</param>
/// <param name="Body">The body as text, in the encoding it names or UTF-8; not redacted.</param>
internal sealed record ServiceResponse(int StatusCode, string MediaType, string Body)
{
    /// <summary>The wait that the service asks for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where a redirect leads, as the header has it.</summary>
    public Uri? Location { get; init; }

    /// <summary>The service's trace id.</summary>
    public string? TraceId { get; init; }

    /// <summary>The WWW-Authenticate header, whole.</summary>
    public string? Challenge { get; init; }

    /// <summary>True when the body was longer than what is read of an answer.</summary>
    public bool Cut { get; init; }
}

/// <summary>What happens on the way to an answer, told to whoever wants to show it.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">What to say; holds no secret.</param>
public record Notice(NoticeLevel Level, string Text);

/// <summary>How far a long wait has come.</summary>
/// <param name="Activity">What is being waited for.</param>
/// <param name="Text">How it stands.</param>
/// <param name="PercentComplete">How much of the time is over: 0 to 100.</param>
/// <param name="Left">The time left.</param>
public sealed record ProgressNotice(string Activity, string Text, int PercentComplete, TimeSpan Left) : Notice(NoticeLevel.Verbose, Text);

/// <summary>How much a <see cref="Notice"/> matters.</summary>
public enum NoticeLevel
{
    /// <summary>For whoever looks for a fault.</summary>
    Debug,

    /// <summary>For whoever wants to know more.</summary>
    Verbose,

    /// <summary>For everybody.</summary>
    Warning,
}
