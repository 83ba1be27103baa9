using System.Management.Automation;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands.Sandbox;

/// <summary>Gets the running sandboxes of this session, the oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "TokenSandbox", HelpUri = HelpPages.Folder + "Get-TokenSandbox.md")]
[OutputType(typeof(TokenSandbox))]
public sealed class GetTokenSandboxCommand : TokenCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(Session.RunningSandboxes, enumerateCollection: true);
}
