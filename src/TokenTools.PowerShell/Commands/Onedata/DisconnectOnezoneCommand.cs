using System.Management.Automation;

namespace TokenTools.PowerShell.Commands;

/// <summary>Closes a connection to an Onezone and forgets its token.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Onezone", HelpUri = HelpPages.Folder + "Disconnect-Onezone.md")]
[OutputType(typeof(void))]
public sealed class DisconnectOnezoneCommand : DisconnectCommand<OnezoneConnection>;
