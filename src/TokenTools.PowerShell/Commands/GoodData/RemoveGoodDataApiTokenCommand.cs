using System.Management.Automation;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Deletes an API token of a user of GoodData.CN: it is no longer accepted.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "GoodDataApiToken",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Folder + "Remove-GoodDataApiToken.md")]
[OutputType(typeof(void))]
public sealed class RemoveGoodDataApiTokenCommand : GoodDataApiTokenCommand
{
    /// <summary>The token's id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = HelpMessages.GoodDataApiTokenId)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(GoodDataApiTokenCompleter))]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(DisplayText.Id(Id), () =>
    {
        GoodDataApiTokenSpec.ValidateId(Id);
        GoodDataApiTokenSpec.ValidateUserId(UserId);
        var action = Target(nameof(ModuleMessages.GoodDataTokenDeleteAction), UserName, Id!);
        if (ShouldProcess(
            action,
            action + "\n" + ModuleText.Format(nameof(ModuleMessages.GoodDataTokenDeleteQuestion)),
            Target(nameof(ModuleMessages.GoodDataTarget))))
        {
            Await(async (tokens, progress, cancellationToken) =>
            {
                await tokens.DeleteAsync(Id!, progress, cancellationToken).ConfigureAwait(false);
                return true;
            });
        }
    });
}
