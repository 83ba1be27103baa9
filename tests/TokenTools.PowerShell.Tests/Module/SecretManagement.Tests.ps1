# The vault and README's recipes in the real SecretManagement and SecretStore, which are in no package that the build restores. The
# variable TOKENTOOLS_SECRETMANAGEMENT names a folder with both modules.
# Not run in Wine: its file system has no folder for them.

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    if ($env:TOKENTOOLS_SECRETMANAGEMENT) {
        . "$PSScriptRoot/../Support/VaultHost.ps1"
        $sandbox = Start-TokenSandbox
        # SecretManagement and SecretStore write below the user's folder.
        $userFolder = Join-Path $TestDrive 'user'
        $null = New-Item -ItemType Directory -Path $userFolder
        $apiTokenFile = New-PrivateFile "$TestDrive/boomi.token" $sandbox.BoomiApiToken
        $rootTokenFile = New-PrivateFile "$TestDrive/provider_root_token.json" "{`"provider_id`":`"x`",`"root_token`":`"$($sandbox.OnezoneProviderToken)`"}"
        # SecretManagement imports a module by the path of its folder, which must have the module's name.
        $copy = Join-Path $TestDrive 'modules/TokenTools'
        $null = New-Item -ItemType Directory -Path $copy
        foreach ($item in 'bin', 'TokenTools.Extension', 'TokenTools.psd1', 'TokenTools.format.ps1xml', 'TokenTools.types.ps1xml') {
            Copy-Item -LiteralPath (Join-Path (Split-Path $ModulePath) $item) -Destination $copy -Recurse
        }
        [ordered] @{
            Engine = $Engine; Uri = "$($sandbox.Uri)"; AccountId = $sandbox.BoomiAccountId; UserName = $sandbox.BoomiUserName
            ApiTokenFile = $apiTokenFile; RootTokenFile = $rootTokenFile; OnezoneToken = $sandbox.OnezoneUserToken
            Runbook = (Resolve-Path "$PSScriptRoot/../../../examples/runbook.ps1").Path; Folder = "$TestDrive"
        } | ConvertTo-Json | Set-Content -LiteralPath "$TestDrive/input.json"
        $variables = @{ HOME = $userFolder; LOCALAPPDATA = $userFolder; PSModulePath = "$(Split-Path $copy)$([IO.Path]::PathSeparator)$env:TOKENTOOLS_SECRETMANAGEMENT$([IO.Path]::PathSeparator)$env:PSModulePath" }
        $before = @{}
        foreach ($name in $variables.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name); [Environment]::SetEnvironmentVariable($name, $variables[$name]) }
        try { $said = & $Engine -NoProfile -NonInteractive -File "$PSScriptRoot/../Support/SecretManagementRun.ps1" -InputPath "$TestDrive/input.json" *>&1 | Out-String }
        finally { foreach ($name in $variables.Keys) { Set-Item -LiteralPath "Env:$name" -Value $before[$name] } }
        if (-not (Test-Path -LiteralPath "$TestDrive/result.json")) { throw "SecretManagement did not run: $said" }
        $result = Get-Content -Raw -LiteralPath "$TestDrive/result.json" | ConvertFrom-Json
    }
}

AfterAll { if ($env:TOKENTOOLS_SECRETMANAGEMENT) { Stop-TokenSandbox $sandbox } }

Describe 'SecretManagement' {
    BeforeEach { if (-not $env:TOKENTOOLS_SECRETMANAGEMENT) { Set-ItResult -Skipped -Because 'TOKENTOOLS_SECRETMANAGEMENT names no folder with SecretManagement and SecretStore' } }

    It 'registers the module as a vault, and tests it' {
        $result.Version | Should -Be 1.1.2
        $result.Tested | Should -Be $true
    }

    It 'lists the secrets with what they are, without issuing one' {
        $result.Names | Should -Be boomi/atom, onezone/day, onezone/rest
        $result.Purpose | Should -Be onezoneRest
        $result.TokensAfterListing | Should -Be 0
    }

    It 'issues exactly one installer token for a name, and says so at verbose' {
        $result.Installer | Should -BeExactly $sandbox.MintedTokens[0].Token
        $result.Verbose | Should -Match "Vault tokens issued boomi/atom \(InstallerToken\), valid until "
    }

    It 'issues none for a wildcard' { $result.Wildcard | Should -Match '^GetSecretNotFound,' }

    It 'returns a narrowed token' {
        $token = $result.Rest | ConvertFrom-OnedataToken
        $token.Id | Should -Be ($result.Day | ConvertFrom-OnedataToken).Id
        "$($token.Caveats)" | Should -Match 'interface = rest'
    }

    It 'passes on the errors that the vault only issues' {
        $result.Set | Should -Match '^VaultReadOnly,'
        $result.Remove | Should -Match '^VaultReadOnly,'
    }

    It 'stores no secret in the registry of vaults' {
        foreach ($file in Get-ChildItem -LiteralPath $userFolder -Recurse -File -Force | Where-Object Name -Match 'VaultInfo') {
            Get-Content -Raw -LiteralPath $file.FullName | Should -Not -Match ([regex]::Escape($sandbox.BoomiApiToken))
        }
        @(Get-ChildItem -LiteralPath $userFolder -Recurse -File -Force | Where-Object Name -Match 'VaultInfo').Count | Should -BeGreaterThan 0
    }
}

Describe 'SecretStore' {
    BeforeEach { if (-not $env:TOKENTOOLS_SECRETMANAGEMENT) { Set-ItResult -Skipped -Because 'TOKENTOOLS_SECRETMANAGEMENT names no folder with SecretManagement and SecretStore' } }

    It 'stores tokens and passwords, as in the README' {
        $result.StoredPassword | Should -Be $true
        $result.StoredInstaller | Should -BeExactly $sandbox.MintedTokens[1].Token
    }

    It 'supplies credentials to the runbook, and receives its tokens' {
        $result.RunbookExitCode | Should -Be 0
        $result.RunbookSecrets | Should -Be 1
    }
}
