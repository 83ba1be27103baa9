# The runs of the canary, for Find-SecretLeak: each writes to the streams, and nothing is recorded here. Defines $secrets, which
# contains the secrets of the runs.
param([string] $ModulePath, [string] $Folder)

$secrets = [ordered] @{}
$counts = @{}
$loggedCmdlets = @{}

function New-Core { -join (1..22 | ForEach-Object { [char[]] 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789' | Get-Random }) }
# In no form in which it would be found: the engine logs the text of a script that contains certain words.
function New-Awkward { (-join [char[]] (114, 35, 121, 93, 120, 48, 123, 61, 108, 63, 119, 39, 107, 40, 122, 33 | ForEach-Object { $_ - 1 })) + (New-Core) }
function Add-Secret([string] $Name, [string] $Secret) { $secrets[$Name] = $Secret; $Secret }
function ConvertTo-Base64([string] $Text) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Text)) }
function ConvertTo-Secret([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }

function Add-Echo([hashtable] $Fault) {
    $made = [TokenTools.Sandbox.SandboxFault]::new()
    foreach ($pair in $Fault.GetEnumerator()) {
        if ($pair.Key -eq 'Headers') { foreach ($header in $pair.Value.GetEnumerator()) { $made.Headers[$header.Key] = $header.Value } }
        else { $made.($pair.Key) = $pair.Value }
    }
    $sandbox.Faults.Enqueue($made)
}

function Set-ModuleLog([bool] $Value) {
    $module = Get-Module TokenTools
    foreach ($one in @($module) + @($module.NestedModules)) { $one.LogPipelineExecutionDetails = $Value }
}

# The engine logs the text of each argument before the cmdlet gets it. A run with a secret where a name or an address belongs is therefore
# not logged; nor is one with the reason why its arguments contain a secret.
function Invoke-Canary([string] $Cmdlet, [string] $Expected, [scriptblock] $Action, [switch] $DefaultViewsOnly, [switch] $Hide, [switch] $Misplaced, [switch] $OneOfMany, [string] $Logged) {
    $counts[$Cmdlet] = 1
    $isLogged = -not ($Misplaced -or $Logged)
    Set-ModuleLog $isLogged
    if ($isLogged) { $loggedCmdlets[$Cmdlet] = 1 }
    try {
        if ($Hide) { $null = & $Action } elseif ($DefaultViewsOnly) { & $Action | Out-String -Width 500 } else { & $Action }
    }
    catch { Write-Error -ErrorRecord $_ }
    finally { Set-ModuleLog $true }
}

# Those of the engine are given tokens as plain text, to show them: about_TokenTools_Secrets warns of that.
foreach ($module in Get-Module -All) { $module.LogPipelineExecutionDetails = $false }
. "$PSScriptRoot/CanaryRuns.ps1"
# Not the commands of the vault, which the module does not export.
@(Get-Command -Module TokenTools | Where-Object { $counts.ContainsKey($_.Name) }).Count | Set-Content -LiteralPath "$Folder/cmdlets.txt"
@(Get-Command -Module TokenTools | Where-Object { -not $loggedCmdlets.ContainsKey($_.Name) }).Name | Set-Content -LiteralPath "$Folder/unlogged.txt"
1 + @($secrets.Keys).IndexOf('seeded leak') | Set-Content -LiteralPath "$Folder/seeded.txt"
$planted = Add-Secret 'planted' (New-Core)
Write-Verbose "planted: $planted"
$null = New-TokenCaveat -DataPath "/$planted"
