using System.Linq;
using System.Management.Automation;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands.Sandbox;

/// <summary>
/// Stops a sandbox, or all that this session has started, and closes this session's connections to it. They also stop when
/// the module is removed.
/// </summary>
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
        foreach (var sandbox in Sandbox is null ? Session.Registered<TokenSandbox>() : [Sandbox])
        {
            // A default that leads nowhere would only keep the next cmdlet waiting.
            foreach (var connection in Session.Open.Where(connection => connection.Uri == sandbox.Uri))
            {
                Session.Close(connection);
            }

            Session.Release(sandbox);
        }
    }
}
