<#
.SYNOPSIS
    Unattended rollout: creates an installer token for each runtime in a CSV file and stores it for the installers.
.DESCRIPTION
    The platform API token is read from a SecretManagement vault, or from BOOMI_API_TOKEN if there is no vault. Each installer token is
    written to a response file for its installer, which only its owner can read, with -OutputFolder; otherwise it is stored in the vault.
    Without a place for the tokens, none is created: they cannot be read again. Neither is written to the log.

    Columns of the CSV file: name (or RuntimeName) and installType, and optionally durationMinutes or validFor, cloudId, accountId, overrideAccount and
    the settings of ConvertTo-InstallerArgument, such as installDirectory.

    The output is a table with a line for each row, as text, whatever the exit code is.

    To repeat a run after an error, use a file without the rows whose tokens were stored.

    Exit codes: 0 all tokens were issued and stored; 1 the input or the configuration is invalid; 2 the service rejected some or all requests;
    3 the service cannot be reached; 4 a token exists or may exist that was not stored for its row. Before such a row is repeated, the
    account's audit log must be checked; the log names the row.
.PARAMETER Path
    The CSV file.
.PARAMETER AccountId
    The Boomi account; BOOMI_ACCOUNT_ID by default.
.PARAMETER UserName
    The Boomi user; BOOMI_USERNAME by default.
.PARAMETER VaultName
    The SecretManagement vault; the default vault by default.
.PARAMETER SecretName
    The name of the platform API token in the vault.
.PARAMETER LogPath
    The log file, to which messages are appended; in the folder of the CSV file by default.
.PARAMETER OutputFolder
    An existing folder for the response files, <name>.properties. No existing file is replaced.
.PARAMETER Sandbox
    Uses a sandbox on this machine instead of the service. Its tokens are valid nowhere else, so they need no place.
.EXAMPLE
    pwsh examples/runbook.ps1 -Path runtimes.csv -Sandbox
.EXAMPLE
    pwsh -NonInteractive examples/runbook.ps1 -Path runtimes.csv -OutputFolder ./rollout -AccountId acme-A1B2C3 -UserName automation@acme.example
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [string] $AccountId = $env:BOOMI_ACCOUNT_ID,
    [string] $UserName = $env:BOOMI_USERNAME,
    [string] $VaultName,
    [string] $SecretName = 'boomi-api-token',
    [string] $LogPath = "$Path.log",
    [string] $OutputFolder,
    [switch] $Sandbox
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Write-Log([string] $Message, [string] $Level = 'INFO') {
    $line = '{0:yyyy-MM-ddTHH:mm:ssZ} {1,-5} {2}' -f [datetime]::UtcNow, $Level, $Message
    Add-Content -LiteralPath $LogPath -Value $line -Encoding utf8
    Write-Verbose $line
}

function Stop-Runbook([int] $Code, [string] $Message) {
    Write-Log $Message 'ERROR'
    [Console]::Error.WriteLine($Message)
    exit $Code
}

# The most serious problem determines the exit code: an unknown outcome is more serious than a rejection. Ids and categories are the same
# for an error that comes from a job or a remote session; the type of its exception is not.
function Get-ExitCode($Problems) {
    $codes = foreach ($problem in $Problems) {
        $id = $problem.FullyQualifiedErrorId.Split(',')[0]
        if ($id -in 'TokenOutcomeUnknown', 'InstallerAccountMismatch') { 4 }
        elseif ($problem.CategoryInfo.Category -in 'ConnectionError', 'OperationTimeout', 'SecurityError') { 3 }
        elseif ($problem.CategoryInfo.Category -in 'InvalidArgument', 'InvalidData' -and $id -ne 'BadRequest') { 1 }
        else { 2 }
    }
    [int] ($codes | Measure-Object -Maximum).Maximum
}

$module = Join-Path (Split-Path -Path $PSScriptRoot -Parent) 'TokenTools.psd1'
# A session cannot load a second copy of the module.
if (-not (Get-Module TokenTools)) { Import-Module $(if (Test-Path -LiteralPath $module) { $module } else { 'TokenTools' }) -Verbose:$false }

$vault = @{}
if ($VaultName) { $vault.Vault = $VaultName }
$hasVault = -not $Sandbox -and (Get-Command Get-Secret -ErrorAction Ignore) -and (Get-Command Set-Secret -ErrorAction Ignore)

$own = $null
try {
    try { $rows = @(Import-Csv -LiteralPath $Path) } catch { Stop-Runbook 1 "The CSV file cannot be read: $_" }
    # A file that was written for the cmdlets alone has the column RuntimeName.
    if ($rows -and $rows[0].PSObject.Properties['RuntimeName'] -and -not $rows[0].PSObject.Properties['name']) {
        $rows = @($rows | Select-Object -Property *, @{ Name = 'name'; Expression = { $_.RuntimeName } })
    }
    if (-not $rows -or 'installType' -notin $rows[0].PSObject.Properties.Name -or 'name' -notin $rows[0].PSObject.Properties.Name) {
        Stop-Runbook 1 "$Path has no rows with the columns name and installType."
    }

    # A token that is not stored is lost, and cannot be revoked.
    if ($OutputFolder -and -not (Test-Path -LiteralPath $OutputFolder -PathType Container)) { Stop-Runbook 1 "The folder $OutputFolder does not exist." }
    if (-not $OutputFolder -and -not $hasVault -and -not $Sandbox) { Stop-Runbook 1 'There is no place for the tokens. Specify -OutputFolder, or use a vault.' }
    # The name of the runtime as the cmdlets know it, so that it is checked before a token is created.
    $rows = @($rows | Select-Object -Property *, @{ Name = 'RuntimeName'; Expression = { $_.name } } -ExcludeProperty RuntimeName)
    $taken = @($rows | Where-Object { $OutputFolder -and (Test-Path -LiteralPath (Join-Path $OutputFolder "$($_.name).properties")) } | ForEach-Object { $_.name })
    if ($taken) { Stop-Runbook 1 "Files of an earlier run exist in $OutputFolder for: $($taken -join ', ')." }
    $twice = @($rows | Group-Object -Property name | Where-Object Count -gt 1 | ForEach-Object Name)
    if ($twice) { Stop-Runbook 1 "$Path has several rows for: $($twice -join ', ')." }

    try {
        if ($Sandbox) {
            $own = Start-TokenSandbox
            $AccountId = $own.BoomiAccountId
            Connect-Boomi -Sandbox $own
        }
        else {
            $apiToken = if ($hasVault) { Get-Secret -Name $SecretName @vault } elseif ($env:BOOMI_API_TOKEN) { $env:BOOMI_API_TOKEN }
            if (-not $apiToken) { Stop-Runbook 1 "The secret $SecretName is not in a vault, and BOOMI_API_TOKEN is not set." }
            $address = if ($env:BOOMI_API_URL) { @{ BaseUri = $env:BOOMI_API_URL } } elseif ($env:BOOMI_BASE_URL) { @{ BaseUri = $env:BOOMI_BASE_URL } } else { @{} }
            Connect-Boomi -AccountId $AccountId -UserName $UserName -ApiToken $apiToken @address
        }
    }
    catch {
        Stop-Runbook 1 "Connecting to Boomi failed: $_"
    }

    Write-Log "Creating $($rows.Count) tokens in account $AccountId."
    $problems = $warnings = @()
    # An invalid row does not stop the others, but rejected credentials do.
    try {
        $tokens = @($rows | New-InstallerToken -ThrottleLimit 8 -ErrorAction SilentlyContinue -ErrorVariable problems -WarningVariable warnings -WarningAction SilentlyContinue)
    }
    catch {
        # The errors before it remain: one of them may be about a token that may exist. PowerShell adds the error that ends the
        # pipeline as an exception.
        $end = $_
        $problems = @($problems | Where-Object { $_ -is [Management.Automation.ErrorRecord] -and $_.Exception -ne $end.Exception }) + $end
        $tokens = @()
    }

    foreach ($warning in $warnings) { Write-Log $warning 'WARN' }
    $table = @()
    foreach ($problem in $problems) {
        $name = if ($problem.TargetObject.PSObject.Properties['name']) { $problem.TargetObject.name } else { $problem.TargetObject }
        $id = $problem.FullyQualifiedErrorId.Split(',')[0]
        Write-Log "$name $id $($problem.Exception.Message)" 'ERROR'
        $table += [pscustomobject] @{ Name = $name; InstallType = ''; Expires = ''; Result = $id }
    }

    # The property Input of each token is the row that it was created for.
    $lost = 0
    foreach ($token in $tokens) {
        $name = $token.Input.name
        $expires = $token.Expiration.UtcDateTime.ToString('u')
        try {
            $place = if ($OutputFolder) {
                $file = Join-Path $OutputFolder "$name.properties"
                $null = $token | ConvertTo-InstallerArgument -As ResponseFile -Path $file -WarningAction SilentlyContinue
                $file
            }
            elseif ($hasVault) {
                Set-Secret -Name "installer-token-$name" -Secret $token.Token @vault
                "installer-token-$name in the vault"
            }
            else { 'not stored (sandbox)' }
            Write-Log "$name $($token.InstallType) is valid until ${expires}: $place"
        }
        catch {
            $lost++
            $place = 'not stored'
            Write-Log "$name $($token.InstallType) was created but cannot be stored, and is valid until ${expires}: $_" 'ERROR'
        }

        $table += [pscustomobject] @{ Name = $name; InstallType = $token.InstallType; Expires = $expires; Result = $place }
    }

    # As text: with an exit code other than 0, the process ends before the formatter has written the objects that it holds.
    ($table | Format-Table -AutoSize | Out-String -Width 200).Trim()
    $code = if ($lost) { 4 } else { Get-ExitCode $problems }
    $done = if ($own) { 'created in a sandbox' } else { 'created and stored' }
    Write-Log "$($tokens.Count - $lost) $done, $($rows.Count - $tokens.Count + $lost) not; exit code $code."
    if ($code) { exit $code }
}
finally {
    Disconnect-Boomi
    if ($own) { Stop-TokenSandbox $own }
}
