BeforeDiscovery {
    $forms = 'SecureString', 'credential', 'token', 'token as plain text', 'text'
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $hash = '$5$c/srj5JySMve$NxQRZ1ubtPKBRexCjKcA3V4CkJaBkxegSPsBYFq6U67'
    $secret = ConvertTo-TestSecret 'MySecretPassword'
    $given = @{
        'SecureString'        = $secret
        'credential'          = [pscredential]::new('admin', $secret)
        'token'               = New-BootstrapToken -UserName admin -Password $secret
        'token as plain text' = New-BootstrapToken -UserName admin -Password $secret -AsPlainText
        'text'                = 'MySecretPassword'
    }
}

Describe 'Test-PasswordHash' {
    It 'returns true for the password as <_>' -ForEach $forms {
        $given[$_] | Test-PasswordHash -Hash $hash | Should -BeExactly $true
        Test-PasswordHash $hash $given[$_] | Should -BeExactly $true
    }

    It 'returns true for a hash of ConvertTo-PasswordHash with <_>' -ForEach 'Sha512Crypt', 'Sha256Crypt' {
        $made = ConvertTo-PasswordHash $secret -Algorithm $_ -Rounds 1234
        Test-PasswordHash $made $secret | Should -BeExactly $true
        Test-PasswordHash $made 'mySecretPassword' | Should -BeExactly $false
    }

    It 'returns false for another password, also an empty one' {
        'MySecretPassword ', '', "MySecretPassword`n" | Test-PasswordHash -Hash $hash | Should -Be $false, $false, $false
    }

    It 'accepts rows of a CSV file' {
        "PasswordHash,Password`n$hash,MySecretPassword`n$hash,x" | ConvertFrom-Csv | Test-PasswordHash | Should -Be $true, $false
    }

    It 'rejects the hash ''<_>'' without displaying it' -ForEach '', 'canary-31337', '$6$salt', '$1$salt$canary-31337' {
        Test-PasswordHash -Hash $_ -Password x -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'PasswordHash*,TokenTools.PowerShell.Commands.GoodData.TestPasswordHashCommand'
        $problem[0].CategoryInfo.Category | Should -Be InvalidData
        $problem[0].TargetObject | Should -BeExactly 'Hash'
        "$($problem[0]) $($problem[0].CategoryInfo)" | Should -Not -Match 'canary'
    }

    It 'names <id>' -ForEach @(
        @{ id = 'PasswordHashDollarsDoubled'; text = '$$5$$salt$$canary-31337' }
        @{ id = 'PasswordHashYescrypt'; text = '$y$j9T$canary$31337' }
        @{ id = 'PasswordHashBcrypt'; text = '$2b$12$canary-31337' }
        @{ id = 'PasswordHashMd5'; text = '$1$canary$31337' }
        @{ id = 'PasswordHashQuoted'; text = "'`$6`$canary`$31337'" }
        @{ id = 'PasswordHashIsPlainText'; text = 'canary-31337' }
    ) {
        Test-PasswordHash -Hash $text -Password x -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
        "$($problem[0])" | Should -Not -Match '31337'
    }

    It 'ignores the line end of a hash from a file' {
        Test-PasswordHash -Hash "$hash`r`n" -Password MySecretPassword | Should -BeTrue
    }

    It 'rejects input that is not a secret without displaying it' {
        31337421 | Test-PasswordHash -Hash $hash -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'SecretWrongType,*'
        "$($problem[0]) $($problem[0].CategoryInfo) $($problem[0].TargetObject)" | Should -Not -Match '31337'
    }
}

Describe 'The progress of Test-PasswordHash' {
    It 'shows a computation that takes more than a second' {
        $shell = [powershell]::Create()
        try {
            # The rounds would take many minutes.
            $slow = '$6$rounds=999999999$salt$' + 'a' * 86
            $null = $shell.AddScript('param($module, $hash) Import-Module $module; Test-PasswordHash $hash canary-31337').
                AddArgument($ModulePath).AddArgument($slow).BeginInvoke()
            $shown = $null
            for ($i = 0; $i -lt 600 -and -not $shown; $i++) {
                Start-Sleep -Milliseconds 100
                $shown = $shell.Streams.Progress | Where-Object Activity -EQ 'Computing the hash of the password' | Select-Object -First 1
            }
            $shell.Stop()
        }
        finally { $shell.Dispose() }
        $shown.StatusDescription | Should -Match '^[1-9]\d* s$'
        "$shown $($shown.StatusDescription)" | Should -Not -Match '31337'
    }
}
