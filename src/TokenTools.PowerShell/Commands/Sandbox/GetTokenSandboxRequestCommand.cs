using System.Management.Automation;
using TokenTools.Sandbox;
using TokenTools.Sandbox.Recording;

namespace TokenTools.PowerShell.Commands.Sandbox;

/// <summary>Gets the requests that a sandbox received, the oldest first, with their secrets masked.</summary>
[Cmdlet(VerbsCommon.Get, "TokenSandboxRequest", HelpUri = HelpPages.Folder + "Get-TokenSandboxRequest.md")]
[OutputType(typeof(SandboxRequest))]
public sealed class GetTokenSandboxRequestCommand : SandboxCommand
{
    /// <summary>
    /// Gets requests with a path and query that match this pattern, such as *InstallerToken. Supports wildcards; * by default.
    /// </summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "*";

    /// <summary>Gets requests with one of these HTTP methods, such as POST.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public string[]? Method { get; set; }

    /// <summary>Gets requests to one of these services: Boomi, GoodData, Onezone.</summary>
    [Parameter]
    [ValidateSet("Boomi", "GoodData", "Onezone")]
    [Word(nameof(Service), "Boomi", "GoodData", "Onezone")]
    public string[]? Service { get; set; }

    /// <summary>Gets requests with one of these response status codes, such as 201.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Number(nameof(StatusCode))]
    public int[]? StatusCode { get; set; }

    /// <summary>Gets requests received at this time or later.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PastTimeCompleter))]
    [PointInTime]
    public PointInTimeArgument? Since { get; set; }

    /// <summary>Gets only this number of requests, 1 or more: the latest of those that the other parameters select.</summary>
    [Parameter]
    [Number(nameof(Last))]
    public int? Last { get; set; }

    /// <summary>Gets paths, headers and bodies as sent, with unmasked secrets.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(Sandbox ?? (object)nameof(Sandbox), () =>
    {
        var filter = new RequestFilter
        {
            Path = Wildcard.Parse(Path, nameof(Path)).IsMatch,
            Method = Method,
            Service = Service,
            StatusCode = StatusCode,
            Since = Since?.Read(nameof(Since)),
            Last = Last,
        };
        foreach (var request in filter.Apply(EffectiveSandbox().Requests))
        {
            WriteObject(AsPlainText ? request.ToPlainText() : request);
        }
    });
}
