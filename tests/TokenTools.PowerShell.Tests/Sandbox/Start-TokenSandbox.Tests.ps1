BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"

    function Invoke-Sandbox([string] $Path, [hashtable] $Splat = @{}) {
        Invoke-RestMethod -Uri "$($sandbox.Uri)$Path" @Splat -TimeoutSec 300
    }

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

Describe 'Start-TokenSandbox' {
    AfterEach {
        Stop-TokenSandbox
    }

    It 'installs a runtime with a token as an object, in plain text or not, and throws for anything else' {
        $sandbox = Start-TokenSandbox
        Connect-Boomi -Sandbox $sandbox
        $token = New-InstallerToken ATOM
        $sandbox.InstallRuntime($token.Token, 'one').Name | Should -BeExactly 'one'
        $sandbox.InstallRuntime((ConvertFrom-TestSecret $token.Token), 'two').Name | Should -BeExactly 'two'
        $sandbox.InstallRuntime($token, 'three').Name | Should -BeExactly 'three'
        foreach ($wrong in "$($token.Token)", 'atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5', 42) {
            { $sandbox.InstallRuntime($wrong, 'four') } | Should -Throw '*is not one of this sandbox. Specify the result of New-InstallerToken*'
        }
        @($sandbox.Runtimes).Count | Should -Be 3
    }

    It 'gives a loopback address and credentials for each service' {
        $sandbox = Start-TokenSandbox
        $sandbox | Should -BeOfType TokenTools.Sandbox.TokenSandbox
        $sandbox.Uri.IsLoopback | Should -BeTrue
        foreach ($name in 'BoomiAccountId', 'BoomiUserName', 'BoomiApiToken', 'BoomiPassword', 'GoodDataUserName', 'GoodDataPassword', 'OnezoneUserToken', 'OnezoneProviderToken') {
            $sandbox.$name | Should -Not -BeNullOrEmpty
        }
    }

    It 'listens on the specified port, and reports a port that is in use' {
        $free = Start-TokenSandbox
        $port = $free.Uri.Port
        Stop-TokenSandbox $free
        (Start-TokenSandbox -Port $port).Uri.Port | Should -Be $port
        { Start-TokenSandbox -Port $port } | Should -Throw -ErrorId 'SandboxPortInUse,*' -ExceptionType ([TokenTools.TokenArgumentException])
    }

    It 'rejects <parameters.Keys> = <parameters.Values> as <id>' -ForEach @(
        @{ parameters = @{ RequestsPerSecond = 0 }; id = 'SandboxRateInvalid,*' }
        @{ parameters = @{ RequestsPerSecond = -2.5 }; id = 'SandboxRateInvalid,*' }
        @{ parameters = @{ ClockSkew = '4000d' }; id = 'SandboxSkewInvalid,*' }
        @{ parameters = @{ ClockSkew = '30' }; id = 'DurationWithoutUnit,*' }
        @{ parameters = @{ Port = 70000 }; id = 'SandboxPortInvalid,*' }
        @{ parameters = @{ Port = -1 }; id = 'SandboxPortInvalid,*' }
    ) {
        { Start-TokenSandbox @parameters } | Should -Throw -ErrorId $id
    }

    It 'shows the address and no secret as a table' {
        $sandbox = Start-TokenSandbox
        $shown = $sandbox | Format-Table | Out-String
        $shown | Should -Match $sandbox.Uri.Port
        $shown | Should -Not -Match "$($sandbox.BoomiApiToken)|$($sandbox.OnezoneUserToken)"
    }
}

Describe 'A running sandbox' {
    BeforeAll {
        $sandbox = Start-TokenSandbox
    }

    AfterEach {
        $sandbox.Faults.Clear()
        $sandbox.ClearRequests()
        Disconnect-Boomi
        Disconnect-Onezone
    }

    AfterAll {
        Stop-TokenSandbox $sandbox
    }

    It 'accepts Connect-Boomi -Sandbox' {
        $connection = Connect-Boomi -Sandbox $sandbox -PassThru
        $connection.AccountId | Should -BeExactly $sandbox.BoomiAccountId
        $connection.UsesApiToken | Should -BeTrue
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiAccountId
    }

    It 'accepts Connect-Boomi -OverrideAccountId' {
        Connect-Boomi -Sandbox $sandbox -OverrideAccountId $sandbox.BoomiPartnerAccountId
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiPartnerAccountId
    }

    It 'accepts Connect-Onezone -Sandbox as its user and as its Oneprovider' {
        Connect-Onezone -Sandbox $sandbox
        (New-TemporaryToken).Subject.Id | Should -BeExactly $sandbox.OnezoneUserId
        Connect-Onezone -Sandbox $sandbox -AsProvider
        (New-TemporaryToken).Subject.Id | Should -BeExactly $sandbox.OnezoneProviderId
    }

    It 'bypasses the environment''s proxy' {
        $saved = $env:http_proxy
        try {
            $env:http_proxy = 'http://127.0.0.1:9'
            Connect-Boomi -Sandbox $sandbox -MaximumRetryCount 0
            New-InstallerToken ATOM | Should -Not -BeNullOrEmpty
        }
        finally {
            $env:http_proxy = $saved
        }
    }

    It 'rejects connections after it has stopped' {
        $stopped = Start-TokenSandbox
        Stop-TokenSandbox $stopped
        { Connect-Boomi -Sandbox $stopped } | Should -Throw -ErrorId 'SandboxStopped,*'
        { Connect-Onezone -Sandbox $stopped } | Should -Throw -ErrorId 'SandboxStopped,*'
    }

    It 'cannot be combined with an address and credentials' {
        { Connect-Boomi -Sandbox $sandbox -BaseUri $sandbox.Uri } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        { Connect-Onezone -Token x -Uri $sandbox.Uri -AsProvider } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'accepts a bootstrap token' {
        $auth = New-BootstrapToken -UserName $sandbox.GoodDataUserName -Password $sandbox.GoodDataPassword | ConvertTo-RestParameter -AsHeader
        (Invoke-Sandbox api/v1/profile $auth).organizationId | Should -BeExactly $sandbox.GoodDataOrganizationId
    }

    It 'simulates a clock skew of <_>' -ForEach '10m', '-2h', '-90s' {
        $off = Start-TokenSandbox -ClockSkew $_
        try {
            $skew = $off.ClockSkew
            $skew.TotalSeconds | Should -BeIn 600, -7200, -90
            $zone = [DateTimeOffset]::FromUnixTimeMilliseconds((Invoke-RestMethod "$($off.Uri)api/v3/onezone/provider/public/get_current_time").timeMillis)
            [Math]::Abs(($zone - [DateTimeOffset]::UtcNow - $skew).TotalSeconds) | Should -BeLessThan 60
            Connect-Onezone -Sandbox $off
            $expected = [DateTimeOffset]::UtcNow + $skew + [timespan]::FromHours(1)
            [Math]::Abs(((New-TemporaryToken).ExpiresAt - $expected).TotalSeconds) | Should -BeLessThan 60
        }
        finally {
            Stop-TokenSandbox $off
        }
    }

    It 'simulates a rate limit with status 503 of Boomi and 429 of the other services' {
        # One request in 1,000 seconds, so that the second one is rejected on a slow machine, too.
        $slow = Start-TokenSandbox -RequestsPerSecond 0.001
        try {
            Connect-Boomi -Sandbox $slow -MaximumRetryCount 0
            $problems = @()
            1..3 | ForEach-Object { New-InstallerToken ATOM -ErrorAction SilentlyContinue -ErrorVariable +problems } | Should -Not -BeNullOrEmpty
            $problems.Exception.StatusCode | Sort-Object -Unique | Should -Be 503
            $statuses = 1..3 | ForEach-Object { (Get-Response "$($slow.Uri)api/v3/onezone/configuration").StatusCode }
            $statuses | Should -Be 200, 429, 429
        }
        finally {
            Stop-TokenSandbox $slow
        }
    }

    It 'serves all requests with the connection''s rate limit and retries' {
        $slow = Start-TokenSandbox -RequestsPerSecond 20
        try {
            Connect-Boomi -Sandbox $slow -RequestsPerSecond 40 -RetryIntervalSec 1
            @(1..30 | ForEach-Object { 'ATOM' } | New-InstallerToken -ThrottleLimit 8).Count | Should -Be 30
        }
        finally {
            Stop-TokenSandbox $slow
        }
    }
}
