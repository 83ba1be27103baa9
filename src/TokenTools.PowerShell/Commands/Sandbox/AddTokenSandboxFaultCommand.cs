using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands.Sandbox;

/// <summary>Has something go wrong with the next requests that a sandbox gets. Faults happen in the order in which they were added, one a request.</summary>
[Cmdlet(VerbsCommon.Add, "TokenSandboxFault", HelpUri = HelpPages.Folder + "Add-TokenSandboxFault.md")]
[OutputType(typeof(void))]
public sealed class AddTokenSandboxFaultCommand : SandboxCommand
{
    /// <summary>The status to answer with in the service's place, 200 to 599. The service never sees the request.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(200, 599)]
    public int? StatusCode { get; set; }

    /// <summary>The Retry-After header: seconds, a duration such as 2m, or a date.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSObject? RetryAfter { get; set; }

    /// <summary>How long to wait before anything else, up to a day: a TimeSpan, or text such as 5s or 30m.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? Delay { get; set; }

    /// <summary>Resets the connection in the place of an answer, before the service gets the request.</summary>
    [Parameter]
    public SwitchParameter Reset { get; set; }

    /// <summary>With -Reset: only after the service has done what it was asked to. The client can't know.</summary>
    [Parameter]
    public SwitchParameter AfterHandling { get; set; }

    /// <summary>Sends only the first half of the answer's body.</summary>
    [Parameter]
    public SwitchParameter Truncate { get; set; }

    /// <summary>The body to answer with; without -StatusCode the service has done what it was asked to all the same.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Body { get; set; }

    /// <summary>The Content-Type to answer with; text/plain for a -Body unless said otherwise.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get; set; }

    /// <summary>Further headers of the answer, as a hashtable.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

    /// <summary>An address to redirect to, with -StatusCode or 302.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RedirectTo { get; set; }

    /// <summary>How many requests it happens to: 1 to 1000000, 1 by default.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int Count { get; set; } = 1;

    /// <summary>
    /// Which requests it happens to: a part of method, path and query, such as InstallerToken or 'GET /api/v1', or with * in
    /// it a pattern for the whole of them. All by default.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Match { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(Sandbox ?? (object)nameof(Sandbox), () =>
    {
        if (StatusCode is null && RetryAfter is null && Delay is null && !Reset && !AfterHandling && !Truncate
            && Body is null && ContentType is null && Header is null && RedirectTo is null)
        {
            throw SandboxText.ArgumentError(nameof(StatusCode), nameof(SandboxMessages.SandboxFaultEmpty));
        }

        if (AfterHandling && !Reset)
        {
            throw SandboxText.ArgumentError(nameof(AfterHandling), nameof(SandboxMessages.SandboxFaultAfterWithoutReset));
        }

        var fault = new SandboxFault
        {
            StatusCode = StatusCode,
            RetryAfter = RetryAfter is null ? null : Seconds(RetryAfter),
            Delay = Delay ?? TimeSpan.Zero,
            Reset = AfterHandling ? SandboxReset.AfterHandling : Reset ? SandboxReset.BeforeHandling : SandboxReset.None,
            Truncate = Truncate,
            Body = Body,
            ContentType = ContentType,
            RedirectTo = RedirectTo,
            Count = Count,
            Match = Match,
        };
        foreach (DictionaryEntry entry in Header ?? new Hashtable())
        {
            fault.Headers[LanguagePrimitives.ConvertTo<string>(entry.Key)] = LanguagePrimitives.ConvertTo<string>(entry.Value);
        }

        Target().Faults.Enqueue(fault);
    });

    // RFC 9110 §10.2.3: whole seconds, or an HTTP date. What is neither can be acted out with -Header.
    private static string Seconds(PSObject given)
    {
        switch (given.BaseObject)
        {
            case DateTimeOffset date:
                return date.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);
            case DateTime date:
                return date.ToUniversalTime().ToString("r", CultureInfo.InvariantCulture);
            case TimeSpan span when span >= TimeSpan.Zero:
                return ((long)span.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        var text = LanguagePrimitives.ConvertTo<string>(given).Trim();
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        {
            return text;
        }

        try
        {
            return ((long)Duration.Parse(text).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
        catch (TokenFormatException)
        {
            throw SandboxText.ArgumentError(nameof(RetryAfter), nameof(SandboxMessages.SandboxRetryAfterInvalid), text.Length > 40 ? text.Substring(0, 40) + "…" : text);
        }
    }
}
