using System.Management.Automation;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Gets the API tokens of a user of GoodData.CN, without their secrets.</summary>
[Cmdlet(VerbsCommon.Get, "GoodDataApiToken", HelpUri = HelpPages.Folder + "Get-GoodDataApiToken.md")]
[OutputType(typeof(GoodDataApiToken))]
public sealed class GetGoodDataApiTokenCommand : GoodDataApiTokenCommand
{
    /// <summary>The id of a token; all tokens of the user by default.</summary>
    [Parameter(Position = 0)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(GoodDataApiTokenCompleter))]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(Id is null ? nameof(UserId) : DisplayText.Id(Id), () =>
    {
        if (Id is null)
        {
            WriteObject(
                Await(static (tokens, progress, cancellationToken) => tokens.ListAsync(progress, cancellationToken)), enumerateCollection: true);
            return;
        }

        GoodDataApiTokenSpec.ValidateId(Id);
        WriteObject(Await((tokens, progress, cancellationToken) => tokens.GetAsync(Id, progress, cancellationToken)));
    });
}
