using System.Management.Automation;
using TokenTools.Boomi.Objects;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Gets the attachments of runtimes to environments in a Boomi account.</summary>
[Cmdlet(VerbsCommon.Get, "BoomiEnvironmentAttachment", HelpUri = HelpPages.Folder + "Get-BoomiEnvironmentAttachment.md")]
[OutputType(typeof(BoomiAttachment))]
public sealed class GetBoomiEnvironmentAttachmentCommand : BoomiQueryCommand<BoomiAttachment>
{
    /// <summary>Gets the attachment of the runtime with this id; of all runtimes by default.</summary>
    [Parameter(Position = 0)]
    [Alias("RuntimeId")]
    [ArgumentCompleter(typeof(BoomiRuntimeIdCompleter))]
    public string? AtomId { get; set; }

    /// <summary>Gets attachments to the environment with this id; to all environments by default.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(BoomiEnvironmentIdCompleter))]
    public string? EnvironmentId { get; set; }

    private protected override IObjectQuerySpec<BoomiAttachment> CreateSpec() =>
        new AttachmentQuerySpec { AtomId = AtomId, EnvironmentId = EnvironmentId };
}
