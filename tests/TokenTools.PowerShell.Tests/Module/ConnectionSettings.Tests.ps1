BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json
    $zoneToken = @($vectors.withSecret | Where-Object { $_.identifier -like '2/nmd/*' -and -not $_.caveats.Count })[0].serialized
    $sample = '{"installType":"ATOM","token":"atom-1","expiration":"2035-02-07T23:02:51Z","created":"2035-02-07T22:02:51Z","accountId":"acme","durationMinutes":60}'
    function Clear-Environment {
        Get-ChildItem env:BOOMI_*, env:ONEZONE_* | Remove-Item
    }
}

AfterAll {
    Clear-Environment
    Stop-TokenSandbox
}

Describe 'The environment, where nobody has connected' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Get-TokenConnection Boomi | Disconnect-Boomi
        Get-TokenConnection Onezone | Disconnect-Onezone
        Clear-Environment
        $env:BOOMI_ACCOUNT_ID = $sandbox.BoomiAccountId
        $env:BOOMI_USERNAME = $sandbox.BoomiUserName
        $env:BOOMI_API_TOKEN = $sandbox.BoomiApiToken
        $env:BOOMI_API_URL = $sandbox.Uri
    }

    It 'says which Boomi account to use, and with what' {
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiAccountId
        Get-BasicCredential $sandbox.Requests[-1] | Should -BeExactly "BOOMI_TOKEN.$($sandbox.BoomiUserName):$($sandbox.BoomiApiToken)"
    }

    It 'may carry the prefix and white space' {
        $env:BOOMI_USERNAME = "BOOMI_TOKEN.$($sandbox.BoomiUserName) "
        $env:BOOMI_API_TOKEN = " $($sandbox.BoomiApiToken)`n"
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiAccountId
    }

    It 'makes one connection for as long as it stays the same' {
        $before = $sandbox.ConnectionCount
        $null = 1..5 | ForEach-Object { New-InstallerToken ATOM }
        $sandbox.ConnectionCount | Should -BeLessOrEqual ($before + 1)
        @(Get-TokenConnection).Count | Should -Be 1
        (Get-TokenConnection).IsDefault | Should -BeFalse
    }

    It 'is read again once it has changed' {
        $null = New-InstallerToken ATOM
        $env:BOOMI_ACCOUNT_ID = 'other-A1B2C3'
        $null = Invoke-Attempt { New-InstallerToken ATOM }
        $sandbox.Requests[-1].PlainPath | Should -BeLike '*/other-A1B2C3/*'
        @(Get-TokenConnection).Count | Should -Be 1
    }

    It 'keeps a connection open that somebody may hold, when it has changed' {
        $null = New-InstallerToken ATOM
        $held = Get-TokenConnection
        $env:BOOMI_ACCOUNT_ID = 'other-A1B2C3'
        $null = Invoke-Attempt { New-InstallerToken ATOM }
        $held.IsClosed | Should -BeFalse
        (New-InstallerToken ATOM -Connection $held).AccountId | Should -BeExactly $sandbox.BoomiAccountId
    }

    It 'gives way to a connection' {
        $env:BOOMI_ACCOUNT_ID = 'other-A1B2C3'
        Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiAccountId
        Disconnect-Boomi
        $null = Invoke-Attempt { New-InstallerToken ATOM }
        $sandbox.Requests[-1].PlainPath | Should -BeLike '*/other-A1B2C3/*'
    }

    It 'is no connection without <_>, and the error names what is needed' -ForEach 'BOOMI_ACCOUNT_ID', 'BOOMI_USERNAME', 'BOOMI_API_TOKEN' {
        Set-Item "env:$_" ' '
        $attempt = Invoke-Attempt { New-InstallerToken ATOM }
        $attempt.Terminated | Should -BeTrue
        Get-ErrorId $attempt.Problem | Should -BeExactly 'NoConnection'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        $attempt.Problem.ToString() | Should -BeLike "*$_*"
        $attempt.Problem.ToString() | Should -Not -Match ([regex]::Escape($sandbox.BoomiApiToken))
    }

    It 'ends the cmdlet once, where it holds what can''t be right' {
        $env:BOOMI_API_URL = 'http://api.example.com'
        $attempt = Invoke-Attempt { 'ATOM', 'BROKER' | New-InstallerToken }
        $attempt.Terminated | Should -BeTrue
        $attempt.Errors.Count | Should -Be 1
        Get-ErrorId $attempt.Problem | Should -BeExactly 'AddressUnencrypted'
    }

    It 'says which Onezone to use, and names what is needed' -ForEach 'ONEZONE_HOST', 'ONEZONE_API_KEY' {
        $env:ONEZONE_HOST = 'http://zone.example.com'
        $env:ONEZONE_API_KEY = $zoneToken
        # The variables are read: it is the host that is refused.
        $attempt = Invoke-Attempt { New-TemporaryToken }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'AddressUnencrypted'
        $attempt.Terminated | Should -BeTrue
        Remove-Item "env:$_"
        $problem = (Invoke-Attempt { New-TemporaryToken }).Problem
        Get-ErrorId $problem | Should -BeExactly 'NoConnection'
        $problem.ToString() | Should -BeLike '*Connect-Onezone*ONEZONE_HOST, ONEZONE_API_KEY*'
    }
}

Describe 'Plain http and credentials in addresses' {
    It 'are refused to <_>' -ForEach 'http://zone.example.com', 'http://10.0.0.1', 'http://localhost.example.com' {
        $given = $_
        foreach ($attempt in (Invoke-Attempt { Connect-Onezone $given $zoneToken }), (Invoke-Attempt { Connect-Boomi acme me x -BaseUri $given })) {
            Get-ErrorId $attempt.Problem | Should -BeExactly 'AddressUnencrypted'
            $attempt.Problem.ToString() | Should -BeLike '*https*-AllowUnencryptedAuthentication*'
            $attempt.Terminated | Should -BeTrue
        }
    }

    It 'are refused in an address' {
        $given = 'https://me:hunter2@zone.example.com'
        $problem = (Invoke-Attempt { Connect-Onezone $given $zoneToken }).Problem
        Get-ErrorId $problem | Should -BeExactly 'AddressHoldsCredentials'
        $problem | Format-List * -Force | Out-String | Should -Not -Match 'hunter2'
    }

    It 'are not shown where a token stands in the place of an address or account' {
        $boomiToken = 'BOOMI_TOKEN.me@example.com:12345678-1234-1234-1234-123456789abc'
        $attempts = (Invoke-Attempt { Connect-Onezone $zoneToken zone.example.com }), (Invoke-Attempt { Connect-Boomi $boomiToken me ' ' -BaseUri ftp://x }),
            (Invoke-Attempt { Connect-Boomi $boomiToken me secret-1 }), (Invoke-Attempt { Connect-Boomi https://me:12345678-1234@example.com me secret-1 })
        $attempts.Terminated | Should -Be $true, $true, $true, $true
        Get-ErrorId $attempts[2].Problem | Should -BeExactly 'BoomiAccountIsUser'
        Get-ErrorId $attempts[3].Problem | Should -BeExactly 'BoomiAccountIsUser'
        $shown = $attempts | ForEach-Object { $_.Warnings; $_.Verbose; $_.Debug; $_.Errors | Format-List * -Force | Out-String }
        "$shown" | Should -Not -Match ([regex]::Escape($zoneToken))
        "$shown" | Should -Not -Match '12345678-1234'
    }
}

Describe 'A proxy' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'gets the request' {
        Connect-Boomi acme me secret-1 -BaseUri http://api.example.com -AllowUnencryptedAuthentication -Proxy $sandbox.Uri
        Add-Fault $sandbox @{ StatusCode = 200; Body = $sample }
        (New-InstallerToken ATOM -AccountId acme).AccountId | Should -BeExactly 'acme'
        $sandbox.Requests[-1].GetHeader('Host') | Should -BeExactly 'api.example.com'
    }

    It 'gets its credentials once it asks for them' {
        $credential = [pscredential]::new('proxyuser', (ConvertTo-TestSecret 'proxy-secret'))
        Connect-Boomi acme me secret-1 -BaseUri http://api.example.com -AllowUnencryptedAuthentication -Proxy $sandbox.Uri -ProxyCredential $credential
        Add-Fault $sandbox @{ StatusCode = 407; Headers = @{ 'Proxy-Authenticate' = 'Basic realm="proxy"' } }
        Add-Fault $sandbox @{ StatusCode = 200; Body = $sample }
        (New-InstallerToken ATOM -AccountId acme).AccountId | Should -BeExactly 'acme'
        $sandbox.Requests.Count | Should -Be 2
        $sandbox.Requests[0].GetHeader('Proxy-Authorization') | Should -BeNullOrEmpty
        [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($sandbox.Requests[1].GetHeader('Proxy-Authorization').Substring(6))) |
            Should -BeExactly 'proxyuser:proxy-secret'
    }

    It 'that wants credentials it isn''t given is an error of authentication' {
        Connect-Boomi acme me secret-1 -BaseUri http://api.example.com -AllowUnencryptedAuthentication -Proxy $sandbox.Uri
        Add-Fault $sandbox @{ StatusCode = 407; Headers = @{ 'Proxy-Authenticate' = 'Basic realm="proxy"' } }
        $problem = (Invoke-Attempt { New-InstallerToken ATOM }).Problem
        $problem.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $problem.ToString() | Should -BeLike '*407*'
    }

    It 'that isn''t there is an error, and nothing goes past it' {
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        Connect-Boomi acme me secret-1 -BaseUri http://api.example.com -AllowUnencryptedAuthentication -Proxy "http://127.0.0.1:$port" -MaximumRetryCount 0
        $problem = (Invoke-Attempt { New-InstallerToken ATOM }).Problem
        Get-ErrorId $problem | Should -BeExactly 'ProxyConnectFailed'
        $problem.ToString() | Should -BeLike '*nothing was sent*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
