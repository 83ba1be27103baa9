BeforeDiscovery {
    $addresses = @(
        @{ address = 'ftp://api.example.com'; id = 'AddressInvalid' }
        @{ address = 'api boomi.com'; id = 'AddressInvalid' }
        @{ address = '/api'; id = 'AddressInvalid' }
        @{ address = 'https://'; id = 'AddressInvalid' }
        @{ address = 'https://me:hunter2@api.example.com'; id = 'AddressHoldsCredentials' }
        @{ address = 'https://api.example.com/?x=1'; id = 'AddressHoldsQuery' }
        @{ address = 'https://api.example.com/#here'; id = 'AddressHoldsQuery' }
        @{ address = 'http://api.example.com'; id = 'AddressUnencrypted' }
        @{ address = 'http://127.0.0.1.example.com'; id = 'AddressUnencrypted' }
        @{ address = 'https://api.boomi.com/api/rest/v1/acme-A1B2C3'; id = 'BoomiBaseUriHasApiPath' }
    )
    $outOfRange = @(
        @{ name = 'TimeoutSec'; value = 0 }, @{ name = 'TimeoutSec'; value = 86401 }
        @{ name = 'MaximumRetryCount'; value = -1 }, @{ name = 'MaximumRetryCount'; value = 101 }
        @{ name = 'RetryIntervalSec'; value = 0 }, @{ name = 'RetryIntervalSec'; value = 3601 }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $account = $sandbox.BoomiAccountId
    $user = $sandbox.BoomiUserName
    $apiToken = $sandbox.BoomiApiToken
    $secureToken = ConvertTo-TestSecret $apiToken
    $address = $sandbox.Uri
}

AfterAll { Stop-TokenSandbox }

Describe 'Connect-Boomi' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'writes nothing, sends nothing, and sets the default connection' {
        (Invoke-Attempt { Connect-Boomi $account $user $secureToken -BaseUri $address }) | ForEach-Object {
            $_.Output + $_.Errors + $_.Warnings + $_.Verbose | Should -BeNullOrEmpty
        }
        $sandbox.Requests | Should -BeNullOrEmpty
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $account
    }

    It 'accepts the API token as text' {
        Connect-Boomi $account $user $apiToken -BaseUri $address
        (New-InstallerToken ATOM).InstallType | Should -BeExactly 'ATOM'
    }

    It 'accepts the API token as a credential and ignores its user name' {
        Connect-Boomi -AccountId $account -UserName $user -ApiToken ([pscredential]::new('other', $secureToken)) -BaseUri $address
        $null = New-InstallerToken ATOM
        Get-BasicCredential $sandbox.Requests[-1] | Should -BeExactly "BOOMI_TOKEN.${user}:$apiToken"
    }

    It 'sends <_>admin@sandbox.example with the prefix BOOMI_TOKEN. once' -ForEach '', 'BOOMI_TOKEN.', 'boomi_token.', '  ' {
        Connect-Boomi $account ($_ + $user) $secureToken -BaseUri $address
        $null = New-InstallerToken ATOM
        Get-BasicCredential $sandbox.Requests[-1] | Should -BeExactly "BOOMI_TOKEN.${user}:$apiToken"
    }

    It 'sends user name and password without the prefix' {
        Connect-Boomi $account -Credential ([pscredential]::new($user, (ConvertTo-TestSecret $sandbox.BoomiPassword))) -BaseUri $address
        $null = New-InstallerToken ATOM
        Get-BasicCredential $sandbox.Requests[-1] | Should -BeExactly "${user}:$($sandbox.BoomiPassword)"
    }

    It 'treats the password of a user name with the prefix as an API token' {
        $connection = Connect-Boomi $account -Credential ([pscredential]::new("BOOMI_TOKEN.$user", $secureToken)) -BaseUri $address -PassThru
        $connection.UsesApiToken | Should -BeTrue
        $connection.UserName | Should -BeExactly $user
        (New-InstallerToken ATOM).InstallType | Should -BeExactly 'ATOM'
    }

    It 'sends a non-ASCII password as UTF-8' {
        Connect-Boomi $account -Credential ([pscredential]::new($user, (ConvertTo-TestSecret 'Grüße, Łódź'))) -BaseUri $address
        $null = Invoke-Attempt { New-InstallerToken ATOM }
        Get-BasicCredential $sandbox.Requests[-1] | Should -BeExactly "${user}:Grüße, Łódź"
    }

    It 'returns a connection without secrets with -PassThru' {
        $connection = Connect-Boomi $account $user $secureToken -BaseUri $address -OverrideAccountId sub-A1B2C3 -RequestsPerSecond 2.5 -PassThru
        $connection.Service | Should -BeExactly 'Boomi'
        $connection.AccountId | Should -BeExactly $account
        $connection.OverrideAccountId | Should -BeExactly 'sub-A1B2C3'
        $connection.UserName | Should -BeExactly $user
        $connection.UsesApiToken | Should -BeTrue
        $connection.Uri | Should -Be $address
        $connection.RequestsPerSecond | Should -Be 2.5
        $connection.IsClosed | Should -BeFalse
        ($connection | Format-List * -Force | Out-String) + ($connection | ConvertTo-Json -Depth 5 -WarningAction Ignore) + "$connection" |
            Should -Not -Match ([regex]::Escape($apiToken))
    }

    It 'connects to the United States by default' {
        (Connect-Boomi $account $user $secureToken -PassThru).Uri | Should -Be 'https://api.boomi.com/'
    }

    It 'accepts the address <_>' -ForEach 'https://api.platform.gb.boomi.com', 'https://api.platform.gb.boomi.com/', 'https://proxy.example.com/boomi', 'http://localhost:8080', 'http://[::1]:8080' {
        (Connect-Boomi $account $user $secureToken -Uri $_ -PassThru).Uri | Should -Be ($_.TrimEnd('/') + '/')
    }

    It 'accepts plain http to another host with -AllowUnencryptedAuthentication' {
        (Connect-Boomi $account $user $secureToken -BaseUri http://api.example.com -AllowUnencryptedAuthentication -PassThru).Uri | Should -Be 'http://api.example.com/'
    }

    It 'rejects the address <address> and shows no password in it' -ForEach $addresses {
        $given = $address
        $attempt = Invoke-Attempt { Connect-Boomi acme-A1B2C3 $user $secureToken -BaseUri $given -PassThru }
        $attempt.Terminated | Should -BeTrue
        $attempt.Output | Should -BeNullOrEmpty
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Boomi.ConnectBoomiCommand"
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $attempt.Problem.TargetObject | Should -BeExactly 'BaseUri'
        $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match 'hunter2'
    }

    It 'accepts the host <_> as an address' -ForEach 'api.platform.gb.boomi.com', 'api.example.com:8443' {
        (Connect-Boomi $account $user $secureToken -BaseUri $_ -PassThru).Uri | Should -Be "https://$_/"
    }

    It 'warns of the host of the user interface' {
        $attempt = Invoke-Attempt { Connect-Boomi $account $user $secureToken -BaseUri platform.boomi.com }
        $attempt.Warnings | Should -BeLike '-BaseUri is platform.boomi.com*https://api.boomi.com*'
        (Invoke-Attempt { Connect-Boomi $account $user $secureToken -BaseUri api.boomi.com }).Warnings | Should -BeNullOrEmpty
    }

    It 'removes the line end of a password for the proxy, and says so in verbose output' {
        $credential = [pscredential]::new('me', (ConvertTo-TestSecret "hunter22`r`n"))
        $attempt = Invoke-Attempt { Connect-Boomi $account $user $secureToken -Proxy http://127.0.0.1:1 -ProxyCredential $credential -Verbose }
        $attempt.Verbose -join ' ' | Should -BeLike 'White space at the end of -ProxyCredential*was removed.'
        $attempt.Verbose -join ' ' | Should -Not -Match 'hunter'
    }

    It 'removes the line end of an API token or a password, and says so in verbose output: <name>' -ForEach @(
        @{ name = 'a SecureString'; connect = { Connect-Boomi $account $user (ConvertTo-TestSecret "$apiToken`r`n") -BaseUri $address -Verbose } }
        @{ name = 'text'; connect = { Connect-Boomi $account $user "$apiToken`n" -BaseUri $address -Verbose } }
        @{ name = 'a credential'; connect = { Connect-Boomi $account $user ([pscredential]::new('x', (ConvertTo-TestSecret "$apiToken`n"))) -BaseUri $address -Verbose } }
        @{ name = 'a password'; connect = { Connect-Boomi $account -Credential ([pscredential]::new($user, (ConvertTo-TestSecret "$($sandbox.BoomiPassword)`n"))) -BaseUri $address -Verbose } }
    ) {
        $attempt = Invoke-Attempt $connect
        $attempt.Verbose -join ' ' | Should -BeLike '*White space at the end of -*was removed*'
        "$($attempt.Verbose)" | Should -Not -Match ([regex]::Escape($apiToken))
        Test-BoomiConnection | Should -BeTrue
        (Invoke-Attempt { Connect-Boomi $account $user $secureToken -BaseUri $address -Verbose }).Verbose -join ' ' | Should -Not -Match 'White space'
    }

    It 'rejects -RequireOneTimePassword for an API token in a credential' {
        $credential = [pscredential]::new("BOOMI_TOKEN.$user", $secureToken)
        Get-ErrorId (Invoke-Attempt { Connect-Boomi $account -Credential $credential -RequireOneTimePassword }).Problem | Should -BeExactly 'BoomiOneTimePasswordUnused'
    }

    It 'rejects a blank account id' {
        (Invoke-Attempt { Connect-Boomi ' ' $user $secureToken }).Problem | ForEach-Object {
            Get-ErrorId $_ | Should -BeExactly 'BoomiAccountMissing'
            $_.CategoryInfo.Category | Should -Be 'InvalidArgument'
        }
    }

    It 'rejects the user name "<_>"' -ForEach ' ', 'BOOMI_TOKEN.' {
        $given = $_
        Get-ErrorId (Invoke-Attempt { Connect-Boomi $account $given $secureToken }).Problem | Should -BeExactly 'BoomiUserMissing'
    }

    It 'rejects a user name with a colon and does not show it' {
        $attempt = Invoke-Attempt { Connect-Boomi $account 'me:hunter2' $secureToken }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BoomiUserHasColon'
        $attempt.Problem.ToString() | Should -Not -Match 'hunter2'
    }

    It 'rejects an empty API token and an empty password' {
        Get-ErrorId (Invoke-Attempt { Connect-Boomi $account $user ([securestring]::new()) }).Problem | Should -BeExactly 'BoomiSecretMissing'
        Get-ErrorId (Invoke-Attempt { Connect-Boomi $account -Credential ([pscredential]::new($user, [securestring]::new())) }).Problem | Should -BeExactly 'BoomiSecretMissing'
    }

    It 'rejects a number as the API token and does not show it' {
        $number = 123456
        $attempt = Invoke-Attempt { Connect-Boomi $account $user -ApiToken $number }
        $attempt.Problem.Exception.Message | Should -BeLike '*SecureString, a credential or text*'
        $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match '123456'
    }

    It 'rejects <value> as -<name>' -ForEach $outOfRange {
        $range = @{ $name = $value }
        Get-ErrorId (Invoke-Attempt { Connect-Boomi $account $user $secureToken @range }).Problem | Should -BeExactly 'SettingOutOfRange'
    }

    It 'warns of the account id <_>' -ForEach 'me@example.com', 'https://api.boomi.com' {
        $given = $_
        $attempt = Invoke-Attempt { Connect-Boomi $given $user $secureToken -BaseUri $address }
        $attempt.Warnings | Should -BeLike "-AccountId '$given' does not look like an account id*"
        $attempt.Errors | Should -BeNullOrEmpty
    }

    It 'accepts the HTTP parameters of Invoke-RestMethod' {
        $settings = @{
            TimeoutSec = 5; MaximumRetryCount = 0; RetryIntervalSec = 2; NoProxy = $true; SkipCertificateCheck = $true; AllowUnencryptedAuthentication = $true
        }
        $proxy = @{ Proxy = 'http://127.0.0.1:9'; ProxyCredential = [pscredential]::new('me', $secureToken) }
        (Connect-Boomi $account $user $secureToken -BaseUri $address @proxy -PassThru).Uri | Should -Be $address
        (Connect-Boomi $account $user $secureToken -BaseUri $address -ProxyUseDefaultCredentials -PassThru).Uri | Should -Be $address
        (Connect-Boomi $account $user $secureToken -BaseUri $address @settings -PassThru).Uri | Should -Be $address
        (New-InstallerToken ATOM).InstallType | Should -BeExactly 'ATOM'
    }

    It 'keeps the default connection if the next one cannot be created' {
        Connect-Boomi $account $user $secureToken -BaseUri $address
        $null = Invoke-Attempt { Connect-Boomi other $user $secureToken -BaseUri ftp://x }
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $account
    }
}

Describe 'The completion of Connect-Boomi' {
    BeforeAll {
        function Get-Completion([string] $Typed) { @((TabExpansion2 $Typed $Typed.Length).CompletionMatches) }
    }

    It 'completes -BaseUri to the documented addresses' {
        (Get-Completion 'Connect-Boomi -BaseUri ').CompletionText | Should -BeExactly 'https://api.boomi.com', 'https://api.platform.gb.boomi.com'
        (Get-Completion 'Connect-Boomi -Uri *gb').CompletionText | Should -BeExactly 'https://api.platform.gb.boomi.com'
    }

    It 'completes <line> to exactly <expected>' -ForEach @(
        @{ line = 'Connect-Boomi -BaseUri '; expected = @('https://api.boomi.com', 'https://api.platform.gb.boomi.com') }
    ) {
        $found = @((Get-Completion $line).CompletionText | Sort-Object)
        foreach ($text in $found) { $expected | Should -Contain $text }
        $found.Count | Should -BeGreaterThan 0
        if ($line -notmatch '[''"]') { $found | Should -Be ($expected | Sort-Object) }
    }
}
