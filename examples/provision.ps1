<#
.SYNOPSIS
    Provisions a team: an installer token for its runtime, a narrowed access token to its data, its analytics organization's administrator.
.DESCRIPTION
    Takes connections, so that whoever calls it says where to: to the services, or, in examples/Provisioning.Tests.ps1, to a sandbox.
.PARAMETER Boomi
    A connection from Connect-Boomi -PassThru.
.PARAMETER Onezone
    A connection from Connect-Onezone -PassThru.
.PARAMETER Organization
    The address of the team's GoodData.CN organization.
.PARAMETER Administrator
    The first administrator's user id and password.
.PARAMETER Network
    From where the team reaches its data.
.OUTPUTS
    One object with InstallerToken, DataToken and Administrator.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [TokenTools.Boomi.BoomiConnection] $Boomi,
    [Parameter(Mandatory)] [TokenTools.Onedata.OnezoneConnection] $Onezone,
    [Parameter(Mandatory)] [uri] $Organization,
    [Parameter(Mandatory)] [pscredential] $Administrator,
    [string[]] $Network = '10.0.0.0/8'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# What can fail without leaving anything behind goes first; the installer token, which can't be revoked, goes last.
$bootstrap = New-BootstrapToken -Credential $Administrator
if (-not (Test-BootstrapToken -Uri $Organization -Token $bootstrap.Token -Wait -TimeoutSec 60)) {
    throw "The organization at $Organization doesn't accept its administrator."
}

$data = New-TemporaryToken -Connection $Onezone -ValidFor 8h | Add-TokenCaveat -IpAddress $Network -Interface rest -ReadOnlyData

[pscustomobject] @{
    Administrator  = $bootstrap
    DataToken      = $data
    InstallerToken = New-InstallerToken -InstallType ATOM -ValidFor 30m -Connection $Boomi
}
