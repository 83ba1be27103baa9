using System.Management.Automation;
using TokenTools.Boomi;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Closes a connection to Boomi and clears its credentials.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Boomi", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Disconnect-Boomi.md")]
[OutputType(typeof(void))]
public sealed class DisconnectBoomiCommand : DisconnectCommand<BoomiConnection>;
