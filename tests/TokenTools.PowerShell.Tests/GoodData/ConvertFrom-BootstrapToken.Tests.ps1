BeforeDiscovery {
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/shacrypt-bootstrap.json" | ConvertFrom-Json
    $known = @($vectors.bootstrap) + @($vectors.tokens) | ForEach-Object { @{ user = $_.user; password = $_.password; token = $_.token } }
    # Tokens with mistakes, created by PowerShell commands.
    $text = 'admin:bootstrap:canary-31337'
    $plain = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text))
    $mistakes = @(
        @{ id = 'BootstrapSecretEndsInNewline'; token = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("$text`n")) }
        @{ id = 'BootstrapTokenUtf16'; token = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($text)) }
        @{ id = 'BootstrapTokenLineWrapped'; token = $plain.Insert(20, "`r`n") }
        @{ id = 'BootstrapTokenUnpadded'; token = $plain.TrimEnd('=') }
        @{ id = 'BootstrapTokenUrlSafe'; token = 'YWRtaW46Ym9vdHN0cmFwOj4-Pj8_P35-fg==' }
        @{ id = 'BootstrapTokenIdOther'; token = 'YWRtaW46bXluZXd0b2tlbjpjYW5hcnktMzEzMzc=' }
    )
    $bad = @(
        @{ id = 'BootstrapTokenEmpty'; token = '' }
        @{ id = 'BootstrapTokenNotBase64'; token = 'canary!31337' }
        @{ id = 'BootstrapTokenNotEncoded'; token = $text }
        @{ id = 'BootstrapTokenColonsMissing'; token = 'Y2FuYXJ5LTMxMzM3' }
        @{ id = 'BootstrapTokenUserInvalid'; token = 'Y2FuYXJ5QDMxMzM3OjpwYXNz' }
        @{ id = 'BootstrapTokenCutOff'; token = 'Y2FuYXJ5L' }
    )
    $forms = 'SecureString', 'credential', 'text', 'token', 'token as plain text', 'row'
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $text = 'YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU='
    $secret = ConvertTo-TestSecret $text
    $given = @{
        'SecureString'        = $secret
        'credential'          = [pscredential]::new('token', $secret)
        'text'                = $text
        'token'               = New-BootstrapToken -UserName admin -Password example
        'token as plain text' = New-BootstrapToken -UserName admin -Password example -AsPlainText
        'row'                 = "Token`n$text" | ConvertFrom-Csv
    }
}

Describe 'ConvertFrom-BootstrapToken' {
    It 'decodes <token>' -ForEach $known {
        $read = $token | ConvertFrom-BootstrapToken -WarningAction SilentlyContinue
        $read.UserName | Should -BeExactly $user
        $read.TokenId | Should -BeExactly bootstrap
        $read.Password | Should -BeOfType securestring
        ConvertFrom-TestSecret $read.Password | Should -BeExactly $password
        ConvertFrom-TestSecret $read.Token | Should -BeExactly $token
    }

    It 'accepts a <_> from the pipeline and as an argument' -ForEach $forms {
        ($given[$_] | ConvertFrom-BootstrapToken).UserName | Should -BeExactly admin
        ConvertFrom-TestSecret (ConvertFrom-BootstrapToken $given[$_]).Password | Should -BeExactly example
    }

    It 'returns the token as a string with -AsPlainText, but not the password' {
        $read = ConvertFrom-BootstrapToken "$text`n" -AsPlainText
        $read.Token | Should -BeExactly $text
        $read.Password | Should -BeOfType securestring
    }

    It 'warns with <id>' -ForEach $mistakes {
        $read = ConvertFrom-BootstrapToken $token -WarningVariable warnings -WarningAction SilentlyContinue
        $read.Warnings.Id | Should -BeExactly $id
        "$warnings" | Should -BeExactly $read.Warnings.Message
        ($read | Out-String), ($read | Format-List | Out-String), ($read | ConvertTo-Json), "$warnings" | Should -Not -Match '31337|Y2FuYXJ5'
        ($read | Format-List | Out-String) | Should -Match $read.Warnings.Message.Substring(0, 10)
    }

    It 'decodes a file that base64 has wrapped' {
        $path = Join-Path $TestDrive token.b64
        Set-Content -LiteralPath $path -Value 'YWRtaW46Ym9vdHN0cmFwOmV4', 'YW1wbGU='
        $read = Get-Content -Raw -LiteralPath $path | ConvertFrom-BootstrapToken -WarningAction SilentlyContinue
        ConvertFrom-TestSecret $read.Password | Should -BeExactly example
        $read.Warnings.Id | Should -BeExactly BootstrapTokenLineWrapped
    }

    It 'warns about the published default unless the address is this machine' {
        $default = 'YWRtaW46Ym9vdHN0cmFwOmFkbWluMTIz'
        (ConvertFrom-BootstrapToken $default).Warnings | Should -BeNullOrEmpty
        (ConvertFrom-BootstrapToken $default -Uri http://localhost:3000).Warnings | Should -BeNullOrEmpty
        (ConvertFrom-BootstrapToken $default -Uri https://a.example.com -WarningAction SilentlyContinue).Warnings.Id | Should -BeExactly BootstrapTokenCommunityDefault
    }

    It 'fails with <id>' -ForEach $bad {
        $token, 'YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=' | ConvertFrom-BootstrapToken -ErrorVariable problem -ErrorAction SilentlyContinue |
            Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.GoodData.ConvertFromBootstrapTokenCommand"
        $problem[0].CategoryInfo.Category | Should -Be InvalidData
        $problem[0].TargetObject | Should -BeExactly Token
        "$($problem[0]) $($problem[0].CategoryInfo)" | Should -Not -Match '31337|canary|Y2FuYXJ5'
    }

    It 'rejects an invalid address' {
        ConvertFrom-BootstrapToken $text -Uri 'ftp://x' -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'AddressInvalid,*'
        $problem[0].CategoryInfo.Category | Should -Be InvalidArgument
    }
}
