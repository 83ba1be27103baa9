using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Closes a connection to a Onezone and clears its token.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Onezone", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Disconnect-Onezone.md")]
[OutputType(typeof(void))]
public sealed class DisconnectOnezoneCommand : DisconnectCommand<OnezoneConnection>;
