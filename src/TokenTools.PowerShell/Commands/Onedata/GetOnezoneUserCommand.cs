using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Gets the user of the connection's token or password, such as the id for an invitation.</summary>
[Cmdlet(VerbsCommon.Get, "OnezoneUser", HelpUri = HelpPages.Folder + "Get-OnezoneUser.md")]
[OutputType(typeof(OnezoneUser))]
public sealed class GetOnezoneUserCommand : OnezoneCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput("Onezone", () =>
    {
        var connection = EffectiveConnection;
        WriteObject(Await((progress, stop) => connection.GetUserAsync(progress, stop)));
    }, bringsConnection: MyInvocation.ExpectingInput);
}
