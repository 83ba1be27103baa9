using System.Management.Automation;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Closes a connection to an organization of GoodData.CN and clears its token.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "GoodData", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Disconnect-GoodData.md")]
[OutputType(typeof(void))]
public sealed class DisconnectGoodDataCommand : DisconnectCommand<GoodDataConnection>;
