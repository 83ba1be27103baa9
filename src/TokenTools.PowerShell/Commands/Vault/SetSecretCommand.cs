using System.Management.Automation;
using TokenTools.Vault;

namespace TokenTools.PowerShell.Commands.Vault;

/// <summary>Reports that a vault issues tokens and stores no secrets. SecretManagement calls it.</summary>
[Cmdlet(VerbsCommon.Set, "Secret")]
[OutputType(typeof(void))]
public sealed class SetSecretCommand : VaultCommand
{
    /// <summary>The name of the secret.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? Name { get; set; }

    /// <summary>The secret, which is not stored.</summary>
    [Parameter]
    [AllowNull]
    public object? Secret { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => ForVault(Name, () => throw VaultDefinition.ReadOnly(ShownName, Name ?? string.Empty));
}
