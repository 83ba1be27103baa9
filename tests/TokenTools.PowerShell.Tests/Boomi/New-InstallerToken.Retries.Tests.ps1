BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    . "$PSScriptRoot/../Support/TlsServer.ps1"
    $sandbox = Start-TokenSandbox
    function Connect-Sandbox { Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri -RequestsPerSecond 1000 @args }
    $mayExist = "*may have been created in account*cannot be revoked*audit log*"

    # A port on which no process can listen: it is bound.
    $bound = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
    $bound.Bind([System.Net.IPEndPoint]::new([ipaddress]::Loopback, 0))
    $closedPort = "http://127.0.0.1:$($bound.LocalEndPoint.Port)"
}

AfterAll {
    $bound.Dispose()
    Stop-TokenSandbox
}

Describe 'The retries of New-InstallerToken' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Connect-Sandbox
    }

    It 'retries after HTTP <_> and writes a verbose message' -ForEach 429, 503 {
        Add-Fault $sandbox @{ StatusCode = $_; RetryAfter = '0'; Count = 2 }
        $attempt = Invoke-Attempt { New-InstallerToken ATOM }
        @($attempt.Output).Count | Should -Be 1
        $attempt.Errors + $attempt.Warnings | Should -BeNullOrEmpty
        $attempt.Verbose.Count | Should -Be 2
        $attempt.Verbose[0] | Should -BeLike "*HTTP $_* 0 s (retry 1 of 5)."
        # Retry-After: 0 is honored on the first retry only.
        $attempt.Verbose[1] | Should -BeLike "*HTTP $_* s (retry 2 of 5)."
        $sandbox.Requests.Count | Should -Be 3
    }

    It 'writes a debug message for each request' {
        $attempt = Invoke-Attempt { New-InstallerToken ATOM }
        $attempt.Debug | Should -BeExactly "POST $($sandbox.Uri)api/rest/v1/$($sandbox.BoomiAccountId)/InstallerToken"
    }

    It 'stops after -MaximumRetryCount' {
        Connect-Sandbox -MaximumRetryCount 2
        Add-Fault $sandbox @{ StatusCode = 503; RetryAfter = '0'; Count = 10 }
        Get-ErrorId (Invoke-Attempt { New-InstallerToken ATOM }).Problem | Should -BeExactly 'ServiceBusy'
        $sandbox.Requests.Count | Should -Be 3
    }

    It 'accepts a date as Retry-After' {
        Add-Fault $sandbox @{ StatusCode = 503; RetryAfter = [datetime]::UtcNow.AddMinutes(-1).ToString('r', [cultureinfo]::InvariantCulture) }
        (New-InstallerToken ATOM).InstallType | Should -BeExactly 'ATOM'
        $sandbox.Requests.Count | Should -Be 2
    }

    It 'does not retry if the service requests a delay of more than five minutes, and shows it' {
        Add-Fault $sandbox @{ StatusCode = 503; RetryAfter = '3600' }
        $attempt = Invoke-Attempt { New-InstallerToken ATOM }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'ServiceBusy'
        $attempt.Problem.Exception.RetryAfter | Should -Be ([timespan]::FromHours(1))
        $attempt.Problem.ToString() | Should -BeLike '*3600 s*'
        $sandbox.Requests.Count | Should -Be 1
    }

    It 'sends nothing more after <_>' -ForEach @{ StatusCode = 503; RetryAfter = '3600' }, @{ StatusCode = 407 } {
        Add-Fault $sandbox $_
        $attempt = Invoke-Attempt { 'ATOM', 'MOLECULE', 'BROKER' | New-InstallerToken }
        $attempt.Output | Should -BeNullOrEmpty
        $attempt.Terminated | Should -BeTrue
        if ($_.StatusCode -eq 407) { $attempt.Problem.ErrorDetails.RecommendedAction | Should -BeLike '*-ProxyCredential*' }
        $sandbox.Requests.Count | Should -Be 1
    }

    It 'warns of a long wait, which -WarningAction Stop ends' {
        Add-Fault $sandbox @{ StatusCode = 503; RetryAfter = '240' }
        $attempt = Invoke-Attempt { New-InstallerToken ATOM -WarningAction Stop }
        $attempt.Terminated | Should -BeTrue
        $attempt.Problem.ToString() | Should -BeLike '*240 s (retry 1 of 5)*'
        $sandbox.Requests.Count | Should -Be 1
        # Another connection: this one is paused for the four minutes.
        Connect-Sandbox
        (New-InstallerToken ATOM).InstallType | Should -BeExactly 'ATOM'
    }

    It 'does not retry after HTTP <_>' -ForEach 400, 401, 403, 404, 408, 500, 502, 504, 524 {
        Add-Fault $sandbox @{ StatusCode = $_; RetryAfter = '0' }
        (Invoke-Attempt { New-InstallerToken ATOM }).Errors.Count | Should -Be 1
        $sandbox.Requests.Count | Should -Be 1
    }
}

Describe 'New-InstallerToken without a response' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Connect-Sandbox
    }

    It 'says that a token may exist after a connection lost <_>, and does not retry' -ForEach 'BeforeHandling', 'AfterHandling' {
        Add-Fault $sandbox @{ Reset = $_ }
        $attempt = Invoke-Attempt { 'ATOM', 'BROKER' | New-InstallerToken }
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly 'TokenOutcomeUnknown,TokenTools.PowerShell.Commands.Boomi.NewInstallerTokenCommand'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        $attempt.Problem.TargetObject | Should -BeExactly 'ATOM'
        $attempt.Problem.Exception | Should -BeOfType ([TokenTools.Boomi.TokenOutcomeUnknownException])
        $attempt.Problem.Exception.InnerException.ErrorId | Should -BeExactly 'ConnectionLost'
        $attempt.Problem.Exception.NeverApplied | Should -BeFalse
        $attempt.Problem.ToString() | Should -BeLike $mayExist
        # The next input is sent; the lost one is not sent again.
        $attempt.Output.InstallType | Should -BeExactly 'BROKER'
        $sandbox.Requests.Count | Should -Be 2
    }

    It 'says that a token may exist after a truncated response' {
        Add-Fault $sandbox @{ Truncate = $true }
        $attempt = Invoke-Attempt { New-InstallerToken ATOM }
        $attempt.Output | Should -BeNullOrEmpty
        Get-ErrorId $attempt.Problem | Should -BeExactly 'TokenOutcomeUnknown'
        $attempt.Problem.Exception.InnerException.ErrorId | Should -BeExactly 'ConnectionLost'
        $attempt.Problem.ToString() | Should -BeLike $mayExist
        $sandbox.Requests.Count | Should -Be 1
    }

    It 'says that a token may exist after -TimeoutSec' {
        Connect-Sandbox -TimeoutSec 5
        Add-Fault $sandbox @{ Delay = [timespan]::FromMinutes(5) }
        $attempt = Invoke-Attempt { New-InstallerToken ATOM }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'TokenOutcomeUnknown'
        $attempt.Problem.Exception.InnerException.ErrorId | Should -BeExactly 'RequestTimedOut'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'OperationTimeout'
        $attempt.Problem.Exception.NeverApplied | Should -BeFalse
        $attempt.Problem.ToString() | Should -BeLike "*127.0.0.1:* 5 s*$mayExist"
        $sandbox.Requests.Count | Should -Be 1
    }

    It 'stops at once, without a retry, if the first connection is refused' {
        Connect-Boomi acme-A1B2C3 me secret-1 -BaseUri $closedPort
        $attempt = Invoke-Attempt { 'ATOM', 'BROKER' | New-InstallerToken }
        $attempt.Terminated | Should -BeTrue
        $attempt.Errors.Count | Should -Be 1
        Get-ErrorId $attempt.Problem | Should -BeExactly 'ConnectFailed'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        $attempt.Problem.Exception.NeverApplied | Should -BeTrue
        $attempt.Problem.ToString() | Should -BeLike '*nothing was sent*'
        $attempt.Problem.ToString() | Should -Not -BeLike $mayExist
        $attempt.Verbose | Should -Not -Match 'retry'
    }

    It 'retries, and says so, if the connection is refused after a response' {
        $restarting = Start-TokenSandbox
        Connect-Boomi -Sandbox $restarting -MaximumRetryCount 1
        $null = New-InstallerToken ATOM
        $restarting.Dispose()
        $attempt = Invoke-Attempt { 'ATOM', 'BROKER' | New-InstallerToken }
        $attempt.Verbose | Where-Object { $_ -like '*(retry 1 of 1).' } | Should -HaveCount 2
        $attempt.Terminated | Should -BeFalse
        $attempt.Errors.Count | Should -Be 2
    }

    It 'shows the delay before a retry as progress, and removes it' {
        Add-Fault $sandbox @{ StatusCode = 503; RetryAfter = '1' }
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module, $sandbox) Import-Module $module; Connect-Boomi -Sandbox $sandbox; New-InstallerToken ATOM').
                AddArgument($ModulePath).AddArgument($sandbox).Invoke()
            $progress = @($shell.Streams.Progress | Where-Object Activity -eq 'Waiting to retry a request to Boomi')
        }
        finally { $shell.Dispose() }
        $progress[0].StatusDescription | Should -BeLike '*HTTP 503*retrying in 1 s (retry 1 of 5).'
        $progress[0].SecondsRemaining | Should -Be 1
        $progress[-1].RecordType | Should -Be Completed
    }

    It 'stops at an unknown host' {
        Connect-Boomi acme-A1B2C3 me secret-1 -BaseUri https://no-such-host.invalid -NoProxy -MaximumRetryCount 0
        $attempt = Invoke-Attempt { 'ATOM', 'BROKER' | New-InstallerToken }
        # Without a name server, the error is different.
        $attempt.Problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        if ((Get-ErrorId $attempt.Problem) -ne 'NameServerUnavailable') {
            Get-ErrorId $attempt.Problem | Should -BeExactly 'NameNotResolved'
            $attempt.Problem.ToString() | Should -BeLike '*no-such-host.invalid*'
            $attempt.Terminated | Should -BeTrue
            $attempt.Errors.Count | Should -Be 1
        }
    }
}

# Skipped in Wine: it has no keys for TLS servers.
Describe 'TLS' -Skip:(Test-Path HKCU:/Software/Wine) {
    BeforeAll {
        $server = Start-TlsServer '{"installType":"ATOM","token":"atom-1","expiration":"2035-02-07T23:02:51Z","created":"2035-02-07T22:02:51Z","accountId":"acme","durationMinutes":60}'
    }
    AfterAll { Stop-TlsServer $server }

    It 'stops at an untrusted certificate before anything is sent' {
        Connect-Boomi acme-A1B2C3 me secret-1 -BaseUri $server.Uri -NoProxy
        $attempt = Invoke-Attempt { 'ATOM', 'BROKER' | New-InstallerToken }
        $attempt.Terminated | Should -BeTrue
        $attempt.Errors.Count | Should -Be 1
        Get-ErrorId $attempt.Problem | Should -BeExactly 'TlsFailed'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'SecurityError'
        $attempt.Problem.ToString() | Should -BeLike '*localhost*certificate*nothing was sent*'
    }

    It 'accepts any certificate with -SkipCertificateCheck' {
        Connect-Boomi acme-A1B2C3 me secret-1 -BaseUri $server.Uri -NoProxy -SkipCertificateCheck
        (New-InstallerToken ATOM -AccountId acme).AccountId | Should -BeExactly 'acme'
    }
}
