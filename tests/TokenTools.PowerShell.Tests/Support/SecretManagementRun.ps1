# Run by SecretManagement.Tests.ps1 in a process of its own, in which the real SecretManagement and SecretStore are on the module path.
param([Parameter(Mandatory)] [string] $InputPath)
$ErrorActionPreference = 'Stop'
$in = Get-Content -Raw -LiteralPath $InputPath | ConvertFrom-Json
$result = [ordered] @{}
Import-Module Microsoft.PowerShell.SecretManagement
$result.Version = "$((Get-Module Microsoft.PowerShell.SecretManagement).Version)"

Register-SecretVault -Name tokens -ModuleName TokenTools -VaultParameters @{
    Boomi   = @{ AccountId = $in.AccountId; UserName = $in.UserName; ApiTokenFile = $in.ApiTokenFile; BaseUri = $in.Uri }
    Onezone = @{ Uri = $in.Uri; RootTokenFile = $in.RootTokenFile }
    Secrets = @{
        'boomi/atom'   = @{ InstallType = 'ATOM'; ValidFor = '30m' }
        'onezone/day'  = @{ ValidFor = '1d' }
        'onezone/rest' = @{ Purpose = 'onezoneRest'; ValidFor = '10m' }
    }
}
$result.Tested = Test-SecretVault -Name tokens
$listed = @(Get-SecretInfo -Vault tokens)
$result.Names = $listed.Name
$result.Purpose = ($listed | Where-Object Name -EQ onezone/rest).Metadata['Purpose']

# The first token is the installer's below: the test compares it with the sandbox's first one.
$result.TokensAfterListing = 0
try { $null = Get-Secret -Name boomi/* -Vault tokens; $result.TokensAfterListing = 1 } catch { $result.Wildcard = $_.FullyQualifiedErrorId }
$output = Get-Secret -Name boomi/atom -Vault tokens -AsPlainText -Verbose 4>&1
$result.Installer = $output | Where-Object { $_ -is [string] }
$result.Verbose = "$($output | Where-Object { $_ -isnot [string] })"
$result.Day = Get-Secret -Name onezone/day -Vault tokens -AsPlainText
$result.Rest = Get-Secret -Name onezone/rest -Vault tokens -AsPlainText
try { Set-Secret -Name boomi/atom -Secret text -Vault tokens } catch { $result.Set = $_.FullyQualifiedErrorId }
try { Remove-Secret -Name boomi/atom -Vault tokens } catch { $result.Remove = $_.FullyQualifiedErrorId }
Unregister-SecretVault -Name tokens

# README's recipes, and the runbook
Import-Module Microsoft.PowerShell.SecretStore
$null = Set-SecretStoreConfiguration -Authentication None -Interaction None -Confirm:$false -Password (ConvertTo-SecureString 'not used' -AsPlainText -Force) -WarningAction SilentlyContinue
Register-SecretVault -Name store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Import-Module TokenTools
Set-Secret -Name boomi -Secret (Get-Content -Raw -LiteralPath $in.ApiTokenFile)
Connect-Boomi -AccountId $in.AccountId -UserName $in.UserName -ApiToken (Get-Secret boomi) -BaseUri $in.Uri
$bootstrap = New-BootstrapToken -UserName admin -GeneratePassword
Set-Secret -Name gooddata-new -Secret $bootstrap.Password
Set-Secret -Name orders-installer -Secret (New-InstallerToken ATOM -ValidFor 30m).Token
$result.StoredPassword = (Get-Secret gooddata-new -AsPlainText) -ceq [pscredential]::new('x', $bootstrap.Password).GetNetworkCredential().Password
$result.StoredInstaller = Get-Secret orders-installer -AsPlainText

$csv = Join-Path $in.Folder 'runtimes.csv'
"name,installType`norders,ATOM" | Set-Content -LiteralPath $csv
$env:BOOMI_API_URL = $in.Uri
# In a process of its own: it imports the module next to it.
$null = & $in.Engine -NoProfile -NonInteractive -File $in.Runbook -Path $csv -AccountId $in.AccountId -UserName $in.UserName -SecretName boomi
$result.RunbookExitCode = $LASTEXITCODE
# SecretStore in this process reads its file again only after a while.
$result.RunbookSecrets = @(& $in.Engine -NoProfile -NonInteractive -Command '(Get-SecretInfo -Name installer-token-orders).Name').Count
$result | ConvertTo-Json -Depth 5 | Set-Content -LiteralPath (Join-Path $in.Folder 'result.json')
