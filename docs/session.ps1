<#
.SYNOPSIS
    Generates the pictures in README.md, docs/session.svg and docs/boomi.svg, from real sessions with a sandbox.
.PARAMETER Name
    The session: session for the tokens of all platforms, or boomi for a Boomi runtime from its token to its environment.
.PARAMETER Path
    The file to write; the session's file in this folder by default.
.EXAMPLE
    pwsh docs/session.ps1
.EXAMPLE
    pwsh docs/session.ps1 boomi
#>
[CmdletBinding()]
param(
    [ValidateSet('session', 'boomi')] [string] $Name = 'session',
    [string] $Path = (Join-Path $PSScriptRoot "$Name.svg")
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path (Split-Path -Path $PSScriptRoot -Parent) TokenTools.psd1)

# The commands. Each line runs unchanged, and its output is recorded.
$sessions = @{
    session = @(
        '$sandbox = Start-TokenSandbox'
        'Connect-Boomi -Sandbox $sandbox'
        'Test-BoomiConnection'
        'New-InstallerToken MOLECULE -ValidFor 30m -OutVariable molecule'
        '$molecule | ConvertTo-InstallerArgument orders -As ResponseFile -Path orders.varfile | Out-Null'
        'Get-ChildItem orders.varfile | Format-Table UnixMode, Length, Name'
        '$bootstrap = New-BootstrapToken -UserName $sandbox.GoodDataUserName -Password $sandbox.GoodDataPassword'
        '$bootstrap | Test-BootstrapToken -Sandbox $sandbox'
        'Connect-Onezone -Sandbox $sandbox'
        '$token = New-TemporaryToken -ValidFor 10m | Add-TokenCaveat -IpAddress 127.0.0.0/8 -Interface rest'
        '$token.Caveats'
        '$token | Test-TemporaryToken -PeerIp 127.0.0.1 -Interface rest'
        '$auth = $token | ConvertTo-RestParameter'
        'Invoke-RestMethod "$($sandbox.Uri)api/v3/onezone/user" @auth | Format-Table userId, name'
        'Add-TokenSandboxFault -StatusCode 503 -Match InstallerToken'
        'New-InstallerToken ATOM -Verbose'
        'Get-TokenSandboxRequest -Last 3'
        'Revoke-TemporaryToken -Confirm:$false; Stop-TokenSandbox'
    )
    boomi = @(
        '$sandbox = Start-TokenSandbox -RuntimeStartup 2s'
        'Connect-Boomi -Sandbox $sandbox'
        '$environment = New-BoomiEnvironment Production'
        '$token = New-InstallerToken ATOM -ValidFor 30m'
        '$null = $sandbox.InstallRuntime($token, "orders")   # the installer'
        'Get-BoomiRuntime'
        '$runtime = Wait-BoomiRuntime orders -IntervalSec 1'
        '$runtime | New-BoomiEnvironmentAttachment -EnvironmentId $environment.Id'
        'Get-BoomiRuntime'
        'Add-TokenSandboxFault -Reset -AfterHandling -Match InstallerToken'
        'New-InstallerToken ATOM -ErrorVariable lost -ErrorAction SilentlyContinue'
        '$lost | Resolve-InstallerToken -IssuedToken $token'
        'Get-InstallerTokenEvent'
        'Stop-TokenSandbox'
    )
}
$session = $sessions[$Name]
$columns = 104
$prompt = 'PS> '

$rendering = $PSStyle.OutputRendering
$PSStyle.OutputRendering = 'PlainText'
$lines = [System.Collections.Generic.List[object]]::new()
$folder = New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid()))
$Path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
Push-Location -LiteralPath $folder
try {
    foreach ($typed in $session) {
        $lines.Add(@{ Kind = 'typed'; Text = $prompt + $typed })
        $shown = @(. ([scriptblock]::Create($typed)) 4>&1)
        foreach ($verbose in $shown | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }) {
            $lines.Add(@{ Kind = 'verbose'; Text = "VERBOSE: $verbose" })
        }

        $objects = @($shown | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] })
        if ($objects.Count) {
            $text = ($objects | Out-String -Width $columns).Trim("`r", "`n") -split '\r?\n'
            $header = $true
            foreach ($line in $text) {
                $lines.Add(@{ Kind = $(if ($header) { 'header' } else { 'plain' }); Text = $line.TrimEnd() })
                $header = $header -and $line -notmatch '^[- ]+$'
            }

            $lines.Add(@{ Kind = 'plain'; Text = '' })
        }
    }
}
finally {
    $PSStyle.OutputRendering = $rendering
    Stop-TokenSandbox
    Pop-Location
    Remove-Item -LiteralPath $folder -Recurse
}

$colors = @{ typed = '#e6edf3'; header = '#7ee787'; verbose = '#e3b341'; plain = '#b1bac4' }
$charWidth = 8.43
$lineHeight = 19
$top = 52
$longest = ($lines.Text | Measure-Object -Property Length -Maximum).Maximum
$width = [Math]::Ceiling($longest * $charWidth) + 40
$height = $top + $lines.Count * $lineHeight + 10
$invariant = [cultureinfo]::InvariantCulture

$svg = [System.Text.StringBuilder]::new()
$null = $svg.AppendLine("<svg xmlns=`"http://www.w3.org/2000/svg`" width=`"$width`" height=`"$height`" viewBox=`"0 0 $width $height`" role=`"img`" aria-labelledby=`"title`">")
$null = $svg.AppendLine('  <title id="title">A PowerShell session with TokenTools</title>')
$null = $svg.AppendLine('  <!-- Generated by docs/session.ps1 from the output of a real session. -->')
$null = $svg.AppendLine("  <rect width=`"$width`" height=`"$height`" rx=`"10`" fill=`"#0d1117`"/>")
$x = 22
foreach ($color in '#ff5f57', '#febc2e', '#28c840') {
    $null = $svg.AppendLine("  <circle cx=`"$x`" cy=`"22`" r=`"6`" fill=`"$color`"/>")
    $x += 20
}

$null = $svg.AppendLine('  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, ''Liberation Mono'', monospace" font-size="14">')
$y = $top
foreach ($line in $lines) {
    if ($line.Text) {
        # An explicit length aligns columns in any font.
        $length = ($line.Text.Length * $charWidth).ToString('0.#', $invariant)
        $text = [System.Security.SecurityElement]::Escape($line.Text)
        if ($line.Kind -eq 'typed') { $text = $text -replace '^PS&gt; ', '<tspan fill="#79c0ff">PS&gt; </tspan>' }
        $null = $svg.AppendLine("    <text x=`"20`" y=`"$y`" xml:space=`"preserve`" textLength=`"$length`" lengthAdjust=`"spacingAndGlyphs`" fill=`"$($colors[$line.Kind])`">$text</text>")
    }

    $y += $lineHeight
}

$null = $svg.AppendLine('  </g>')
$null = $svg.AppendLine('</svg>')
[System.IO.File]::WriteAllText($Path, $svg.ToString().Replace("`r`n", "`n"))
