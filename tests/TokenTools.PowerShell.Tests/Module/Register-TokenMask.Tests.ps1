BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $engine = (Get-Process -Id $PID).Path
    $manifest = (Get-Module TokenTools).Path
    # What another PowerShell writes, as a build system reads it.
    function Read-Build($Script, $Variable, $Value) {
        $before = [Environment]::GetEnvironmentVariable($Variable)
        Set-Item -LiteralPath "Env:$Variable" -Value $Value
        try { & $engine -NoProfile -NonInteractive -Command "Import-Module '$manifest'; $Script" }
        finally { Set-Item -LiteralPath "Env:$Variable" -Value $before }
    }
    $saved = $env:GITHUB_ACTIONS, $env:TF_BUILD
    $env:GITHUB_ACTIONS = $env:TF_BUILD = $null
}
AfterAll { $env:GITHUB_ACTIONS, $env:TF_BUILD = $saved }

Describe 'Register-TokenMask' {
    It 'masks a secret and its derived forms in <Variable>' -ForEach @(
        @{ Variable = 'GITHUB_ACTIONS'; Value = 'true'; Command = '::add-mask::' }
        @{ Variable = 'TF_BUILD'; Value = 'True'; Command = '##vso[task.setsecret]' }
    ) {
        $lines = Read-Build 'Register-TokenMask some-secret-text' $Variable $Value
        $lines | Should -Contain ($Command + 'some-secret-text')
        $lines | Should -Contain ($Command + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('some-secret-text')))
        $lines | Where-Object { -not $_.StartsWith($Command) } | Should -BeNullOrEmpty
    }

    It 'starts a line, at which a build system looks for commands, after text without a line end' {
        $lines = Read-Build "Write-Host -NoNewline 'Creating '; Register-TokenMask some-secret-text" GITHUB_ACTIONS true
        $lines | Should -Contain '::add-mask::some-secret-text'
        $lines -like 'Creating *' | Should -Be 'Creating '
    }

    It 'writes nothing where no build runs' {
        Read-Build 'Register-TokenMask some-secret-text' GITHUB_ACTIONS '' | Should -BeNullOrEmpty
    }

    It 'warns about a secret that would mask half the log' {
        $text = (Read-Build 'Register-TokenMask abc 3>&1' GITHUB_ACTIONS true) -join ''
        $text | Should -BeLike '*too short*GitHub Actions*'
        $text | Should -Not -BeLike '*::*'
    }

    It 'is what -Mask does, by default, before a new token is returned' {
        $script = '$t = New-BootstrapToken admin some-password -AsPlainText; $t.Token'
        $lines = Read-Build $script GITHUB_ACTIONS true
        $lines[-1] | Should -Not -BeLike '::*'
        $lines | Should -Contain "::add-mask::$($lines[-1])"
        @(Read-Build $script.Replace('-AsPlainText', '-AsPlainText -Mask:$false') GITHUB_ACTIONS true).Count | Should -Be 1
    }

    It 'rejects what is not a secret' {
        (Invoke-Attempt { Register-TokenMask 5 }).Problem.FullyQualifiedErrorId | Should -BeLike 'SecretValueUnknown,*'
    }
}
