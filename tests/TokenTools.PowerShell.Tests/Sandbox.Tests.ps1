BeforeAll {
    . "$PSScriptRoot/Support/Module.ps1"

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

    function Test-Listening([uri] $Uri) {
        $client = [System.Net.Sockets.TcpClient]::new()
        try { $client.Connect($Uri.Host, $Uri.Port); $true } catch [System.Net.Sockets.SocketException] { $false } finally { $client.Dispose() }
    }
}

AfterAll {
    Stop-TokenSandbox
}

Describe 'Start-TokenSandbox and Stop-TokenSandbox' {
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

    It 'leaves no connection to what has stopped, and every other one' {
        $stopped, $kept = 1..2 | ForEach-Object { Start-TokenSandbox }
        Connect-Boomi -Sandbox $kept
        $default = Get-TokenConnection Boomi
        Connect-Onezone -Sandbox $stopped
        $held = Connect-Boomi -Sandbox $stopped -PassThru
        Stop-TokenSandbox $stopped
        Get-TokenConnection | Should -Be $default
        { New-InstallerToken ATOM -Connection $held } | Should -Throw -ErrorId 'ConnectionClosed,*'
    }

    It 'stops when told to, when disposed of, and when the module is removed' {
        $told, $disposed, $left = 1..3 | ForEach-Object { Start-TokenSandbox }
        $told | Stop-TokenSandbox
        $disposed.Dispose()
        Test-Listening $told.Uri | Should -BeFalse
        Test-Listening $disposed.Uri | Should -BeFalse
        Test-Listening $left.Uri | Should -BeTrue
        $told.IsStopped, $disposed.IsStopped, $left.IsStopped | Should -Be $true, $true, $false
        Remove-Module TokenTools
        Test-Listening $left.Uri | Should -BeFalse
        Import-Module $ModulePath
    }

    It 'stops when its runspace is closed' {
        $shell = [powershell]::Create()
        $uri = $shell.AddScript("Import-Module '$ModulePath'; (Start-TokenSandbox).Uri").Invoke()[0]
        Test-Listening $uri | Should -BeTrue
        $shell.Dispose()
        Test-Listening $uri | Should -BeFalse
    }

    It 'starts in under 100 ms' {
        Start-TokenSandbox | Stop-TokenSandbox
        # The best of five: others may be busy on this machine.
        $best = (1..5 | ForEach-Object { (Measure-Command { $script:one = Start-TokenSandbox }).TotalMilliseconds; Stop-TokenSandbox $one } | Measure-Object -Minimum).Minimum
        $best | Should -BeLessThan 100
    }

    It 'leaves no port, thread or file when 50 are started, used and stopped' {
        function Get-Thread { [System.Diagnostics.Process]::GetCurrentProcess().Threads.Count }
        $use = {
            $sandbox = Start-TokenSandbox
            $null = Invoke-Sandbox api/v3/onezone/configuration
            Stop-TokenSandbox $sandbox
            $sandbox.Uri
        }
        $null = 1..10 | ForEach-Object $use
        $files = if ($IsLinux) { (Get-ChildItem /proc/self/fd).Count }
        $temporary = @(Get-ChildItem ([System.IO.Path]::GetTempPath()) -Filter *TokenTools*).Count
        $threads = Get-Thread
        $addresses = 1..50 | ForEach-Object $use
        $addresses | Where-Object { Test-Listening $_ } | Should -BeNullOrEmpty
        # The thread pool may have grown by a few for reasons of its own; fifty sandboxes would show.
        Get-Thread | Should -BeLessThan ($threads + 15)
        @(Get-ChildItem ([System.IO.Path]::GetTempPath()) -Filter *TokenTools*).Count | Should -Be $temporary
        if ($IsLinux) {
            # Clients' pooled connections come and go; listeners would add up.
            (Get-ChildItem /proc/self/fd).Count | Should -BeLessThan ($files + 20)
            $open = Get-Content /proc/net/tcp | Where-Object { $_ -match '^\s*\d+: 0100007F:([0-9A-F]{4}) \S+ 0A ' } | ForEach-Object { [Convert]::ToInt32($Matches[1], 16) }
            $addresses | Where-Object { $_.Port -in $open } | Should -BeNullOrEmpty
        }
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
        $slow = Start-TokenSandbox -RequestsPerSecond 2
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

Describe 'Get-TokenSandboxRequest' {
    BeforeAll {
        $sandbox = Start-TokenSandbox
        Connect-Boomi -Sandbox $sandbox
        Connect-Onezone -Sandbox $sandbox
        $null = New-InstallerToken ATOM
        $middle = [DateTimeOffset]::UtcNow
        $null = New-TemporaryToken
        $document = @{ token = 'planted-in-the-body'; name = 'visible' } | ConvertTo-Json -Compress
        $null = Invoke-Sandbox cmdb?access_token=planted-in-the-query @{ Method = 'Post'; Body = $document; ContentType = 'application/json' }
    }

    AfterAll {
        Disconnect-Boomi
        Disconnect-Onezone
        Stop-TokenSandbox $sandbox
    }

    It 'gives method, path, headers, body, status and time, the oldest first' {
        $requests = Get-TokenSandboxRequest
        $requests.Count | Should -Be 4
        $requests[0].Method | Should -BeExactly POST
        $requests[0].Service | Should -BeExactly Boomi
        $requests[0].Path | Should -BeExactly "/api/rest/v1/$($sandbox.BoomiAccountId)/InstallerToken"
        $requests[0].Body | Should -BeExactly '{"installType":"ATOM","durationMinutes":60}'
        $requests[0].StatusCode | Should -Be 200
        $requests[0].Headers['content-type'] | Should -BeExactly 'application/json'
        [Math]::Abs(($requests[0].Time - [DateTimeOffset]::UtcNow).TotalMinutes) | Should -BeLessThan 2
        $requests[-1].Path | Should -BeLike '/cmdb*'
    }

    It 'finds by <parameters.Keys>' -ForEach @(
        @{ parameters = @{ Path = '*installertoken' }; count = 1 }
        @{ parameters = @{ Method = 'post' }; count = 3 }
        @{ parameters = @{ Method = 'GET', 'DELETE' }; count = 1 }
        @{ parameters = @{ Service = 'Onezone' }; count = 2 }
        @{ parameters = @{ StatusCode = 201 }; count = 2 }
        @{ parameters = @{ Last = 2 }; count = 2 }
        @{ parameters = @{ Method = 'POST'; Service = 'Boomi', 'Onezone'; Last = 1 }; count = 1 }
        @{ parameters = @{ Path = '*nothing*' }; count = 0 }
    ) {
        @(Get-TokenSandboxRequest @parameters).Count | Should -Be $count
    }

    It 'says what is no pattern' {
        Get-TokenSandboxRequest '*[x' -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WildcardInvalid,*'
        $problem[0].CategoryInfo.Category | Should -Be InvalidArgument
        { Get-TokenConnection '*[x' } | Should -Throw -ErrorId 'WildcardInvalid,*'
        { Get-TokenConnection '[molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5' } | Should -Throw "*molecule-*`**is no pattern*"
    }

    It 'shows no token in what is no pattern' {
        $given = '[molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5'
        Get-TokenSandboxRequest $given -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WildcardInvalid,*'
        "$($problem[0])" | Should -BeLike "'``[molecule-``*``*``*``*``*``*``*``*' is no pattern*"
    }

    It 'finds by time' {
        (Get-TokenSandboxRequest -Since $middle).Count | Should -Be 3
    }

    It 'takes the sandbox from the pipeline' {
        ($sandbox | Get-TokenSandboxRequest).Count | Should -Be 4
    }

    It 'masks secrets in every view and form' {
        $requests = Get-TokenSandboxRequest
        $secrets = $sandbox.BoomiApiToken, $sandbox.OnezoneUserToken, 'planted-in', [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("BOOMI_TOKEN.$($sandbox.BoomiUserName):$($sandbox.BoomiApiToken)"))
        $shown = ($requests | Format-Table | Out-String -Width 500), ($requests | Format-List | Out-String -Width 500), ($requests | Format-List * | Out-String -Width 500),
            ($requests | ConvertTo-Json -Depth 5), ($requests | ConvertTo-Csv | Out-String), ($requests.Headers | Out-String -Width 500), "$requests", ($sandbox | Format-Table | Out-String)
        foreach ($secret in $secrets) {
            $shown | Where-Object { $_.Contains($secret) } | Should -BeNullOrEmpty
        }
        $requests[0].Headers['Authorization'] | Should -BeExactly 'Basic ********'
        $requests[-1].Body | Should -BeLike '*visible*'
    }

    It 'masks nothing with -AsPlainText' {
        $plain = Get-TokenSandboxRequest -AsPlainText
        $plain[0].Headers['Authorization'] | Should -BeLike 'Basic Qk9PTUlfVE9LRU4u*'
        $plain[2].Headers['x-auth-token'] | Should -BeExactly $sandbox.OnezoneUserToken
        $plain[-1].Path | Should -BeExactly '/cmdb?access_token=planted-in-the-query'
        ($plain[-1].Body | ConvertFrom-Json).token | Should -BeExactly 'planted-in-the-body'
    }

    It 'says when no sandbox is running, or several are' {
        $second = Start-TokenSandbox
        Get-TokenSandboxRequest -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'SandboxSeveral,*'
        Stop-TokenSandbox $second
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$ModulePath'; Get-TokenSandboxRequest").Invoke()
            $shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'SandboxNone,*'
            $shell.Streams.Error[0].CategoryInfo.Category | Should -Be ResourceUnavailable
        }
        finally {
            $shell.Dispose()
        }
    }
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
