BeforeDiscovery {
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json
    $signed = $vectors.withSecret | ForEach-Object { @{ name = $_.name; vector = $_ } }
    # A newer zone may have more invite types; Purposes.Tests.ps1 has these.
    $malformed = $vectors.malformed | Where-Object name -NotIn 'unknown invite type', 'version 3' | ForEach-Object { @{ name = $_.name; text = $_.serialized } }
    $future = [DateTimeOffset]::UtcNow.AddHours(1).ToUnixTimeSeconds()
    $good = "time < $future"
    $soon = "time < $([DateTimeOffset]::UtcNow.AddMinutes(2).ToUnixTimeSeconds())"
    . "$PSScriptRoot/../Support/Macaroon.ps1"
    $lints = @(
        @{ id = 'Expired'; caveats = 'time < 1571147494' }
        @{ id = 'ExpiresSoon'; caveats = $soon }
        @{ id = 'Milliseconds'; caveats = 'time < 1893456000000' }
        @{ id = 'NoExpiry'; caveats = @() }
        @{ id = 'CaveatUnsupported'; caveats = $good, 'data.readonly'; identifier = '2/nmd/usr-u1/idn/id1' }
        @{ id = 'CaveatUnsupported'; caveats = $good, 'interface = rest'; identifier = '2/nmd/usr-u1/ujs:s1:/id1' }
        @{ id = 'Contradiction'; caveats = $good, 'ip = 10.0.0.0/8', 'ip = 192.168.0.0/16' }
        @{ id = 'Contradiction'; caveats = $good, 'geo.country = PL|FR', 'geo.country = DE' }
        @{ id = 'Contradiction'; caveats = $good, 'service = ozw-onezone', 'service = opw-*' }
        @{ id = 'Contradiction'; caveats = $good, 'consumer = usr-a', 'consumer = usr-b' }
        @{ id = 'Contradiction'; caveats = $good, (ConvertTo-TestPath '/s1/a'), (ConvertTo-TestPath '/s1/b') }
        @{ id = 'Country'; caveats = $good, 'geo.country = pl' }
        @{ id = 'Country'; caveats = $good, 'geo.country != UK' }
        @{ id = 'PathTrailingSlash'; caveats = $good, (ConvertTo-TestPath '/s1/a/') }
        @{ id = 'PathNewline'; caveats = $good, (ConvertTo-TestPath "/s1/a`n") }
        @{ id = 'HeaderTooLong'; caveats = $good, ('asn = ' + (1..900 -join '|')) }
        @{ id = 'CaveatUnknown'; caveats = $good, 'future = caveat' }
        @{ id = 'LegacyVersion'; caveats = $good; identifier = '9d1f0c3b5a7e48d2' }
    ) | ForEach-Object { if (-not $_.ContainsKey('identifier')) { $_.identifier = '2/nmd/usr-u1/act/id1' }; $_ }
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Macaroon.ps1"
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json
    $all = $vectors.withSecret.serialized
}

Describe 'ConvertFrom-OnedataToken' {
    It 'decodes <name> and keeps every byte of it' -ForEach $signed {
        $token = ConvertFrom-OnedataToken $vector.serialized -Secret $vector.secret
        ConvertFrom-TestSecret $token.Token | Should -BeExactly $vector.serialized
        $token.OnezoneDomain | Should -BeExactly $vector.location
        $token.SignatureVerified | Should -BeTrue
        ($token.Caveats | ForEach-Object { $_.Text }) -join "`n" | Should -BeExactly (@($vector.caveats) -join "`n")
        $parts = $vector.identifier -split '/'
        $token.Version | Should -Be 2
        $token.Id | Should -BeExactly $parts[4]
        "$($token.Subject)" | Should -BeExactly $parts[2]
        $token.Persistence | Should -BeExactly $(if ($parts[1] -eq 'nmd') { 'named' } else { 'temporary' })
        $token.Generation | Should -Be $(if ($parts[1] -ne 'nmd') { [long] $parts[1].Substring(4) })
    }

    It 'rejects the malformed token: <name>' -ForEach $malformed {
        ConvertFrom-OnedataToken $text -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.Count | Should -Be 1
        $problem[0].Exception | Should -BeOfType ([TokenTools.TokenFormatException])
        $problem[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $problem[0].ToString() | Should -Match '^The token.*\.$|^Packet.*\.$|^The (second|third|fourth|fifth) part.*\.$'
        if ($text) { $problem[0] | Format-List * -Force | Out-String -Width 2000 | Should -Not -Match ([regex]::Escape($text.Substring(0, [Math]::Min(12, $text.Length)))) }
    }

    It 'reports where a token is damaged' {
        ConvertFrom-OnedataToken $vectors.malformed[2].serialized -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MacaroonCutOff,*'
        $problem[0].ToString() | Should -BeLike 'Packet 4 of the token, at byte 168, *'
    }

    It 'accepts tokens as <kind>' -ForEach @(
        @{ kind = 'text from the pipeline'; action = { param($text) $text | ConvertFrom-OnedataToken } }
        @{ kind = 'SecureStrings from the pipeline'; action = { param($text) $text | ForEach-Object { ConvertTo-TestSecret $_ } | ConvertFrom-OnedataToken } }
        @{ kind = 'an argument'; action = { param($text) ConvertFrom-OnedataToken $text } }
        @{ kind = 'credentials'; action = { param($text) $text | ForEach-Object { [pscredential]::new('x', (ConvertTo-TestSecret $_)) } | ConvertFrom-OnedataToken } }
        @{ kind = 'objects with a Token'; action = { param($text) $text | ForEach-Object { [pscustomobject] @{ Name = 'n'; token = $_ } } | ConvertFrom-OnedataToken } }
        @{ kind = 'objects with a SecureString Token'; action = { param($text) $text | ForEach-Object { [pscustomobject] @{ Token = ConvertTo-TestSecret $_ } } | ConvertFrom-OnedataToken } }
        @{ kind = 'rows of a CSV'; action = { param($text) $text | ForEach-Object { [pscustomobject] @{ Token = $_ } } | ConvertTo-Csv | ConvertFrom-Csv | ConvertFrom-OnedataToken } }
        @{ kind = 'decoded tokens'; action = { param($text) $text | ConvertFrom-OnedataToken | ConvertFrom-OnedataToken } }
        @{ kind = 'lines of a file'; action = { param($text) Set-Content TestDrive:/tokens.txt $text; Get-Content TestDrive:/tokens.txt | ConvertFrom-OnedataToken } }
    ) {
        $tokens = @(& $action $all)
        $tokens.Count | Should -Be $all.Count
        $tokens | ForEach-Object { ConvertFrom-TestSecret $_.Token } | Should -BeExactly $all
    }

    It 'accepts one token as <_>' -ForEach 'text', 'SecureString' {
        $token = if ($_ -eq 'text') { ConvertFrom-OnedataToken -Token $all[0] } else { ConvertFrom-OnedataToken -Token (ConvertTo-TestSecret $all[0]) }
        $token.Id | Should -BeExactly '9d1f0c3b5a7e48d2b6c4f0e19a8b7c6dch0042'
    }

    It 'returns a string with -AsPlainText, also in ToString()' {
        $token = $all[0] | ConvertFrom-OnedataToken -AsPlainText
        $token.Token | Should -BeOfType string
        $token.Token | Should -BeExactly $all[0]
        ("$token" | ConvertFrom-Json).token | Should -BeExactly $all[0]
        ("$($all[0] | ConvertFrom-OnedataToken)" | ConvertFrom-Json).PSObject.Properties.Name | Should -Not -Contain 'token'
    }

    It 'keeps the service prefix' {
        $token = ConvertFrom-OnedataToken $vectors.confine[2].from -AsPlainText
        $token.ServicePrefix | Should -BeExactly 'opw-'
        $token.Token | Should -BeExactly $vectors.confine[2].from
    }

    It 'shows whether the signature is right, wrong, or not checked' {
        $secret = $vectors.withSecret[0].secret
        (ConvertFrom-OnedataToken $all[0] -Secret $secret).SignatureVerified | Should -BeExactly $true
        (ConvertFrom-OnedataToken $all[0] -Secret (ConvertTo-TestSecret $secret)).SignatureVerified | Should -BeExactly $true
        (ConvertFrom-OnedataToken $all[0] -Secret $secret.ToUpperInvariant()).SignatureVerified | Should -BeExactly $false
        (ConvertFrom-OnedataToken $all[0]).SignatureVerified | Should -BeNullOrEmpty
        ConvertFrom-OnedataToken $all[0] -Secret $secret | Out-String -Width 150 | Should -Match '\bverified\b'
        ConvertFrom-OnedataToken $all[0] -Secret x | Out-String -Width 150 | Should -Match '\bWRONG\b'
        ConvertFrom-OnedataToken $all[0] | Out-String -Width 150 | Should -Match 'not checked'
        ConvertFrom-OnedataToken $all[0] | Format-List | Out-String | Should -Match 'not checked'
    }

    It 'rejects an invalid secret once' -ForEach '', ([string] [char] 0xD83D) {
        $problem = $null
        try { $null = $all | ConvertFrom-OnedataToken -Secret $_ -ErrorAction Stop } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -Match '^OnedataSecret(Empty|NotText),'
        $problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    It 'writes one error with the position for an invalid token in a thousand' {
        $many = @($all[1]) * 1000
        $many[616] = 'rubbish-456'
        $tokens = @($many | ConvertFrom-OnedataToken -ErrorVariable problem -ErrorAction SilentlyContinue)
        $tokens.Count | Should -Be 999
        $problem.Count | Should -Be 1
        $problem[0].TargetObject | Should -BeExactly 617
        $problem[0].ToString() | Should -BeLike 'Input 617: *'
        $problem[0].CategoryInfo.ToString() | Should -Not -Match 'rubbish'
        $many[$problem[0].TargetObject - 1] | Should -BeExactly 'rubbish-456'
    }

    It 'ignores blank lines but counts them' {
        $tokens = @($all[0], '', '  ', $all[1], 'rubbish' | ConvertFrom-OnedataToken -ErrorVariable problem -ErrorAction SilentlyContinue)
        $tokens.Count | Should -Be 2
        $problem.TargetObject | Should -Be 5
    }

    It 'writes an error for null and counts it' {
        $tokens = @($all[0], $null, $all[1], 'rubbish' | ConvertFrom-OnedataToken -ErrorVariable problem -ErrorAction SilentlyContinue)
        $tokens.Count | Should -Be 2
        $problem.TargetObject | Should -Be 2, 4
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'OnedataTokenWrongInput,*'
    }

    It 'rejects <name> without showing it' -ForEach @(
        @{ name = 'a number'; given = 31415926 }
        @{ name = 'an object without a Token'; given = [pscustomobject] @{ Other = 'hush-hush' } }
        @{ name = 'an object with an odd Token'; given = [pscustomobject] @{ Token = 31415926 } }
    ) {
        $given | ConvertFrom-OnedataToken -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeExactly 'OnedataTokenWrongInput,TokenTools.PowerShell.Commands.Onedata.ConvertFromOnedataTokenCommand'
        ($problem[0] | Format-List * -Force | Out-String), $problem[0].CategoryInfo.ToString() | Should -Not -Match 'hush|31415926'
    }

    It 'warns with <id>: <caveats>' -ForEach $lints {
        $token = New-TestMacaroon -Caveat $caveats -Identifier $identifier | ConvertFrom-OnedataToken
        @($token.Warnings).Count | Should -Be 1
        $token.Warnings[0].Id | Should -BeExactly "OnedataWarning$id"
        $token.Warnings[0].Message | Should -Match '\.$'
        "$($token.Warnings[0])" | Should -BeExactly $token.Warnings[0].Message
    }

    It 'does not warn about a sound token' {
        $token = New-TestMacaroon -Caveat "time < $([DateTimeOffset]::UtcNow.AddHours(1).ToUnixTimeSeconds())", 'ip = 10.0.0.0/8' | ConvertFrom-OnedataToken
        $token.Warnings | Should -BeNullOrEmpty
        $token.IsExpired | Should -BeFalse
        $token.TimeLeft | Should -BeGreaterThan ([timespan]::FromMinutes(59))
    }

    It 'warns about a token of another zone than the connection''s' {
        try {
            Connect-Onezone https://other.example.org $all[1]
            ($all[2] | ConvertFrom-OnedataToken).Warnings.Id | Should -Be 'OnedataWarningLocation', 'OnedataWarningApiWithData'
            Connect-Onezone https://ONEZONE.example.com $all[1]
            ($all[2] | ConvertFrom-OnedataToken).Warnings.Id | Should -Be 'OnedataWarningApiWithData'
        }
        finally { Get-TokenConnection Onezone | Disconnect-Onezone }
    }

    It 'decodes all fourteen invite types' {
        $codes = 'ujg', 'gjg', 'ujs', 'gjs', 'ssp', 'hjs', 'rop', 'ujc', 'gjc', 'ujh', 'gjh', 'sjh', 'uji', 'gji'
        $tokens = $codes | ForEach-Object { New-TestMacaroon -Identifier "2/nmd/usr-u1/${_}:t1:$(if ($_ -eq 'ssp') { 'ge' })/id1" } | ConvertFrom-OnedataToken
        $tokens.Type | Sort-Object -Unique | Should -Be 'inviteToken'
        $tokens.TargetId | Sort-Object -Unique | Should -Be 't1'
        ($tokens.InviteType | Sort-Object -Unique).Count | Should -Be 14
        $tokens[0].InviteType | Should -BeExactly 'userJoinGroup'
    }

    It 'keeps an unknown caveat' {
        $text = New-TestMacaroon -Caveat 'time < 9', 'future = Żółw|1', 'time  < 5'
        $token = $text | ConvertFrom-OnedataToken -AsPlainText
        $token.Token | Should -BeExactly $text
        $token.Caveats.Type | Should -Be 'time', 'unknown', 'unknown'
        $token.Caveats[1].Text | Should -BeExactly 'future = Żółw|1'
    }

    It 'decodes the same in the culture <_>' -ForEach 'tr-TR', 'de-DE', 'th-TH' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $token = $all[0] | ConvertFrom-OnedataToken
            $token.ExpiresAt.UtcDateTime.ToString('o', [cultureinfo]::InvariantCulture) | Should -BeExactly '2019-10-15T13:51:34.0000000Z'
            $token | Format-Table | Out-String -Width 150 | Should -Match '\b2019-10-15 \d\d:51:34\b'
        }
        finally { [cultureinfo]::CurrentCulture = $before }
    }

    It 'stops when the pipeline is stopped' {
        @(@($all[1]) * 5000 | ConvertFrom-OnedataToken | Select-Object -First 3).Count | Should -Be 3
    }
}

Describe 'Views of a decoded token' {
    It 'contain no token and no signature in any view or stream' {
        Get-TestShown { $all | ConvertFrom-OnedataToken -Secret $vectors.withSecret[0].secret -Verbose -Debug } | Out-String |
            Should -Not -Match (($all | ForEach-Object { [regex]::Escape($_.Substring(0, 24)); [regex]::Escape($_.Substring($_.Length - 24)) }) -join '|')
        $shown = $all | ConvertFrom-OnedataToken
        foreach ($text in ($shown | ConvertTo-Json -Depth 6), ($shown | ConvertTo-Csv | Out-String), ($shown | Out-String -Width 500), ($shown | Format-List | Out-String)) {
            $text | Should -Not -Match ($vectors.withSecret.signature -join '|')
            $text | Should -Not -Match 'MDAy|MDAx'
        }
    }

    It 'mask the token in the list and show each caveat and warning on its own line' {
        $list = $all[2] | ConvertFrom-OnedataToken | Format-List | Out-String -Width 200
        $list | Should -Match 'Token\s+: \*{8}'
        $list | Should -Match '(?m)^\s*(Caveats\s+: )?until (2029-12-31|2030-01-01) \d\d:\d\d:\d\d\r?$'
        $vectors.withSecret[2].caveats | Where-Object { $_ -notlike 'time *' } | ForEach-Object { $list | Should -Match "(?m)^\s*(Caveats\s+: )?$([regex]::Escape($_))\r?$" }
        New-TestMacaroon -Caveat 'time < 1', 'x = y' | ConvertFrom-OnedataToken | Format-List | Out-String -Width 200 | Should -Match '(?s)Warnings\s+: The token expired.*Caveat 2 is not known'
    }

    It 'fit the table into 120 columns with caveats' {
        $table = $all | ConvertFrom-OnedataToken | Out-String -Width 120
        $table | Should -Match 'Type\s+Expires \(local\)\s+TimeLeft\s+Signature\s+Token\s+Subject\s+Warnings\s+Caveats'
        $table | Should -Match 'supportSpace\s+not checked\s+\*{8}\s+usr-1b'
        $all | ConvertFrom-OnedataToken | Out-String -Width 80 | Should -Match 'Token\s+Subject\s'
        $table | Should -Match 'accessToken .*\bexpired\b.*\bnot checked\b.*until 2019-10-1\d'
    }

    It 'show warnings in full with their ids' {
        $shown = (New-TestMacaroon -Caveat 'time < 1', 'x = y' | ConvertFrom-OnedataToken).Warnings | Out-String -Width 80
        $shown | Should -Match 'OnedataWarningExpired'
        $shown | Should -Not -Match '…'
    }

    It 'contain no escape sequence of a hostile token' {
        $escape = "$([char] 27)[2J$([char] 0x9b)31m"
        $hostile = (New-TestMacaroon -Location "zone$escape" -Caveat "future = $escape", (ConvertTo-TestPath "/s1/$escape/"), "geo.country = $escape"),
            (New-TestMacaroon -Identifier "2/nmd/usr-u$escape/act/id"),
            (New-TestMacaroon -Identifier "2/nmd/usr-u/ujs:$escape`:/id"),
            (New-TestMacaroon -Identifier "legacy$escape"),
            "opw-$escape", $escape
        try {
            Connect-Onezone https://other.example.org $all[1]
            $shown = Get-TestShown {
                if (Test-Path -Path Variable:PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
                $tokens = $hostile | ConvertFrom-OnedataToken
                $tokens
                $tokens.Caveats
                $tokens.Warnings
                $hostile | Test-TemporaryToken -Offline -DataPath /s1/x
                $hostile[0] | Add-TokenCaveat -ValidFor 1h
                $tokens | ConvertTo-RestParameter | ForEach-Object { $_.Keys }
            } | Out-String -Width 500
        }
        finally { Get-TokenConnection Onezone | Disconnect-Onezone }
        $shown | Should -Match 'zone'
        $shown | Should -Not -Match '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]'
    }
}
