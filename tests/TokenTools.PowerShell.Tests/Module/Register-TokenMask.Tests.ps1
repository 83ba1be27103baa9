BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $engine = (Get-Process -Id $PID).Path
    $manifest = (Get-Module TokenTools).Path
    # What each script writes in another PowerShell, one for all of them, as a build system reads it.
    function Read-Build([string[]] $Scripts, $Variable, $Value) {
        $before = [Environment]::GetEnvironmentVariable($Variable)
        [Environment]::SetEnvironmentVariable($Variable, $Value)
        try { $lines = @(& $engine -NoProfile -NonInteractive -Command "Import-Module '$manifest'; $($Scripts -join "; 'end of script'; "); 'end of script'") }
        finally { Set-Item -LiteralPath "Env:$Variable" -Value $before }
        $from = 0
        for ($index = 0; $index -lt $lines.Count; $index++) {
            if ($lines[$index] -ne 'end of script') { continue }
            , @($lines | Select-Object -Skip $from -First ($index - $from))
            $from = $index + 1
        }
    }
    $saved = $env:GITHUB_ACTIONS, $env:TF_BUILD
    $env:GITHUB_ACTIONS = $env:TF_BUILD = $null

    $new = '$t = New-BootstrapToken admin some-password -AsPlainText; $t.Token'
    $github = @(Read-Build @(
            'Register-TokenMask some-secret-text'
            'Write-Host -NoNewline ''Creating ''; Register-TokenMask another-secret-text'
            'Register-TokenMask abc 3>&1'
            $new
            $new.Replace('-AsPlainText', '-AsPlainText -Mask:$false')
        ) GITHUB_ACTIONS true)
}
AfterAll { $env:GITHUB_ACTIONS, $env:TF_BUILD = $saved }

Describe 'Register-TokenMask' {
    It 'masks a secret and its derived forms in <Variable>' -ForEach @(
        @{ Variable = 'GITHUB_ACTIONS'; Value = 'true'; Command = '::add-mask::' }
        @{ Variable = 'TF_BUILD'; Value = 'True'; Command = '##vso[task.setsecret]' }
    ) {
        $lines = if ($Variable -eq 'GITHUB_ACTIONS') { $github[0] } else { @(Read-Build 'Register-TokenMask some-secret-text' $Variable $Value)[0] }
        $lines | Should -Contain ($Command + 'some-secret-text')
        $lines | Should -Contain ($Command + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('some-secret-text')))
        $lines | Where-Object { -not $_.StartsWith($Command) } | Should -BeNullOrEmpty
    }

    It 'starts a line, at which a build system looks for commands, after text without a line end' {
        $lines = $github[1]
        $lines | Should -Contain '::add-mask::another-secret-text'
        $lines -like 'Creating *' | Should -Be 'Creating '
    }

    It 'writes nothing where no build runs' {
        $read = @(Read-Build 'Register-TokenMask some-secret-text' GITHUB_ACTIONS '')
        $read | Should -HaveCount 1
        $read[0] | Should -BeNullOrEmpty
    }

    It 'warns about a secret that would mask half the log' {
        $text = $github[2] -join ''
        $text | Should -BeLike '*too short*GitHub Actions*'
        $text | Should -Not -BeLike '*::*'
    }

    It 'is what -Mask does, by default, before a new token is returned' {
        $lines = $github[3]
        $lines[-1] | Should -Not -BeLike '::*'
        $lines | Should -Contain "::add-mask::$($lines[-1])"
        $github[4].Count | Should -Be 1
    }

    It 'rejects what is not a secret' {
        (Invoke-Attempt { Register-TokenMask 5 }).Problem.FullyQualifiedErrorId | Should -BeLike 'SecretValueUnknown,*'
    }
}
