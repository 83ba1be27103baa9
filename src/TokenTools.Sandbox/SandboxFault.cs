using System;
using System.Collections.Generic;
using TokenTools.Sandbox.Faults;

namespace TokenTools.Sandbox;

/// <summary>A fault that a sandbox injects into the next requests.</summary>
/// <remarks>
/// <see cref="StatusCode"/> and <see cref="RedirectTo"/> replace the service: it does not handle the request. All other settings
/// change the service's response, so with a <see cref="Delay"/>, <see cref="Truncate"/>, <see cref="SandboxReset.AfterHandling"/>
/// or only a <see cref="Body"/> a token is issued.
/// </remarks>
public sealed class SandboxFault
{
    private static readonly TimeSpan MaximumDelay = TimeSpan.FromDays(1);

    /// <summary>The status code of the response, such as 503; null for the service's own.</summary>
    public int? StatusCode { get; set; }

    /// <summary>The Retry-After header: seconds such as <c>2</c>, a duration such as <c>2m</c>, or a date. Null for none.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>
    /// The delay before the request is handled; null for none. <see cref="TimeSpan.Zero"/> is a fault that changes nothing, to
    /// leave requests between other faults unaffected.
    /// </summary>
    public TimeSpan? Delay { get; set; }

    /// <summary>When the connection is reset (TCP RST) instead of a response. None by default.</summary>
    public SandboxReset Reset { get; set; }

    /// <summary>True to send only the first half of the body, with the length of the whole body, and to close the connection.</summary>
    public bool Truncate { get; set; }

    /// <summary>The body in UTF-8; null for the service's own, or for no body with a <see cref="StatusCode"/>.</summary>
    public string? Body { get; set; }

    /// <summary>The body in bytes, instead of <see cref="Body"/>.</summary>
    public byte[]? BodyBytes { get; set; }

    /// <summary>The Content-Type; null for the service's own, or for <c>text/plain</c> with a body of the fault's.</summary>
    public string? ContentType { get; set; }

    /// <summary>Additional headers of the response.</summary>
    public IDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The address of a redirect, with <see cref="StatusCode"/> or 302; null for none.</summary>
    public string? RedirectTo { get; set; }

    /// <summary>The number of requests that the fault affects; 1 by default.</summary>
    public int Count { get; set; } = 1;

    /// <summary>
    /// The affected requests: a part of <c>METHOD /path?query</c>, such as <c>InstallerToken</c> or <c>GET /api/v1</c>, or, with
    /// <c>*</c>, a wildcard pattern for the whole path or line. Case-insensitive. Null for all requests.
    /// </summary>
    public string? Match { get; set; }

    /// <summary>Converts two switches to one value.</summary>
    /// <exception cref="TokenArgumentException"><paramref name="afterHandling"/> without <paramref name="reset"/>.</exception>
    internal static SandboxReset ToReset(bool reset, bool afterHandling) => reset
        ? afterHandling ? SandboxReset.AfterHandling : SandboxReset.BeforeHandling
        : afterHandling ? throw SandboxText.ArgumentError("AfterHandling", nameof(SandboxMessages.SandboxFaultAfterHandlingWithoutReset))
        : SandboxReset.None;

    /// <summary>Checks all settings and returns a copy with <see cref="RetryAfter"/> in the form of the header.</summary>
    /// <exception cref="TokenArgumentException">A setting is out of range or has no effect.</exception>
    internal SandboxFault ToValidated()
    {
        if (Count < 1)
        {
            throw SandboxText.ArgumentError(nameof(Count), nameof(SandboxMessages.SandboxFaultCountInvalid), Count);
        }

        if (StatusCode is < 200 or > 599)
        {
            throw SandboxText.ArgumentError(nameof(StatusCode), nameof(SandboxMessages.SandboxFaultStatusInvalid), StatusCode);
        }

        if (Delay is { } delay && (delay < TimeSpan.Zero || delay > MaximumDelay))
        {
            throw SandboxText.ArgumentError(nameof(Delay), nameof(SandboxMessages.SandboxFaultDelayInvalid), Duration.Format(delay));
        }

        EnsureEffect();
        var copy = (SandboxFault)MemberwiseClone();
        copy.RetryAfter = RetryAfter is null ? null : RetryAfterHeader.Parse(RetryAfter);
        copy.BodyBytes = (byte[]?)BodyBytes?.Clone();
        copy.Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase);
        return copy;
    }

    // Every setting of an accepted fault is visible to the client.
    private void EnsureEffect()
    {
        var responseSetting = StatusCode is not null ? nameof(StatusCode)
            : RetryAfter is not null ? nameof(RetryAfter)
            : Truncate ? nameof(Truncate)
            : Body is not null ? nameof(Body)
            : BodyBytes is not null ? nameof(BodyBytes)
            : ContentType is not null ? nameof(ContentType)
            : Headers.Count > 0 ? "Header"
            : RedirectTo is not null ? nameof(RedirectTo)
            : null;
        if (responseSetting is null && Delay is null && Reset == SandboxReset.None)
        {
            throw SandboxText.ArgumentError(nameof(StatusCode), nameof(SandboxMessages.SandboxFaultEmpty));
        }

        if (responseSetting is not null && Reset != SandboxReset.None)
        {
            throw SandboxText.ArgumentError(
                responseSetting, nameof(SandboxMessages.SandboxFaultResetWithResponse), new SettingName(responseSetting));
        }

        if (Body is not null && BodyBytes is not null)
        {
            throw SandboxText.ArgumentError(nameof(BodyBytes), nameof(SandboxMessages.SandboxFaultBodyTwice));
        }

        var hasBody = BodyBytes is not null || Body is not null;
        if (hasBody && StatusCode is 204 or 304)
        {
            throw SandboxText.ArgumentError(nameof(Body), nameof(SandboxMessages.SandboxFaultBodyNotAllowed), StatusCode);
        }

        if (Truncate && !hasBody && (StatusCode is not null || RedirectTo is not null))
        {
            throw SandboxText.ArgumentError(nameof(Truncate), nameof(SandboxMessages.SandboxFaultTruncateWithoutBody));
        }
    }
}
