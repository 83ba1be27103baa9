using System.Management.Automation;
using TokenTools.Vault;

namespace TokenTools.PowerShell.Commands.Vault;

/// <summary>Reports that a vault issues tokens and has no stored secrets. SecretManagement calls it.</summary>
[Cmdlet(VerbsCommon.Remove, "Secret")]
[OutputType(typeof(void))]
public sealed class RemoveSecretCommand : VaultCommand
{
    /// <summary>The name of the secret.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => ForVault(Name, () => throw VaultDefinition.ReadOnly(ShownName, Name ?? string.Empty));
}
