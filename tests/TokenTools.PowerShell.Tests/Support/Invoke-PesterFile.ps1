# Runs Pester files, separated by commas, and writes the result as JSON, with the Pester of TOKENTOOLS_PESTER_VERSION, or any that is installed from 5.5
# on, including 6.x.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ResultPath,
    # Ends the process with the number of failures as its exit code.
    [switch] $Exit
)

$ErrorActionPreference = 'Stop'
$version = if ($env:TOKENTOOLS_PESTER_VERSION) { @{ RequiredVersion = $env:TOKENTOOLS_PESTER_VERSION } } else { @{ MinimumVersion = '5.5' } }
$pester = Import-Module Pester @version -PassThru

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path -split ','
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'Plaintext'
# Pester lists the drive's files before and after each block. On Windows, it does the same with keys of the registry.
$configuration.TestDrive.Enabled = [bool] (Select-String -LiteralPath ($Path -split ',') -SimpleMatch 'TestDrive' -Quiet)
$configuration.TestRegistry.Enabled = $false
$run = Invoke-Pester -Configuration $configuration

$failures = @(
    foreach ($test in $run.Failed) {
        '{0}: {1}' -f $test.ExpandedPath, (($test.ErrorRecord | ForEach-Object { $_.DisplayErrorMessage }) -join '; ')
    }
    # A file that cannot be read, or a block with a failing setup, runs no tests. That is a failure as well.
    foreach ($container in $run.FailedContainers) {
        'container {0}: {1}' -f $container.Item, (($container.ErrorRecord | ForEach-Object { $_.ToString() }) -join '; ')
    }
    foreach ($block in $run.FailedBlocks) {
        'block {0}: {1}' -f $block.ExpandedPath, (($block.ErrorRecord | ForEach-Object { $_.ToString() }) -join '; ')
    }
)
$failed = [Math]::Max($run.FailedCount, $failures.Count)
$null = New-Item -ItemType Directory -Force -Path (Split-Path -Path $ResultPath)
@{
    Passed        = $run.PassedCount
    Failed        = $failed
    Skipped       = $run.SkippedCount + $run.NotRunCount
    Failures      = $failures
    PesterVersion = "$($pester.Version)"
} | ConvertTo-Json | Set-Content -LiteralPath $ResultPath -Encoding utf8
if ($Exit) { exit [Math]::Min($failed, 100) }
