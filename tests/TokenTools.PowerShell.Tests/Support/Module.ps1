# Dot-sourced in a BeforeAll: the module under test, from TOKENTOOLS_MODULE_PATH or the checkout.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# Windows PowerShell 5.1, which does not have these variables, runs only on Windows.
if (-not (Test-Path -Path Variable:IsWindows)) { $script:IsWindows = $true; $script:IsLinux = $script:IsMacOS = $false }

$script:ModulePath = if ($env:TOKENTOOLS_MODULE_PATH) { $env:TOKENTOOLS_MODULE_PATH } else {
    (Resolve-Path -LiteralPath "$PSScriptRoot/../../../TokenTools.psd1").Path
}
# The session of an earlier file in this engine ends with the module; -Force alone continues it.
Remove-Module TokenTools -ErrorAction Ignore
Import-Module $script:ModulePath -Force

# The environment of the tests must not affect their results.
foreach ($name in 'BOOMI_ACCOUNT_ID', 'BOOMI_USERNAME', 'BOOMI_API_TOKEN', 'BOOMI_API_URL', 'BOOMI_BASE_URL', 'ONEZONE_HOST', 'ONEZONE_API_KEY', 'GOODDATA_HOST', 'GOODDATA_TOKEN', 'GOODDATA_OVERRIDE_HOST') {
    Remove-Item -LiteralPath "env:$name" -ErrorAction Ignore
}

function ConvertTo-TestSecret([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }
function ConvertFrom-TestSecret([securestring] $Secret) { [pscredential]::new('x', $Secret).GetNetworkCredential().Password }

# The program that starts this engine. A pwsh that is a .NET tool runs in a process named dotnet.
$script:Engine = if ($env:TOKENTOOLS_PWSH) { $env:TOKENTOOLS_PWSH } else { (Get-Process -Id $PID).Path }
if ([IO.Path]::GetFileNameWithoutExtension($script:Engine) -eq 'dotnet') { $script:Engine = (Get-Command pwsh -CommandType Application)[0].Source }

# All displayable parts of an error, like those of Get-Error, which does not exist in Windows PowerShell 5.1.
function Get-ErrorText($Record) {
    # In Wine, Get-Error does not end with some errors.
    $isWine = Test-Path -Path HKCU:/Software/Wine
    if ($PSVersionTable.PSVersion.Major -ge 7 -and -not $isWine) { $Record | Get-Error | Out-String }
    else { $Record | Format-List -Property * -Force | Out-String }
}
