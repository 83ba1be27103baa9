using System;
using System.Linq;
using System.Management.Automation;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands.Sandbox;

/// <summary>Gets the requests that a sandbox has received, the oldest first, with the secrets in them masked.</summary>
[Cmdlet(VerbsCommon.Get, "TokenSandboxRequest", HelpUri = HelpPages.Folder + "Get-TokenSandboxRequest.md")]
[OutputType(typeof(SandboxRequest))]
public sealed class GetTokenSandboxRequestCommand : SandboxCommand
{
    /// <summary>Only requests whose path and query match; wildcards are allowed: *InstallerToken.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "*";

    /// <summary>Only requests with one of these methods, such as POST.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public string[]? Method { get; set; }

    /// <summary>Only requests for one of these services: Boomi, GoodData, Onezone.</summary>
    [Parameter]
    [ValidateSet("Boomi", "GoodData", "Onezone")]
    public string[]? Service { get; set; }

    /// <summary>Only requests that were answered with one of these statuses, such as 201.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public int[]? StatusCode { get; set; }

    /// <summary>Only requests received at that time or later.</summary>
    [Parameter]
    [PointInTime]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only so many, 1 to 1000000: the latest of those that the other parameters leave.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int? Last { get; set; }

    /// <summary>Masks nothing: paths, headers and bodies as they came.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(Sandbox ?? (object)nameof(Sandbox), () =>
    {
        var path = Wildcard.Parse(Path, nameof(Path));
        var found = Target().Requests.Where(request =>
            path.IsMatch(request.Path)
            && (Method is null || Method.Contains(request.Method, StringComparer.OrdinalIgnoreCase))
            && (Service is null || Service.Contains(request.Service, StringComparer.OrdinalIgnoreCase))
            && (StatusCode is null || (request.StatusCode is { } status && StatusCode.Contains(status)))
            && (Since is null || request.Time >= Since)).ToList();
        foreach (var request in found.Skip(Math.Max(0, found.Count - (Last ?? found.Count))))
        {
            WriteObject(AsPlainText ? request.ToPlainText() : request);
        }
    });
}
