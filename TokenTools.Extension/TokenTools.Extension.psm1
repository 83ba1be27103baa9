# The commands with which SecretManagement uses TokenTools as a vault: see about_TokenTools_Vault. It looks for a nested module of this
# name in this folder. Nothing is done here: each function is a cmdlet of the module's assembly. A nested module that names this assembly
# would replace TokenTools in the engine's table of modules, which has one entry for a path. A manifest would make each import slower.

function Get-Secret { param ($Name, $VaultName, $AdditionalParameters) & (Get-VaultCmdlet GetSecret) @PSBoundParameters }
function Get-SecretInfo { param ($Filter, $VaultName, $AdditionalParameters) & (Get-VaultCmdlet GetSecretInfo) @PSBoundParameters }
function Remove-Secret { param ($Name, $VaultName, $AdditionalParameters) & (Get-VaultCmdlet RemoveSecret) @PSBoundParameters }
function Set-Secret { param ($Name, $Secret, $VaultName, $AdditionalParameters) & (Get-VaultCmdlet SetSecret) @PSBoundParameters }
function Test-SecretVault { param ($VaultName, $AdditionalParameters) & (Get-VaultCmdlet TestSecretVault) @PSBoundParameters }

function Get-VaultCmdlet([string] $Name) {
    $ExecutionContext.InvokeCommand.GetCmdletByTypeName("TokenTools.PowerShell.Commands.Vault.${Name}Command")
}

Export-ModuleMember -Function Get-Secret, Get-SecretInfo, Remove-Secret, Set-Secret, Test-SecretVault
