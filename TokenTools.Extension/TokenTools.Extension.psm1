# The commands with which SecretManagement uses TokenTools as a vault: see about_TokenTools_Vault. It looks for a nested module of this
# name in this folder. Each function runs a cmdlet of the module's assembly. The assembly cannot be the nested module: the engine's table
# of modules has one entry for a path, which would then be this module's instead of TokenTools'. A manifest here, Export-ModuleMember or a
# common function would make every import of TokenTools slower.

function Get-Secret {
    param ($Name, $VaultName, $AdditionalParameters)
    & $ExecutionContext.InvokeCommand.GetCmdletByTypeName('TokenTools.PowerShell.Commands.Vault.GetSecretCommand') @PSBoundParameters
}

function Get-SecretInfo {
    param ($Filter, $VaultName, $AdditionalParameters)
    & $ExecutionContext.InvokeCommand.GetCmdletByTypeName('TokenTools.PowerShell.Commands.Vault.GetSecretInfoCommand') @PSBoundParameters
}

function Remove-Secret {
    param ($Name, $VaultName, $AdditionalParameters)
    & $ExecutionContext.InvokeCommand.GetCmdletByTypeName('TokenTools.PowerShell.Commands.Vault.RemoveSecretCommand') @PSBoundParameters
}

function Set-Secret {
    param ($Name, $Secret, $VaultName, $AdditionalParameters)
    & $ExecutionContext.InvokeCommand.GetCmdletByTypeName('TokenTools.PowerShell.Commands.Vault.SetSecretCommand') @PSBoundParameters
}

function Test-SecretVault {
    param ($VaultName, $AdditionalParameters)
    & $ExecutionContext.InvokeCommand.GetCmdletByTypeName('TokenTools.PowerShell.Commands.Vault.TestSecretVaultCommand') @PSBoundParameters
}
