# -Purpose and -Suggest, and how cmdlets show what they cannot know about a token.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    . "$PSScriptRoot/../Support/Macaroon.ps1"
    $text = New-TestMacaroon -Identifier '2/nmd/usr-u1/act/id1' -Caveat 'time < 8374891234'
}

Describe '-Purpose' {
    BeforeAll {
        $sandbox = Start-TokenSandbox
        Connect-Onezone -Sandbox $sandbox
    }

    AfterAll {
        Get-TokenConnection Onezone | Disconnect-Onezone
        Stop-TokenSandbox $sandbox
    }

    It 'adds the caveats of <purpose>' -ForEach @(
        @{ purpose = 'OnezoneRest'; parameters = @{}; caveats = 'service = ozw-onezone', 'interface = rest' }
        @{ purpose = 'oneclientInOneprovider'; parameters = @{ Service = 'opw-p1' }; caveats = 'service = opw-p1', 'interface = oneclient' }
        @{ purpose = 'restrictedData'; parameters = @{ DataPath = '/space1/data' }; caveats = 'data.path = L3NwYWNlMS9kYXRh' }
    ) {
        (New-TokenCaveat -Purpose $purpose @parameters | ForEach-Object Text) | Should -Be $caveats
        (($text | Add-TokenCaveat -Purpose $purpose @parameters).Caveats.Text | Select-Object -Skip 1) | Should -Be $caveats
    }

    It 'creates a temporary token with the caveats and the type of the purpose' {
        $token = New-TemporaryToken -Purpose oneproviderRest -ValidFor 10m
        $token.Caveats.Text | Select-Object -Skip 1 | Should -Be 'service = opw-*', 'interface = rest'
        (New-TemporaryToken -Purpose identity -ValidFor 10m).Type | Should -BeExactly 'identityToken'
    }

    It 'reports what the purpose leaves open' {
        $attempt = Invoke-Attempt { $text | Add-TokenCaveat -Purpose onepanelRest }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'PurposeSettingMissing'
        "$($attempt.Problem)" | Should -BeLike '*-Service*'
    }

    It 'answers with ConvertFrom-OnedataToken whether a token is valid for the purpose' {
        $good = $text | Add-TokenCaveat -Purpose oneclient
        (ConvertFrom-OnedataToken $good.Token -Purpose oneclient -WarningVariable none).Purpose.Outcome | Should -Be 'Satisfied'
        $none | Should -BeNullOrEmpty
        $found = ConvertFrom-OnedataToken $good.Token -Purpose onezoneRest -WarningVariable warning -WarningAction SilentlyContinue
        $found.Purpose.Outcome | Should -Be 'NotSatisfied'
        "$warning" | Should -BeLike '*interface*'
        $found | Format-List | Out-String | Should -BeLike '*NotSatisfied: the REST API of Onezone*'
    }

    It 'answers with Test-TemporaryToken -Offline, for each use' {
        $found = $text | Add-TokenCaveat -ReadOnlyData | Test-TemporaryToken -Offline -Purpose oneproviderRest
        $found.Outcome | Should -Be 'Indeterminate', 'NotSatisfied'
        $found[1].Reason | Should -BeLike '*data.readonly*rejected*'
    }

    It 'is completed with its description' {
        $line = 'New-TemporaryToken -Purpose oneclientI'
        $match = (TabExpansion2 $line $line.Length).CompletionMatches
        $match.CompletionText | Should -Be 'oneclientInOneprovider'
        $match.ToolTip | Should -BeLike '*one Oneprovider*'
    }
}

Describe '-Suggest' {
    It 'returns only the caveats that the token lacks' {
        $token = $text | Add-TokenCaveat -Interface rest
        $suggested = @($token | Add-TokenCaveat -Purpose oneproviderRest -Suggest)
        $suggested.Text | Should -Be 'service = opw-*'
        $suggested | Should -BeOfType ([TokenTools.Onedata.Caveats.TokenCaveat])
        @(($token | Add-TokenCaveat -Caveat $suggested) | Add-TokenCaveat -Purpose oneproviderRest -Suggest).Count | Should -Be 0
    }

    It 'adds nothing to a token that the purpose does not narrow' {
        $token = $text | Add-TokenCaveat -Purpose oneclient
        ($token | Add-TokenCaveat -Purpose oneclient).Caveats.Count | Should -Be 2
    }
}

Describe 'What cannot be known' {
    It 'of a token is said, and it is narrowed where that is safe: <type>' -ForEach @(
        @{ type = 'xyz:t1:'; warning = 'OnedataWarningInviteTypeUnknown' }, @{ type = 'new'; warning = 'OnedataWarningTypeUnknown' }
    ) {
        $token = New-TestMacaroon -Identifier "2/nmd/usr-u1/$type/id1" -Caveat 'time < 8374891234' | ConvertFrom-OnedataToken
        $token.Warnings.Id | Should -Be $warning
        ($token | Add-TokenCaveat -IpAddress 10.0.0.0/8).Caveats.Count | Should -Be 2
        Get-ErrorId (Invoke-Attempt { $token | Add-TokenCaveat -ReadOnlyData }).Problem | Should -BeExactly 'OnedataCaveatUnsupported'
    }

    It 'of a subject or a version is said: <identifier>' -ForEach @(
        @{ identifier = '2/nmd/svc-s1/act/id1'; warning = 'OnedataWarningSubjectUnknown'; subject = 'svc-s1'; type = 'accessToken' }
        @{ identifier = '3/nmd/usr-u1/act/id1'; warning = 'OnedataWarningVersionUnknown'; subject = ''; type = 'unknown' }
    ) {
        $token = New-TestMacaroon -Identifier $identifier -Caveat 'time < 8374891234' | ConvertFrom-OnedataToken
        $token.Warnings.Id | Should -Be $warning
        "$($token.Subject)" | Should -BeExactly $subject
        $token.Type | Should -BeExactly $type
        "$($token.Caveats)" | Should -BeExactly 'time < 8374891234'
        ($token | Add-TokenCaveat -IpAddress 10.0.0.0/8).Caveats.Count | Should -Be 2
    }

    It 'of a truncated token is not all of it' {
        "$((Invoke-Attempt { ConvertFrom-OnedataToken $text.Substring(0, $text.Length - 10) }).Problem)" | Should -BeLike '*onezone.example.com*named accessToken, usr-u1*complete caveats: 1*'
    }

    It 'is not shown in seconds: the expiry is a date' {
        $token = ConvertFrom-OnedataToken $text
        $token | Format-Table | Out-String -Width 300 | Should -BeLike '*until 2235-*'
        $token | Format-List | Out-String -Width 300 | Should -BeLike '*until 2235-*'
        $token | Test-TemporaryToken -Offline | Format-Table | Out-String -Width 300 | Should -BeLike '*until 2235-*'
        $token | Format-List | Out-String -Width 300 | Should -Not -BeLike '*8374891234*'
    }
}

Describe 'Text around a token' {
    It 'is ignored, and a verbose message names it: <around>' -ForEach @(
        @{ around = 'Bearer {0}' }, @{ around = 'ONECLIENT_ACCESS_TOKEN={0}' }, @{ around = "'{0}'`r`n" }
    ) {
        $token = ConvertFrom-OnedataToken ($around -f $text) -AsPlainText -Verbose 4>&1
        $token[0].Message | Should -BeLike '*around the token*'
        $token[1].Token | Should -BeExactly $text
    }
}

Describe 'A wrong secret' {
    It 'causes a warning, not only a value' {
        $token = ConvertFrom-OnedataToken $text -Secret wrong -WarningVariable warning -WarningAction SilentlyContinue
        $token.SignatureVerified | Should -BeFalse
        "$warning" | Should -BeLike 'The signature does not match the secret*'
    }
}

Describe 'Caveats' {
    It 'of a country that ISO does not define cause a warning' {
        $caveat = New-TokenCaveat -Country XK -WarningVariable warning -WarningAction SilentlyContinue
        $caveat.Text | Should -BeExactly 'geo.country = XK'
        "$warning" | Should -BeLike '*XK*Kosovo*'
    }

    It 'of an unknown entity type are rejected, with a suggestion' {
        $attempt = Invoke-Attempt { New-TokenCaveat -Api 'all/get/op_file.*.*:*' }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'CaveatApiEntityType'
        "$($attempt.Problem)" | Should -BeLike '*Did you mean file?*'
        (New-TokenCaveat -Api 'all/get/oz_worker.*.*:*').Type | Should -BeExactly 'api'
    }

    It 'that no service accepts together cause a warning' {
        $null = $text | Add-TokenCaveat -Interface oneclient -Consumer usr-u2 -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -BeLike '*leaves no service*'
        ($text | Add-TokenCaveat -Interface oneclient -Consumer usr-u2 -WarningAction SilentlyContinue |
            Test-TemporaryToken -Offline -Interface oneclient -Consumer usr-u2).Outcome | Should -Be 'Satisfied', 'NotSatisfied', 'Satisfied'
    }
}
