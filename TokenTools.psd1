@{
    RootModule             = 'bin/TokenTools.PowerShell.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = 'b9f5a7de-6c1f-4e0e-9d27-0f3a1c5d8e42'
    Author                 = 'The TokenTools contributors'
    CompanyName            = 'The TokenTools contributors'
    Copyright              = '(c) The TokenTools contributors. MIT license.'
    Description            = 'Issues, inspects and uses the short-lived tokens that are needed to provision three platforms: Boomi installer tokens, GoodData.CN bootstrap tokens and Onedata temporary tokens. Secrets stay out of command lines, files and logs.'

    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Core', 'Desktop')

    # Before the types file, which names its types.
    RequiredAssemblies     = @('bin/TokenTools.Core.dll')
    TypesToProcess         = @('TokenTools.types.ps1xml')
    FormatsToProcess       = @('TokenTools.format.ps1xml')

    CmdletsToExport        = @(
        'Add-TokenCaveat'
        'Add-TokenSandboxFault'
        'Connect-Boomi'
        'Connect-Onezone'
        'ConvertFrom-BootstrapToken'
        'ConvertFrom-OnedataToken'
        'ConvertTo-InstallerArgument'
        'ConvertTo-OrganizationManifest'
        'ConvertTo-PasswordHash'
        'ConvertTo-RestParameter'
        'Disconnect-Boomi'
        'Disconnect-Onezone'
        'Get-TokenConnection'
        'Get-TokenSandboxRequest'
        'New-BootstrapToken'
        'New-InstallerToken'
        'New-TemporaryToken'
        'New-TokenCaveat'
        'Revoke-TemporaryToken'
        'Start-TokenSandbox'
        'Stop-TokenSandbox'
        'Test-BootstrapToken'
        'Test-PasswordHash'
        'Test-TemporaryToken'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()

    PrivateData            = @{
        PSData = @{
            Tags         = @('PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS', 'boomi', 'gooddata', 'onedata', 'token', 'macaroon', 'provisioning')
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://github.com/tokentools/tokentools'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
