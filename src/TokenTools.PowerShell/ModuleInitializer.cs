using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>
/// Called by the engine when the module is imported into a runspace: Core's messages name parameters and cmdlets from then on, and the
/// session of a module that is being imported again continues.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport()
    {
        Vocabulary.Current = new PowerShellVocabulary();
        Session.Continue();
    }
}
