BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json
    $zoneToken = @($vectors.withSecret | Where-Object { $_.identifier -like '2/nmd/*' -and -not $_.caveats.Count })[0].serialized
    $sample = '{"installType":"ATOM","token":"atom-1","expiration":"2035-02-07T23:02:51Z","created":"2035-02-07T22:02:51Z","accountId":"acme","durationMinutes":60}'
    function Clear-Environment {
        Get-ChildItem env:BOOMI_*, env:ONEZONE_*, env:GOODDATA_* | Remove-Item
    }
}

AfterAll {
    Clear-Environment
    Stop-TokenSandbox
}

Describe 'Environment variables without a default connection' {
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

    It 'describe the connection to Boomi' {
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiAccountId
        Get-BasicCredential $sandbox.Requests[-1] | Should -BeExactly "BOOMI_TOKEN.$($sandbox.BoomiUserName):$($sandbox.BoomiApiToken)"
    }

    It 'may have the prefix and white space' {
        $env:BOOMI_USERNAME = "BOOMI_TOKEN.$($sandbox.BoomiUserName) "
        $env:BOOMI_API_TOKEN = " $($sandbox.BoomiApiToken)`n"
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiAccountId
    }

    It 'include BOOMI_BASE_URL, which is used if BOOMI_API_URL is not set, and which an error names' {
        $env:BOOMI_API_URL = $null
        $env:BOOMI_BASE_URL = $sandbox.Uri
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiAccountId
        $env:BOOMI_BASE_URL = 'http://api.example.com'
        (Invoke-Attempt { New-InstallerToken ATOM }).Problem.ToString() | Should -BeLike 'BOOMI_BASE_URL would send credentials to api.example.com*'
        $env:BOOMI_API_URL = $sandbox.Uri
        Test-BoomiConnection | Should -BeTrue
    }

    It 'may end in a line end, which verbose output mentions' {
        $env:BOOMI_API_TOKEN = "$($sandbox.BoomiApiToken)`r`n"
        $attempt = Invoke-Attempt { Test-BoomiConnection -Verbose }
        $attempt.Output | Should -BeTrue
        $attempt.Verbose -join ' ' | Should -BeLike '*White space at the end of BOOMI_API_TOKEN*was removed*'
    }

    It 'create one connection while they stay the same' {
        $before = $sandbox.ConnectionCount
        $null = 1..5 | ForEach-Object { New-InstallerToken ATOM }
        $sandbox.ConnectionCount | Should -BeLessOrEqual ($before + 1)
        @(Get-TokenConnection).Count | Should -Be 1
        (Get-TokenConnection).IsDefault | Should -BeFalse
    }

    It 'create another connection after a change' {
        $null = New-InstallerToken ATOM
        $env:BOOMI_ACCOUNT_ID = 'other-A1B2C3'
        $null = Invoke-Attempt { New-InstallerToken ATOM }
        $sandbox.Requests[-1].PlainPath | Should -BeLike '*/other-A1B2C3/*'
        @(Get-TokenConnection).Count | Should -Be 1
    }

    It 'keep a connection open that a script may hold, after a change' {
        $null = New-InstallerToken ATOM
        $held = Get-TokenConnection
        $env:BOOMI_ACCOUNT_ID = 'other-A1B2C3'
        $null = Invoke-Attempt { New-InstallerToken ATOM }
        $held.IsClosed | Should -BeFalse
        (New-InstallerToken ATOM -Connection $held).AccountId | Should -BeExactly $sandbox.BoomiAccountId
    }

    It 'are not used where there is a default connection' {
        $env:BOOMI_ACCOUNT_ID = 'other-A1B2C3'
        Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiAccountId
        Disconnect-Boomi
        $null = Invoke-Attempt { New-InstallerToken ATOM }
        $sandbox.Requests[-1].PlainPath | Should -BeLike '*/other-A1B2C3/*'
    }

    It 'do not describe a connection without <_>, which the error names' -ForEach 'BOOMI_ACCOUNT_ID', 'BOOMI_USERNAME', 'BOOMI_API_TOKEN' {
        Set-Item "env:$_" ' '
        $attempt = Invoke-Attempt { New-InstallerToken ATOM }
        $attempt.Terminated | Should -BeTrue
        Get-ErrorId $attempt.Problem | Should -BeExactly 'NoConnection'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        $attempt.Problem.ToString() | Should -BeLike "*$_*"
        $attempt.Problem.ToString() | Should -Not -Match ([regex]::Escape($sandbox.BoomiApiToken))
    }

    It 'end the cmdlet with an error that names the variable with the invalid value' {
        $env:BOOMI_API_URL = 'http://api.example.com'
        $attempt = Invoke-Attempt { 'ATOM', 'BROKER' | New-InstallerToken }
        $attempt.Terminated | Should -BeTrue
        $attempt.Errors.Count | Should -Be 1
        Get-ErrorId $attempt.Problem | Should -BeExactly 'AddressUnencrypted'
        $attempt.Problem.ToString() | Should -BeLike 'BOOMI_API_URL would send credentials to api.example.com*'
        $attempt.Problem.TargetObject | Should -BeExactly 'BOOMI_API_URL'
    }

    It 'end the cmdlet with an error where the account id and the user name are swapped' {
        $env:BOOMI_ACCOUNT_ID = 'me@example.com'
        $env:BOOMI_USERNAME = 'acme-A1B2C3'
        $attempt = Invoke-Attempt { New-InstallerToken ATOM }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BoomiAccountIsUser'
        $attempt.Problem.ToString() | Should -BeLike 'BOOMI_ACCOUNT_ID contains a user name*'
    }

    It 'warn, once, where the account id looks like a user name' {
        $env:BOOMI_ACCOUNT_ID = 'me@example.com'
        $env:BOOMI_USERNAME = 'you@example.com'
        $attempt = Invoke-Attempt { New-InstallerToken ATOM; New-InstallerToken ATOM }
        @($attempt.Warnings).Count | Should -Be 1
        $attempt.Warnings | Should -BeLike "BOOMI_ACCOUNT_ID 'me@example.com' does not look like an account id*"
    }

    It 'describe the connection to a Onezone, and the error names what is missing' -ForEach 'ONEZONE_HOST', 'ONEZONE_API_KEY' {
        $env:ONEZONE_HOST = 'http://zone.example.com'
        $env:ONEZONE_API_KEY = $zoneToken
        # The variables are read: the host is rejected.
        $attempt = Invoke-Attempt { New-TemporaryToken }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'AddressUnencrypted'
        $attempt.Terminated | Should -BeTrue
        $attempt.Problem.ToString() | Should -BeLike 'ONEZONE_HOST would send credentials to zone.example.com*'
        $attempt.Problem.TargetObject | Should -BeExactly 'ONEZONE_HOST'
        Remove-Item "env:$_"
        $problem = (Invoke-Attempt { New-TemporaryToken }).Problem
        Get-ErrorId $problem | Should -BeExactly 'NoConnection'
        $problem.ToString() | Should -BeLike '*Connect-Onezone*ONEZONE_HOST, ONEZONE_API_KEY*'
    }
}

Describe 'Plain http and credentials in addresses' {
    It 'are rejected for <_>' -ForEach 'http://zone.example.com', 'http://10.0.0.1', 'http://localhost.example.com' {
        $given = $_
        foreach ($attempt in (Invoke-Attempt { Connect-Onezone $given $zoneToken }), (Invoke-Attempt { Connect-Boomi acme me x -BaseUri $given })) {
            Get-ErrorId $attempt.Problem | Should -BeExactly 'AddressUnencrypted'
            $attempt.Problem.ToString() | Should -BeLike '*https*-AllowUnencryptedAuthentication*'
            $attempt.Terminated | Should -BeTrue
        }
    }

    It 'are rejected in an address' {
        $given = 'https://me:hunter2@zone.example.com'
        $problem = (Invoke-Attempt { Connect-Onezone $given $zoneToken }).Problem
        Get-ErrorId $problem | Should -BeExactly 'AddressHoldsCredentials'
        $problem | Format-List * -Force | Out-String | Should -Not -Match 'hunter2'
    }

    It 'are not shown where a token is entered instead of an address or account' {
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

    It 'receives the request' {
        Connect-Boomi acme me secret-1 -BaseUri http://api.example.com -AllowUnencryptedAuthentication -Proxy $sandbox.Uri
        Add-Fault $sandbox @{ StatusCode = 200; Body = $sample }
        (New-InstallerToken ATOM -AccountId acme).AccountId | Should -BeExactly 'acme'
        $sandbox.Requests[-1].GetHeader('Host') | Should -BeExactly 'api.example.com'
    }

    It 'receives its credentials when it requests them' {
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

    It 'that requires missing credentials is an authentication error' {
        Connect-Boomi acme me secret-1 -BaseUri http://api.example.com -AllowUnencryptedAuthentication -Proxy $sandbox.Uri
        Add-Fault $sandbox @{ StatusCode = 407; Headers = @{ 'Proxy-Authenticate' = 'Basic realm="proxy"' } }
        $problem = (Invoke-Attempt { New-InstallerToken ATOM }).Problem
        $problem.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $problem.ToString() | Should -BeLike '*407*'
    }

    It 'that does not listen is an error, and is not bypassed' {
        # No process can listen on a port that is bound.
        $bound = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        $bound.Bind([System.Net.IPEndPoint]::new([ipaddress]::Loopback, 0))
        $port = $bound.LocalEndPoint.Port
        Connect-Boomi acme me secret-1 -BaseUri http://api.example.com -AllowUnencryptedAuthentication -Proxy "http://127.0.0.1:$port" -MaximumRetryCount 0
        $problem = (Invoke-Attempt { New-InstallerToken ATOM }).Problem
        $bound.Dispose()
        Get-ErrorId $problem | Should -BeExactly 'ProxyConnectFailed'
        $problem.ToString() | Should -BeLike '*nothing was sent*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'with a user name and password in its address is rejected, without showing them' {
        $attempt = Invoke-Attempt { Connect-Boomi acme me secret-1 -Proxy http://me:hunter2@proxy.example.com:8080 }
        $attempt.Terminated | Should -BeTrue
        Get-ErrorId $attempt.Problem | Should -BeExactly 'AddressHoldsCredentials'
        $attempt.Problem.ToString() | Should -BeLike '-Proxy must not contain a user name or password*'
        $attempt.Problem.TargetObject | Should -BeExactly 'Proxy'
        $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match 'hunter2'
    }

    It 'that is not an http address is rejected: <_>' -ForEach 'proxy.example.com:8080', 'ftp://proxy.example.com', '/proxy', 'http://[' {
        $given = $_
        Get-ErrorId (Invoke-Attempt { Connect-Boomi acme me secret-1 -Proxy $given }).Problem | Should -BeExactly 'ProxyInvalid'
    }

    It 'setting that excludes another one is rejected: <name>' -ForEach @(
        @{ name = '-Proxy and -NoProxy'; arguments = @{ Proxy = 'http://127.0.0.1:1'; NoProxy = $true } }
        @{ name = '-ProxyUseDefaultCredentials and -NoProxy'; arguments = @{ ProxyUseDefaultCredentials = $true; NoProxy = $true } }
        @{
            name = '-ProxyCredential and -ProxyUseDefaultCredentials'
            arguments = @{ ProxyCredential = [pscredential]::new('u', [securestring]::new()); ProxyUseDefaultCredentials = $true }
        }
    ) {
        $all = $arguments
        foreach ($attempt in (Invoke-Attempt { Connect-Boomi acme me secret-1 @all }), (Invoke-Attempt { Connect-Onezone zone.example.com $zoneToken @all })) {
            Get-ErrorId $attempt.Problem | Should -BeExactly 'SettingsExclusive'
            $attempt.Problem.ToString() | Should -BeExactly "$name cannot be used together. Specify one of them."
            $attempt.Terminated | Should -BeTrue
        }
    }

    It 'is rejected for a sandbox' {
        foreach ($attempt in (Invoke-Attempt { Connect-Boomi -Sandbox $sandbox -Proxy http://127.0.0.1:1 }),
            (Invoke-Attempt { Connect-Onezone -Sandbox $sandbox -Proxy http://127.0.0.1:1 })) {
            $attempt.Problem.ToString() | Should -BeExactly '-Proxy and -Sandbox cannot be used together. Specify one of them.'
        }
    }
}

Describe 'A number out of its range' {
    It 'is rejected with the range: -<name> <value>' -ForEach @(
        @{ name = 'TimeoutSec'; value = 0; range = '1 to 86400' }, @{ name = 'TimeoutSec'; value = 86401; range = '1 to 86400' }
        @{ name = 'MaximumRetryCount'; value = -1; range = '0 to 100' }, @{ name = 'MaximumRetryCount'; value = 101; range = '0 to 100' }
        @{ name = 'RetryIntervalSec'; value = 0; range = '1 to 3600' }, @{ name = 'RetryIntervalSec'; value = 3601; range = '1 to 3600' }
    ) {
        $all = @{ $name = $value }
        foreach ($attempt in (Invoke-Attempt { Connect-Boomi acme me secret-1 @all }), (Invoke-Attempt { Connect-Onezone zone.example.com $zoneToken @all })) {
            Get-ErrorId $attempt.Problem | Should -BeExactly 'SettingOutOfRange'
            $attempt.Problem.ToString() | Should -BeExactly "-$name $value is out of range. Specify $range."
            $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $attempt.Problem.TargetObject | Should -BeExactly $name
            $attempt.Terminated | Should -BeTrue
        }
    }
}
