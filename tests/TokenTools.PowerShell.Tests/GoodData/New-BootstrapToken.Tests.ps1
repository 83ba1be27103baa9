BeforeDiscovery {
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/shacrypt-bootstrap.json" | ConvertFrom-Json
    $known = @($vectors.bootstrap) + @($vectors.tokens) | ForEach-Object { @{ user = $_.user; password = $_.password; token = $_.token } }
    $badPasswords = @{ name = 'line feed'; password = "a`n" }, @{ name = 'carriage return'; password = "a`r" }, @{ name = 'NUL'; password = "a`0b" }
    $oddPasswords = @(
        @{ name = 'a colon'; password = 'a:b'; warning = '*colon*' }
        @{ name = 'white space'; password = 'a b'; warning = '*white space*' }
        @{ name = 'beyond ASCII'; password = 'pässword'; warning = '*ASCII*' }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
}

Describe 'New-BootstrapToken' {
    It 'makes <token> of <user>' -ForEach $known {
        $result = New-BootstrapToken -UserName $user -Password $password -WarningAction SilentlyContinue
        ConvertFrom-TestSecret $result.Token | Should -BeExactly $token
        ConvertFrom-TestSecret $result.Password | Should -BeExactly $password
        $result.UserName | Should -BeExactly $user
        $result.TokenId | Should -BeExactly 'bootstrap'
    }

    It 'takes credentials from the pipeline, <_> at a time' -ForEach 1, 3 {
        $credentials = 1..$_ | ForEach-Object { [pscredential]::new("user$_", (ConvertTo-TestSecret "password$_")) }
        $tokens = @($credentials | New-BootstrapToken)
        $tokens.Count | Should -Be $_
        ConvertFrom-TestSecret $tokens[0].Token | Should -BeExactly ([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('user1:bootstrap:password1')))
    }

    It 'takes user name and password by property name, as a CSV gives them' {
        $token = "UserName,Password`nadmin,MySecretPassword" | ConvertFrom-Csv | New-BootstrapToken -AsPlainText
        $token.Token | Should -BeExactly 'YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ='
    }

    It 'generates passwords of 24 harmless characters, no two alike' {
        $passwords = 1..50 | ForEach-Object { ConvertFrom-TestSecret (New-BootstrapToken -UserName admin -GeneratePassword).Password }
        $passwords | ForEach-Object { $_ | Should -Match '\A[A-Za-z0-9_%@-]{24}\z' }
        ($passwords | Sort-Object -Unique).Count | Should -Be 50
    }

    It 'generates passwords of <_> characters where asked to' -ForEach 12, 128 {
        ConvertFrom-TestSecret (New-BootstrapToken admin -GeneratePassword -PasswordLength $_).Password | Should -Match "\A[A-Za-z0-9_%@-]{$_}\z"
    }

    It 'generates no password of <_> characters' -ForEach 11, 129, 0, -1 {
        { New-BootstrapToken admin -GeneratePassword -PasswordLength $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'gives a string with -AsPlainText, also in ToString()' {
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

    It 'refuses the user name <_>' -ForEach '', '.admin', 'ad:min', 'admin@example.com', 'ad min', 'ädmin', ('a' * 256) {
        New-BootstrapToken -UserName $_ -Password secret-1 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeExactly 'BootstrapUserInvalid,TokenTools.PowerShell.Commands.GoodData.NewBootstrapTokenCommand'
        $problem[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $problem[0].TargetObject | Should -Not -BeNullOrEmpty
    }

    It 'never shows what was given for a user name that is none: it may be the password' {
        New-BootstrapToken -UserName 'p@ss word:1' -Password x -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0] | Format-List * -Force | Out-String | Should -Not -Match 'p@ss'
        $problem[0].CategoryInfo.ToString() | Should -Not -Match 'p@ss'
    }

    It 'refuses a password with <name> in it' -ForEach $badPasswords {
        New-BootstrapToken -UserName admin -Password $password -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'BootstrapPasswordHasNewline,*'
        $problem[0].TargetObject | Should -BeExactly 'admin'
    }

    It 'refuses an empty password' {
        New-BootstrapToken -UserName admin -Password ([securestring]::new()) -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'BootstrapPasswordEmpty,*'
    }

    It 'shows nothing of a row whose password is <name>' -ForEach @(
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

    It 'warns about <name> in a password, and makes the token' -ForEach $oddPasswords {
        $token = New-BootstrapToken -UserName admin -Password $password -WarningVariable warnings -WarningAction SilentlyContinue
        $token | Should -Not -BeNullOrEmpty
        $warnings | Should -BeLike $warning
        $token.Warnings.Message | Should -BeLike $warning
    }

    It 'goes on with the next input after a bad one' {
        $tokens = 'ok1', 'not ok', 'ok2' | ForEach-Object { [pscustomobject] @{ UserName = $_; Password = 'secret-1' } } |
            New-BootstrapToken -ErrorAction SilentlyContinue -ErrorVariable problem
        $tokens.UserName | Should -Be 'ok1', 'ok2'
        $problem.Count | Should -Be 1
    }
}
