<#
.SYNOPSIS
    The main job in one go: issues all three tokens and uses them, against a sandbox on this machine.
.DESCRIPTION
    Builds the module when it has not been built yet, or has changed since. Needs the .NET SDK and PowerShell; no account
    and no network. With real services, only the Connect-... lines differ.
.EXAMPLE
    pwsh examples/quickstart.ps1
.EXAMPLE
    dotnet tool exec --yes PowerShell examples/quickstart.ps1

    Where no PowerShell is installed.
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
    Write-Host 'Building the module ...'
    $log = & dotnet build (Join-Path $root 'src/TokenTools.PowerShell/TokenTools.PowerShell.csproj') -c Release --nologo 2>&1
    if ($LASTEXITCODE -ne 0) {
        $log | Out-String | Write-Host
        throw "The build failed with exit code $LASTEXITCODE."
    }
}

Import-Module $module -Force
$sandbox = Start-TokenSandbox
try {
    Write-Host "`nThe three services, acted out on this machine at $($sandbox.Uri)"

    Write-Host "`n1. A Boomi installer token, and the document that a configuration database would get"
    Connect-Boomi -Sandbox $sandbox
    New-InstallerToken -InstallType MOLECULE -ValidFor 30m | Format-Table
    New-InstallerToken -InstallType ATOM -AsPlainText |
        Invoke-RestMethod -Method Post -Uri "$($sandbox.Uri)cmdb" -ContentType application/json | Format-Table

    Write-Host '2. A GoodData.CN bootstrap token, and what the new organization says to it'
    $bootstrap = New-BootstrapToken -UserName $sandbox.GoodDataUserName -Password $sandbox.GoodDataPassword
    $bootstrap | Format-Table
    Test-BootstrapToken -Uri $sandbox.Uri -Token $bootstrap.Token -Detailed | Format-Table
    # On PowerShell 7 and https, ConvertTo-RestParameter alone will do; over plain http Invoke-RestMethod wants it as a header.
    $auth = $bootstrap | ConvertTo-RestParameter -AsHeader
    Invoke-RestMethod -Uri "$($sandbox.Uri)api/v1/profile" @auth | Format-Table organizationId, userId, permissions

    Write-Host '3. An Onedata temporary token, good for ten minutes; narrowed before it is given away; and what the zone says to it'
    Connect-Onezone -Sandbox $sandbox
    $token = New-TemporaryToken -ValidFor 10m
    $token | Format-Table
    $narrow = $token | Add-TokenCaveat -ValidFor 2m -IpAddress 127.0.0.0/8 -Interface rest
    $narrow | Format-Table
    $auth = $narrow | ConvertTo-RestParameter
    Invoke-RestMethod -Uri "$($sandbox.Uri)api/v3/onezone/user" @auth | Format-Table userId, name

    Write-Host '4. What the services were asked, with the secrets masked'
    Get-TokenSandboxRequest | Format-Table
}
finally {
    Disconnect-Boomi
    Disconnect-Onezone
    Stop-TokenSandbox -Sandbox $sandbox
}
