# The commands with which SecretManagement uses TokenTools as a vault: see about_TokenTools_Vault. It looks for a nested module of this
# name in this folder. The classes are in the assembly that TokenTools loads anyway.
@{
    RootModule             = '../bin/TokenTools.PowerShell.dll'
    ModuleVersion          = '1.0'
    GUID                   = '2f3c1f0e-5a0b-4a0c-9d5b-7f2e6f4b8c11'
    Author                 = 'The TokenTools contributors'
    CompanyName            = 'The TokenTools contributors'
    Copyright              = '(c) The TokenTools contributors. MIT license.'
    Description            = 'The vault extension of TokenTools for SecretManagement.'
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Core', 'Desktop')
    CmdletsToExport        = @('Get-Secret', 'Get-SecretInfo', 'Remove-Secret', 'Set-Secret', 'Test-SecretVault')
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
}
