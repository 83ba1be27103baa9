using System.Management.Automation;

namespace TokenTools.PowerShell;

<<<<<<< HEAD
/// <summary>
/// Called by the engine when the module is imported into a runspace: Core's messages name parameters and cmdlets from then on, and the
/// session of a module that is being imported again continues.
/// </summary>
=======
/// <summary>Called by the engine when the module is imported. Core's messages then name parameters and cmdlets.</summary>
>>>>>>> main
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport()
    {
        Vocabulary.Current = new PowerShellVocabulary();
        Session.Continue();
    }
}
