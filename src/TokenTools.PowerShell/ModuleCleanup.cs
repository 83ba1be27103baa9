using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Called by the engine when the module is removed: closes the connections of that runspace.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => Session.Release(psModuleInfo);
}
