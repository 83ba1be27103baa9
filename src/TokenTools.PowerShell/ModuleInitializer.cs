using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Called by the engine when the module is imported: Core's messages name parameters and cmdlets from then on.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => Vocabulary.Current = new PowerShellVocabulary();
}
