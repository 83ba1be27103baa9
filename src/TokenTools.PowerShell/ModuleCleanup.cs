using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Called by the engine when the module is removed. Closes the connections of the runspace.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => Session.Release(psModuleInfo);
}
