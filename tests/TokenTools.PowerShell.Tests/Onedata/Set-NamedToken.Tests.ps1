BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $provider = Connect-Onezone -Sandbox $sandbox -AsProvider -PassThru
    Connect-Onezone -Sandbox $sandbox
}

AfterAll {
    Get-TokenConnection Onezone | Disconnect-Onezone
    Stop-TokenSandbox $sandbox
}

Describe 'Set-NamedToken' {
    BeforeEach {
        $sandbox.Faults.Clear()
        Get-NamedToken 'ci*' | Remove-NamedToken -Confirm:$false
        $token = New-NamedToken 'ci' -Metadata @{ a = 1 }
        $sandbox.ClearRequests()
    }

    It 'revokes and restores a token, and returns nothing' {
        Set-NamedToken ci -Revoke | Should -BeNullOrEmpty
        (Get-NamedToken ci).Revoked | Should -BeTrue
        ($token | Test-TemporaryToken -Detailed).Reason | Should -BeExactly 'tokenRevoked'
        $token | Set-NamedToken -Restore
        $token | Test-TemporaryToken | Should -BeTrue
    }

    It 'renames a token and replaces its metadata, and returns it with -PassThru' {
        $changed = Set-NamedToken -Id $token.Id -NewName 'ci renamed' -Metadata @{ b = 2 } -PassThru
        $changed.Id, $changed.Name | Should -Be $token.Id, 'ci renamed'
        $changed.Metadata.Keys | Should -Be 'b'
        ($sandbox.Requests | Where-Object Method -eq PATCH).ToPlainText().Body | Should -BeExactly '{"name":"ci renamed","customMetadata":{"b":2}}'
    }

    It 'shows with -WhatIf what it would change' {
        Set-NamedToken ci -Revoke -WhatIf
        @($sandbox.Requests | Where-Object Method -eq PATCH).Count | Should -Be 0
    }

    It 'does not revoke a root token or the own token without -Force, and never by a wildcard' {
        $attempt = Invoke-Attempt { Set-NamedToken 'root token' -Revoke -Connection $provider }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'NamedTokenIsRootToken'
        Get-ErrorId (Invoke-Attempt { Set-NamedToken 'sandbox token' -Revoke }).Problem | Should -BeExactly 'NamedTokenIsOwn'
        $attempt = Invoke-Attempt { Set-NamedToken * -Revoke -Force }
        $attempt.Warnings | Should -BeLike "*'sandbox token'*wildcard*"
        (Get-NamedToken ci).Revoked | Should -BeTrue
        $sandbox.OnezoneProviderToken, $sandbox.OnezoneUserToken | Test-TemporaryToken | Should -Be $true, $true
    }

    It 'is an error: <name>' -ForEach @(
        @{ name = 'no change'; how = @{ Name = 'ci' }; id = 'NamedTokenChangeMissing' }
        @{ name = 'two changes that exclude each other'; how = @{ Name = 'ci'; Revoke = $true; Restore = $true }; id = 'SettingsExclusive' }
        @{ name = 'an occupied name'; how = @{ Name = 'ci'; NewName = 'sandbox token' }; id = 'NamedTokenNameOccupied' }
        @{ name = 'an invalid name'; how = @{ Name = 'ci'; NewName = '.' }; id = 'NamedTokenNameInvalid' }
        @{ name = 'an unknown token'; how = @{ Name = 'ci other'; Revoke = $true }; id = 'NamedTokenNameUnknown' }
    ) {
        Get-ErrorId (Invoke-Attempt { Set-NamedToken @how }).Problem | Should -BeExactly $id
    }
}
