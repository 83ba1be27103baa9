<#
.SYNOPSIS
    Builds, tests, documents, packages or cleans TokenTools.
.DESCRIPTION
    Runs in Windows PowerShell 5.1 and PowerShell 7, and needs the .NET SDK. Without PowerShell, use dotnet build and dotnet test.
.PARAMETER Task
    Build   fills bin/, so that Import-Module ./TokenTools.psd1 works in the checkout (the default).
    Test    builds, and runs the xunit and Pester tests.
    Analyze builds, and analyzes the code, which a build in Release does not do.
    Docs    updates docs/en-US from the module, en-US/ from it, and docs/tokentools from the commands; see docs/help.md.
    Package builds, and writes the module to out/TokenTools/<version>/ and out/TokenTools.<version>.nupkg.
    Clean   removes what the other tasks created.
.PARAMETER Configuration
    Release (the default) or Debug.
.PARAMETER ModulePath
    For Test: the manifest or folder of the module to test, such as out/TokenTools/0.1.0; the checkout by default.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 -Task Test -ModulePath (./build.ps1 -Task Package)
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Analyze', 'Docs', 'Package', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [string] $ModulePath
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE."
    }
}

if ($ModulePath) {
    $ModulePath = (Resolve-Path -LiteralPath $ModulePath).ProviderPath
    if (Test-Path -LiteralPath $ModulePath -PathType Container) { $ModulePath = Join-Path $ModulePath 'TokenTools.psd1' }
}

Push-Location -LiteralPath $PSScriptRoot
$before = $env:TOKENTOOLS_MODULE_PATH
try {
    switch ($Task) {
        'Build' {
            Invoke-DotNet build TokenTools.sln -c $Configuration
        }
        'Test' {
            if ($ModulePath) { $env:TOKENTOOLS_MODULE_PATH = $ModulePath }
            Invoke-DotNet test TokenTools.sln -c $Configuration
        }
        'Analyze' {
            Invoke-DotNet build TokenTools.sln -c Release
            Invoke-DotNet msbuild .ci/analysis.proj -maxCpuCount -nologo
        }
        'Docs' {
            Invoke-DotNet msbuild tools/docs.proj -nologo "-p:Configuration=$Configuration"
        }
        'Package' {
            Invoke-DotNet build tools/TokenTools.Package -c $Configuration | Out-Host
            $made = @(Invoke-DotNet run --project tools/TokenTools.Package -c $Configuration --no-build '--' . out)
            $null = Test-ModuleManifest -Path (Join-Path $made[0] 'TokenTools.psd1')
            Write-Host $made[1]
            Get-Item -LiteralPath $made[0]
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
    $env:TOKENTOOLS_MODULE_PATH = $before
    Pop-Location
}
