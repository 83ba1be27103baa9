BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $userToken = $sandbox.OnezoneUserToken
    $providerToken = $sandbox.OnezoneProviderToken
    function Set-RootTokenFile([string] $Text) {
        $path = Join-Path $TestDrive "root-$([guid]::NewGuid()).txt"
        [IO.File]::WriteAllText($path, $Text)
        $path
    }
    $rootTokenFile = Set-RootTokenFile (@{ _comment = 'keep this secret'; provider_id = $sandbox.OnezoneProviderId; root_token = $providerToken } | ConvertTo-Json)
}

AfterAll { Stop-TokenSandbox }

Describe 'Connect-Onezone' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'writes nothing, sends nothing, and is used by the next cmdlets' {
        $attempt = Invoke-Attempt { Connect-Onezone $sandbox.Uri (ConvertTo-TestSecret $userToken) }
        $attempt.Output + $attempt.Errors + $attempt.Warnings + $attempt.Verbose | Should -BeNullOrEmpty
        $sandbox.Requests | Should -BeNullOrEmpty
        (New-TemporaryToken).Subject.Id | Should -BeExactly $sandbox.OnezoneUserId
    }

    It 'accepts <address> as <uri>' -ForEach @(
        @{ address = 'onezone.example.com'; uri = 'https://onezone.example.com/' }
        @{ address = 'onezone.example.com:8443'; uri = 'https://onezone.example.com:8443/' }
        @{ address = 'https://onezone.example.com'; uri = 'https://onezone.example.com/' }
        @{ address = ' https://onezone.example.com/ '; uri = 'https://onezone.example.com/' }
        @{ address = 'onezone.example.com/api/v3/onezone'; uri = 'https://onezone.example.com/' }
        @{ address = 'https://onezone.example.com/api/v3/onezone/'; uri = 'https://onezone.example.com/' }
        @{ address = 'https://gateway.example.com/zone/api/v3/onezone'; uri = 'https://gateway.example.com/zone/' }
        @{ address = 'http://localhost:8080'; uri = 'http://localhost:8080/' }
    ) {
        (Connect-Onezone $address $userToken -PassThru).Uri | Should -Be $uri
    }

    It 'finds the API with <_> behind the host' -ForEach '', '/', '/api/v3/onezone', '/api/v3/onezone/' {
        Connect-Onezone ($sandbox.Uri.AbsoluteUri.TrimEnd('/') + $_) $userToken
        (New-TemporaryToken).Type | Should -BeExactly 'accessToken'
        $sandbox.Requests[-1].PlainPath | Should -BeExactly '/api/v3/onezone/user/tokens/temporary'
    }

    It 'accepts the token as text, SecureString and credential, with a newline at the end' {
        foreach ($token in $userToken, "$userToken`r`n", (ConvertTo-TestSecret " $userToken"), [pscredential]::new('x', (ConvertTo-TestSecret $userToken))) {
            Connect-Onezone $sandbox.Uri -Token $token
            (New-TemporaryToken).Type | Should -BeExactly 'accessToken'
            $sandbox.Requests[-1].GetHeader('x-auth-token') | Should -BeExactly $userToken
        }
    }

    It 'signs in with a user name and a password' {
        $credential = [pscredential]::new($sandbox.OnezoneUserName, (ConvertTo-TestSecret $sandbox.OnezonePassword))
        $connection = Connect-Onezone $sandbox.Uri -Credential $credential -PassThru
        $connection.Identity, $connection.UserName, $connection.Subject | Should -Be $sandbox.OnezoneUserName, $sandbox.OnezoneUserName, $null
        # A user's own tokens do not require -For.
        (New-TemporaryToken).Subject.Id | Should -BeExactly $sandbox.OnezoneUserId
        Get-BasicCredential $sandbox.Requests[-1].ToPlainText() | Should -BeExactly "$($sandbox.OnezoneUserName):$($sandbox.OnezonePassword)"
        ($connection | Format-List * -Force | Out-String) | Should -Not -Match $sandbox.OnezonePassword
    }

    It 'rejects a credential with <name>' -ForEach @(
        @{ name = 'a colon in the name'; user = 'a:b'; id = 'BasicUserHasColon' }
        @{ name = 'an empty password'; user = 'joe'; id = 'BasicCredentialIncomplete' }
    ) {
        $secret = if ($id -eq 'BasicCredentialIncomplete') { [securestring]::new() } else { ConvertTo-TestSecret 'x' }
        Get-ErrorId (Invoke-Attempt { Connect-Onezone $sandbox.Uri -Credential ([pscredential]::new($user, $secret)) }).Problem | Should -BeExactly $id
    }

    It 'advises on a password that the zone does not accept' {
        Connect-Onezone $sandbox.Uri -Credential ([pscredential]::new('guest', (ConvertTo-TestSecret 'x')))
        $problem = (Invoke-Attempt { New-TemporaryToken }).Problem
        Get-ErrorId $problem | Should -BeExactly 'Unauthorized'
        $problem.Exception.ServiceError.Inner.Id | Should -BeExactly 'basicAuthDisabled'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*use an access token*'
    }

    It 'returns the subject of the token and no secret with -PassThru' {
        $connection = Connect-Onezone $sandbox.Uri $userToken -PassThru
        $connection.Service | Should -BeExactly 'Onezone'
        $connection.Subject.Type | Should -BeExactly 'user'
        $connection.Subject.Id | Should -BeExactly $sandbox.OnezoneUserId
        $connection.ExpiresAt | Should -BeNullOrEmpty
        $connection.Warnings | Should -BeNullOrEmpty
        ($connection | Format-List * -Force | Out-String) + ($connection | ConvertTo-Json -Depth 5 -WarningAction Ignore) + "$connection" |
            Should -Not -Match ([regex]::Escape($userToken))
    }

    It 'rejects an invalid host name, such as a token,' -ForEach 'alone', 'with a port' {
        foreach ($name in $userToken, ('a' * 64), ('a.' * 127 + 'a')) {
            $given = if ($_ -eq 'alone') { $name } else { "${name}:443" }
            $problem = (Invoke-Attempt { Connect-Onezone $given $userToken }).Problem
            Get-ErrorId $problem | Should -BeExactly 'AddressInvalid'
            $problem | Format-List * -Force | Out-String | Should -Not -Match ([regex]::Escape($userToken.Substring(0, 40)))
        }
    }

    It 'reads a provider''s root token file' {
        (Connect-Onezone $sandbox.Uri -RootTokenFile $rootTokenFile -PassThru).Subject.Id | Should -BeExactly $sandbox.OnezoneProviderId
        (New-TemporaryToken).Subject.Type | Should -BeExactly 'oneprovider'
    }

    It 'accepts a relative path and a path on a PowerShell drive' {
        Push-Location -LiteralPath (Split-Path $rootTokenFile)
        try { (Connect-Onezone $sandbox.Uri -RootTokenFile "./$(Split-Path $rootTokenFile -Leaf)" -PassThru).Subject.Type | Should -BeExactly 'oneprovider' }
        finally { Pop-Location }
        (Connect-Onezone $sandbox.Uri -RootTokenFile "TestDrive:/$(Split-Path $rootTokenFile -Leaf)" -PassThru).Subject.Type | Should -BeExactly 'oneprovider'
    }

    It 'reports a missing root token file' {
        $missing = Join-Path $TestDrive 'nowhere/provider_root_token.json'
        $attempt = Invoke-Attempt { Connect-Onezone $sandbox.Uri -RootTokenFile $missing }
        $attempt.Terminated | Should -BeTrue
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly 'RootTokenFileMissing,TokenTools.PowerShell.Commands.Onedata.ConnectOnezoneCommand'
        $attempt.Problem.ToString() | Should -BeLike "*$missing*"
    }

    It 'names the file that exists under the other extension' {
        $null = Set-RootTokenFile '{}'
        $folder = Join-Path $TestDrive 'root'
        $null = New-Item -ItemType Directory $folder
        '{}' | Set-Content (Join-Path $folder 'provider_root_token.json')
        $attempt = Invoke-Attempt { Connect-Onezone $sandbox.Uri -RootTokenFile (Join-Path $folder 'provider_root_token.txt') }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'RootTokenFileElsewhere'
        $attempt.Problem.ToString() | Should -BeLike '*provider_root_token.json*'
    }

    It 'rejects a root token file on <path> as <id>' -ForEach @(@{ path = 'nodrive:/x'; id = 'PathInvalid' }, @{ path = 'env:x'; id = 'InstallerPathFileSystem' }) {
        $attempt = Invoke-Attempt { Connect-Onezone $sandbox.Uri -RootTokenFile $path }
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
        $attempt.Problem.ToString() | Should -BeLike '-RootTokenFile *'
        $attempt.Problem.TargetObject | Should -BeExactly 'RootTokenFile'
    }

    It 'rejects a directory as a root token file' {
        Get-ErrorId (Invoke-Attempt { Connect-Onezone $sandbox.Uri -RootTokenFile $TestDrive }).Problem | Should -BeLike 'RootTokenFile*'
    }

    It 'rejects another file without showing its content: <_>' -ForEach @(
        '', 'planted-secret', '"planted-secret"', '["planted-secret"]', '{"token":"planted-secret"}', '{"root_token":{"x":"planted-secret"}}', '{"root_token":""}', '{"root_token": "planted-secret'
    ) {
        $file = Set-RootTokenFile $_
        $attempt = Invoke-Attempt { Connect-Onezone $sandbox.Uri -RootTokenFile $file }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'RootTokenFileInvalid'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match 'planted-secret'
    }

    It 'rejects the token <name> without showing it' -ForEach @(
        @{ name = 'of no known form'; token = 'planted-garbage'; id = 'OnezoneTokenUnknown' }
        @{ name = 'with a space inside'; token = 'MDAx planted'; id = 'OnezoneTokenInvalid' }
        @{ name = 'with a line end inside'; token = "MDAx`nplanted"; id = 'OnezoneTokenInvalid' }
        @{ name = 'beyond ASCII'; token = 'plantedä'; id = 'OnezoneTokenInvalid' }
        @{ name = 'of white space'; token = "  `n"; id = 'OnezoneTokenMissing' }
    ) {
        $attempt = Invoke-Attempt { Connect-Onezone $sandbox.Uri $token }
        $attempt.Terminated | Should -BeTrue
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
        $attempt.Problem.TargetObject | Should -BeExactly 'Token'
        $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match 'planted'
    }

    It 'accepts a token of an identity provider, which is a user''s' {
        $attempt = Invoke-Attempt { Connect-Onezone $sandbox.Uri 'github/gho_16C7e42F292c6912E7710c838347Ae178B4a' }
        $attempt.Errors | Should -BeNullOrEmpty
        $attempt.Verbose | Should -BeLike '*identity provider*user*'
        $null = Invoke-Attempt { New-TemporaryToken }
        $sandbox.Requests[-1].PlainPath | Should -BeExactly '/api/v3/onezone/user/tokens/temporary'
    }

    It 'warns about a token that has expired or expires soon' {
        $admin = Connect-Onezone $sandbox.Uri $userToken -PassThru
        $short = New-TemporaryToken -ValidFor 2m -Connection $admin
        (Invoke-Attempt { Connect-Onezone $sandbox.Uri $short.Token }).Warnings | Should -BeLike '*expires*five minutes*'
        $expired = (Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json).withSecret[0].serialized
        (Invoke-Attempt { Connect-Onezone $sandbox.Uri $expired }).Warnings | Should -BeLike '*expired*'
    }

    It 'rejects a token together with a file' {
        Get-ErrorId (Invoke-Attempt { Connect-Onezone $sandbox.Uri -Token $userToken -RootTokenFile $rootTokenFile }).Problem | Should -BeExactly 'AmbiguousParameterSet'
    }

    It 'accepts the HTTP parameters of Invoke-RestMethod' {
        $settings = @{
            TimeoutSec = 5; MaximumRetryCount = 0; RetryIntervalSec = 2; NoProxy = $true; SkipCertificateCheck = $true; AllowUnencryptedAuthentication = $true
        }
        $proxy = @{ Proxy = 'http://127.0.0.1:9'; ProxyCredential = [pscredential]::new('me', (ConvertTo-TestSecret 'x')) }
        (Connect-Onezone $sandbox.Uri $userToken @proxy -PassThru).Uri | Should -Be $sandbox.Uri
        (Connect-Onezone $sandbox.Uri $userToken -ProxyUseDefaultCredentials -PassThru).Uri | Should -Be $sandbox.Uri
        (Connect-Onezone -ZoneHost $sandbox.Uri -Token $userToken @settings -PassThru).Uri | Should -Be $sandbox.Uri
        (New-TemporaryToken).Type | Should -BeExactly 'accessToken'
    }
}

Describe 'Environment variables for a Onezone' {
    AfterEach { Remove-Item env:ONEZONE_HOST, env:ONEZONE_API_KEY -ErrorAction Ignore }

    It 'are used without a connection and read again after a change' {
        Get-TokenConnection Onezone | Disconnect-Onezone
        $env:ONEZONE_HOST = $sandbox.Uri
        $env:ONEZONE_API_KEY = $userToken
        (New-TemporaryToken).Subject.Type | Should -BeExactly 'user'
        $env:ONEZONE_API_KEY = "$providerToken`n"
        (New-TemporaryToken).Subject.Type | Should -BeExactly 'oneprovider'
        @(Get-TokenConnection Onezone).Count | Should -Be 1
    }
}
