using System.Linq;
using System.Management.Automation;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell;

/// <summary>A cmdlet for a sandbox that is running: the one it is given, else the only one of the session.</summary>
public abstract class SandboxCommand : TokenCommand
{
    private protected SandboxCommand()
    {
    }

    /// <summary>The sandbox; the only one that this session has running if none is given.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public TokenSandbox? Sandbox { get; set; }

    /// <summary>The sandbox that is meant.</summary>
    /// <exception cref="TokenArgumentException">There is none, or more than one.</exception>
    private protected TokenSandbox Target()
    {
        if (Sandbox is not null)
        {
            return Sandbox;
        }

        var running = Session.Registered<TokenSandbox>().Where(static sandbox => !sandbox.IsStopped).ToList();
        return running.Count switch
        {
            1 => running[0],
            0 => throw ModuleText.ArgumentError(nameof(Sandbox), nameof(ModuleMessages.SandboxNone)),
            _ => throw ModuleText.ArgumentError(nameof(Sandbox), nameof(ModuleMessages.SandboxSeveral), running.Count),
        };
    }
}
