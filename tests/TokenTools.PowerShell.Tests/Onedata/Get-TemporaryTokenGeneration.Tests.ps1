BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Onezone -Sandbox $sandbox
}

AfterAll {
    Get-TokenConnection Onezone | Disconnect-Onezone
    Stop-TokenSandbox $sandbox
}

Describe 'Get-TemporaryTokenGeneration' {
    It 'returns the generation of the connection''s subject, which a revocation increases' {
        $token = New-TemporaryToken -ValidFor 10m
        $before = Get-TemporaryTokenGeneration
        $before.Subject | Should -BeExactly "usr-$($sandbox.OnezoneUserId)"
        $before.Generation | Should -Be $token.Generation
        Revoke-TemporaryToken -Confirm:$false
        (Get-TemporaryTokenGeneration).Generation | Should -BeGreaterThan $token.Generation
    }

    It 'returns the generation of another subject' {
        (Get-TemporaryTokenGeneration "prv-$($sandbox.OnezoneProviderId)").Generation | Should -Be 1
    }

    It 'reports an invalid subject without a request' {
        $sandbox.ClearRequests()
        Get-TemporaryTokenGeneration nobody -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'OnedataForInvalid,*'
        $sandbox.Requests.Count | Should -Be 0
    }
}
