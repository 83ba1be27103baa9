BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $later = [timespan]::FromMinutes(11)

    # The service's clock is known from a response. Without one, a change of the sandbox's clock would look like one of this machine's.
    function Get-ServerTime { $null = Get-BoomiRuntime }

    # A request whose response is lost: after the token was created, or before.
    function Get-LostError([switch] $Created) {
        Add-Fault $sandbox @{ Reset = $(if ($Created) { 'AfterHandling' } else { 'BeforeHandling' }); Match = '*InstallerToken' }
        (Invoke-Attempt { New-InstallerToken ATOM }).Problem
    }
}

Describe 'Resolve-InstallerToken' {
    BeforeEach {
        $sandbox = Start-TokenSandbox
        Connect-Boomi -Sandbox $sandbox
    }

    AfterEach { Stop-TokenSandbox $sandbox }

    It 'finds a token that was created' {
        $problem = Get-LostError -Created
        $found = $problem | Resolve-InstallerToken
        $found.State | Should -Be 'Created'
        $found.InstallType | Should -BeExactly 'ATOM'
        $found.AccountId | Should -BeExactly $sandbox.BoomiAccountId
        $found.LatestExpiration | Should -Be $problem.Exception.LatestExpiration
        $found.Events.Count | Should -Be 1
        $found.Input | Should -Be $problem
        $sandbox.MintedTokens[0].Created -ge $found.EarliestCreated -and $sandbox.MintedTokens[0].Created -le $found.LatestCreated | Should -BeTrue
    }

    It 'says NotCreated only once the service can no longer process the request and write the entry' {
        $issued = New-InstallerToken ATOM
        $problem = Get-LostError
        $early = $problem | Resolve-InstallerToken -IssuedToken $issued
        $early.State | Should -Be 'Unknown'
        $early.ReasonId | Should -BeExactly 'ResolutionTooEarly'
        $early.RetryAt | Should -BeGreaterThan $early.LatestCreated
        $sandbox.ClockSkew = $later
        $found = $problem | Resolve-InstallerToken -IssuedToken $issued
        $found.State | Should -Be 'NotCreated'
        $found.Events | Should -BeNullOrEmpty
    }

    It 'counts the tokens that were received at the same time' {
        $issued = 1..3 | ForEach-Object { New-InstallerToken ATOM }
        $lost = Get-LostError -Created
        $issued += New-InstallerToken ATOM
        ($lost | Resolve-InstallerToken -IssuedToken $issued).State | Should -Be 'Created'
        # Without them, five entries explain one request in any way.
        $unknown = $lost | Resolve-InstallerToken
        $unknown.State | Should -Be 'Unknown'
        $unknown.ReasonId | Should -BeExactly 'ResolutionAmbiguous'
    }

    It 'does not guess which of two requests created the token' {
        Get-ServerTime
        $problems = (Get-LostError -Created), (Get-LostError)
        $sandbox.ClockSkew = $later
        $found = @($problems | Resolve-InstallerToken)
        $found.State | Should -Be 'Unknown', 'Unknown'
        $found.ReasonId | Should -Be 'ResolutionAmbiguous', 'ResolutionAmbiguous'
        $found.Input | Should -Be $problems
    }

    It 'decides requests at different times separately' {
        Get-ServerTime
        $first = Get-LostError -Created
        $sandbox.ClockSkew = [timespan]::FromHours(1)
        Get-ServerTime
        $second = Get-LostError
        $sandbox.ClockSkew += $later
        @($second, $first | Resolve-InstallerToken).State | Should -Be 'NotCreated', 'Created'
    }

    It 'does not say NotCreated if the log has no entry of the user at all' {
        Get-ServerTime
        $problem = Get-LostError
        $sandbox.ClockSkew = $later
        $found = $problem | Resolve-InstallerToken
        $found.State | Should -Be 'Unknown'
        $found.ReasonId | Should -BeExactly 'ResolutionUserUnknown'
    }

    It 'does not say NotCreated if the service counts more entries than it returns' {
        $null = New-InstallerToken ATOM
        $sandbox.ClockSkew = [timespan]::FromHours(1)
        Get-ServerTime
        $problem = Get-LostError
        $sandbox.ClockSkew += $later
        Add-Fault $sandbox @{ Body = '{"@type":"QueryResult","numberOfResults":1}'; ContentType = 'application/json'; Match = '*AuditLog/query' }
        ($problem | Resolve-InstallerToken).ReasonId | Should -BeExactly 'ResolutionIncomplete'
        Add-Fault $sandbox @{ Body = '{"@type":"QueryResult"}'; ContentType = 'application/json'; Match = '*AuditLog/query' }
        ($problem | Resolve-InstallerToken).ReasonId | Should -BeExactly 'ResolutionIncomplete'
        ($problem | Resolve-InstallerToken).State | Should -Be 'NotCreated'
    }

    It 'does not depend on this machine''s clock' {
        $sandbox.ClockSkew = [timespan]::FromHours(-7)
        $problem = Get-LostError -Created
        $found = $problem | Resolve-InstallerToken
        $found.State | Should -Be 'Created'
        [Math]::Abs(($found.EarliestCreated - $sandbox.MintedTokens[0].Created).TotalMinutes) | Should -BeLessThan 5
    }

    It 'accepts a record, as a log or a CSV file has it' {
        $problem = Get-LostError -Created
        $null = $problem | Resolve-InstallerToken
        $found = $problem | Resolve-InstallerToken | Select-Object InstallType, AccountId, EarliestCreated, LatestCreated, LatestExpiration
        foreach ($record in @(
                $found
                @{ AccountId = $found.AccountId; EarliestCreated = $found.EarliestCreated; LatestCreated = $found.LatestCreated }
                ($found | ConvertTo-Json | ConvertFrom-Json | Select-Object AccountId, @{ n = 'EarliestCreated'; e = { $found.EarliestCreated.UtcDateTime.ToString('o') } }, @{ n = 'LatestCreated'; e = { $found.LatestCreated.UtcDateTime } })
            )) {
            (Resolve-InstallerToken $record).State | Should -Be 'Created'
        }
    }

    It 'needs no request for an error that says what happened' {
        Add-Fault $sandbox @{ StatusCode = 403; Match = '*InstallerToken' }
        $rejected = (Invoke-Attempt { New-InstallerToken ATOM }).Problem
        $sandbox.ClearRequests()
        $found = $rejected | Resolve-InstallerToken
        $found.State | Should -Be 'NotCreated'
        $found.ReasonId | Should -BeExactly 'ResolutionRejected'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'does not decide about another account' {
        $record = @{ AccountId = $sandbox.BoomiPartnerAccountId; EarliestCreated = '2030-01-01T00:00:00Z'; LatestCreated = '2030-01-01T00:06:00Z' }
        (Resolve-InstallerToken $record).ReasonId | Should -BeExactly 'ResolutionOtherAccount'
    }

    It 'rejects <name>' -ForEach @(
        @{ name = 'text'; value = 'molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5' }
        @{ name = 'null'; value = $null }
        @{ name = 'an error of another command'; value = [InvalidOperationException]::new('x') }
        @{ name = 'a record without times'; value = [pscustomobject] @{ AccountId = 'acme-A1B2C3' } }
        @{ name = 'a record with reversed times'; value = [pscustomobject] @{ AccountId = 'acme-A1B2C3'; EarliestCreated = '2030-01-02'; LatestCreated = '2030-01-01' } }
    ) {
        $attempt = Invoke-Attempt { Resolve-InstallerToken $value }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'ResolutionRecordInvalid'
        "$($attempt.Problem)" | Should -Not -BeLike '*963f3eb3*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
