BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken
    Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri
    $profileUri = "$($sandbox.Uri)api/v1/profile"
    $bootstrap = New-BootstrapToken -UserName $sandbox.GoodDataUserName -Password $sandbox.GoodDataPassword
}

AfterAll { Stop-TokenSandbox }

Describe 'ConvertTo-RestParameter' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'returns -Authentication and -Token for a bootstrap token: <name>' -ForEach @(
        @{ name = 'SecureString'; plain = $false }, @{ name = 'plain text'; plain = $true }
    ) {
        $token = New-BootstrapToken -UserName admin -Password MySecretPassword -AsPlainText:$plain
        $parameters = $token | ConvertTo-RestParameter
        $parameters | Should -BeOfType hashtable
        $parameters.Authentication | Should -BeExactly 'Bearer'
        $parameters.Token | Should -BeOfType securestring
        ConvertFrom-TestSecret $parameters.Token | Should -BeExactly 'YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ='
    }

    It 'returns a header with -AsHeader, as Windows PowerShell needs' {
        $parameters = New-BootstrapToken -UserName admin -Password MySecretPassword | ConvertTo-RestParameter -AsHeader
        $parameters.Keys | Should -Be 'Headers'
        $parameters.Headers.Authorization | Should -BeExactly 'Bearer YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ='
    }

    It 'returns x-auth-token for a Onedata access token' {
        $token = New-TemporaryToken
        $parameters = ConvertTo-RestParameter $token
        $parameters.Headers['x-auth-token'] | Should -BeExactly (ConvertFrom-TestSecret $token.Token)
        (ConvertTo-RestParameter (New-TemporaryToken -AsPlainText)).Headers['x-auth-token'] | Should -Match '\AMDA'
    }

    It 'accepts a named token, like any access token' {
        $token = New-NamedToken rest -GetExisting
        (ConvertTo-RestParameter $token).Headers['x-auth-token'] | Should -BeExactly (ConvertFrom-TestSecret $token.Token)
    }

    It 'authenticates a request with <name>' -ForEach @(
        @{ name = 'an API token of GoodData'; make = { New-GoodDataApiToken rest -Force } }
        @{ name = 'a plain API token of GoodData'; make = { New-GoodDataApiToken rest -Force -AsPlainText } }
        @{ name = 'a JSON Web Token'; make = { New-GoodDataSigningKey | New-GoodDataJwt $sandbox.GoodDataUserName -ValidFor 5m } }
    ) {
        Connect-GoodData -Sandbox $sandbox
        $token = & $make
        $auth = $token | ConvertTo-RestParameter -AsHeader
        $auth.Headers.Authorization | Should -BeExactly "Bearer $(if ($token.Token -is [string]) { $token.Token } else { ConvertFrom-TestSecret $token.Token })"
        $auth.Headers.Host = $sandbox.GoodDataHostName
        (Invoke-RestMethod "$($sandbox.Uri)api/v1/profile" @auth).userId | Should -BeExactly $sandbox.GoodDataUserName
        ($token | ConvertTo-RestParameter -AsHeader -ServiceToken x -ErrorAction SilentlyContinue) | Should -BeNullOrEmpty
    }

    It 'adds the headers of a service and a consumer' {
        $identity = New-TemporaryToken Identity
        $headers = (New-TemporaryToken -Consumer "usr-$($sandbox.OnezoneUserId)" | ConvertTo-RestParameter -ConsumerToken $identity.Token -ServiceToken $identity.Token -WarningVariable none).Headers
        $none | Should -BeNullOrEmpty
        $headers['x-onedata-consumer-token'] | Should -BeExactly (ConvertFrom-TestSecret $identity.Token)
        $headers['x-onedata-service-token'] | Should -BeExactly (ConvertFrom-TestSecret $identity.Token)
        (New-TemporaryToken | ConvertTo-RestParameter).Headers.Count | Should -Be 1
        $bootstrap | ConvertTo-RestParameter -ConsumerToken $identity.Token -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'RestParameterOnedataOnly,*'
    }

    It 'warns of a caveat that excludes REST APIs or requires a consumer: <name>' -ForEach @(
        @{ name = 'oneclient'; caveats = @{ Interface = 'oneclient' }; says = '*type interface*REST*' }
        @{ name = 'consumer'; caveats = @{ Consumer = 'usr-u2' }; says = '*-ConsumerToken*' }
        @{ name = 'rest'; caveats = @{ Interface = 'rest'; ReadOnlyData = $true }; says = '' }
    ) {
        $null = New-TemporaryToken @caveats | ConvertTo-RestParameter -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -BeLike $says
    }

    It 'can be splatted into Invoke-RestMethod' {
        $auth = New-TemporaryToken | ConvertTo-RestParameter
        (Invoke-RestMethod "$($sandbox.Uri)api/v3/onezone/user" @auth).userId | Should -BeExactly $sandbox.OnezoneUserId
    }

    It 'can be splatted into Invoke-RestMethod for GoodData, as <name>' -ForEach @(
        @{ name = 'a token'; how = @{} }, @{ name = 'a header'; how = @{ AsHeader = $true } }
    ) {
        $auth = $bootstrap | ConvertTo-RestParameter @how
        if ($auth.ContainsKey('Headers')) { $auth.Headers.Host = $sandbox.GoodDataHostName } else { $auth.Headers = @{ Host = $sandbox.GoodDataHostName } }
        # -Authentication over plain http must be allowed explicitly, also to loopback.
        if ($PSVersionTable.PSVersion.Major -ge 7) { $auth.AllowUnencryptedAuthentication = $true }
        $null = Invoke-RestMethod $profileUri @auth
        $sandbox.Requests[-1].StatusCode | Should -Be 200
    }

    It 'can be splatted into Invoke-WebRequest' {
        $auth = New-TemporaryToken | ConvertTo-RestParameter
        (Invoke-WebRequest "$($sandbox.Uri)api/v3/onezone/user" -UseBasicParsing @auth).StatusCode | Should -Be 200
    }

    It 'accepts several tokens from the pipeline, and -Token as an alias' {
        @($bootstrap, (New-TemporaryToken) | ConvertTo-RestParameter).Count | Should -Be 2
        (ConvertTo-RestParameter -Token $bootstrap).Authentication | Should -BeExactly 'Bearer'
    }

    It 'rejects <name>, and says what to use' -ForEach @(
        @{ name = 'an installer token'; make = { New-InstallerToken ATOM -AsPlainText }; id = 'RestParameterInstallerToken'; says = '*ConvertTo-InstallerArgument*' }
        @{ name = 'an identity token'; make = { New-TemporaryToken Identity -AsPlainText }; id = 'RestParameterNoAccessToken'; says = '*access token*' }
        @{ name = 'an invite token'; make = { New-TemporaryToken -InviteType userJoinSpace -TargetId abc -AsPlainText }; id = 'RestParameterNoAccessToken'; says = '*access token*' }
        @{ name = 'text'; make = { 'MDAxplanted' }; id = 'RestParameterNoToken'; says = '*New-BootstrapToken, New-GoodDataApiToken, New-GoodDataJwt or New-TemporaryToken*' }
        @{ name = 'nothing'; make = { $null }; id = 'RestParameterNoToken'; says = '*New-BootstrapToken, New-GoodDataApiToken, New-GoodDataJwt or New-TemporaryToken*' }
        @{ name = 'a number'; make = { 5 }; id = 'RestParameterNoToken'; says = '*New-BootstrapToken, New-GoodDataApiToken, New-GoodDataJwt or New-TemporaryToken*' }
    ) {
        $given = & $make
        $attempt = Invoke-Attempt { $given | ConvertTo-RestParameter }
        $attempt.Terminated | Should -BeFalse
        $attempt.Output | Should -BeNullOrEmpty
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Common.ConvertToRestParameterCommand"
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $attempt.Problem.ToString() | Should -BeLike $says
        # The target is the input's type, because the input itself is the secret.
        $attempt.Problem.TargetObject | Should -BeExactly $(if ($null -eq $given) { 'null' } else { $given.GetType().Name })
        $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match 'MDAx|atom-[0-9a-f]'
    }

    It 'continues after an input that it rejects' {
        $attempt = Invoke-Attempt { 'x', $bootstrap | ConvertTo-RestParameter }
        @($attempt.Output).Count | Should -Be 1
        $attempt.Errors.Count | Should -Be 1
    }
}
