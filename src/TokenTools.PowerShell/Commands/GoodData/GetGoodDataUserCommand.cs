using System.Management.Automation;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Gets users of an organization of GoodData.CN, with their groups and permissions.</summary>
[Cmdlet(VerbsCommon.Get, "GoodDataUser", HelpUri = HelpPages.Folder + "Get-GoodDataUser.md")]
[OutputType(typeof(GoodDataUser))]
public sealed class GetGoodDataUserCommand : GoodDataCommand
{
    /// <summary>The ids of the users; all users by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserId")]
    [ArgumentCompleter(typeof(GoodDataUserCompleter))]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Id is null)
        {
            ForInput(nameof(Id), () =>
            {
                var connection = EffectiveConnection;
                WriteObject(Await(connection.Users.ListAsync), enumerateCollection: true);
            });
            return;
        }

        foreach (var id in Id)
        {
            ForInput(DisplayText.Id(id), () =>
            {
                var connection = EffectiveConnection;
                WriteObject(Await((progress, cancellationToken) => connection.Users.GetAsync(id, progress, cancellationToken)));
            });
        }
    }
}
