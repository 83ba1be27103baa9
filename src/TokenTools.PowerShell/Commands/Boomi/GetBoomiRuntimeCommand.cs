using System.Management.Automation;
using TokenTools.Boomi.Objects;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Gets the runtimes of a Boomi account.</summary>
[Cmdlet(VerbsCommon.Get, "BoomiRuntime", HelpUri = HelpPages.Folder + "Get-BoomiRuntime.md")]
[OutputType(typeof(BoomiRuntime))]
public sealed class GetBoomiRuntimeCommand : BoomiQueryCommand<BoomiRuntime>
{
    /// <summary>Gets runtimes with one of these names. Supports wildcards; all runtimes by default. Case is ignored.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("RuntimeName", "AtomName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BoomiRuntimeCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Gets runtimes with one of these ids.</summary>
    [Parameter]
    [Alias("AtomId")]
    [ArgumentCompleter(typeof(BoomiRuntimeIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Gets runtimes of this type: ATOM, MOLECULE or CLOUD.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BoomiWordCompleter))]
    public string? Type { get; set; }

    /// <summary>Gets runtimes with this status: ONLINE, WARNING, OFFLINE or UNKNOWN.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BoomiWordCompleter))]
    public string? Status { get; set; }

    private protected override IObjectQuerySpec<BoomiRuntime> CreateSpec() =>
        new RuntimeQuerySpec { Name = Filters(Name, nameof(Name)), Id = Id, Type = Type, Status = Status };
}
