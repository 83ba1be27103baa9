using System;
using System.Collections.Generic;

namespace TokenTools.Sandbox;

/// <summary>Something that shall go wrong with the next requests.</summary>
/// <remarks>
/// <see cref="StatusCode"/> and <see cref="RedirectTo"/> answer in the service's place: it never sees the request.
/// All else happens to what the service answers, so with a <see cref="Delay"/>, <see cref="Truncate"/>,
/// <see cref="SandboxReset.AfterHandling"/> or only a <see cref="Body"/> a token has been made all the same.
/// </remarks>
public sealed class SandboxFault
{
    /// <summary>The status to answer with, such as 503; null for the service's own.</summary>
    public int? StatusCode { get; set; }

    /// <summary>The Retry-After header: seconds, such as <c>2</c>, or an HTTP date. Null for none.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>How long to wait before anything else. Zero unless said otherwise.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Whether the connection is reset (TCP RST) instead of an answer. No unless said otherwise.</summary>
    public SandboxReset Reset { get; set; }

    /// <summary>Whether only the first half of the body is sent, under the length of the whole, and the connection then closed.</summary>
    public bool Truncate { get; set; }

    /// <summary>The body to answer with, in UTF-8; null for the service's own, or an empty one with a <see cref="StatusCode"/>.</summary>
    public string? Body { get; set; }

    /// <summary>The body to answer with where it isn't text; goes before <see cref="Body"/>.</summary>
    public byte[]? BodyBytes { get; set; }

    /// <summary>The Content-Type to answer with; null for the service's own, or <c>text/plain</c> with a body of the fault's.</summary>
    public string? ContentType { get; set; }

    /// <summary>Further headers of the answer.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>An address to redirect to, with <see cref="StatusCode"/> or 302.</summary>
    public string? RedirectTo { get; set; }

    /// <summary>How many requests it happens to. 1 unless said otherwise; <see cref="int.MaxValue"/> is as good as all.</summary>
    public int Count { get; set; } = 1;

    /// <summary>
    /// Which requests: a part of <c>METHOD /path?query</c> such as <c>InstallerToken</c> or <c>GET /api/v1</c>, or, with
    /// <c>*</c> in it, a pattern for the whole of the path or of that. Case doesn't matter. Null for all.
    /// </summary>
    public string? Match { get; set; }
}

/// <summary>When a connection is reset.</summary>
public enum SandboxReset
{
    /// <summary>It isn't.</summary>
    None,

    /// <summary>Before the service gets the request: nothing was done.</summary>
    BeforeHandling,

    /// <summary>After the service did what it was asked to, instead of the answer: the client can't know.</summary>
    AfterHandling,
}
