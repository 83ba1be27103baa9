BeforeDiscovery {
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/shacrypt-bootstrap.json" | ConvertFrom-Json
    $known = @($vectors.official) + @($vectors.more) | Where-Object { $_.password -and $_.setting -notmatch 'rounds=10\$' } | ForEach-Object {
        $fields = $_.setting.Split('$')
        $more = @{}
        if ($fields[2] -match '^rounds=(\d+)$') { $more.Rounds = [int] $Matches[1] }
        @{
            password = $_.password; hash = $_.hash; more = $more; salt = $fields[2 + $more.Count]
            algorithm = if ($fields[1] -eq '5') { 'Sha256Crypt' } else { 'Sha512Crypt' }
        }
    }
    $forms = 'SecureString', 'credential', 'token', 'token as plain text', 'text', 'row'
    $bad = @(
        @{ name = 'too few rounds'; arguments = @{ Rounds = 999 }; id = 'ShaCryptRoundsOutOfRange' }
        @{ name = 'too many rounds'; arguments = @{ Rounds = 1000000000 }; id = 'ShaCryptRoundsOutOfRange' }
        @{ name = 'an empty salt'; arguments = @{ Salt = '' }; id = 'ShaCryptSaltInvalid' }
        @{ name = 'a salt with a $'; arguments = @{ Salt = 'a$b' }; id = 'ShaCryptSaltInvalid' }
    )
    $odd = @(
        @{ name = 'a number'; value = 31337421 }
        @{ name = 'an array'; value = , @('canary-31337') }
        @{ name = 'a row without a password'; value = [pscustomobject] @{ Secret = 'canary-31337' } }
        @{ name = 'a hashtable'; value = @{ Password = 'canary-31337' } }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $salted = @{ Salt = 'c/srj5JySMve'; Algorithm = 'Sha256Crypt' }
    $published = '$5$c/srj5JySMve$NxQRZ1ubtPKBRexCjKcA3V4CkJaBkxegSPsBYFq6U67'
    $secret = ConvertTo-TestSecret 'MySecretPassword'
    $given = @{
        'SecureString'        = $secret
        'credential'          = [pscredential]::new('admin', $secret)
        'token'               = New-BootstrapToken -UserName admin -Password $secret
        'token as plain text' = New-BootstrapToken -UserName admin -Password $secret -AsPlainText
        'text'                = 'MySecretPassword'
        'row'                 = "Password`nMySecretPassword" | ConvertFrom-Csv
    }
}

Describe 'ConvertTo-PasswordHash' {
    It 'computes <hash>' -ForEach $known {
        ConvertTo-PasswordHash -Password $password -Algorithm $algorithm -Salt $salt @more | Should -BeExactly $hash
    }

    It 'accepts a <_> from the pipeline and as an argument' -ForEach $forms {
        $given[$_] | ConvertTo-PasswordHash @salted | Should -BeExactly $published
        ConvertTo-PasswordHash $given[$_] @salted | Should -BeExactly $published
    }

    It 'accepts several passwords' {
        @('a', 'b', 'a' | ConvertTo-PasswordHash -Salt x -Rounds 1000 | Sort-Object -Unique).Count | Should -Be 2
    }

    It 'uses a random salt of 16 characters and sha512-crypt by default' {
        $hash = ConvertTo-PasswordHash $secret
        $hash | Should -Match '\A\$6\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{86}\z'
        $hash | Should -BeOfType string
        ConvertTo-PasswordHash $secret | Should -Not -BeExactly $hash
    }

    It 'rejects <name>' -ForEach $bad {
        ConvertTo-PasswordHash canary-31337 @arguments -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.GoodData.ConvertToPasswordHashCommand"
        $problem[0].CategoryInfo.Category | Should -Be InvalidArgument
        $problem[0].TargetObject | Should -BeIn @($arguments.Keys)
        $problem[0] | Format-List * -Force | Out-String | Should -Not -Match 'Exception *: .*canary'
    }

    It 'recommends no parameter of another cmdlet for an empty password' {
        ConvertTo-PasswordHash '' -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'BootstrapPasswordEmpty,*'
        $problem[0] | Format-List * -Force | Out-String | Should -Not -Match 'GeneratePassword'
    }

    It 'accepts an algorithm by an abbreviated name in any case' {
        ConvertTo-PasswordHash MySecretPassword -Algorithm sha256 -Salt c/srj5JySMve | Should -BeExactly $published
    }

    It 'rejects an unknown algorithm and names the known ones' {
        $problem = { ConvertTo-PasswordHash canary-31337 -Algorithm md5 } | Should -Throw -PassThru
        $inner = $problem.Exception
        while ($inner -and $inner -isnot [TokenTools.TokenArgumentException]) { $inner = $inner.InnerException }
        $inner.ErrorId | Should -BeExactly 'ChoiceInvalid'
        "$problem" | Should -BeLike '*The value of -Algorithm is invalid. Valid values: Sha512Crypt, Sha256Crypt.*'
        "$problem" | Should -Not -Match 'TokenTools\.|31337'
    }

    It 'rejects an empty password and one with a line break' {
        '', "x`n" | ConvertTo-PasswordHash -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'BootstrapPassword*'
        $problem.Count | Should -Be 2
    }

    It 'rejects <name> from the pipeline without displaying it, and continues' -ForEach $odd {
        $hashes = @(& { $value; 'good' } | ConvertTo-PasswordHash -Salt x -ErrorVariable problem -ErrorAction SilentlyContinue)
        $hashes.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'SecretWrongType,*'
        $problem[0].TargetObject | Should -BeExactly 'Password'
        "$($problem[0]) $($problem[0].CategoryInfo)" | Should -Not -Match '31337'
    }

    It 'stops promptly at any number of rounds' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ModulePath'; Write-Warning begins; ConvertTo-PasswordHash canary-31337 -Rounds 999999999")
        $running = $shell.BeginInvoke()
        $limit = [datetime]::UtcNow.AddMinutes(5)
        while (-not $shell.Streams.Warning.Count -and [datetime]::UtcNow -lt $limit) { Start-Sleep -Milliseconds 20 }
        Start-Sleep -Milliseconds 300
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        # The rounds would take many minutes.
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 60
        { $shell.EndInvoke($running) } | Should -Throw
        $shell.Dispose()
    }

    It 'completes the algorithms' {
        $text = 'ConvertTo-PasswordHash -Algorithm '
        (TabExpansion2 $text $text.Length).CompletionMatches.CompletionText | Sort-Object | Should -Be 'Sha256Crypt', 'Sha512Crypt'
    }
}

Describe 'The progress of ConvertTo-PasswordHash' {
    It 'shows a computation that takes more than a second' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module) Import-Module $module; ConvertTo-PasswordHash canary-31337 -Rounds 999999999').
                AddArgument($ModulePath).BeginInvoke()
            $shown = $null
            for ($i = 0; $i -lt 600 -and -not $shown; $i++) {
                Start-Sleep -Milliseconds 100
                $shown = $shell.Streams.Progress | Where-Object Activity -EQ 'Computing the hash of the password' | Select-Object -First 1
            }
            $shell.Stop()
        }
        finally { $shell.Dispose() }
        $shown.StatusDescription | Should -Match '^[1-9]\d* s$'
    }
}
