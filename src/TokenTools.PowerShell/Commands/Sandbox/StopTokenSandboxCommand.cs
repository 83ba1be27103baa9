using System.Linq;
using System.Management.Automation;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands.Sandbox;

/// <summary>
/// Stops a sandbox, or all sandboxes of this session, and closes this session's connections to them. Removing the module stops
/// them as well.
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "TokenSandbox", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Stop-TokenSandbox.md")]
[OutputType(typeof(void))]
public sealed class StopTokenSandboxCommand : TokenCommand
{
    /// <summary>The sandbox. By default, all sandboxes of this session.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    [ValidateNotNull]
    [NotText(nameof(Sandbox))]
    public TokenSandbox? Sandbox { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var sandbox in Sandbox is null ? Session.Registered<TokenSandbox>() : [Sandbox])
        {
            if (!ShouldProcess(sandbox.ToString(), ModuleText.Format(nameof(ModuleMessages.SandboxStopAction))))
            {
                continue;
            }

            // With a default connection to a stopped sandbox, the next cmdlet would only wait for its retries.
            foreach (var connection in Session.Open.Where(connection => connection.Uri == sandbox.Uri))
            {
                Session.Close(connection);
            }

            Session.Release(sandbox);
        }
    }
}
