<#
.SYNOPSIS
    Builds, tests, packages or cleans TokenTools.
.PARAMETER Task
    Build   fills bin/, so that Import-Module ./TokenTools.psd1 works in the checkout (the default).
    Test    builds, and runs the xunit and Pester tests.
    Package builds, and puts what a user needs into out/TokenTools/<version>/.
    Clean   removes what the other tasks made.
.PARAMETER Configuration
    Release (the default) or Debug.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE."
    }
}

Push-Location -LiteralPath $PSScriptRoot
try {
    switch ($Task) {
        'Build' {
            Invoke-DotNet build TokenTools.sln -c $Configuration
        }
        'Test' {
            Invoke-DotNet test TokenTools.sln -c $Configuration
        }
        'Package' {
            Invoke-DotNet build src/TokenTools.PowerShell/TokenTools.PowerShell.csproj -c $Configuration
            $version = (Import-PowerShellDataFile -LiteralPath ./TokenTools.psd1).ModuleVersion
            $package = "out/TokenTools/$version"
            if (Test-Path -LiteralPath $package) { Remove-Item -LiteralPath $package -Recurse -Force }
            $null = New-Item -ItemType Directory -Path "$package/bin" -Force
            Copy-Item -Path TokenTools.psd1, TokenTools.format.ps1xml, TokenTools.types.ps1xml, LICENSE, README.md, CHANGELOG.md -Destination $package
            Copy-Item -Path bin/*.dll -Destination "$package/bin"
            $null = Test-ModuleManifest -Path "$package/TokenTools.psd1"
            Get-Item -LiteralPath $package
        }
        'Clean' {
            Invoke-DotNet clean TokenTools.sln -c $Configuration
            foreach ($folder in 'bin', 'out') {
                if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
            }
        }
    }
}
finally {
    Pop-Location
}
