BeforeDiscovery {
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../vectors/onedata-tokens.json" | ConvertFrom-Json
    $confine = $vectors.confine | ForEach-Object { @{ name = $_.name; vector = $_ } }
    $objectId = $vectors.objectIds[0].objectid
    # Every parameter of a caveat: what is given, and what stands in the token.
    $kinds = @(
        @{ given = @{ ValidUntil = [DateTimeOffset] '2030-01-01T00:00:00Z' }; text = 'time < 1893456000' }
        @{ given = @{ ValidUntil = [DateTimeOffset] '2030-01-01T01:00:00.9+01:00' }; text = 'time < 1893456000' }
        @{ given = @{ IpAddress = '10.1.2.3/8' }; text = 'ip = 10.1.2.3/8' }
        @{ given = @{ IpAddress = '189.34.15.0/24', '1.2.3.4' }; text = 'ip = 189.34.15.0/24|1.2.3.4/32' }
        @{ given = @{ Asn = 64, 1671 }; text = 'asn = 64|1671' }
        @{ given = @{ Country = 'PL', 'fr' }; text = 'geo.country = PL|FR' }
        @{ given = @{ ExcludeCountry = 'GB' }; text = 'geo.country != GB' }
        @{ given = @{ Region = 'Asia', 'EU' }; text = 'geo.region = Asia|EU' }
        @{ given = @{ ExcludeRegion = 'Europe' }; text = 'geo.region != Europe' }
        @{ given = @{ Service = 'ozw-onezone', 'opw-*' }; text = 'service = ozw-onezone|opw-*' }
        @{ given = @{ Consumer = 'usr-u1', 'grp-g1', 'prv-*' }; text = 'consumer = usr-u1|grp-g1|prv-*' }
        @{ given = @{ Interface = 'oneclient' }; text = 'interface = oneclient' }
        @{ given = @{ Api = 'all/get/space.*.*:*', 'ozw/all/user.*.*' }; text = 'api = all/get/space.*.*:*|ozw/all/user.*.*' }
        @{ given = @{ ReadOnlyData = $true }; text = 'data.readonly' }
        @{ given = @{ DataPath = '/d1b388f7c7' }; text = 'data.path = L2QxYjM4OGY3Yzc=' }
        @{ given = @{ DataPath = '/d1b388f7c7/zażółć gęślą.txt' }; text = 'data.path = L2QxYjM4OGY3YzcvemHFvMOzxYLEhyBnxJnFm2zEhS50eHQ=' }
        @{ given = @{ DataObjectId = $objectId }; text = "data.objectid = $objectId" }
        @{ given = @{ Caveat = 'time < 1893456000' }; text = 'time < 1893456000' }
        @{ given = @{ Caveat = '{"type":"ip","whitelist":["1.2.3.4"]}' }; text = 'ip = 1.2.3.4/32' }
        @{ given = @{ Caveat = @{ type = 'time'; validUntil = 1893456000 } }; text = 'time < 1893456000' }
        @{ given = @{ Caveat = @{ Type = 'geo.country'; Filter = 'blacklist'; List = 'PL' } }; text = 'geo.country != PL' }
        @{ given = @{ Caveat = [pscustomobject] @{ type = 'service'; whitelist = @('opw-*') } }; text = 'service = opw-*' }
    ) | ForEach-Object { $_.shown = ($_.given.GetEnumerator() | ForEach-Object { "-$($_.Key) $($_.Value)" }) -join ' '; $_ }
    $refused = @(
        @{ given = @{ IpAddress = '10.0.0.256' }; id = 'CaveatIpInvalid' }
        @{ given = @{ IpAddress = '10.0.0.0/33' }; id = 'CaveatIpInvalid' }
        @{ given = @{ IpAddress = '010.0.0.1' }; id = 'CaveatIpLeadingZero' }
        @{ given = @{ IpAddress = '::1' }; id = 'CaveatIpVersion6' }
        @{ given = @{ Asn = -1 }; id = 'CaveatAsnInvalid' }
        @{ given = @{ Country = 'UK' }; id = 'CaveatCountryUk'; says = '*Did you mean GB?*' }
        @{ given = @{ Country = 'Poland' }; id = 'CaveatCountryUnknown' }
        @{ given = @{ ExcludeCountry = 'EU' }; id = 'CaveatCountryEu' }
        @{ given = @{ Region = 'Narnia' }; id = 'CaveatRegionUnknown' }
        @{ given = @{ Service = 'rest' }; id = 'CaveatServiceInvalid' }
        @{ given = @{ Service = 'ozw-p1' }; id = 'CaveatServiceInvalid' }
        @{ given = @{ Consumer = 'nobody' }; id = 'CaveatConsumerInvalid' }
        @{ given = @{ Consumer = 'usr-a|b' }; id = 'CaveatConsumerInvalid' }
        @{ given = @{ Interface = 'http' }; id = 'CaveatInterfaceUnknown' }
        @{ given = @{ Api = 'get/space' }; id = 'CaveatApiParts' }
        @{ given = @{ Api = 'all/get/nothing.*.*' }; id = 'CaveatApiEntityType' }
        @{ given = @{ DataPath = 'd1b388f7c7' }; id = 'CaveatPathRelative' }
        @{ given = @{ DataPath = '/d1b388f7c7/' }; id = 'CaveatPathTrailingSlash' }
        @{ given = @{ DataPath = "/d1b388f7c7/a`n" }; id = 'CaveatPathControl' }
        @{ given = @{ DataPath = '/My Space/a' }; id = 'CaveatPathSpaceName' }
        @{ given = @{ DataObjectId = 'abc' }; id = 'CaveatObjectIdInvalid' }
        @{ given = @{ Caveat = 'time <1' }; id = 'CaveatTextInvalid' }
        @{ given = @{ Caveat = 'geo.country = pl' }; id = 'CaveatCountryLowerCase' }
        @{ given = @{ Caveat = 'time < 1893456000000' }; id = 'CaveatTimeInMilliseconds'; says = '*1893456000 is meant*' }
        @{ given = @{ Caveat = @{ type = 'nothing' } }; id = 'CaveatTypeUnknown' }
        @{ given = @{ Caveat = @{ type = 'ip'; list = '1.2.3.4' } }; id = 'CaveatKeyUnknown' }
        @{ given = @{ Caveat = '{"type":' }; id = 'CaveatJsonInvalid' }
        @{ given = @{ Caveat = 5 }; id = 'CaveatObjectInvalid' }
    ) | ForEach-Object { if (-not $_.ContainsKey('says')) { $_.says = '*' }; $_.shown = ($_.given.GetEnumerator() | ForEach-Object { "-$($_.Key) $($_.Value)" }) -join ' '; $_ }
}

BeforeAll {
    . "$PSScriptRoot/Support/Module.ps1"
    . "$PSScriptRoot/Support/Macaroon.ps1"
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../vectors/onedata-tokens.json" | ConvertFrom-Json
    # A user's named access token without caveats.
    $base = $vectors.withSecret[1].serialized
    $secret = $vectors.withSecret[1].secret
}

Describe 'New-TokenCaveat' {
    It 'makes <text> of <shown>' -ForEach $kinds {
        $caveat = New-TokenCaveat @given
        $caveat | Should -BeOfType ([TokenTools.Onedata.Caveats.TokenCaveat])
        "$caveat" | Should -BeExactly $text
        "$(New-TokenCaveat -Caveat $caveat.ToJsonText())" | Should -BeExactly $text
    }

    It 'makes an expiry from now on of -ValidFor <_>' -ForEach '30m', '1d12h', 'PT90S', ([timespan]::FromHours(2)) {
        $span = if ($_ -is [timespan]) { $_ } else { @{ '30m' = [timespan]::FromMinutes(30); '1d12h' = [timespan]::FromHours(36); 'PT90S' = [timespan]::FromSeconds(90) }[$_] }
        ((New-TokenCaveat -ValidFor $_).ExpiresAt - [DateTimeOffset]::UtcNow - $span).Duration() | Should -BeLessThan ([timespan]::FromSeconds(20))
    }

    It 'refuses <shown>' -ForEach $refused {
        $problem = $null
        try { $null = New-TokenCaveat @given } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Onedata.NewTokenCaveatCommand"
        $problem.ToString() | Should -BeLike $says
        $problem.CategoryInfo.Category | Should -BeIn 'InvalidArgument', 'InvalidData'
        $problem.TargetObject | Should -Not -BeNullOrEmpty
    }

    It 'refuses two ends, of which the later one would say nothing: <_>' -ForEach 'New-TokenCaveat', 'Add-TokenCaveat' {
        $tokens = if ($_ -eq 'Add-TokenCaveat') { @{ InputObject = $base } } else { @{} }
        $problem = $null
        try { $null = & $_ @tokens -ValidFor 1h -ValidUntil 2099-01-01 } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike 'CaveatTimeTwice,*'
        $problem.ToString() | Should -BeLike '*Give one of them.'
    }

    It 'refuses a caveat that holds itself: <_>' -ForEach 'hashtable', 'list', 'object' {
        $caveat = @{ type = 'ip' }
        $caveat.whitelist = switch ($_) {
            'hashtable' { $caveat }
            'list' { , @('10.0.0.1', $caveat) }
            'object' { $object = [pscustomobject] @{ type = 'ip'; whitelist = $null }; $object.whitelist = $object; $object }
        }
        { New-TokenCaveat -Caveat $caveat } | Should -Throw -ErrorId 'CaveatObjectInvalid,TokenTools.PowerShell.Commands.Onedata.NewTokenCaveatCommand'
    }

    It 'refuses a duration without a unit, and to make nothing' {
        { New-TokenCaveat -ValidFor 30 } | Should -Throw '*no unit*'
        { New-TokenCaveat } | Should -Throw '*No caveat was described*'
    }

    It 'makes several at once, the expiry first' {
        $caveats = New-TokenCaveat -ReadOnlyData -Interface rest -ValidFor 1h -IpAddress 10.0.0.0/8 -Caveat 'asn = 5', 'asn = 5|6'
        $caveats.Type | Should -Be 'time', 'ip', 'interface', 'data.readonly', 'asn', 'asn'
    }

    It 'says in its view what a caveat means' {
        $shown = New-TokenCaveat -ValidUntil 2030-06-01 -Country PL, FR -ExcludeRegion Asia -DataPath /d1b388f7c7/dir -IpAddress 1.2.3.4 | Out-String -Width 120
        $shown | Should -Match 'Type\s+Meaning\s+Text'
        $shown | Should -Match 'until 2030-06-01 00:00:00'
        $shown | Should -Match 'in Poland, France\s+geo\.country = PL\|FR'
        $shown | Should -Match 'not in Asia'
        $shown | Should -Match 'within /d1b388f7c7/dir'
    }
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
}

Describe 'Caveats made by one cmdlet' {
    It 'are taken by the others' {
        $sandbox = Start-TokenSandbox
        try {
            $zone = Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken -PassThru
            $caveats = New-TokenCaveat -IpAddress 10.0.0.0/8 -Interface rest
            (New-TemporaryToken -Caveat $caveats -ValidFor 5m -Connection $zone).Caveats.Type | Should -Be 'time', 'ip', 'interface'
            ($base | Add-TokenCaveat -Caveat $caveats).Caveats.Type | Should -Be 'ip', 'interface'
        }
        finally {
            Disconnect-Onezone $zone
            Stop-TokenSandbox $sandbox
        }
    }

    It 'have the same parameters in all three' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $caveat = (Get-Command New-TokenCaveat).Parameters.Keys | Where-Object { $_ -notin $common }
        $caveat.Count | Should -Be 16
        foreach ($other in 'Add-TokenCaveat', 'New-TemporaryToken') {
            $caveat | Where-Object { $_ -notin (Get-Command $other).Parameters.Keys } | Should -BeNullOrEmpty
        }
    }
}
