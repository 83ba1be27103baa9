using System.Management.Automation;
using TokenTools.Boomi.Objects;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Attaches a Boomi runtime to an environment. Does not move a runtime that is attached to another one, unless -Force is used.</summary>
[Cmdlet(
    VerbsCommon.New,
    "BoomiEnvironmentAttachment",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "New-BoomiEnvironmentAttachment.md")]
[OutputType(typeof(BoomiAttachment))]
public sealed class NewBoomiEnvironmentAttachmentCommand : BoomiCommand
{
    /// <summary>The runtime's id; the Id of the output of Get-BoomiRuntime and Wait-BoomiRuntime.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = HelpMessages.AtomId)]
    [Alias("RuntimeId", "Id")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(BoomiRuntimeIdCompleter))]
    public string? AtomId { get; set; }

    /// <summary>The environment's id; the Id of the output of Get-BoomiEnvironment and New-BoomiEnvironment.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = HelpMessages.EnvironmentId)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(BoomiEnvironmentIdCompleter))]
    public string? EnvironmentId { get; set; }

    /// <summary>
    /// Moves a runtime that is attached to another environment, after a confirmation. Use -Confirm:$false as well to move it without one.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(DisplayText.Id(AtomId), () =>
    {
        var spec = new AttachmentSpec { AtomId = AtomId, EnvironmentId = EnvironmentId, Force = Force };
        var connection = EffectiveConnection;
        var creation = spec.Build(connection);
        var current = Await((progress, cancellationToken) => spec.FindCurrentAsync(connection, progress, cancellationToken));
        if (current?.EnvironmentId == EnvironmentId)
        {
            WriteVerbose(ModuleText.Format(
                nameof(ModuleMessages.BoomiAttachmentExists), DisplayText.Id(AtomId), DisplayText.Id(EnvironmentId)));
            WriteObject(current);
        }
        else if (ShouldAttach(current))
        {
            WriteCreated(
                creation.CreateAsync,
                WriteObject,
                static created => ModuleText.Format(
                    nameof(ModuleMessages.BoomiAttachmentNotReturned), DisplayText.Id(created.AtomId), DisplayText.Id(created.EnvironmentId)));
        }
    });

    // Attaching alone changes nothing that runs. Moving takes the runtime's processes out of the other environment.
    private bool ShouldAttach(BoomiAttachment? current)
    {
        var target = ModuleText.Format(nameof(ModuleMessages.BoomiRuntimeTarget), DisplayText.Id(AtomId));
        if (current is null)
        {
            return ShouldProcess(target, ModuleText.Format(nameof(ModuleMessages.BoomiAttachAction), DisplayText.Id(EnvironmentId)));
        }

        var action = ModuleText.Format(
            nameof(ModuleMessages.BoomiMoveAction), DisplayText.Id(current.EnvironmentId), DisplayText.Id(EnvironmentId));
        return ShouldProcess(target, action) && (IsConfirmationDecided
            || ShouldContinue(target + "\n" + action, ModuleText.Format(nameof(ModuleMessages.BoomiMoveQuestion))));
    }

    // True after -Confirm or -Confirm:$false, and if the session confirms nothing: the same as for a cmdlet of high impact.
    private bool IsConfirmationDecided => MyInvocation.BoundParameters.ContainsKey("Confirm")
        || (SessionState.PSVariable.GetValue("ConfirmPreference") is { } preference
            && LanguagePrimitives.TryConvertTo(preference, out ConfirmImpact impact) && impact != ConfirmImpact.High);
}
