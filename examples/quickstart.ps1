<#
.SYNOPSIS
    Issues all three tokens and uses them, against a sandbox on this machine.
.DESCRIPTION
    Builds the module if it has not been built or its source has changed. Needs the .NET SDK and PowerShell, but no account and
    no network. With the real services, only the Connect-... lines differ.
.EXAMPLE
    pwsh examples/quickstart.ps1
.EXAMPLE
    dotnet tool exec --yes PowerShell examples/quickstart.ps1

    If PowerShell is not installed.
#>
[CmdletBinding()]
param()

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = Split-Path -Path $PSScriptRoot -Parent
$module = Join-Path $root 'TokenTools.psd1'

$built = Get-Item -LiteralPath (Join-Path $root 'bin/TokenTools.PowerShell.dll') -ErrorAction Ignore
$changed = Get-ChildItem -Path (Join-Path $root 'src') -Recurse -Include *.cs, *.csproj, *.resx |
    Where-Object { $_.FullName -notmatch '[\\/](bin|obj|TokenTools\.Cli)[\\/]' -and (-not $built -or $_.LastWriteTimeUtc -gt $built.LastWriteTimeUtc) }
if (-not $built -or $changed) {
    Write-Host 'Building the module, which takes about a minute the first time ...'
    $project = Join-Path $root 'src/TokenTools.PowerShell/TokenTools.PowerShell.csproj'
    $log = [IO.Path]::GetTempFileName()
    try {
        $start = @{ FilePath = 'dotnet'; ArgumentList = 'build', "`"$project`"", '-c Release --nologo'; NoNewWindow = $true }
        $build = Start-Process @start -PassThru -RedirectStandardOutput $log
        # Windows PowerShell returns no exit code of a process whose handle was not read before its end.
        $null = $build.Handle
        $watch = [Diagnostics.Stopwatch]::StartNew()
        while (-not $build.WaitForExit(500)) {
            Write-Progress -Activity 'Building the module' -Status "$([int] $watch.Elapsed.TotalSeconds) seconds"
        }
        Write-Progress -Activity 'Building the module' -Completed
        if ($build.ExitCode -ne 0) {
            Get-Content -Raw -LiteralPath $log | Write-Host
            throw "The build failed with exit code $($build.ExitCode)."
        }
    }
    finally { Remove-Item -LiteralPath $log }
}

# A session cannot load a second copy of the module.
$loaded = Get-Module TokenTools
if (-not $loaded -or $loaded.ModuleBase -eq $root) { Import-Module $module -Force }
$sandbox = Start-TokenSandbox
# A sandbox is not accessed through a proxy. Windows PowerShell uses none for a loopback address.
$direct = if ($PSVersionTable.PSVersion.Major -ge 6) { @{ NoProxy = $true } } else { @{} }
try {
    Write-Host "`nA sandbox of the three services on this machine, at $($sandbox.Uri)"

    Write-Host "`n1. A Boomi installer token, and the document that is sent to a configuration database"
    Connect-Boomi -Sandbox $sandbox
    New-InstallerToken -InstallType MOLECULE -ValidFor 30m | Format-Table
    New-InstallerToken -InstallType ATOM -AsPlainText |
        Invoke-RestMethod @direct -Method Post -Uri "$($sandbox.Uri)cmdb" -ContentType application/json | Format-Table

    Write-Host '2. A GoodData.CN bootstrap token, and the response of the new organization'
    $bootstrap = New-BootstrapToken -UserName $sandbox.GoodDataUserName -Password $sandbox.GoodDataPassword
    $bootstrap | Format-Table
    Test-BootstrapToken -Sandbox $sandbox -Token $bootstrap.Token -Detailed | Format-Table
    # Over https, PowerShell 7 does not need -AsHeader. Over plain http, Invoke-RestMethod accepts the token only as a header.
    $auth = $bootstrap | ConvertTo-RestParameter -AsHeader
    Invoke-RestMethod @direct -Uri "$($sandbox.Uri)api/v1/profile" @auth | Format-Table organizationId, userId, permissions

    Write-Host '3. A Onedata temporary token, valid for ten minutes, narrowed, and the response of the zone'
    Connect-Onezone -Sandbox $sandbox
    $token = New-TemporaryToken -ValidFor 10m
    $token | Format-Table
    $narrow = $token | Add-TokenCaveat -ValidFor 2m -IpAddress 127.0.0.0/8 -Interface rest
    $narrow | Format-Table
    $auth = $narrow | ConvertTo-RestParameter
    Invoke-RestMethod @direct -Uri "$($sandbox.Uri)api/v3/onezone/user" @auth | Format-Table userId, name

    Write-Host '4. The requests that the services received, with secrets masked'
    Get-TokenSandboxRequest | Format-Table
}
finally {
    Disconnect-Boomi
    Disconnect-Onezone
    Stop-TokenSandbox -Sandbox $sandbox
}
