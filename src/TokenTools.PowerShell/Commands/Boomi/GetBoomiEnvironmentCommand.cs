using System.Management.Automation;
using TokenTools.Boomi.Objects;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Gets the environments of a Boomi account.</summary>
[Cmdlet(VerbsCommon.Get, "BoomiEnvironment", HelpUri = HelpPages.Folder + "Get-BoomiEnvironment.md")]
[OutputType(typeof(BoomiRuntimeEnvironment))]
public sealed class GetBoomiEnvironmentCommand : BoomiQueryCommand<BoomiRuntimeEnvironment>
{
    /// <summary>Gets environments with one of these names. Supports wildcards; all environments by default. Case is ignored.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BoomiEnvironmentCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Gets environments with one of these ids.</summary>
    [Parameter]
    [Alias("EnvironmentId")]
    [ArgumentCompleter(typeof(BoomiEnvironmentIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Gets environments of this classification: PROD or TEST.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BoomiWordCompleter))]
    public string? Classification { get; set; }

    private protected override IObjectQuerySpec<BoomiRuntimeEnvironment> CreateSpec() =>
        new EnvironmentQuerySpec { Name = Filters(Name, nameof(Name)), Id = Id, Classification = Classification };
}
