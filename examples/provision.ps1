<#
.SYNOPSIS
    Provisions a team: an installer token for its runtime, a narrowed access token for its data, and its organization's administrator.
.DESCRIPTION
    Accepts connections as parameters, so that the caller selects the services or, in examples/Provisioning.Tests.ps1, a sandbox.
.PARAMETER Boomi
    A connection from Connect-Boomi -PassThru.
.PARAMETER Onezone
    A connection from Connect-Onezone -PassThru.
.PARAMETER Organization
    The address of the team's GoodData.CN organization.
.PARAMETER Administrator
    The user id and password of the first administrator.
.PARAMETER Network
    The network from which the team accesses its data.
.OUTPUTS
    One object with the properties InstallerToken, DataToken and Administrator.
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

# The installer token cannot be revoked, so it comes last, after everything that can fail without consequences.
$bootstrap = New-BootstrapToken -Credential $Administrator
if (-not (Test-BootstrapToken -Uri $Organization -Token $bootstrap.Token -Wait -TimeoutSec 60)) {
    throw "The organization at $Organization does not accept its administrator."
}

$data = New-TemporaryToken -Connection $Onezone -ValidFor 8h | Add-TokenCaveat -IpAddress $Network -Interface rest -ReadOnlyData

[pscustomobject] @{
    Administrator  = $bootstrap
    DataToken      = $data
    InstallerToken = New-InstallerToken -InstallType ATOM -ValidFor 30m -Connection $Boomi
}
