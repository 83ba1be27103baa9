using System.Linq;
using System.Management.Automation;
using TokenTools.Vault;

namespace TokenTools.PowerShell.Commands.Vault;

/// <summary>Checks a vault's parameters and credentials without a request and without issuing a token. SecretManagement calls it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SecretVault")]
[OutputType(typeof(bool))]
public sealed class TestSecretVaultCommand : VaultCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // All errors, not only the first one.
        var isValid = false;
        ForVault(VaultName, () =>
        {
            var vault = Definition;
            isValid = vault.SecretNames.Select(name => Check(vault, name)).ToList().TrueForAll(static valid => valid);
        });
        WriteObject(isValid);
    }

    private bool Check(VaultDefinition vault, string name)
    {
        var isValid = false;
        ForVault(name, () =>
        {
            vault.Check(name);
            isValid = true;
        });
        return isValid;
    }
}
