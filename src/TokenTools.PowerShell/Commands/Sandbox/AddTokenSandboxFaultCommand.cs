using System;
using System.Collections;
using System.Management.Automation;
using TokenTools.Sandbox;
using TokenTools.Sandbox.Faults;

namespace TokenTools.PowerShell.Commands.Sandbox;

/// <summary>Injects a fault into the next requests to a sandbox.</summary>
/// <remarks>Faults apply in the order in which they are added, one to a request.</remarks>
[Cmdlet(VerbsCommon.Add, "TokenSandboxFault", HelpUri = HelpPages.Folder + "Add-TokenSandboxFault.md")]
[OutputType(typeof(void))]
public sealed class AddTokenSandboxFaultCommand : SandboxCommand
{
    // The queue keeps a copy.
    private readonly SandboxFault _fault = new();

    /// <summary>The status code of the response, 200 to 599. The service does not handle the request.</summary>
    [Parameter(Position = 0)]
    [Number(nameof(StatusCode))]
    public int? StatusCode { get => _fault.StatusCode; set => _fault.StatusCode = value; }

    /// <summary>The Retry-After header: seconds, a duration such as 2m, or a date.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [ValidateNotNullOrEmpty]
    public PSObject? RetryAfter { get; set; }

    /// <summary>The delay before the request is handled, at most 1 day: a TimeSpan, or text such as 5s or 30m.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public DurationArgument? Delay { get; set; }

    /// <summary>Resets the connection instead of sending a response, before the service handles the request.</summary>
    [Parameter]
    public SwitchParameter Reset { get; set; }

    /// <summary>With -Reset: resets the connection after the service has handled the request. The client cannot know the outcome.</summary>
    [Parameter]
    public SwitchParameter AfterHandling { get; set; }

    /// <summary>Sends only the first half of the response's body.</summary>
    [Parameter]
    public SwitchParameter Truncate { get => _fault.Truncate; set => _fault.Truncate = value; }

    /// <summary>The response's body. Without -StatusCode, the service handles the request.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Body { get => _fault.Body; set => _fault.Body = value; }

    /// <summary>The response's Content-Type; text/plain for a -Body by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get => _fault.ContentType; set => _fault.ContentType = value; }

    /// <summary>Additional headers of the response, as a hashtable.</summary>
    [Parameter]
    [ValidateNotNull]
    [NotText(nameof(Header))]
    public IDictionary? Header { get; set; }

    /// <summary>Redirects to this address, with the status code of -StatusCode; 302 by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RedirectTo { get => _fault.RedirectTo; set => _fault.RedirectTo = value; }

    /// <summary>The number of requests that the fault affects, 1 or more; 1 by default.</summary>
    [Parameter]
    [Number(nameof(Count))]
    public int Count { get => _fault.Count; set => _fault.Count = value; }

    /// <summary>
    /// The affected requests, by method, path and query: a part of these, such as InstallerToken or 'GET /api/v1', or a wildcard pattern
    /// for the whole. All requests by default.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Match { get => _fault.Match; set => _fault.Match = value; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(Sandbox ?? (object)nameof(Sandbox), () =>
    {
        _fault.Delay = Delay?.Read(nameof(Delay));
        _fault.Reset = SandboxFault.ToReset(Reset, AfterHandling);
        _fault.RetryAfter = RetryAfter?.BaseObject switch
        {
            null => null,
            DateTimeOffset time => RetryAfterHeader.From(time),
            DateTime date => RetryAfterHeader.From(date),
            TimeSpan delay => RetryAfterHeader.From(delay),
            _ => LanguagePrimitives.ConvertTo<string>(RetryAfter),
        };
        foreach (DictionaryEntry entry in Header ?? new Hashtable())
        {
            _fault.Headers[LanguagePrimitives.ConvertTo<string>(entry.Key)] = LanguagePrimitives.ConvertTo<string>(entry.Value);
        }

        EffectiveSandbox().Faults.Enqueue(_fault);
    });
}
