BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Onezone -Sandbox $sandbox
}

AfterAll {
    Get-TokenConnection Onezone | Disconnect-Onezone
    Stop-TokenSandbox $sandbox
}

Describe 'Get-TokenScope' {
    BeforeEach {
        $sandbox.Faults.Clear()
        $token = New-TemporaryToken -ValidFor 10m
        $sandbox.ClearRequests()
    }

    It 'returns spaces and Oneproviders, and sends only the token that it describes' {
        $scope = $token | Get-TokenScope
        $scope | Should -BeOfType ([TokenTools.Onedata.TokenScope])
        $scope.TokenId | Should -BeExactly $token.Id
        $scope.HasDataAccess, $scope.ReadOnly | Should -Be $true, $false
        $scope.Providers.Id | Should -Be $sandbox.OnezoneProviderId
        $scope.Spaces[0].Supports.Keys | Should -Be $sandbox.OnezoneProviderId
        $scope.ExpiresAt | Should -Be $token.ExpiresAt
        $sandbox.Requests.Count | Should -Be 1
        $sandbox.Requests[0].Path | Should -BeLike '*/tokens/infer_access_token_scope'
        $sandbox.Requests[0].GetHeader('x-auth-token') | Should -BeNullOrEmpty
    }

    It 'answers what Test-TemporaryToken cannot, and Test-TemporaryToken names it' {
        $narrow = $token | Add-TokenCaveat -Service opw-* -ReadOnlyData
        $narrow | Test-TemporaryToken -WarningVariable warning -WarningAction SilentlyContinue | Should -Be $null
        "$warning" | Should -BeLike '*Get-TokenScope*'
        ($narrow | Test-TemporaryToken -Detailed -WarningAction SilentlyContinue).Valid | Should -Be $null
        ($narrow | Get-TokenScope).ReadOnly | Should -BeTrue
    }

    It 'processes many tokens and reports one that is invalid by its position' {
        $scopes = $token, 'garbage', $sandbox.OnezoneProviderToken | Get-TokenScope -ErrorVariable problem -ErrorAction SilentlyContinue
        $scopes.HasDataAccess | Should -Be $true, $false
        $problem.Count | Should -Be 1
        $problem[0].TargetObject | Should -Be 2
    }

    It 'reports a revoked token as the zone does' {
        Revoke-TemporaryToken -Confirm:$false
        $token | Get-TokenScope -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].Exception.ServiceErrorId | Should -BeExactly 'tokenRevoked'
    }

    It 'rejects an identity token without a request' {
        $identity = New-TemporaryToken Identity -ValidFor 10m
        $sandbox.ClearRequests()
        $identity | Get-TokenScope -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ScopeNoAccessToken,*'
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'says for an older zone which version has the operation' {
        Add-TokenSandboxFault -StatusCode 404 -Body '' -Match '*infer*' -Sandbox $sandbox
        $token | Get-TokenScope -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*21.02.4*'
    }
}
