# The runs of the canary, for Find-SecretLeak: each writes to the streams, and nothing is recorded here. Defines $secrets, which
# contains the secrets of the runs.
param([string] $ModulePath, [string] $Folder)

$secrets = [ordered] @{}
$counts = @{}

function New-Core { -join (1..22 | ForEach-Object { [char[]] 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789' | Get-Random }) }
function New-Awkward { 'a"b\c/d<e>f&g''h ' + (New-Core) }
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

function Invoke-Canary([string] $Cmdlet, [string] $Expected, [scriptblock] $Action, [switch] $DefaultViewsOnly, [switch] $Hide, [switch] $Misplaced, [switch] $OneOfMany) {
    $counts[$Cmdlet] = 1
    try {
        if ($Hide) { $null = & $Action } elseif ($DefaultViewsOnly) { & $Action | Out-String -Width 500 } else { & $Action }
    }
    catch { Write-Error -ErrorRecord $_ }
}

# Module logging is the subject of Logging.Tests.ps1: the runs also call cmdlets in ways in which the engine logs a secret.
foreach ($module in Get-Module -All) { $module.LogPipelineExecutionDetails = $false }
. "$PSScriptRoot/CanaryRuns.ps1"
# Not the commands of the vault, which the module does not export.
@(Get-Command -Module TokenTools | Where-Object { $counts.ContainsKey($_.Name) }).Count | Set-Content -LiteralPath "$Folder/cmdlets.txt"
$planted = Add-Secret 'planted' (New-Core)
Write-Verbose "planted: $planted"
