BeforeDiscovery {
    . "$PSScriptRoot/../Support/Module.ps1"
    $inviteTypes = [TokenTools.Onedata.InviteType]::All | ForEach-Object { @{ name = $_.Name; key = $_.TargetKey } }
    # Each typed caveat parameter, and what goes into the request.
    $caveats = @(
        @{ parameter = 'IpAddress'; value = @('189.34.15.0/24', '127.0.0.1'); json = '{"type":"ip","whitelist":["189.34.15.0/24","127.0.0.1"]}' }
        @{ parameter = 'Asn'; value = @(64, 1671); json = '{"type":"asn","whitelist":[64,1671]}' }
        @{ parameter = 'Country'; value = @('PL', 'FR'); json = '{"type":"geo.country","filter":"whitelist","list":["PL","FR"]}' }
        @{ parameter = 'ExcludeCountry'; value = 'pl'; json = '{"type":"geo.country","filter":"blacklist","list":["PL"]}' }
        @{ parameter = 'Region'; value = @('Asia', 'EU'); json = '{"type":"geo.region","filter":"whitelist","list":["Asia","EU"]}' }
        @{ parameter = 'ExcludeRegion'; value = 'Africa'; json = '{"type":"geo.region","filter":"blacklist","list":["Africa"]}' }
        @{ parameter = 'Service'; value = 'ozw-onezone'; json = '{"type":"service","whitelist":["ozw-onezone"]}' }
        @{ parameter = 'Consumer'; value = @('usr-*', 'prv-*'); json = '{"type":"consumer","whitelist":["usr-*","prv-*"]}' }
        @{ parameter = 'Interface'; value = 'rest'; json = '{"type":"interface","interface":"rest"}' }
        @{ parameter = 'Api'; value = 'all/get/space.*.*:*'; json = '{"type":"api","whitelist":["all/get/space.*.*:*"]}' }
        @{ parameter = 'ReadOnlyData'; value = $true; json = '{"type":"data.readonly"}' }
        @{ parameter = 'DataPath'; value = '/d1b388f7c7ch1234/data'; json = '{"type":"data.path","whitelist":["L2QxYjM4OGY3YzdjaDEyMzQvZGF0YQ=="]}' }
        @{ parameter = 'DataObjectId'; value = '00000000000CDBDA677569642331323323616263'; json = '{"type":"data.objectid","whitelist":["00000000000CDBDA677569642331323323616263"]}' }
    )
    $badInput = @(
        @{ name = 'an IPv6 address'; how = @{ IpAddress = '::1' }; id = 'CaveatIpVersion6' }
        @{ name = 'an invalid address'; how = @{ IpAddress = '300.1.1.1' }; id = 'CaveatIpInvalid' }
        @{ name = 'a caveat with a country in lower case, which would never match'; how = @{ Caveat = 'geo.country = pl' }; id = 'CaveatCountryLowerCase' }
        @{ name = 'an invalid country'; how = @{ Country = 'UK' }; id = 'CaveatCountryUk' }
        @{ name = 'an unknown region'; how = @{ Region = 'Atlantis' }; id = 'CaveatRegionUnknown' }
        @{ name = 'an unknown interface'; how = @{ Interface = 'telnet' }; id = 'CaveatInterfaceUnknown' }
        @{ name = 'a path with a slash at its end'; how = @{ DataPath = '/space1/' }; id = 'CaveatPathTrailingSlash' }
        @{ name = 'a hashtable that is not a caveat'; how = @{ Caveat = @{ type = 'moon' } }; id = 'CaveatTypeUnknown' }
        @{ name = 'an unknown key of a caveat'; how = @{ Caveat = @{ type = 'time'; validUnti = 5 } }; id = 'CaveatKeyUnknown' }
        @{ name = 'JSON that ends in the middle'; how = @{ Caveat = '{"type":"time"' }; id = 'CaveatJsonInvalid' }
        @{ name = 'text that is not a caveat'; how = @{ Caveat = 'time<5' }; id = 'CaveatTextInvalid' }
        @{ name = 'a time in milliseconds'; how = @{ Caveat = @{ type = 'time'; validUntil = 1900000000000 } }; id = 'CaveatTimeInMilliseconds' }
        @{ name = 'a caveat that an identity token can''t satisfy'; how = @{ Type = 'Identity'; ReadOnlyData = $true }; id = 'OnedataCaveatUnsupported' }
        @{ name = 'an invite without a target'; how = @{ Type = 'Invite' }; id = 'InviteWithoutTarget' }
        @{ name = 'an unknown invite type'; how = @{ InviteType = 'userJoinParty'; TargetId = 'x1' }; id = 'InviteTypeUnknown' }
        @{ name = 'an invite type for an access token'; how = @{ Type = 'Access'; InviteType = 'userJoinSpace'; TargetId = 'x1' }; id = 'InviteTypeWithoutInvite' }
        @{ name = 'a target with a slash in it'; how = @{ InviteType = 'userJoinSpace'; TargetId = 'a/b' }; id = 'OnedataTargetIdInvalid' }
        @{ name = 'a subject that does not exist'; how = @{ For = 'everyone' }; id = 'OnedataForInvalid' }
        @{ name = 'two expiries'; how = @{ ValidFor = '1h'; ValidUntil = '2099-01-01' }; id = 'SettingsExclusive' }
        @{ name = 'a time that has passed'; how = @{ ValidUntil = '2019-10-15T13:51:34Z' }; id = 'OnedataTimeHasPassed' }
        @{ name = 'a time in a caveat that has passed'; how = @{ Caveat = @{ type = 'time'; validUntil = 1571147494 } }; id = 'OnedataTimeHasPassed' }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $user = Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken -PassThru
    $provider = Connect-Onezone $sandbox.Uri $sandbox.OnezoneProviderToken -PassThru
    $until = [datetimeoffset]::FromUnixTimeSeconds([datetimeoffset]::UtcNow.AddDays(7).ToUnixTimeSeconds())
    $n = $until.ToUnixTimeSeconds()
    function Get-Posts { @($sandbox.Requests | Where-Object { $_.Method -eq 'POST' }) }
    function Get-SentBody { (Get-Posts)[-1].PlainBody }
}

AfterAll { Stop-TokenSandbox }

Describe 'New-TemporaryToken' {
    BeforeEach {
        Reset-Sandbox $sandbox
        $sandbox.ClockSkew = [timespan]::Zero
        Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken
    }

    It 'returns a decoded access token for an hour as a SecureString' {
        $token = New-TemporaryToken
        $token.Type | Should -BeExactly 'accessToken'
        $token.Token | Should -BeOfType securestring
        $token.Persistence | Should -BeExactly 'temporary'
        $token.Version | Should -Be 2
        $token.Generation | Should -Be 1
        $token.Subject.Type | Should -BeExactly 'user'
        $token.Subject.Id | Should -BeExactly $sandbox.OnezoneUserId
        $token.OnezoneDomain | Should -BeExactly $sandbox.OnezoneDomain
        $token.SignatureVerified | Should -BeNullOrEmpty
        $token.InviteType | Should -BeNullOrEmpty
        $token.TargetId | Should -BeNullOrEmpty
        $token.IsExpired | Should -BeFalse
        $token.TimeLeft.TotalMinutes | Should -BeGreaterThan 55
        $token.TimeLeft.TotalMinutes | Should -BeLessOrEqual 60
        @($token.Caveats).Count | Should -Be 1
        $token.Caveats[0].Type | Should -BeExactly 'time'
        $token.Caveats[0].ExpiresAt | Should -Be $token.ExpiresAt
        $token.Caveats[0].Text | Should -BeExactly "time < $($token.ExpiresAt.ToUnixTimeSeconds())"
    }

    It 'requests a token for the subject of the connection: <who>' -ForEach @{ who = 'user' }, @{ who = 'provider' } {
        $null = New-TemporaryToken -Connection (Get-Variable $who -ValueOnly)
        (Get-Posts)[-1].PlainPath | Should -BeExactly "/api/v3/onezone/$who/tokens/temporary"
    }

    It 'requests a token for -For <for>' -ForEach @(
        @{ for = 'User'; path = 'user' }, @{ for = 'provider'; path = 'provider' }, @{ for = 'usr-abc12'; path = 'users/abc12' }, @{ for = 'prv-abc12'; path = 'providers/abc12' }
    ) {
        $null = Invoke-Attempt { New-TemporaryToken -For $for }
        (Get-Posts)[-1].PlainPath | Should -BeExactly "/api/v3/onezone/$path/tokens/temporary"
    }

    It 'returns an identity token' {
        (New-TemporaryToken Identity).Type | Should -BeExactly 'identityToken'
        Get-SentBody | Should -BeLike '{"type":{"identityToken":{}},"caveats":*'
    }

    It 'returns an invite token: <name>' -ForEach $inviteTypes {
        $target = switch ($key) { 'clusterId' { $sandbox.OnezoneClusterId } 'adminUserId' { $sandbox.OnezoneUserId } default { 'abc123' } }
        $token = New-TemporaryToken -Type Invite -InviteType $name -TargetId $target -ValidUntil $until
        $token.Type | Should -BeExactly 'inviteToken'
        $token.InviteType | Should -BeExactly $name
        $token.TargetId | Should -BeExactly $target
        Get-SentBody | Should -BeExactly "{`"type`":{`"inviteToken`":{`"inviteType`":`"$name`",`"$key`":`"$target`"}},`"caveats`":[{`"type`":`"time`",`"validUntil`":$n}]}"
    }

    It 'accepts an invite type in any case and implies -Type Invite' {
        (New-TemporaryToken -InviteType USERJOINSPACE -TargetId abc).InviteType | Should -BeExactly 'userJoinSpace'
    }

    It 'accepts invites as rows of a CSV' {
        $tokens = "InviteType,TargetId`nuserJoinSpace,s1`ngroupJoinSpace,s2`n" | ConvertFrom-Csv | New-TemporaryToken
        $tokens.TargetId | Should -Be 's1', 's2'
    }

    It 'rejects <name> from the pipeline without showing it' -ForEach @(
        @{ name = 'a token'; given = 'MDAxY2xvY2F0aW9uIHpvbmUuZXhhbXBsZS5jb20K' }
        @{ name = 'a number'; given = 5 }
        @{ name = 'a hashtable'; given = @{ InviteType = 'userJoinSpace'; TargetId = 's1' } }
        @{ name = 'a row without the properties'; given = [pscustomobject] @{ Name = 'x' } }
    ) {
        $attempt = Invoke-Attempt { , $given, $user | New-TemporaryToken }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'TemporaryTokenInputUnknown'
        ($attempt.Problem | Format-List * -Force | Out-String) | Should -Not -Match 'MDAx'
        @($attempt.Output).Count | Should -Be 1
    }

    It 'rejects an empty cell of a CSV and continues with the next row' {
        $attempt = Invoke-Attempt { "InviteType,TargetId`n,s1`nuserJoinSpace,`nuserJoinSpace,s3`n" | ConvertFrom-Csv | New-TemporaryToken }
        $attempt.Errors | ForEach-Object { Get-ErrorId $_ } | Should -Be 'InviteTypeUnknown', 'OnedataTargetIdInvalid'
        $attempt.Output.TargetId | Should -BeExactly 's3'
    }

    It 'never creates an access token for a target alone: <name>' -ForEach @(
        @{ name = 'as a parameter'; run = { New-TemporaryToken -TargetId x1 } }
        @{ name = 'with a type'; run = { New-TemporaryToken Access -TargetId x1 } }
        @{ name = 'in a row'; run = { [pscustomobject] @{ TargetId = 'x1' } | New-TemporaryToken } }
        @{ name = 'as the id of another object'; run = { Get-Process -Id $PID | New-TemporaryToken } }
        @{ name = 'for each connection'; run = { $user | New-TemporaryToken -TargetId x1 } }
        @{ name = 'as an invite type without a target'; run = { New-TemporaryToken -InviteType userJoinCluster } }
    ) {
        $attempt = Invoke-Attempt $run
        $attempt.Output | Should -BeNullOrEmpty
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InviteWithoutTarget'
        Get-Posts | Should -BeNullOrEmpty
    }

    It 'rejects a null for -<_>, which must not leave a caveat out' -ForEach 'ValidFor', 'ValidUntil', 'IpAddress', 'Country', 'Caveat' {
        $how = @{ $_ = $null }
        $attempt = Invoke-Attempt { New-TemporaryToken @how }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'SettingIsNull'
        $attempt.Problem.ToString() | Should -BeLike "*-$_ is null*"
        Get-Posts | Should -BeNullOrEmpty
    }

    It 'names the setting as the target of an error' {
        (Invoke-Attempt { New-TemporaryToken -IpAddress 300.1.1.1 }).Problem.TargetObject | Should -BeExactly 'IpAddress'
        (Invoke-Attempt { New-TemporaryToken -For nope }).Problem.TargetObject | Should -BeExactly 'For'
        (Invoke-Attempt { New-TemporaryToken -Caveat '{' }).Problem.TargetObject | Should -BeExactly 'Caveat'
        (Invoke-Attempt { $user | New-TemporaryToken -IpAddress 300.1.1.1 }).Problem.TargetObject | Should -Be $user
    }

    It 'does not round -Asn <_>' -ForEach 1.5, '1e3', 'one' {
        $number = $_
        (Invoke-Attempt { New-TemporaryToken -Asn $number }).Problem.ToString() | Should -BeLike '*not the number of an autonomous system*'
        Get-Posts | Should -BeNullOrEmpty
    }

    It 'does not show a token in the place of an invite type' {
        $problem = (Invoke-Attempt { New-TemporaryToken -InviteType MDAxY2xvY2F0aW9uIHpvbmUuZXhhbXBsZS5jb20K -TargetId x1 }).Problem
        Get-ErrorId $problem | Should -BeExactly 'InviteTypeUnknown'
        $problem.ToString() | Should -Not -Match 'MDAx'
    }

    It 'accepts connections from the pipeline' {
        ($user, $provider | New-TemporaryToken).Subject.Type | Should -Be 'user', 'oneprovider'
    }

    It 'starts -ValidFor at the zone''s time, not this machine''s' -ForEach '-02:00:00', '02:00:00', '3.00:00:00' {
        $sandbox.ClockSkew = $_
        Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken
        $token = New-TemporaryToken -ValidFor 30m
        ($token.ExpiresAt - [datetimeoffset]::UtcNow - [timespan] $_).TotalMinutes | Should -BeGreaterThan 25
        ($token.ExpiresAt - [datetimeoffset]::UtcNow - [timespan] $_).TotalMinutes | Should -BeLessOrEqual 30.1
        $token.IsExpired | Should -BeFalse
    }

    It 'requests the zone''s time once, without a token' {
        Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken
        $null = 1..3 | ForEach-Object { New-TemporaryToken }
        $asked = @($sandbox.Requests | Where-Object { $_.PlainPath -like '*get_current_time' })
        $asked.Count | Should -Be 1
        $asked[0].GetHeader('x-auth-token') | Should -BeNullOrEmpty
    }

    It 'rejects a time in the past of the zone''s clock' {
        $sandbox.ClockSkew = '10.00:00:00'
        Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken
        Get-ErrorId (Invoke-Attempt { New-TemporaryToken -ValidUntil $until }).Problem | Should -BeExactly 'OnedataTimeHasPassed'
        Get-Posts | Should -BeNullOrEmpty
    }

    It 'accepts -ValidUntil as a date, as text and with an offset' {
        foreach ($given in $until, $until.UtcDateTime, $until.LocalDateTime, $until.ToString('o'), $until.ToOffset('05:30').ToString('o'), $until.AddMilliseconds(900)) {
            (New-TemporaryToken -ValidUntil $given).ExpiresAt | Should -Be $until
        }
    }

    It 'narrows with -<parameter>' -ForEach $caveats {
        $how = @{ $parameter = $value }
        $token = New-TemporaryToken -ValidUntil $until @how
        Get-SentBody | Should -BeExactly "{`"type`":{`"accessToken`":{}},`"caveats`":[{`"type`":`"time`",`"validUntil`":$n},$json]}"
        @($token.Caveats).Count | Should -Be 2
        $token.Caveats[1].Type | Should -BeExactly ($json | ConvertFrom-Json).type
    }

    It 'accepts -Caveat as <form>' -ForEach @(
        @{ form = 'a hashtable'; make = { @{ type = 'ip'; whitelist = @('10.0.0.0/8') } } }
        @{ form = 'an ordered one with a single value'; make = { [ordered] @{ Whitelist = '10.0.0.0/8'; Type = 'ip' } } }
        @{ form = 'an object'; make = { [pscustomobject] @{ type = 'ip'; whitelist = @('10.0.0.0/8') } } }
        @{ form = 'JSON'; make = { '{"type":"ip","whitelist":["10.0.0.0/8"]}' } }
        @{ form = 'ConvertFrom-Json gives it'; make = { '{"type":"ip","whitelist":["10.0.0.0/8"]}' | ConvertFrom-Json } }
        @{ form = 'the token''s own text'; make = { 'ip = 10.0.0.0/8' } }
        @{ form = 'another token''s caveat'; make = { (New-TemporaryToken -IpAddress 10.0.0.0/8).Caveats[1] } }
    ) {
        $null = New-TemporaryToken -ValidUntil $until -Caveat (& $make)
        Get-SentBody | Should -BeExactly "{`"type`":{`"accessToken`":{}},`"caveats`":[{`"type`":`"time`",`"validUntil`":$n},{`"type`":`"ip`",`"whitelist`":[`"10.0.0.0/8`"]}]}"
    }

    It 'adds no hour when a caveat has the time' {
        $token = New-TemporaryToken -Caveat "time < $n"
        @($token.Caveats).Count | Should -Be 1
        $token.ExpiresAt | Should -Be $until
    }

    It 'rejects <name> before a token is requested' -ForEach $badInput {
        $attempt = Invoke-Attempt { New-TemporaryToken @how }
        $attempt.Output | Should -BeNullOrEmpty
        $attempt.Terminated | Should -BeFalse
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Onedata.NewTemporaryTokenCommand"
        $attempt.Problem.CategoryInfo.Category | Should -BeIn 'InvalidArgument', 'InvalidData'
        $attempt.Problem.TargetObject | Should -Not -BeNullOrEmpty
        Get-Posts | Should -BeNullOrEmpty
    }

    It 'rejects -ValidFor 90, which has no unit' {
        (Invoke-Attempt { New-TemporaryToken -ValidFor 90 }).Problem.Exception.Message | Should -BeLike '*has no unit*90s, 30m*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf' {
        New-TemporaryToken -WhatIf | Should -BeNullOrEmpty
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'rejects <name> with -WhatIf as well' -ForEach ($badInput | Where-Object { $_.name -match '^a (time|subject|caveat that an)' }) {
        $attempt = Invoke-Attempt { New-TemporaryToken @how -WhatIf }
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'shows the action and the subject with -WhatIf' {
        $null = Start-Transcript -LiteralPath "$TestDrive/whatif.txt"
        try {
            New-TemporaryToken -WhatIf
            New-TemporaryToken -InviteType userJoinSpace -TargetId abc -WhatIf
        }
        finally { $null = Stop-Transcript }
        $said = Get-Content -LiteralPath "$TestDrive/whatif.txt" | Where-Object { $_ -like 'What if*' }
        $said[0] | Should -BeLike "*temporary token (accessToken)*Onezone 127.0.0.1, usr-$($sandbox.OnezoneUserId)*"
        $said[1] | Should -BeLike '*temporary token (userJoinSpace)*'
    }

    It 'prompts with -Confirm and sends nothing without an answer' {
        (Invoke-Attempt { New-TemporaryToken -Confirm }).Errors | Should -Not -BeNullOrEmpty
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'returns a string with -AsPlainText, also in ToString()' {
        $token = New-TemporaryToken -AsPlainText
        $token.Token | Should -BeOfType string
        "$token" | Should -Match ([regex]::Escape($token.Token))
        "$(New-TemporaryToken)" | Should -Not -Match 'MDA'
    }

    It 'returns a token that works' {
        $auth = New-TemporaryToken -ValidFor 10m | ConvertTo-RestParameter
        (Invoke-RestMethod -Uri "$($sandbox.Uri)api/v3/onezone/user" @auth).userId | Should -BeExactly $sandbox.OnezoneUserId
        $auth = New-TemporaryToken -Connection $provider | ConvertTo-RestParameter
        (Invoke-RestMethod -Uri "$($sandbox.Uri)api/v3/onezone/provider" @auth).providerId | Should -BeExactly $sandbox.OnezoneProviderId
    }

    It 'returns a token that works only within its caveats' {
        $auth = New-TemporaryToken -IpAddress 203.0.113.7 | ConvertTo-RestParameter
        { Invoke-RestMethod -Uri "$($sandbox.Uri)api/v3/onezone/user" @auth } | Should -Throw '*401*'
    }
}

Describe 'The requests in Onezone''s documentation' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'include an access token with a time caveat, with <how>' -ForEach @(
        @{ how = 'the parameters'; make = { New-TemporaryToken -Connection $provider -ValidUntil $until } }
        @{ how = '-Caveat'; make = { New-TemporaryToken -Connection $provider -Caveat @{ type = 'time'; validUntil = $n } } }
    ) {
        (& $make).Type | Should -BeExactly 'accessToken'
        (Get-Posts)[-1].PlainPath | Should -BeExactly '/api/v3/onezone/provider/tokens/temporary'
        Get-SentBody | Should -BeExactly ('{"type":{"accessToken":{}},"caveats":[{"type":"time","validUntil":1571147494}]}'.Replace('1571147494', "$n"))
    }

    It 'include an invite with a time and addresses, with <how>' -ForEach @(
        @{ how = 'the parameters'; make = {
            New-TemporaryToken -Connection $provider -InviteType userJoinCluster -TargetId $sandbox.OnezoneClusterId -ValidUntil $until -IpAddress 189.34.15.0/24, 127.0.0.0/8, 167.73.12.17 } }
        @{ how = '-Caveat'; make = {
            New-TemporaryToken -Connection $provider -InviteType userJoinCluster -TargetId $sandbox.OnezoneClusterId -Caveat @(
                @{ type = 'time'; validUntil = $n }, '{"type":"ip","whitelist":["189.34.15.0/24","127.0.0.0/8","167.73.12.17"]}') } }
    ) {
        $token = & $make
        $token.Caveats[1].Text | Should -BeExactly 'ip = 189.34.15.0/24|127.0.0.0/8|167.73.12.17/32'
        Get-SentBody | Should -BeExactly ('{"type":{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"CLUSTER"}},"caveats":[{"type":"time","validUntil":1571147494},{"type":"ip","whitelist":["189.34.15.0/24","127.0.0.0/8","167.73.12.17"]}]}'.
            Replace('CLUSTER', $sandbox.OnezoneClusterId).Replace('1571147494', "$n"))
    }
}

Describe 'Tab completes for New-TemporaryToken' {
    BeforeDiscovery {
        . "$PSScriptRoot/../Support/Caveats.ps1"
        $words = @(Get-CaveatWord New-TemporaryToken) + @(
            @{ line = 'New-TemporaryToken -Type I'; expected = 'Identity'; tip = 'Identity' }
            @{ line = 'New-TemporaryToken -InviteType userJoinC'; expected = 'userJoinCluster'; tip = 'clusterId, for a user' }
            @{ line = 'New-TemporaryToken -For P'; expected = 'Provider'; tip = '*provider*' }
        )
    }

    BeforeAll {
        function Get-Completion([string] $Typed) { @((TabExpansion2 $Typed $Typed.Length).CompletionMatches) }
    }

    It '"<line>" to <expected>' -ForEach $words {
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $match = $found | Where-Object CompletionText -ceq $expected
        $match | Should -Not -BeNullOrEmpty
        $match.ToolTip | Should -BeLike $tip
        $found.ResultType | Sort-Object -Unique | Should -Be 'ParameterValue'
    }

    It 'all invite types' {
        (TabExpansion2 'New-TemporaryToken -InviteType ' 31).CompletionMatches.Count | Should -Be 14
    }

    It '<line> to exactly <expected>' -ForEach @(
        @{ line = 'New-TemporaryToken -Interface '; expected = @('graphsync', 'oneclient', 'rest') }
        @{ line = 'New-TemporaryToken -Country PL'; expected = @('PL') }
        @{ line = 'New-TemporaryToken -ExcludeCountry pl'; expected = @('PL') }
        @{ line = 'New-TemporaryToken -Region EU'; expected = @('EU', 'Europe') }
        @{ line = 'New-TemporaryToken -For '; expected = @('Provider', 'User') }
        @{ line = 'New-TemporaryToken -Type '; expected = @('Access', 'Identity', 'Invite') }
        @{ line = 'New-TemporaryToken -InviteType userJoinC'; expected = @('userJoinCluster') }
        @{ line = 'New-TemporaryToken -InviteType *Inventory'; expected = @('groupJoinAtmInventory', 'userJoinAtmInventory') }
    ) {
        $found = @((Get-Completion $line).CompletionText | Sort-Object)
        foreach ($text in $found) { $expected | Should -Contain $text }
        $found.Count | Should -BeGreaterThan 0
        if ($line -notmatch '[''"]') { $found | Should -Be ($expected | Sort-Object) }
    }

    It 'all 14 invite types, each with its target' {
        $found = Get-Completion 'New-TemporaryToken -InviteType '
        $found.Count | Should -Be 14
        ($found | Where-Object CompletionText -eq 'userJoinSpace').ToolTip | Should -BeLike '*spaceId*'
    }

    It 'countries with their names' {
        $found = Get-Completion 'New-TemporaryToken -Country '
        $found.Count | Should -BeGreaterThan 240
        ($found | Where-Object CompletionText -eq 'PL').ToolTip | Should -BeLike '*Poland*'
    }

    It 'services and consumers, quoted if they contain a *' {
        (Get-Completion 'New-TemporaryToken -Service o').CompletionText | Should -Contain 'ozw-onezone'
        (Get-Completion 'New-TemporaryToken -Service opw').CompletionText | Should -Contain "'opw-*'"
        (Get-Completion 'New-TemporaryToken -Consumer usr').CompletionText | Should -Contain "'usr-*'"
    }
}
