using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace TokenTools.PowerShell;

/// <summary>Called by the engine when the module is removed from a runspace: ends that runspace's session.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        // Import-Module -Force of a module that nests this one removes the instance that all its importers share, and imports it again.
        if (IsReimport())
        {
            Session.EndUnlessImported();
        }
        else
        {
            Session.End();
        }
    }

    private static bool IsReimport() =>
        new StackTrace(fNeedFileInfo: false).GetFrames()!.Any(static frame => frame?.GetMethod()?.DeclaringType == typeof(ImportModuleCommand));
}
