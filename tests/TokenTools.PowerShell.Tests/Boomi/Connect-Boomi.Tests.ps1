BeforeDiscovery {
    $addresses = @(
        @{ address = 'ftp://api.example.com'; id = 'AddressInvalid' }
        @{ address = 'api.boomi.com'; id = 'AddressInvalid' }
        @{ address = '/api'; id = 'AddressInvalid' }
        @{ address = 'https://'; id = 'AddressInvalid' }
        @{ address = 'https://me:hunter2@api.example.com'; id = 'AddressHoldsCredentials' }
        @{ address = 'https://api.example.com/?x=1'; id = 'AddressHoldsQuery' }
        @{ address = 'https://api.example.com/#here'; id = 'AddressHoldsQuery' }
        @{ address = 'http://api.example.com'; id = 'AddressUnencrypted' }
        @{ address = 'http://127.0.0.1.example.com'; id = 'AddressUnencrypted' }
        @{ address = 'https://api.boomi.com/api/rest/v1/acme-A1B2C3'; id = 'BoomiBaseUriTooLong' }
    )
    $outOfRange = @(
        @{ name = 'TimeoutSec'; value = 0 }, @{ name = 'TimeoutSec'; value = 86401 }
        @{ name = 'MaximumRetryCount'; value = -1 }, @{ name = 'MaximumRetryCount'; value = 101 }
        @{ name = 'RetryIntervalSec'; value = 0 }, @{ name = 'RetryIntervalSec'; value = 3601 }
        @{ name = 'RequestsPerSecond'; value = 0 }, @{ name = 'RequestsPerSecond'; value = 1001 }
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

    It 'says nothing, sends nothing, and serves the cmdlets that follow' {
        (Invoke-Attempt { Connect-Boomi $account $user $secureToken -BaseUri $address }) | ForEach-Object {
            $_.Output + $_.Errors + $_.Warnings + $_.Verbose | Should -BeNullOrEmpty
        }
        $sandbox.Requests | Should -BeNullOrEmpty
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $account
    }

    It 'takes the API token as text' {
        Connect-Boomi $account $user $apiToken -BaseUri $address
        (New-InstallerToken ATOM).InstallType | Should -BeExactly 'ATOM'
    }

    It 'takes the API token from a credential, whose user name does not count' {
        Connect-Boomi -AccountId $account -UserName $user -ApiToken ([pscredential]::new('other', $secureToken)) -BaseUri $address
        $null = New-InstallerToken ATOM
        Get-BasicCredential $sandbox.Requests[-1] | Should -BeExactly "BOOMI_TOKEN.${user}:$apiToken"
    }

    It 'puts BOOMI_TOKEN. before <_>admin@sandbox.example once' -ForEach '', 'BOOMI_TOKEN.', 'boomi_token.', '  ' {
        Connect-Boomi $account ($_ + $user) $secureToken -BaseUri $address
        $null = New-InstallerToken ATOM
        Get-BasicCredential $sandbox.Requests[-1] | Should -BeExactly "BOOMI_TOKEN.${user}:$apiToken"
    }

    It 'signs in with user name and password, without the prefix' {
        Connect-Boomi $account -Credential ([pscredential]::new($user, (ConvertTo-TestSecret $sandbox.BoomiPassword))) -BaseUri $address
        $null = New-InstallerToken ATOM
        Get-BasicCredential $sandbox.Requests[-1] | Should -BeExactly "${user}:$($sandbox.BoomiPassword)"
    }

    It 'takes a credential whose name has the prefix for an API token' {
        $connection = Connect-Boomi $account -Credential ([pscredential]::new("BOOMI_TOKEN.$user", $secureToken)) -BaseUri $address -PassThru
        $connection.UsesApiToken | Should -BeTrue
        $connection.UserName | Should -BeExactly $user
        (New-InstallerToken ATOM).InstallType | Should -BeExactly 'ATOM'
    }

    It 'sends a password beyond ASCII as UTF-8' {
        Connect-Boomi $account -Credential ([pscredential]::new($user, (ConvertTo-TestSecret 'Grüße, Łódź'))) -BaseUri $address
        $null = Invoke-Attempt { New-InstallerToken ATOM }
        Get-BasicCredential $sandbox.Requests[-1] | Should -BeExactly "${user}:Grüße, Łódź"
    }

    It 'returns the connection with -PassThru, and no secret in it' {
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

    It 'connects to the United States where no address is given' {
        (Connect-Boomi $account $user $secureToken -PassThru).Uri | Should -Be 'https://api.boomi.com/'
    }

    It 'takes <_> for an address' -ForEach 'https://api.platform.gb.boomi.com', 'https://api.platform.gb.boomi.com/', 'https://proxy.example.com/boomi', 'http://localhost:8080', 'http://[::1]:8080' {
        (Connect-Boomi $account $user $secureToken -Uri $_ -PassThru).Uri | Should -Be ($_.TrimEnd('/') + '/')
    }

    It 'takes plain http to another host where that is allowed' {
        (Connect-Boomi $account $user $secureToken -BaseUri http://api.example.com -AllowUnencryptedAuthentication -PassThru).Uri | Should -Be 'http://api.example.com/'
    }

    It 'refuses the address <address>, and shows no password in it' -ForEach $addresses {
        $given = $address
        $attempt = Invoke-Attempt { Connect-Boomi acme-A1B2C3 $user $secureToken -BaseUri $given -PassThru }
        $attempt.Terminated | Should -BeTrue
        $attempt.Output | Should -BeNullOrEmpty
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Boomi.ConnectBoomiCommand"
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $attempt.Problem.TargetObject | Should -BeExactly 'BaseUri'
        $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match 'hunter2'
    }

    It 'refuses a blank account' {
        (Invoke-Attempt { Connect-Boomi ' ' $user $secureToken }).Problem | ForEach-Object {
            Get-ErrorId $_ | Should -BeExactly 'BoomiAccountMissing'
            $_.CategoryInfo.Category | Should -Be 'InvalidArgument'
        }
    }

    It 'refuses a blank user name, or the prefix alone' -ForEach ' ', 'BOOMI_TOKEN.' {
        $given = $_
        Get-ErrorId (Invoke-Attempt { Connect-Boomi $account $given $secureToken }).Problem | Should -BeExactly 'BoomiUserMissing'
    }

    It 'refuses a user name with a colon, which Basic authentication would cut' {
        $attempt = Invoke-Attempt { Connect-Boomi $account 'me:hunter2' $secureToken }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BoomiUserHasColon'
        $attempt.Problem.ToString() | Should -Not -Match 'hunter2'
    }

    It 'refuses an empty API token, and an empty password' {
        Get-ErrorId (Invoke-Attempt { Connect-Boomi $account $user ([securestring]::new()) }).Problem | Should -BeExactly 'BoomiSecretMissing'
        Get-ErrorId (Invoke-Attempt { Connect-Boomi $account -Credential ([pscredential]::new($user, [securestring]::new())) }).Problem | Should -BeExactly 'BoomiSecretMissing'
    }

    It 'refuses a number for an API token without showing it' {
        $number = 123456
        $attempt = Invoke-Attempt { Connect-Boomi $account $user -ApiToken $number }
        $attempt.Problem.Exception.Message | Should -BeLike '*SecureString, a credential or text*'
        $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match '123456'
    }

    It 'refuses <value> for -<name>' -ForEach $outOfRange {
        $range = @{ $name = $value }
        Get-ErrorId (Invoke-Attempt { Connect-Boomi $account $user $secureToken @range }).Problem | Should -BeExactly 'OptionOutOfRange'
    }

    It 'warns where the account id <_> looks like something else' -ForEach 'me@example.com', 'https://api.boomi.com' {
        $given = $_
        $attempt = Invoke-Attempt { Connect-Boomi $given $user $secureToken -BaseUri $address }
        $attempt.Warnings | Should -BeLike "*'$given'*account id*"
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

    It 'keeps the connection that was there when the next one can''t be made' {
        Connect-Boomi $account $user $secureToken -BaseUri $address
        $null = Invoke-Attempt { Connect-Boomi other $user $secureToken -BaseUri ftp://x }
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $account
    }
}

Describe 'Tab completes -BaseUri of Connect-Boomi' {
    BeforeAll {
        function Get-Completion([string] $Typed) { @((TabExpansion2 $Typed $Typed.Length).CompletionMatches) }
    }

    It 'to the documented addresses' {
        (Get-Completion 'Connect-Boomi -BaseUri ').CompletionText | Should -BeExactly 'https://api.boomi.com', 'https://api.platform.gb.boomi.com'
        (Get-Completion 'Connect-Boomi -Uri *gb').CompletionText | Should -BeExactly 'https://api.platform.gb.boomi.com'
    }

    It '<line> to exactly <expected>' -ForEach @(
        @{ line = 'Connect-Boomi -BaseUri '; expected = @('https://api.boomi.com', 'https://api.platform.gb.boomi.com') }
    ) {
        $found = @((Get-Completion $line).CompletionText | Sort-Object)
        foreach ($text in $found) { $expected | Should -Contain $text }
        $found.Count | Should -BeGreaterThan 0
        if ($line -notmatch '[''"]') { $found | Should -Be ($expected | Sort-Object) }
    }
}
