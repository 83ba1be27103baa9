BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"

    # Invoke-WebRequest throws for error statuses in Windows PowerShell 5.1; -SkipHttpErrorCheck exists in 7 only.
    Add-Type -AssemblyName System.Net.Http
    function Get-Response([string] $Address) {
        $client = [System.Net.Http.HttpClient]::new()
        try {
            $response = $client.GetAsync($Address).GetAwaiter().GetResult()
            [pscustomobject] @{ StatusCode = [int] $response.StatusCode; RetryAfter = "$($response.Headers.RetryAfter)" }
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

    It 'responds with a status code, header and body to -Count requests' {
        Add-TokenSandboxFault 500 -Body '{"message":"out of order"}' -ContentType application/json -Header @{ 'X-Fault' = 'yes' } -Count 2
        foreach ($i in 1..2) {
            New-InstallerToken ATOM -ErrorVariable problem -ErrorAction SilentlyContinue
            $problem[0].Exception.StatusCode | Should -Be 500
            $problem[0].Exception.Message | Should -BeLike '*out of order*'
        }
        New-InstallerToken ATOM | Should -Not -BeNullOrEmpty
    }

    It 'sends -RetryAfter <given> as <header>' -ForEach @(
        @{ given = 2; header = '2' }
        @{ given = '2m'; header = '120' }
        @{ given = [timespan]::FromSeconds(3); header = '3' }
        @{ given = [datetime]::new(2030, 1, 1, 0, 0, 0, [DateTimeKind]::Utc); header = 'Tue, 01 Jan 2030 00:00:00 GMT' }
        @{ given = [DateTimeOffset]::new(2030, 1, 1, 1, 0, 0, [timespan]::FromHours(1)); header = 'Tue, 01 Jan 2030 00:00:00 GMT' }
        @{ given = 'Tue, 01 Jan 2030 00:00:00 GMT'; header = 'Tue, 01 Jan 2030 00:00:00 GMT' }
        @{ given = '2030-01-01T01:00:00+01:00'; header = 'Tue, 01 Jan 2030 00:00:00 GMT' }
    ) {
        Add-TokenSandboxFault -StatusCode 429 -RetryAfter $given
        (Get-Response "$($sandbox.Uri)api/v1/profile").RetryAfter | Should -BeExactly $header
    }

    It 'delays the response' {
        Add-TokenSandboxFault -Delay 1s
        (Measure-Command { New-InstallerToken ATOM }).TotalMilliseconds | Should -BeGreaterThan 900
    }

    It 'resets the connection before or after the service handles the request' {
        $minted = $sandbox.MintedTokens.Count
        Add-TokenSandboxFault -Reset
        New-InstallerToken ATOM -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].Exception | Should -BeOfType TokenTools.Boomi.TokenOutcomeUnknownException
        $problem[0].Exception.InnerException.Failure | Should -Be ConnectionLost
        $sandbox.MintedTokens.Count | Should -Be $minted
        Add-TokenSandboxFault -Reset -AfterHandling
        New-InstallerToken ATOM -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].Exception.NeverApplied | Should -BeFalse
        $sandbox.MintedTokens.Count | Should -Be ($minted + 1)
    }

    It 'truncates the response' {
        Add-TokenSandboxFault -Truncate
        New-InstallerToken ATOM -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].Exception.InnerException | Should -BeOfType TokenTools.TokenTransportException
    }

    It 'redirects' {
        Add-TokenSandboxFault -RedirectTo https://elsewhere.example/
        New-InstallerToken ATOM -ErrorVariable problem -ErrorAction SilentlyContinue
        # A service redirects after it has processed a POST, too.
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'TokenOutcomeUnknown,*'
        $problem[0].Exception.InnerException.ErrorId | Should -BeExactly 'Redirected'
    }

    It 'affects only requests that match' {
        Add-TokenSandboxFault 500 -Match 'GET /api/v1'
        New-InstallerToken ATOM | Should -Not -BeNullOrEmpty
        $sandbox.Faults.Pending | Should -Be 1
        (Get-Response "$($sandbox.Uri)api/v1/profile").StatusCode | Should -Be 500
        $sandbox.Faults.Pending | Should -Be 0
    }

    It 'applies faults in the order of adding' {
        Add-TokenSandboxFault 500
        $sandbox | Add-TokenSandboxFault -StatusCode 403
        $statuses = 1..3 | ForEach-Object { (Get-Response "$($sandbox.Uri)api/v3/onezone/configuration").StatusCode }
        $statuses | Should -Be 500, 403, 200
    }

    It 'names the parameters as typed' {
        Add-TokenSandboxFault 503 -Reset -ErrorVariable problem -ErrorAction SilentlyContinue
        "$($problem[0])" | Should -BeExactly '-StatusCode has no effect with -Reset. A connection that is reset has no response.'
        Add-TokenSandboxFault -Delay 25h -ErrorVariable problem -ErrorAction SilentlyContinue
        "$($problem[0])" | Should -BeExactly 'The delay 25h is out of range. Specify 0 to 1 day, such as 5s.'
    }

    It 'rejects <parameters.Keys> = <parameters.Values> as <id>' -ForEach @(
        @{ parameters = @{}; id = 'SandboxFaultEmpty,*' }
        @{ parameters = @{ Match = 'InstallerToken'; Count = 2 }; id = 'SandboxFaultEmpty,*' }
        @{ parameters = @{ AfterHandling = $true }; id = 'SandboxFaultAfterHandlingWithoutReset,*' }
        @{ parameters = @{ Reset = $true; StatusCode = 500 }; id = 'SandboxFaultResetWithResponse,*' }
        @{ parameters = @{ StatusCode = 500; Truncate = $true }; id = 'SandboxFaultTruncateWithoutBody,*' }
        @{ parameters = @{ StatusCode = 199 }; id = 'SandboxFaultStatusInvalid,*' }
        @{ parameters = @{ StatusCode = 500; Count = 0 }; id = 'SandboxFaultCountInvalid,*' }
        @{ parameters = @{ RetryAfter = 'soon' }; id = 'SandboxRetryAfterInvalid,*' }
        @{ parameters = @{ RetryAfter = [timespan]::FromSeconds(-1) }; id = 'SandboxRetryAfterInvalid,*' }
        @{ parameters = @{ Delay = [timespan]::FromDays(2) }; id = 'SandboxFaultDelayInvalid,*' }
    ) {
        Add-TokenSandboxFault @parameters -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike $id
        $problem[0].CategoryInfo.Category | Should -Be InvalidArgument
        $sandbox.Faults.Pending | Should -Be 0
    }
}
