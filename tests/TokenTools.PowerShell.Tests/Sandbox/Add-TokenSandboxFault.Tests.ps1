BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"

    # Invoke-WebRequest throws away refusals in Windows PowerShell 5.1, and can be told not to in 7 alone.
    Add-Type -AssemblyName System.Net.Http
    function Get-Answer([string] $Address) {
        $client = [System.Net.Http.HttpClient]::new()
        try {
            $answer = $client.GetAsync($Address).GetAwaiter().GetResult()
            [pscustomobject] @{ StatusCode = [int] $answer.StatusCode; RetryAfter = "$($answer.Headers.RetryAfter)" }
        }
        finally { $client.Dispose() }
    }
}

AfterAll {
    Stop-TokenSandbox
}

Describe 'Add-TokenSandboxFault' {
    BeforeAll {
        $sandbox = Start-TokenSandbox
        Connect-Boomi -Sandbox $sandbox -MaximumRetryCount 0
    }

    AfterEach {
        $sandbox.Faults.Clear()
    }

    AfterAll {
        Disconnect-Boomi
        Stop-TokenSandbox $sandbox
    }

    It 'answers with a status, header and body, as often as asked, and then no more' {
        Add-TokenSandboxFault 500 -Body '{"message":"out of paper"}' -ContentType application/json -Header @{ 'X-Fault' = 'yes' } -Count 2
        foreach ($i in 1..2) {
            New-InstallerToken ATOM -ErrorVariable problem -ErrorAction SilentlyContinue
            $problem[0].Exception.StatusCode | Should -Be 500
            $problem[0].Exception.Message | Should -BeLike '*out of paper*'
        }
        New-InstallerToken ATOM | Should -Not -BeNullOrEmpty
    }

    It 'asks for a pause of <given> as <header>' -ForEach @(
        @{ given = 2; header = '2' }
        @{ given = '2m'; header = '120' }
        @{ given = [timespan]::FromSeconds(3); header = '3' }
        @{ given = [datetime]::new(2030, 1, 1, 0, 0, 0, [DateTimeKind]::Utc); header = 'Tue, 01 Jan 2030 00:00:00 GMT' }
        @{ given = [DateTimeOffset]::new(2030, 1, 1, 1, 0, 0, [timespan]::FromHours(1)); header = 'Tue, 01 Jan 2030 00:00:00 GMT' }
        @{ given = 'Tue, 01 Jan 2030 00:00:00 GMT'; header = 'Tue, 01 Jan 2030 00:00:00 GMT' }
    ) {
        Add-TokenSandboxFault -StatusCode 429 -RetryAfter $given
        (Get-Answer "$($sandbox.Uri)api/v1/profile").RetryAfter | Should -BeExactly $header
    }

    It 'makes an answer wait' {
        Add-TokenSandboxFault -Delay 1s
        (Measure-Command { New-InstallerToken ATOM }).TotalMilliseconds | Should -BeGreaterThan 900
    }

    It 'resets the connection before the service acts, or after' {
        $minted = $sandbox.MintedTokens.Count
        Add-TokenSandboxFault -Reset
        New-InstallerToken ATOM -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].Exception | Should -BeOfType TokenTools.Boomi.TokenOutcomeUnknownException
        $problem[0].Exception.InnerException.Failure | Should -Be ConnectionLost
        $sandbox.MintedTokens.Count | Should -Be $minted
        Add-TokenSandboxFault -Reset -AfterHandling
        New-InstallerToken ATOM -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].Exception.OutcomeUnknown | Should -BeTrue
        $sandbox.MintedTokens.Count | Should -Be ($minted + 1)
    }

    It 'cuts an answer short' {
        Add-TokenSandboxFault -Truncate
        New-InstallerToken ATOM -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].Exception.InnerException | Should -BeOfType TokenTools.TokenTransportException
    }

    It 'leads elsewhere' {
        Add-TokenSandboxFault -RedirectTo https://elsewhere.example/
        New-InstallerToken ATOM -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'Redirected,*'
    }

    It 'happens only to requests that match' {
        Add-TokenSandboxFault 500 -Match 'GET /api/v1'
        New-InstallerToken ATOM | Should -Not -BeNullOrEmpty
        $sandbox.Faults.Pending | Should -Be 1
        (Get-Answer "$($sandbox.Uri)api/v1/profile").StatusCode | Should -Be 500
        $sandbox.Faults.Pending | Should -Be 0
    }

    It 'happens in the order of adding' {
        Add-TokenSandboxFault 500
        $sandbox | Add-TokenSandboxFault -StatusCode 403
        $statuses = 1..3 | ForEach-Object { (Get-Answer "$($sandbox.Uri)api/v3/onezone/configuration").StatusCode }
        $statuses | Should -Be 500, 403, 200
    }

    It 'refuses <parameters.Keys> = <parameters.Values>' -ForEach @(
        @{ parameters = @{}; id = 'SandboxFaultEmpty,*' }
        @{ parameters = @{ AfterHandling = $true }; id = 'SandboxFaultAfterWithoutReset,*' }
        @{ parameters = @{ RetryAfter = 'soon' }; id = 'SandboxRetryAfterInvalid,*' }
        @{ parameters = @{ Delay = [timespan]::FromDays(2) }; id = 'SandboxFaultDelayInvalid,*' }
    ) {
        Add-TokenSandboxFault @parameters -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike $id
        $problem[0].CategoryInfo.Category | Should -Be InvalidArgument
        $sandbox.Faults.Pending | Should -Be 0
    }
}
