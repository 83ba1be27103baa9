@{
    RootModule             = 'bin/TokenTools.PowerShell.dll'
    # Loaded before the types, so that an update in a session ends with the engine's error about the first assembly, without one for each
    # type. The types file names types of the second one.
    RequiredAssemblies     = @('bin/TokenTools.PowerShell.dll', 'bin/TokenTools.Core.dll')
    # A vault of SecretManagement: see about_TokenTools_Vault. Its commands are not exported.
    NestedModules          = @('TokenTools.Extension/TokenTools.Extension.psm1')
    ModuleVersion          = '0.1.0'
    GUID                   = 'b9f5a7de-6c1f-4e0e-9d27-0f3a1c5d8e42'
    Author                 = 'The TokenTools contributors'
    CompanyName            = 'The TokenTools contributors'
    Copyright              = '(c) The TokenTools contributors. MIT license.'
    Description            = 'Issues, inspects and uses the short-lived tokens that are needed to provision three platforms: Boomi installer tokens, GoodData.CN bootstrap tokens and Onedata temporary tokens. Secrets stay out of command lines, files and logs.'

    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Core', 'Desktop')

    TypesToProcess         = @('TokenTools.types.ps1xml')
    FormatsToProcess       = @('TokenTools.format.ps1xml')

    CmdletsToExport        = @(
        'Add-TokenCaveat'
        'Add-TokenSandboxFault'
        'Connect-Boomi'
        'Connect-GoodData'
        'Connect-Onezone'
        'ConvertFrom-BootstrapToken'
        'ConvertFrom-OnedataToken'
        'ConvertTo-InstallerArgument'
        'ConvertTo-KubernetesSecret'
        'ConvertTo-OneclientEnvironment'
        'ConvertTo-OneproviderRegistration'
        'ConvertTo-OrganizationManifest'
        'ConvertTo-PasswordHash'
        'ConvertTo-RestParameter'
        'Disconnect-Boomi'
        'Disconnect-GoodData'
        'Disconnect-Onezone'
        'Export-Token'
        'Find-SecretLeak'
        'Get-BoomiEnvironment'
        'Get-BoomiEnvironmentAttachment'
        'Get-BoomiRuntime'
        'Get-GoodDataApiToken'
        'Get-GoodDataUser'
        'Get-InstallerTokenEvent'
        'Get-NamedToken'
        'Get-OnezoneUser'
        'Get-TemporaryTokenGeneration'
        'Get-TokenConnection'
        'Get-TokenSandbox'
        'Get-TokenSandboxRequest'
        'Get-TokenScope'
        'Invoke-TokenCommand'
        'New-BoomiEnvironment'
        'New-BoomiEnvironmentAttachment'
        'New-BootstrapToken'
        'New-GoodDataApiToken'
        'New-GoodDataJwt'
        'New-GoodDataSigningKey'
        'New-GoodDataUser'
        'New-InstallerToken'
        'New-NamedToken'
        'New-TemporaryToken'
        'New-TokenCaveat'
        'Register-SecretLeakOperator'
        'Register-TokenMask'
        'Remove-GoodDataApiToken'
        'Remove-NamedToken'
        'Resolve-InstallerToken'
        'Revoke-TemporaryToken'
        'Set-NamedToken'
        'Start-TokenSandbox'
        'Stop-TokenSandbox'
        'Test-BoomiConnection'
        'Test-BootstrapToken'
        'Test-GoodDataConnection'
        'Test-PasswordHash'
        'Test-TemporaryToken'
        'Use-InviteToken'
        'Wait-BoomiRuntime'
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
