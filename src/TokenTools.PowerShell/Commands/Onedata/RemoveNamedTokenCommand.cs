using System.Management.Automation;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Deletes named tokens at their Onezone, after which no service accepts them.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "NamedToken",
    DefaultParameterSetName = NameSet,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Folder + "Remove-NamedToken.md")]
[OutputType(typeof(void))]
public sealed class RemoveNamedTokenCommand : NamedTokenCommand
{
    /// <summary>
    /// Allows deleting a Oneprovider's root token, or the connection's own token, if it is specified by its exact name or id. Wildcards
    /// never delete these.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForTokens((token, isExact) =>
    {
        // Also with -WhatIf, which must not announce an operation that would be rejected.
        if (CanRemoveOrRevoke(token, isExact, Force) && ShouldChange(token, nameof(ModuleMessages.NamedTokenRemove)))
        {
            var tokens = EffectiveConnection.NamedTokens;
            Await(async (progress, stop) =>
            {
                await tokens.DeleteAsync(token.Id, progress, stop).ConfigureAwait(false);
                return true;
            });
        }
    });
}
