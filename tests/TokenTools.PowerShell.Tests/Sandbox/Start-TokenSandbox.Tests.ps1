BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"

    function Invoke-Sandbox([string] $Path, [hashtable] $Splat = @{}) {
        Invoke-RestMethod -Uri "$($sandbox.Uri)$Path" @Splat -TimeoutSec 10
    }

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

Describe 'Start-TokenSandbox' {
    AfterEach {
        Stop-TokenSandbox
    }

    It 'gives an address on loopback, and credentials for each service' {
        $sandbox = Start-TokenSandbox
        $sandbox | Should -BeOfType TokenTools.Sandbox.TokenSandbox
        $sandbox.Uri.IsLoopback | Should -BeTrue
        foreach ($name in 'BoomiAccountId', 'BoomiUserName', 'BoomiApiToken', 'BoomiPassword', 'GoodDataUserName', 'GoodDataPassword', 'OnezoneUserToken', 'OnezoneProviderToken') {
            $sandbox.$name | Should -Not -BeNullOrEmpty
        }
    }

    It 'listens on the port that was asked for, and says so when it is taken' {
        $free = Start-TokenSandbox
        $port = $free.Uri.Port
        Stop-TokenSandbox $free
        (Start-TokenSandbox -Port $port).Uri.Port | Should -Be $port
        { Start-TokenSandbox -Port $port } | Should -Throw -ErrorId 'SandboxPortTaken,*' -ExceptionType ([TokenTools.TokenArgumentException])
    }

    It 'refuses <parameters.Keys> = <parameters.Values>' -ForEach @(
        @{ parameters = @{ RequestsPerSecond = 0 }; id = 'SandboxRateInvalid,*' }
        @{ parameters = @{ RequestsPerSecond = -2.5 }; id = 'SandboxRateInvalid,*' }
        @{ parameters = @{ ClockSkew = '4000d' }; id = 'SandboxSkewInvalid,*' }
        @{ parameters = @{ ClockSkew = '30' }; id = 'ParameterArgumentTransformationError,*' }
        @{ parameters = @{ Port = 70000 }; id = 'ParameterArgumentValidationError,*' }
    ) {
        { Start-TokenSandbox @parameters } | Should -Throw -ErrorId $id
    }

    It 'shows its address and no secret as a table' {
        $sandbox = Start-TokenSandbox
        $shown = $sandbox | Format-Table | Out-String
        $shown | Should -Match $sandbox.Uri.Port
        $shown | Should -Not -Match "$($sandbox.BoomiApiToken)|$($sandbox.OnezoneUserToken)"
    }

    It 'starts in under 100 ms' {
        Start-TokenSandbox | Stop-TokenSandbox
        # The best of up to a hundred: a busy machine interrupts some.
        $best = [double]::MaxValue
        for ($try = 0; $try -lt 100 -and $best -ge 100; $try++) {
            $best = (Measure-Command { $script:one = Start-TokenSandbox }).TotalMilliseconds
            Stop-TokenSandbox $one
        }
        $best | Should -BeLessThan 100
    }
}

Describe 'A sandbox in use' {
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

    It 'is connected to by Connect-Boomi -Sandbox' {
        $connection = Connect-Boomi -Sandbox $sandbox -PassThru
        $connection.AccountId | Should -BeExactly $sandbox.BoomiAccountId
        $connection.UsesApiToken | Should -BeTrue
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiAccountId
    }

    It 'is connected to for a partner''s client' {
        Connect-Boomi -Sandbox $sandbox -OverrideAccountId $sandbox.BoomiPartnerAccountId
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiPartnerAccountId
    }

    It 'is connected to by Connect-Onezone -Sandbox, as its user and as its provider' {
        Connect-Onezone -Sandbox $sandbox
        (New-TemporaryToken).Subject.Id | Should -BeExactly $sandbox.OnezoneUserId
        Connect-Onezone -Sandbox $sandbox -AsProvider
        (New-TemporaryToken).Subject.Id | Should -BeExactly $sandbox.OnezoneProviderId
    }

    It 'is connected to past the system''s proxy' {
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

    It 'is not connected to once it has been stopped' {
        $stopped = Start-TokenSandbox
        Stop-TokenSandbox $stopped
        { Connect-Boomi -Sandbox $stopped } | Should -Throw -ErrorId 'SandboxStopped,*'
        { Connect-Onezone -Sandbox $stopped } | Should -Throw -ErrorId 'SandboxStopped,*'
    }

    It 'takes address and credentials, or a sandbox, not both' {
        { Connect-Boomi -Sandbox $sandbox -BaseUri $sandbox.Uri } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        { Connect-Onezone -Token x -Uri $sandbox.Uri -AsProvider } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'answers as a bootstrap token expects' {
        $auth = New-BootstrapToken -UserName $sandbox.GoodDataUserName -Password $sandbox.GoodDataPassword | ConvertTo-RestParameter -AsHeader
        (Invoke-Sandbox api/v1/profile $auth).organizationId | Should -BeExactly $sandbox.GoodDataOrganizationId
    }

    It 'acts out a clock that is off by <_>' -ForEach '10m', '-2h', '-90s' {
        $off = Start-TokenSandbox -ClockSkew $_
        try {
            $skew = $off.ClockSkew
            $skew.TotalSeconds | Should -BeIn 600, -7200, -90
            $zone = [DateTimeOffset]::FromUnixTimeMilliseconds((Invoke-RestMethod "$($off.Uri)api/v3/onezone/provider/public/get_current_time").timeMillis)
            [Math]::Abs(($zone - [DateTimeOffset]::UtcNow - $skew).TotalSeconds) | Should -BeLessThan 5
            Connect-Onezone -Sandbox $off
            $expected = [DateTimeOffset]::UtcNow + $skew + [timespan]::FromHours(1)
            [Math]::Abs(((New-TemporaryToken).ExpiresAt - $expected).TotalSeconds) | Should -BeLessThan 10
        }
        finally {
            Stop-TokenSandbox $off
        }
    }

    It 'acts out a rate limit: Boomi''s 503, and 429 of the others' {
        # One every fifty seconds: no machine is so busy that the second comes that late.
        $slow = Start-TokenSandbox -RequestsPerSecond 0.02
        try {
            Connect-Boomi -Sandbox $slow -MaximumRetryCount 0
            $problems = @()
            1..8 | ForEach-Object { New-InstallerToken ATOM -ErrorAction SilentlyContinue -ErrorVariable +problems } | Should -Not -BeNullOrEmpty
            $problems.Exception.StatusCode | Sort-Object -Unique | Should -Be 503
            $statuses = 1..8 | ForEach-Object { (Get-Answer "$($slow.Uri)api/v3/onezone/configuration").StatusCode }
            $statuses | Should -Contain 200
            $statuses | Should -Contain 429
        }
        finally {
            Stop-TokenSandbox $slow
        }
    }

    It 'is patiently used with the connection''s own limit and retries' {
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
