using System.Management.Automation;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands;

/// <summary>Stops a sandbox, or all that this session has started. They also stop when the module is removed.</summary>
[Cmdlet(VerbsLifecycle.Stop, "TokenSandbox", HelpUri = HelpPages.Folder + "Stop-TokenSandbox.md")]
[OutputType(typeof(void))]
public sealed class StopTokenSandboxCommand : TokenCommand
{
    /// <summary>The sandbox to stop; all of this session's if none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public TokenSandbox? Sandbox { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var sandbox in Sandbox is null ? Session.Owned<TokenSandbox>() : [Sandbox])
        {
            Session.End(sandbox);
        }
    }
}
