BeforeDiscovery {
    . "$PSScriptRoot/../Support/Caveats.ps1"
    $confine = $vectors.confine | ForEach-Object { @{ name = $_.name; vector = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Macaroon.ps1"
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json
    # A user's named access token without caveats.
    $base = $vectors.withSecret[1].serialized
    $secret = $vectors.withSecret[1].secret
}

Describe 'Add-TokenCaveat' {
    It 'narrows exactly as the vector: <name>' -ForEach $confine {
        (Add-TokenCaveat $vector.from -Caveat $vector.add -AsPlainText -Force).Token | Should -BeExactly $vector.to
        $secure = $vector.from | ForEach-Object { ConvertTo-TestSecret $_ } | Add-TokenCaveat -Caveat $vector.add -Force
        ConvertFrom-TestSecret $secure.Token | Should -BeExactly $vector.to
        ($vector.from | ConvertFrom-OnedataToken -AsPlainText | Add-TokenCaveat -Caveat $vector.add -Force).Token | Should -BeExactly $vector.to
    }

    It 'adds <text> for <shown>, which the original secret verifies' -ForEach $kinds {
        $narrowed = $base | Add-TokenCaveat @given
        $narrowed.Caveats.Text | Should -BeExactly $text
        ($narrowed | ConvertFrom-OnedataToken -Secret $secret).SignatureVerified | Should -BeTrue
    }

    It 'rejects <shown> once for all tokens' -ForEach $refused {
        $problem = $null
        try { $null = $base, $base | Add-TokenCaveat @given -ErrorAction Stop } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Onedata.AddTokenCaveatCommand"
        $problem | Format-List * -Force | Out-String -Width 2000 | Should -Not -Match $base.Substring(0, 20)
    }

    It 'narrows many tokens in order' {
        $tokens = @(1..50 | ForEach-Object { New-TestMacaroon -Identifier "2/nmd/usr-u1/act/id$_" } | Add-TokenCaveat -ValidFor 10m -IpAddress 10.0.0.0/8)
        $tokens.Id | Should -Be (1..50 | ForEach-Object { "id$_" })
        $tokens | ForEach-Object { $_.Caveats.Type -join ',' } | Sort-Object -Unique | Should -Be 'time,ip'
    }

    It 'accepts several tokens as an argument, and objects with a Token' {
        (Add-TokenCaveat -InputObject $base, $base -ReadOnlyData).Count | Should -Be 2
        ([pscustomobject] @{ Token = $base } | Add-TokenCaveat -ReadOnlyData).Caveats.Type | Should -Be 'data.readonly'
    }

    It 'keeps the form of the token: <_>' -ForEach 'SecureString', 'string' {
        $token = ConvertFrom-OnedataToken $base -AsPlainText:($_ -eq 'string') -Secret $secret
        $narrowed = $token | Add-TokenCaveat -ReadOnlyData
        $narrowed.Token | Should -BeOfType $_
        $narrowed.SignatureVerified | Should -BeTrue
        ($token | Add-TokenCaveat -ReadOnlyData -AsPlainText).Token | Should -BeOfType string
        $token.Caveats.Count | Should -Be 0
    }

    It 'counts -ValidFor from now' {
        $token = $base | Add-TokenCaveat -ValidFor 10m
        ($token.ExpiresAt - [DateTimeOffset]::UtcNow - [timespan]::FromMinutes(10)).Duration() | Should -BeLessThan ([timespan]::FromSeconds(20))
    }

    It 'rejects a later expiry, but adds it with -Force' {
        $token = $base | Add-TokenCaveat -ValidFor 10m
        $token | Add-TokenCaveat -ValidFor 1h -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'OnedataExpiryNotNarrower,*'
        $forced = $token | Add-TokenCaveat -ValidFor 1h -Force
        $forced.Caveats.Count | Should -Be 2
        $forced.ExpiresAt | Should -Be $token.ExpiresAt
    }

    It 'rejects an expiry in the past, but adds it with -Force' {
        $base | Add-TokenCaveat -ValidUntil 2020-01-01 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'OnedataTimeHasPassed,*'
        ($base | Add-TokenCaveat -ValidUntil 2020-01-01 -Force -WarningAction SilentlyContinue).IsExpired | Should -BeTrue
    }

    It 'rejects what <type> cannot satisfy: -<name>' -ForEach @(
        @{ type = 'an identity token'; identifier = '2/nmd/usr-u1/idn/id1'; name = 'ReadOnlyData'; value = $true }
        @{ type = 'an identity token'; identifier = '2/nmd/usr-u1/idn/id1'; name = 'Service'; value = 'opw-*' }
        @{ type = 'an identity token'; identifier = '2/nmd/usr-u1/idn/id1'; name = 'Api'; value = 'all/get/user.*.*' }
        @{ type = 'an invite token'; identifier = '2/nmd/usr-u1/ujs:s1:/id1'; name = 'Interface'; value = 'rest' }
        @{ type = 'an invite token'; identifier = '2/nmd/usr-u1/ujs:s1:/id1'; name = 'DataPath'; value = '/s1/a' }
    ) {
        $given = @{ $name = $value }
        New-TestMacaroon -Identifier $identifier | Add-TokenCaveat @given -Force -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'OnedataCaveatUnsupported,*'
    }

    It 'rejects an unknown caveat, and no caveat' {
        { $base | Add-TokenCaveat -Caveat (ConvertFrom-OnedataToken (New-TestMacaroon -Caveat 'x = y')).Caveats[0] } | Should -Throw '*is not a known caveat*'
        { $base | Add-TokenCaveat } | Should -Throw '*No caveat is specified*'
    }

    It 'warns only about a new contradiction' {
        $narrowed = New-TestMacaroon -Caveat 'ip = 10.0.0.0/8' | Add-TokenCaveat -IpAddress 192.168.0.1 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be 1
        $warnings[0] | Should -BeLike 'Caveat 2, of type ip, contradicts caveat 1*'
        $narrowed.Warnings.Id | Should -Be 'OnedataWarningNoExpiry', 'OnedataWarningContradiction'
    }

    It 'writes one error for an invalid token and narrows the others' {
        $tokens = @($base, 'rubbish', $base | Add-TokenCaveat -ReadOnlyData -ErrorVariable problem -ErrorAction SilentlyContinue)
        $tokens.Count | Should -Be 2
        $problem.Count | Should -Be 1
        $problem[0].TargetObject | Should -Be 2
        $problem[0].CategoryInfo.ToString() | Should -Not -Match 'rubbish'
    }

    It 'shows nothing of the token in any view or stream' {
        Get-TestShown { $base, 'MDAxrubbish' | Add-TokenCaveat -ValidFor 10m -Country PL -Verbose -Debug } | Out-String | Should -Not -Match 'MDAx|MDAy'
    }

    It 'rejects two expiries' {
        $problem = $null
        try { $null = Add-TokenCaveat $base -ValidFor 1h -ValidUntil 2099-01-01 } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike 'SettingsExclusive,*'
        $problem.ToString() | Should -BeLike '*Specify one of them.'
    }
}

Describe 'Tab completes for Add-TokenCaveat' {
    BeforeDiscovery {
        $words = @(Get-CaveatWord Add-TokenCaveat)
    }

    It '"<line>" to <expected>' -ForEach $words {
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $match = $found | Where-Object CompletionText -ceq $expected
        $match | Should -Not -BeNullOrEmpty
        $match.ToolTip | Should -BeLike $tip
        $found.ResultType | Sort-Object -Unique | Should -Be 'ParameterValue'
    }
}
