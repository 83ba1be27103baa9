BeforeDiscovery {
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/shacrypt-bootstrap.json" | ConvertFrom-Json
    $known = @($vectors.bootstrap) + @($vectors.tokens) | ForEach-Object { @{ user = $_.user; password = $_.password; token = $_.token } }
    $badPasswords = @{ name = 'line feed'; password = "a`n" }, @{ name = 'carriage return'; password = "a`r" }, @{ name = 'NUL'; password = "a`0b" }
    $oddPasswords = @(
        @{ name = 'a colon'; password = 'a:b'; warning = '*colon*' }
        @{ name = 'white space'; password = 'a b'; warning = '*white space*' }
        @{ name = 'a non-ASCII character'; password = 'pässword'; warning = '*ASCII*' }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
}

Describe 'New-BootstrapToken' {
    It 'creates <token> for <user>' -ForEach $known {
        $result = New-BootstrapToken -UserName $user -Password $password -WarningAction SilentlyContinue
        ConvertFrom-TestSecret $result.Token | Should -BeExactly $token
        ConvertFrom-TestSecret $result.Password | Should -BeExactly $password
        $result.UserName | Should -BeExactly $user
        $result.TokenId | Should -BeExactly 'bootstrap'
    }

    It 'accepts <_> credentials from the pipeline' -ForEach 1, 3 {
        $credentials = 1..$_ | ForEach-Object { [pscredential]::new("user$_", (ConvertTo-TestSecret "password$_")) }
        $tokens = @($credentials | New-BootstrapToken)
        $tokens.Count | Should -Be $_
        ConvertFrom-TestSecret $tokens[0].Token | Should -BeExactly ([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('user1:bootstrap:password1')))
    }

    It 'accepts user name and password by property name, as in a CSV file' {
        $token = "UserName,Password`nadmin,MySecretPassword" | ConvertFrom-Csv | New-BootstrapToken -AsPlainText
        $token.Token | Should -BeExactly 'YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ='
    }

    It 'accepts <name> by position' -ForEach @(
        @{ name = 'user name and -Password'; script = { New-BootstrapToken admin -Password MySecretPassword } }
        @{ name = 'user name and password'; script = { New-BootstrapToken admin MySecretPassword } }
        @{ name = 'user name and SecureString'; script = { New-BootstrapToken admin (ConvertTo-TestSecret MySecretPassword) } }
        @{ name = 'a credential'; script = { New-BootstrapToken ([pscredential]::new('admin', (ConvertTo-TestSecret MySecretPassword))) } }
    ) {
        $token = & $script
        $token.UserName | Should -BeExactly 'admin'
        ConvertFrom-TestSecret $token.Password | Should -BeExactly 'MySecretPassword'
    }

    It 'prompts for the password of <_>' -ForEach 'New-BootstrapToken admin', 'New-BootstrapToken -UserName admin' {
        # The host of this shell cannot prompt.
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$ModulePath'; $_").Invoke()
            $shell.Streams.Error[0].ToString() | Should -Be 'The secret is missing. Specify -Password.'
        }
        finally { $shell.Dispose() }
    }

    It 'generates different passwords of 24 harmless characters' {
        $passwords = 1..50 | ForEach-Object { ConvertFrom-TestSecret (New-BootstrapToken -UserName admin -GeneratePassword).Password }
        $passwords | ForEach-Object { $_ | Should -Match '\A[A-Za-z0-9_%@-]{24}\z' }
        ($passwords | Sort-Object -Unique).Count | Should -Be 50
    }

    It 'generates a password of <_> characters' -ForEach 12, 128 {
        ConvertFrom-TestSecret (New-BootstrapToken admin -GeneratePassword -PasswordLength $_).Password | Should -Match "\A[A-Za-z0-9_%@-]{$_}\z"
    }

    It 'rejects a password length of <_>' -ForEach 11, 129, 0, -1 {
        $problem = { New-BootstrapToken admin -GeneratePassword -PasswordLength $_ -ErrorAction Stop } | Should -Throw -ErrorId 'SettingOutOfRange,*' -PassThru
        $problem.Exception.ParameterName | Should -BeExactly PasswordLength
        "$problem" | Should -BeLike "*-PasswordLength*12*128*"
    }

    It 'rejects a password length without -GeneratePassword' {
        { New-BootstrapToken admin -GeneratePassword:$false -PasswordLength 20 -ErrorAction Stop } |
            Should -Throw -ErrorId 'BootstrapPasswordLengthUnused,*'
    }

    It 'returns a string with -AsPlainText, also in ToString()' {
        $token = New-BootstrapToken -UserName admin -Password MySecretPassword -AsPlainText
        $token.Token | Should -BeOfType string
        ("$token" | ConvertFrom-Json).bearerToken | Should -BeExactly $token.Token
    }

    It 'keeps token and password out of views, JSON and CSV' {
        $token = New-BootstrapToken -UserName admin -Password MySecretPassword
        $shown = ($token | Out-String), ($token | Format-List | Out-String), ($token | Format-List * | Out-String),
            ($token | Format-Table * | Out-String), "$token", ($token | ConvertTo-Json -Depth 5), ($token | ConvertTo-Csv | Out-String)
        $shown | Should -Not -Match 'MySecretPassword|YWRtaW46|Ym9vdHN0cmFw'
        $shown[0] | Should -Match '\*{8}'
    }

    It 'rejects the user name <_>' -ForEach '', '.admin', 'ad:min', 'admin@example.com', 'ad min', 'ädmin', ('a' * 256) {
        New-BootstrapToken -UserName $_ -Password secret-1 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeExactly 'BootstrapUserInvalid,TokenTools.PowerShell.Commands.GoodData.NewBootstrapTokenCommand'
        $problem[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $problem[0].TargetObject | Should -Not -BeNullOrEmpty
    }

    It 'does not repeat an invalid user name, which may be the password' {
        New-BootstrapToken -UserName 'p@ss word:1' -Password x -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0] | Format-List * -Force | Out-String | Should -Not -Match 'p@ss'
        $problem[0].CategoryInfo.ToString() | Should -Not -Match 'p@ss'
    }

    It 'rejects a password that contains <name>' -ForEach $badPasswords {
        New-BootstrapToken -UserName admin -Password $password -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'BootstrapPasswordHasNewline,*'
        $problem[0].TargetObject | Should -BeExactly 'Password'
    }

    It 'rejects an empty password and recommends -GeneratePassword' {
        New-BootstrapToken -UserName admin -Password ([securestring]::new()) -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'BootstrapPasswordEmpty,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-GeneratePassword*'
    }

    It 'does not display a row if its password is <name>' -ForEach @(
        @{ name = 'a number'; password = 40918273; id = 'SecretWrongType' }
        @{ name = 'a list'; password = @('planted', 40918273); id = 'SecretWrongType' }
        @{ name = 'an empty cell'; password = $null; id = 'BootstrapPasswordEmpty' }
    ) {
        [pscustomobject] @{ UserName = 'admin'; Password = $password } |
            New-BootstrapToken -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
        $problem[0].TargetObject | Should -BeExactly 'admin'
        $problem[0] | Format-List * -Force | Out-String | Should -Not -Match 'planted|40918273'
    }

    It 'warns about <name> in a password and creates the token' -ForEach $oddPasswords {
        $token = New-BootstrapToken -UserName admin -Password $password -WarningVariable warnings -WarningAction SilentlyContinue
        $token | Should -Not -BeNullOrEmpty
        $warnings | Should -BeLike $warning
        $token.Warnings.Message | Should -BeLike $warning
    }

    It 'continues with the next input after an invalid one' {
        $tokens = 'ok1', 'not ok', 'ok2' | ForEach-Object { [pscustomobject] @{ UserName = $_; Password = 'secret-1' } } |
            New-BootstrapToken -ErrorAction SilentlyContinue -ErrorVariable problem
        $tokens.UserName | Should -Be 'ok1', 'ok2'
        $problem.Count | Should -Be 1
    }

    It 'takes the user of a row by the platform''s names, and keeps the row without its password' {
        foreach ($column in 'UserName', 'AdminUser', 'admin_user') {
            $token = "$column,id,Password`nboss,alpha,canary-31337" | ConvertFrom-Csv | New-BootstrapToken
            $token.UserName | Should -BeExactly 'boss'
            $token.Input.id | Should -BeExactly 'alpha'
            ($token | Format-List * -Force | Out-String) + ($token.Input | Out-String) | Should -Not -Match '31337'
        }
    }

    It 'rejects a column that looks like the user' {
        "UserName,admin-user`nboss,other" | ConvertFrom-Csv | New-BootstrapToken -GeneratePassword -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'RowColumnSimilar,*'
    }
}
