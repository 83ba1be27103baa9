# The commands with which SecretManagement uses TokenTools as a vault: see about_TokenTools_Vault. It looks for a nested module of this
# name in this folder. Each function runs a cmdlet of the module's assembly. The assembly cannot be the nested module: the engine's table
# of modules has one entry for a path, which would then be this module's instead of TokenTools'. A manifest here would make every import of
# TokenTools slower.

function Get-Secret { param ($Name, $VaultName, $AdditionalParameters) & (Get-VaultCmdlet GetSecret) @PSBoundParameters }
function Get-SecretInfo { param ($Filter, $VaultName, $AdditionalParameters) & (Get-VaultCmdlet GetSecretInfo) @PSBoundParameters }
function Remove-Secret { param ($Name, $VaultName, $AdditionalParameters) & (Get-VaultCmdlet RemoveSecret) @PSBoundParameters }
function Set-Secret { param ($Name, $Secret, $VaultName, $AdditionalParameters) & (Get-VaultCmdlet SetSecret) @PSBoundParameters }
function Test-SecretVault { param ($VaultName, $AdditionalParameters) & (Get-VaultCmdlet TestSecretVault) @PSBoundParameters }

function Get-VaultCmdlet([string] $Name) {
    $ExecutionContext.InvokeCommand.GetCmdletByTypeName("TokenTools.PowerShell.Commands.Vault.${Name}Command")
}

Export-ModuleMember -Function Get-Secret, Get-SecretInfo, Remove-Secret, Set-Secret, Test-SecretVault
