BeforeDiscovery {
    . "$PSScriptRoot/../Support/Macaroon.ps1"
    $path = ConvertTo-TestPath '/s1/a'
    $evaluations = @(
        @{ caveat = 'time < 1893456000'; given = @{ At = [DateTimeOffset] '2029-12-31T23:59:59Z' }; outcome = 'Satisfied' }
        @{ caveat = 'time < 1893456000'; given = @{ At = [DateTimeOffset] '2030-01-01T00:00:00Z' }; outcome = 'NotSatisfied' }
        @{ caveat = 'time < 1571147494'; given = @{}; outcome = 'NotSatisfied' }
        @{ caveat = 'time < 4102444800'; given = @{}; outcome = 'Satisfied' }
        @{ caveat = 'ip = 10.0.0.0/8'; given = @{ IpAddress = '10.9.8.7' }; outcome = 'Satisfied' }
        @{ caveat = 'ip = 10.0.0.0/8'; given = @{ IpAddress = '11.9.8.7' }; outcome = 'NotSatisfied' }
        @{ caveat = 'ip = 10.0.0.0/8'; given = @{}; outcome = 'Indeterminate' }
        @{ caveat = 'asn = 64'; given = @{ IpAddress = '10.9.8.7' }; outcome = 'Indeterminate' }
        @{ caveat = 'geo.country = PL'; given = @{ IpAddress = '10.9.8.7' }; outcome = 'Indeterminate' }
        @{ caveat = 'geo.region != EU'; given = @{ IpAddress = '10.9.8.7' }; outcome = 'Indeterminate' }
        @{ caveat = 'service = opw-*'; given = @{ Service = 'opw-p1' }; outcome = 'Satisfied' }
        @{ caveat = 'service = opw-*'; given = @{ Service = 'ozw-onezone' }; outcome = 'NotSatisfied' }
        @{ caveat = 'service = opw-*'; given = @{}; outcome = 'Indeterminate' }
        @{ caveat = 'consumer = usr-u1|prv-*'; given = @{ Consumer = 'prv-p1' }; outcome = 'Satisfied' }
        @{ caveat = 'consumer = usr-u1'; given = @{ Consumer = 'usr-u2' }; outcome = 'NotSatisfied' }
        @{ caveat = 'consumer = grp-g1'; given = @{ Consumer = 'usr-u2' }; outcome = 'Indeterminate' }
        @{ caveat = 'interface = rest'; given = @{ Interface = 'rest' }; outcome = 'Satisfied' }
        @{ caveat = 'interface = rest'; given = @{ Interface = 'graphsync' }; outcome = 'NotSatisfied' }
        @{ caveat = $path; given = @{ DataPath = '/s1/a/b' }; outcome = 'Satisfied' }
        @{ caveat = $path; given = @{ DataPath = '/s1/b' }; outcome = 'NotSatisfied' }
        @{ caveat = $path; given = @{ DataPath = '/s1' }; outcome = 'Indeterminate' }
        @{ caveat = 'api = all/get/space.*.*:*'; given = @{}; outcome = 'Indeterminate' }
        @{ caveat = 'data.readonly'; given = @{}; outcome = 'Indeterminate' }
        @{ caveat = 'data.objectid = 00000000000CDBDA677569642331323323616263'; given = @{}; outcome = 'Indeterminate' }
        @{ caveat = 'authorization = none'; given = @{}; outcome = 'Indeterminate' }
        @{ caveat = 'future = caveat'; given = @{}; outcome = 'Indeterminate' }
    ) | ForEach-Object { $_.shown = ($_.given.GetEnumerator() | ForEach-Object { "-$($_.Key) $($_.Value)" }) -join ' '; $_ }
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    . "$PSScriptRoot/../Support/Macaroon.ps1"
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json
}

Describe 'Test-TemporaryToken -Offline' {
    It 'evaluates "<caveat>" with <shown> as <outcome>' -ForEach $evaluations {
        $verdict = New-TestMacaroon -Caveat $caveat | Test-TemporaryToken -Offline @given
        $verdict | Should -BeOfType ([TokenTools.Onedata.Caveats.CaveatEvaluation])
        $verdict.Outcome | Should -BeExactly $outcome
        $verdict.Caveat.Text | Should -BeExactly $caveat
        $verdict.Reason | Should -Match '^[^ ].*\.$'
    }

    It 'evaluates each caveat of each token' {
        $verdicts = $vectors.withSecret.serialized | Test-TemporaryToken -Offline -IpAddress 10.0.0.1
        $verdicts.Count | Should -Be 17
        ($verdicts | Group-Object TokenId).Count | Should -Be 4
        ($verdicts | Where-Object TokenId -eq '2b5d0dd5aa6443a69277b5ce0544fec2ch77aa').Number | Should -Be (1..12)
    }

    It 'needs no connection, sends nothing and accepts tokens in every form' {
        $text = $vectors.withSecret[0].serialized
        foreach ($given in $text, (ConvertTo-TestSecret $text), (ConvertFrom-OnedataToken $text), [pscustomobject] @{ Token = $text }) {
            (Test-TemporaryToken $given -Offline).Outcome | Should -Be 'NotSatisfied'
            ($given | Test-TemporaryToken -Offline).Outcome | Should -Be 'NotSatisfied'
        }
    }

    It 'rejects an invalid context: -<name> <value>' -ForEach @(
        @{ name = 'IpAddress'; value = '10.0.0.0/8' }
        @{ name = 'IpAddress'; value = '::1' }
        @{ name = 'Service'; value = 'opw-*' }
        @{ name = 'Consumer'; value = 'grp-g1' }
        @{ name = 'Interface'; value = 'http' }
        @{ name = 'DataPath'; value = 'a/b' }
    ) {
        $given = @{ $name = $value }
        $problem = $null
        try { $null = $vectors.withSecret.serialized | Test-TemporaryToken -Offline @given } catch { $problem = $_ }
        $problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $problem.TargetObject | Should -BeExactly $name
    }

    It 'rejects -At $null, which is not now' {
        { Test-TemporaryToken $vectors.withSecret[0].serialized -Offline -At $null } | Should -Throw -ErrorId 'SettingIsNull,*'
    }

    It 'writes an error with the position for invalid input' {
        $null = $vectors.withSecret[0].serialized, 'rubbish' | Test-TemporaryToken -Offline -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.Count | Should -Be 1
        $problem[0].TargetObject | Should -Be 2
    }

    It 'groups its view by token' {
        $shown = $vectors.withSecret[2, 3].serialized | Test-TemporaryToken -Offline | Out-String -Width 120
        [regex]::Matches($shown, 'Token: ').Count | Should -Be 2
        $shown | Should -Match '#\s+Outcome\s+Caveat\s+Reason'
        $shown | Should -Match '\b3 Indeterminate\s+asn = 631\|632\|1671\s+Only the zone can look up'
    }

    It 'uses the zone''s clock for a token from the zone, unless -At is specified' {
        $behind = Start-TokenSandbox -ClockSkew -5h
        try {
            $token = New-TemporaryToken -Connection (Connect-Onezone -Sandbox $behind -PassThru)
            ($token | Test-TemporaryToken -Offline).Outcome | Should -Be 'Satisfied'
            ($token | Test-TemporaryToken -Offline -At ([DateTimeOffset]::UtcNow)).Outcome | Should -Be 'NotSatisfied'
        }
        finally {
            Disconnect-Onezone
            Stop-TokenSandbox $behind
        }
    }

    It 'rejects parameters of the other set' {
        { Test-TemporaryToken x -Offline -Detailed } | Should -Throw '*Parameter set*'
        { Test-TemporaryToken x -Offline -PeerIp 1.2.3.4 } | Should -Throw '*Parameter set*'
        { Test-TemporaryToken x -Detailed -DataPath /s1/a } | Should -Throw '*Parameter set*'
    }
}

Describe 'Test-TemporaryToken' {
    BeforeAll {
        $sandbox = Start-TokenSandbox
        Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken
        $provider = Connect-Onezone $sandbox.Uri $sandbox.OnezoneProviderToken -PassThru
        Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken
        $made = @{
            Access   = New-TemporaryToken -ValidFor 10m
            Identity = New-TemporaryToken -Type Identity -ValidFor 10m
            Invite   = New-TemporaryToken -InviteType userJoinCluster -TargetId $sandbox.OnezoneClusterId -ValidFor 10m
        }
        $providerIdentity = New-TemporaryToken -Type Identity -Connection $provider -ValidFor 10m
    }

    BeforeEach { $sandbox.ClearRequests() }

    AfterAll {
        Get-TokenConnection Onezone | Disconnect-Onezone
        Stop-TokenSandbox $sandbox
    }

    It 'verifies an <type> token at <endpoint> without the connection''s own token' -ForEach @(
        @{ type = 'Access'; endpoint = 'verify_access_token' }
        @{ type = 'Identity'; endpoint = 'verify_identity_token' }
        @{ type = 'Invite'; endpoint = 'verify_invite_token' }
    ) {
        $made[$type] | Test-TemporaryToken | Should -BeExactly $true
        $sandbox.Requests.Count | Should -Be 1
        $sandbox.Requests[0].Path | Should -BeLike "*/tokens/$endpoint"
        $sandbox.Requests[0].GetHeader('x-auth-token') | Should -BeNullOrEmpty
        $found = $made[$type] | Test-TemporaryToken -Detailed
        $found | Should -BeOfType ([TokenTools.Onedata.TokenVerification])
        $found.Valid | Should -BeExactly $true
        $found.Reason | Should -BeNullOrEmpty
        "$($found.Subject)" | Should -BeExactly "usr-$($sandbox.OnezoneUserId)"
        $found.Id | Should -BeExactly $made[$type].Id
        $found.ExpiresAt | Should -Be $made[$type].ExpiresAt
        $found.TimeLeft | Should -BeGreaterThan ([timespan]::FromMinutes(9))
    }

    It 'verifies a token with a prefix, and one without expiry' {
        $named = Test-TemporaryToken "opw-$($sandbox.OnezoneProviderToken)" -Detailed
        $named.Valid | Should -BeTrue
        $named.TimeLeft | Should -BeNullOrEmpty
        $named.ExpiresAt | Should -BeNullOrEmpty
    }

    It 'returns false for <name>, with the reason <reason>' -ForEach @(
        @{ name = 'an expired token'; reason = 'tokenCaveatUnverified'; token = { $made.Access | Add-TokenCaveat -ValidUntil 2020-01-01 -Force -WarningAction Ignore } }
        @{ name = 'a wrong IP address'; reason = 'tokenCaveatUnverified'; token = { $made.Access | Add-TokenCaveat -IpAddress 203.0.113.7 } }
        @{ name = 'another zone''s token'; reason = 'tokenInvalid'; token = { $vectors.withSecret[1].serialized } }
        @{ name = 'a token without an existing subject'; reason = 'tokenSubjectInvalid'; token = { $vectors.withSecret[0].serialized } }
        @{ name = 'a caveat that the zone does not know'; reason = 'tokenCaveatUnknown'; token = { New-TestMacaroon -Identifier ($made.Access | ForEach-Object { "2/tmp-$($_.Generation)/$($_.Subject)/act/x" }) -Caveat 'x = y' } }
        @{ name = 'a forged token'; reason = 'tokenInvalid'; token = { New-TestMacaroon -Identifier ($made.Access | ForEach-Object { "2/tmp-$($_.Generation)/$($_.Subject)/act/x" }) } }
        @{ name = 'rubbish'; reason = 'badToken'; token = { 'rubbish-123' } }
    ) {
        $text = & $token
        $text | Test-TemporaryToken -ErrorVariable problem | Should -BeExactly $false
        $problem | Should -BeNullOrEmpty
        $found = $text | Test-TemporaryToken -Detailed
        $found.Valid | Should -BeExactly $false
        $found.Reason | Should -BeExactly $reason
        $found.Message | Should -Not -BeNullOrEmpty
        $found.Subject | Should -BeNullOrEmpty
        $found.TimeLeft | Should -BeNullOrEmpty
    }

    It 'sends no request for invalid input, which may be a password' {
        'my-password' | Test-TemporaryToken | Should -BeFalse
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'sends -PeerIp' {
        $token = $made.Access | Add-TokenCaveat -IpAddress 10.0.0.0/8
        $token | Test-TemporaryToken -PeerIp 10.1.2.3 | Should -BeTrue
        $token | Test-TemporaryToken -PeerIp 11.1.2.3 | Should -BeFalse
        { $token | Test-TemporaryToken -PeerIp 10.0.0.0/8 } | Should -Throw '*mask*'
    }

    It 'sends -Interface in any case' {
        $token = $made.Access | Add-TokenCaveat -Interface rest
        $token | Test-TemporaryToken | Should -BeFalse
        $token | Test-TemporaryToken -Interface rest | Should -BeTrue
        $token | Test-TemporaryToken -Interface REST | Should -BeTrue
        (Test-TemporaryToken $token -Offline -Interface Rest | Where-Object { $_.Caveat.Type -eq 'interface' }).Outcome | Should -Be 'Satisfied'
        $token | Test-TemporaryToken -Interface oneclient | Should -BeFalse
    }

    It 'sends -ConsumerToken; without it the token has no consumer' {
        $token = $made.Invite | Add-TokenCaveat -Consumer "usr-$($sandbox.OnezoneUserId)"
        $token | Test-TemporaryToken | Should -BeFalse
        $token | Test-TemporaryToken -ConsumerToken $made.Identity.Token | Should -BeTrue
        $token | Test-TemporaryToken -ConsumerToken $providerIdentity.Token | Should -BeFalse
    }

    It 'sends -ServiceToken' {
        $token = $made.Access | Add-TokenCaveat -Service "opw-$($sandbox.OnezoneProviderId)"
        $token | Test-TemporaryToken | Should -BeFalse
        $token | Test-TemporaryToken -ServiceToken $providerIdentity.Token | Should -BeTrue
    }

    It 'sends -AllowDataAccessCaveats' {
        $token = $made.Access | Add-TokenCaveat -ReadOnlyData -DataPath /s1/a
        $token | Test-TemporaryToken | Should -BeFalse
        $token | Test-TemporaryToken -AllowDataAccessCaveats | Should -BeTrue
    }

    It 'rejects -<name> for a token whose endpoint does not accept it, as an error of that token' -ForEach @(
        @{ name = 'Interface'; value = 'rest'; identity = $true }
        @{ name = 'AllowDataAccessCaveats'; value = $true; identity = $false }
        @{ name = 'ServiceToken'; value = 'identity of the provider'; identity = $false }
    ) {
        $given = @{ $name = if ("$value" -eq 'identity of the provider') { $providerIdentity.Token } else { $value } }
        $attempt = Invoke-Attempt { $made.Access, $made.Identity, $made.Invite | Test-TemporaryToken -Detailed @given }
        $attempt.Terminated | Should -BeFalse
        $accepted = @(1; if ($identity) { 2 })
        @($attempt.Errors.TargetObject) | Should -Be @(1..3 | Where-Object { $_ -notin $accepted })
        @($attempt.Errors | ForEach-Object { Get-ErrorId $_ } | Select-Object -Unique) | Should -BeExactly 'VerificationSettingNotApplicable'
        "$($attempt.Problem)" | Should -BeLike "*-$name applies only to tokens of type accessToken*Omit -$name."
        @($attempt.Output.Valid) | Should -Be @($accepted | ForEach-Object { $true })
    }

    It 'writes an error, not false, for an invalid consumer token' {
        $output = $made.Access | Test-TemporaryToken -ConsumerToken $vectors.withSecret[3].serialized -ErrorVariable problem -ErrorAction SilentlyContinue
        $output | Should -BeNullOrEmpty
        $problem[0].Exception.ServiceErrorId | Should -BeExactly 'badConsumerToken'
        $problem[0] | Format-List * -Force | Out-String -Width 2000 | Should -Not -Match 'MDA'
        { $made.Access | Test-TemporaryToken -ServiceToken 'my-password' } | Should -Throw '*-ServiceToken is not an identity token*'
    }

    It 'continues after invalid input' {
        @(31415, $made.Access | Test-TemporaryToken -ErrorVariable problem -ErrorAction SilentlyContinue) | Should -Be $true
        $problem.Count | Should -Be 1
        $problem[0].TargetObject | Should -Be 1
    }

    It 'writes an error, and neither true nor false, when <name>' -ForEach @(
        @{ name = 'the zone fails'; fault = @{ StatusCode = 500 } }
        @{ name = 'a proxy answers'; fault = @{ StatusCode = 403; Body = '<html><title>No</title></html>'; ContentType = 'text/html' } }
        @{ name = 'the answer is another'; fault = @{ StatusCode = 200; Body = '{}'; ContentType = 'application/json' } }
        @{ name = 'the zone rejects the request itself'; fault = @{ StatusCode = 400; Body = '{"error":{"id":"malformedData"}}'; ContentType = 'application/json' } }
    ) {
        $sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] $fault)
        $made.Access | Test-TemporaryToken -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.Count | Should -Be 1
        $problem[0].Exception | Should -BeOfType ([TokenTools.TokenApiException])
    }

    It 'writes an error for an unreachable zone' {
        $other = Start-TokenSandbox
        $zone = Connect-Onezone $other.Uri $other.OnezoneUserToken -MaximumRetryCount 0 -PassThru
        # Not by Stop-TokenSandbox, which would close the connection, too.
        $other.Dispose()
        try {
            # The zone accepted no connection, so the others would fail as well.
            $problem = { $made.Access | Test-TemporaryToken -Connection $zone } | Should -Throw -PassThru
            $problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        }
        finally {
            Disconnect-Onezone $zone
            Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken
            Stop-TokenSandbox $other
        }
    }

    It 'ends immediately without a connection' {
        Get-TokenConnection Onezone -Default | Disconnect-Onezone
        try {
            $problem = $null
            try { $null = $made.Access, $made.Access | Test-TemporaryToken } catch { $problem = $_ }
            $problem.FullyQualifiedErrorId | Should -BeLike 'NoConnection,*'
        }
        finally { Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken }
    }

    It 'shows the result in its view' {
        $shown = $made.Access, ($made.Access | Add-TokenCaveat -Interface rest) | Test-TemporaryToken -Detailed | Out-String -Width 120
        $shown | Should -Match 'Valid\s+Type\s+Expires \(local\)\s+TimeLeft\s+Subject or reason'
        $shown | Should -Match 'True\s+accessToken\s+[-\d]+ [:\d]+\s+(9m \d+s|10m)\s+usr-'
        $shown | Should -Match '(?m)^\s+accessToken\s+tokenCaveatUnverified: '
        $shown | Should -Not -Match '\[token'
    }

    It 'shows no token in any stream' {
        Get-TestShown {
            $made.Access, $vectors.withSecret[1].serialized, 'MDAxrubbish' | Test-TemporaryToken -Detailed -Verbose -Debug -ConsumerToken $made.Identity.Token
        } | Out-String | Should -Not -Match 'MDAx|MDAy'
    }
}

Describe 'Tab completes for Test-TemporaryToken' {
    BeforeDiscovery {
        $words = @(
            @{ line = 'Test-TemporaryToken -Interface r'; expected = 'rest'; tip = 'the REST API' }
            @{ line = 'Test-TemporaryToken -Offline -Service ozp'; expected = 'ozp-onezone'; tip = "Onezone's panel" }
            @{ line = 'Test-TemporaryToken -Offline -Consumer prv'; expected = "'prv-*'"; tip = 'Oneprovider' }
        )
    }

    It '"<line>" to <expected>' -ForEach $words {
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $match = $found | Where-Object CompletionText -ceq $expected
        $match | Should -Not -BeNullOrEmpty
        $match.ToolTip | Should -BeLike $tip
        $found.ResultType | Sort-Object -Unique | Should -Be 'ParameterValue'
    }
}
