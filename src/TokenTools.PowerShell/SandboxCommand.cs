using System.Management.Automation;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets for a running sandbox.</summary>
public abstract class SandboxCommand : TokenCommand
{
    private protected SandboxCommand()
    {
    }

    /// <summary>The sandbox. By default, the only running sandbox of this session.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    [ValidateNotNull]
    [NotText(nameof(Sandbox))]
    public TokenSandbox? Sandbox { get; set; }

    /// <summary>The specified sandbox, or the only running sandbox of this session.</summary>
    /// <exception cref="TokenArgumentException">No sandbox is specified, and none or more than one is running.</exception>
    private protected TokenSandbox EffectiveSandbox()
    {
        if (Sandbox is not null)
        {
            return Sandbox;
        }

        var running = Session.RunningSandboxes;
        return running.Count switch
        {
            1 => running[0],
            0 => throw ModuleText.ArgumentError(nameof(Sandbox), nameof(ModuleMessages.SandboxNotRunning)),
            _ => throw ModuleText.ArgumentError(nameof(Sandbox), nameof(ModuleMessages.SandboxAmbiguous), running.Count),
        };
    }
}
