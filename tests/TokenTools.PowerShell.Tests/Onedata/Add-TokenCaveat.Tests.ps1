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
    It 'narrows as the vector says, byte for byte: <name>' -ForEach $confine {
        (Add-TokenCaveat $vector.from -Caveat $vector.add -AsPlainText -Force).Token | Should -BeExactly $vector.to
        $secure = $vector.from | ForEach-Object { ConvertTo-TestSecret $_ } | Add-TokenCaveat -Caveat $vector.add -Force
        ConvertFrom-TestSecret $secure.Token | Should -BeExactly $vector.to
        ($vector.from | ConvertFrom-OnedataToken -AsPlainText | Add-TokenCaveat -Caveat $vector.add -Force).Token | Should -BeExactly $vector.to
    }

    It 'adds <text> for <shown>, and the old secret verifies it' -ForEach $kinds {
        $narrowed = $base | Add-TokenCaveat @given
        $narrowed.Caveats.Text | Should -BeExactly $text
        ($narrowed | ConvertFrom-OnedataToken -Secret $secret).SignatureVerified | Should -BeTrue
    }

    It 'refuses <shown>, once for all tokens' -ForEach $refused {
        $problem = $null
        try { $null = $base, $base | Add-TokenCaveat @given -ErrorAction Stop } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Onedata.AddTokenCaveatCommand"
        $problem | Format-List * -Force | Out-String -Width 2000 | Should -Not -Match $base.Substring(0, 20)
    }

    It 'narrows many in their order' {
        $tokens = @(1..50 | ForEach-Object { New-TestMacaroon -Identifier "2/nmd/usr-u1/act/id$_" } | Add-TokenCaveat -ValidFor 10m -IpAddress 10.0.0.0/8)
        $tokens.Id | Should -Be (1..50 | ForEach-Object { "id$_" })
        $tokens | ForEach-Object { $_.Caveats.Type -join ',' } | Sort-Object -Unique | Should -Be 'time,ip'
    }

    It 'takes several as an argument, and objects with a Token' {
        (Add-TokenCaveat -InputObject $base, $base -ReadOnlyData).Count | Should -Be 2
        ([pscustomobject] @{ Token = $base } | Add-TokenCaveat -ReadOnlyData).Caveats.Type | Should -Be 'data.readonly'
    }

    It 'keeps what the token was: <_>' -ForEach 'SecureString', 'string' {
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

    It 'refuses a later expiry, and adds it with -Force' {
        $token = $base | Add-TokenCaveat -ValidFor 10m
        $token | Add-TokenCaveat -ValidFor 1h -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'OnedataExpiryNotNarrower,*'
        $forced = $token | Add-TokenCaveat -ValidFor 1h -Force
        $forced.Caveats.Count | Should -Be 2
        $forced.ExpiresAt | Should -Be $token.ExpiresAt
    }

    It 'refuses an expiry that has passed, and adds it with -Force' {
        $base | Add-TokenCaveat -ValidUntil 2020-01-01 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'OnedataTimeHasPassed,*'
        ($base | Add-TokenCaveat -ValidUntil 2020-01-01 -Force -WarningAction SilentlyContinue).IsExpired | Should -BeTrue
    }

    It 'refuses what <type> can not satisfy: -<name>' -ForEach @(
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

    It 'refuses a caveat that nobody knows, and to add nothing' {
        { $base | Add-TokenCaveat -Caveat (ConvertFrom-OnedataToken (New-TestMacaroon -Caveat 'x = y')).Caveats[0] } | Should -Throw '*not a caveat that is known here*'
        { $base | Add-TokenCaveat } | Should -Throw '*no caveat to add*'
    }

    It 'warns of a contradiction that it brings about, and not of what was there before' {
        $narrowed = New-TestMacaroon -Caveat 'ip = 10.0.0.0/8' | Add-TokenCaveat -IpAddress 192.168.0.1 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be 1
        $warnings[0] | Should -BeLike 'Caveat 2, of type ip, leaves nothing*'
        $narrowed.Warnings.Id | Should -Be 'OnedataWarningNoExpiry', 'OnedataWarningContradiction'
    }

    It 'gives one error for one bad token, and narrows the others' {
        $tokens = @($base, 'rubbish', $base | Add-TokenCaveat -ReadOnlyData -ErrorVariable problem -ErrorAction SilentlyContinue)
        $tokens.Count | Should -Be 2
        $problem.Count | Should -Be 1
        $problem[0].TargetObject | Should -Be 2
        $problem[0].CategoryInfo.ToString() | Should -Not -Match 'rubbish'
    }

    It 'shows nothing of the token in any view or stream' {
        Get-TestShown { $base, 'MDAxrubbish' | Add-TokenCaveat -ValidFor 10m -Country PL -Verbose -Debug } | Out-String | Should -Not -Match 'MDAx|MDAy'
    }

    It 'refuses two ends, of which the later one would say nothing' {
        $problem = $null
        try { $null = Add-TokenCaveat $base -ValidFor 1h -ValidUntil 2099-01-01 } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike 'CaveatTimeTwice,*'
        $problem.ToString() | Should -BeLike '*Give one of them.'
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
