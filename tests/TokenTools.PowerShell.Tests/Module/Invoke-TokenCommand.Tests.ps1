# Not run in Wine: the commands are those of a POSIX shell.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $secret = 'kQ3vZ8xN1pL6tR9wB2yF5hJ7mC4dG0sA'
    $secure = ConvertTo-SecureString $secret -AsPlainText -Force
    $isPosix = $PSVersionTable.PSVersion.Major -ge 6 -and -not $IsWindows
}

Describe 'Invoke-TokenCommand' {
    It 'gives secrets by environment and masks the output' {
        if (-not $isPosix) { Set-ItResult -Skipped -Because 'the command is a POSIX shell'; return }
        $lines = Invoke-TokenCommand sh '-c', 'echo "a $TOKEN b"; echo $TOKEN | base64; echo second' -Environment @{ TOKEN = $secure }
        $lines[0] | Should -BeExactly 'a ******** b'
        $lines[1] | Should -Not -Match ([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($secret)).Substring(4, 12))
        $lines[2] | Should -BeExactly 'second'
        $global:LASTEXITCODE | Should -Be 0
    }

    It 'accepts tokens, credentials and text' {
        if (-not $isPosix) { Set-ItResult -Skipped -Because 'the command is a POSIX shell'; return }
        $token = New-BootstrapToken -UserName admin -Password $secure
        $variables = @{ A = $token; B = [pscredential]::new('me', $secure); C = 'plain-text-secret'; D = New-BootstrapToken admin $secure -AsPlainText }
        Invoke-TokenCommand sh '-c', 'echo "$B $C"; test "$A" = "$D" && echo same' -Environment $variables |
            Should -Be '******** ********', 'same'
    }

    It 'gives secrets by a file that is gone afterwards, and by standard input' {
        if (-not $isPosix) { Set-ItResult -Skipped -Because 'the command is a POSIX shell'; return }
        $result = Invoke-TokenCommand sh '-c', 'wc -c < "$F"; wc -c; echo "$F"' -File @{ F = $secure } -StandardInput $secure
        $result[0].Trim(), $result[1].Trim() | Should -Be '32', '32'
        Test-Path -LiteralPath $result[2] | Should -BeFalse
    }

    It 'returns bytes as they are' {
        if (-not $isPosix) { Set-ItResult -Skipped -Because 'the command is a POSIX shell'; return }
        $bytes = Invoke-TokenCommand -AsByteStream -- printf '\000\377\012'
        , $bytes | Should -BeOfType byte[]
        $bytes | Should -Be 0, 255, 10
    }

    It 'writes the exit code and an error' {
        if (-not $isPosix) { Set-ItResult -Skipped -Because 'the command is a POSIX shell'; return }
        $problem = $null
        Invoke-TokenCommand sh '-c', 'exit 7' -ErrorVariable problem -ErrorAction SilentlyContinue
        $global:LASTEXITCODE | Should -Be 7
        $problem[0].FullyQualifiedErrorId | Should -Be 'CommandFailed,TokenTools.PowerShell.Commands.Common.InvokeTokenCommandCommand'
    }

    It 'writes standard error, masked, as information' {
        if (-not $isPosix) { Set-ItResult -Skipped -Because 'the command is a POSIX shell'; return }
        Invoke-TokenCommand sh '-c', 'echo "e $TOKEN" >&2' -Environment @{ TOKEN = $secure } 6>&1 | Should -Be 'e ********'
    }

    It 'ends the command with the pipeline' {
        if (-not $isPosix) { Set-ItResult -Skipped -Because 'the command is a POSIX shell'; return }
        $id = Invoke-TokenCommand sh '-c', 'echo $$; while :; do echo x; sleep 0.1; done' | Select-Object -First 1
        Get-Process -Id $id -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'rejects a secret in an argument' {
        $problem = (Invoke-Attempt { Invoke-TokenCommand whoami "--token=$secret" -Secret $secure }).Problem
        $problem.FullyQualifiedErrorId | Should -BeLike 'ChildSecretInArgument,*'
        $problem.ToString() | Should -BeLike '*Argument 1 *-Environment, -File or -StandardInput*'
        $problem.ToString() | Should -Not -Match $secret
    }

    It 'runs nothing with input from the pipeline, which it would not give to the command' {
        $sandbox = Start-TokenSandbox
        $run = Invoke-Attempt { New-InstallerToken ATOM -Connection (Connect-Boomi -Sandbox $sandbox -PassThru) | Invoke-TokenCommand whoami }
        $requests = $sandbox.Requests.Count
        Stop-TokenSandbox -Sandbox $sandbox
        Disconnect-Boomi
        $run.Problem.FullyQualifiedErrorId | Should -BeLike 'CommandReadsNoInput,*'
        $run.Problem.ToString() | Should -BeExactly ('Invoke-TokenCommand does not read from the pipeline. ' +
            'Specify the secret with -Environment, -File or -StandardInput.')
        $run.Output | Should -BeNullOrEmpty
        $requests | Should -Be 0
    }

    It 'reports a command that does not exist, and a value that is not a secret' {
        (Invoke-Attempt { Invoke-TokenCommand no-such-command-here }).Problem.FullyQualifiedErrorId | Should -BeLike 'CommandNotFound,*'
        (Invoke-Attempt { Invoke-TokenCommand whoami -Environment @{ A = 5 } }).Problem.FullyQualifiedErrorId | Should -BeLike 'SecretValueUnknown,*'
        (Invoke-Attempt { Invoke-TokenCommand whoami -Environment 5 }).Problem.FullyQualifiedErrorId | Should -BeLike 'SecretTableInvalid,*'
        (Invoke-Attempt { Invoke-TokenCommand whoami -Environment @{ 'A=B' = $secure } }).Problem.FullyQualifiedErrorId | Should -BeLike 'ChildVariableInvalid,*'
    }
}
