using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Called by the engine when the module is imported. Core's messages then name parameters and cmdlets.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => Vocabulary.Current = new PowerShellVocabulary();
}
