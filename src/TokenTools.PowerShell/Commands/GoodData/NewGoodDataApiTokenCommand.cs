using System.Management.Automation;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Creates an API token of a user of GoodData.CN. The organization shows its secret only once.</summary>
[Cmdlet(VerbsCommon.New, "GoodDataApiToken", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "New-GoodDataApiToken.md")]
[OutputType(typeof(GoodDataApiToken))]
public sealed class NewGoodDataApiTokenCommand : GoodDataApiTokenCommand
{
    /// <summary>Creates the cmdlet.</summary>
    public NewGoodDataApiTokenCommand() => Written = new WrittenTokens(this, keepsAll: true);

    /// <summary>The token's id: 1 to 255 letters, digits, dots, underscores and dashes.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = HelpMessages.GoodDataApiTokenId)]
    [AllowEmptyString]
    public string? Id { get; set; }

    /// <summary>Replaces an existing token of that id: the earlier secret is no longer accepted.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the token as a string instead of a SecureString, also in ToString().</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>
    /// Masks the token in the log of GitHub Actions or Azure Pipelines, if one of them runs this process, before it is returned. True by
    /// default; -Mask:$false omits it.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "True")]
    public SwitchParameter Mask { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(DisplayText.Id(Id), Create);

    private void Create()
    {
        var spec = new GoodDataApiTokenSpec { Id = Id, UserId = UserId, Force = Force, AsPlainText = AsPlainText };
        spec.Validate();
        var connection = EffectiveConnection;
        var action = Force ? nameof(ModuleMessages.GoodDataTokenReplaceAction) : nameof(ModuleMessages.GoodDataTokenAction);
        if (ShouldProcess(Target(nameof(ModuleMessages.GoodDataTarget)), Target(action, UserName, spec.Id!)))
        {
            WriteCreated(
                (progress, cancellationToken) => connection.CreateApiTokenAsync(spec, progress, cancellationToken),
                token =>
                {
                    this.MaskNew(token.Token);
                    WriteRecorded(token, token.Id, expiration: null, token.Secured);
                },
                static token => token.NotReturned.ToString());
        }
    }
}
