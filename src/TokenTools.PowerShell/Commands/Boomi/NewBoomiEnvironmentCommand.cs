using System.Management.Automation;
using TokenTools.Boomi.Objects;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Creates a Boomi environment, or returns the existing one with the name.</summary>
[Cmdlet(VerbsCommon.New, "BoomiEnvironment", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "New-BoomiEnvironment.md")]
[OutputType(typeof(BoomiRuntimeEnvironment))]
public sealed class NewBoomiEnvironmentCommand : BoomiCommand
{
    /// <summary>The environment's name, which is unique in the account.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = HelpMessages.EnvironmentName)]
    [AllowEmptyString]
    public string? Name { get; set; }

    /// <summary>
    /// PROD or TEST; the service's default is PROD. An error for an existing environment with the other one, and in accounts with Basic
    /// environment support.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BoomiWordCompleter))]
    public string? Classification { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(DisplayText.Sanitize(Name), () =>
    {
        var spec = new EnvironmentSpec { Name = Name, Classification = string.IsNullOrWhiteSpace(Classification) ? null : Classification };
        var connection = EffectiveConnection;
        var creation = spec.Build(connection);
        if (Await(creation.FindAsync) is { } existing)
        {
            spec.Validate(existing);
            WriteVerbose(ModuleText.Format(nameof(ModuleMessages.BoomiEnvironmentExists), DisplayText.Sanitize(existing.Name)));
            WriteObject(existing);
        }
        else if (ShouldProcess(
            ModuleText.Format(nameof(ModuleMessages.InstallerTokenTarget), DisplayText.Id(connection.ObjectAccount)),
            ModuleText.Format(nameof(ModuleMessages.BoomiEnvironmentAction), DisplayText.Sanitize(Name))))
        {
            WriteCreated(
                creation.CreateAsync,
                WriteObject,
                static created => ModuleText.Format(
                    nameof(ModuleMessages.BoomiEnvironmentNotReturned), DisplayText.Sanitize(created.Name)));
        }
    });
}
