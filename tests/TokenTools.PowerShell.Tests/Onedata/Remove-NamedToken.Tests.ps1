BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
}

Describe 'Remove-NamedToken' {
    BeforeEach {
        $sandbox = Start-TokenSandbox
        $provider = Connect-Onezone -Sandbox $sandbox -AsProvider -PassThru
        Connect-Onezone -Sandbox $sandbox
        $tokens = 'ci 1', 'ci 2', 'other' | ForEach-Object { New-NamedToken $_ }
        $sandbox.ClearRequests()
    }

    AfterEach {
        Get-TokenConnection Onezone | Disconnect-Onezone
        Stop-TokenSandbox $sandbox
    }

    It 'deletes tokens by name, by id and from the pipeline, and returns nothing' {
        Remove-NamedToken 'ci 1' -Confirm:$false | Should -BeNullOrEmpty
        Remove-NamedToken -Id $tokens[1].Id -Confirm:$false
        $tokens[2] | Remove-NamedToken -Confirm:$false
        (Get-NamedToken).Name | Should -BeExactly 'sandbox token'
        ($tokens[0] | Test-TemporaryToken -Detailed).Reason | Should -BeExactly 'tokenInvalid'
        # Never all tokens of a subject at once.
        ($sandbox.Requests | Where-Object Method -eq DELETE).Path | Should -BeLike '/api/v3/onezone/tokens/named/*'
    }

    It 'prompts first, and deletes nothing without an answer or with -WhatIf' {
        (Get-Command Remove-NamedToken).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be 'High'
        { Remove-NamedToken 'ci 1' } | Should -Throw
        Remove-NamedToken 'ci*' -WhatIf
        @($sandbox.Requests | Where-Object Method -eq DELETE).Count | Should -Be 0
    }

    It 'refuses a Oneprovider''s root token without -Force' {
        $problem = (Invoke-Attempt { Remove-NamedToken 'root token' -Connection $provider -Confirm:$false }).Problem
        Get-ErrorId $problem | Should -BeExactly 'NamedTokenIsRootToken'
        $root = Get-NamedToken 'root token' -For "prv-$($sandbox.OnezoneProviderId)"
        Get-ErrorId (Invoke-Attempt { $root | Remove-NamedToken -Confirm:$false }).Problem | Should -BeExactly 'NamedTokenIsRootToken'
        $sandbox.OnezoneProviderToken | Test-TemporaryToken | Should -BeTrue
        $root | Remove-NamedToken -Force -Confirm:$false
        $sandbox.OnezoneProviderToken | Test-TemporaryToken | Should -BeFalse
    }

    It 'never deletes a root token or the own token with a wildcard, also with -Force' {
        $null = New-NamedToken spare -Connection $provider -ReadOnlyData
        $attempt = Invoke-Attempt { Remove-NamedToken * -Connection $provider -Force -Confirm:$false }
        $attempt.Errors | Should -BeNullOrEmpty
        $attempt.Warnings | Should -BeLike "*'root token'*"
        (Get-NamedToken -Connection $provider).Name | Should -BeExactly 'root token'
        $attempt = Invoke-Attempt { Remove-NamedToken * -Confirm:$false }
        $attempt.Warnings | Should -BeLike "*'sandbox token'*"
        (Get-NamedToken).Name | Should -BeExactly 'sandbox token'
    }

    It 'deletes the own token only with -Force' {
        Get-ErrorId (Invoke-Attempt { Remove-NamedToken 'sandbox token' -Confirm:$false }).Problem | Should -BeExactly 'NamedTokenIsOwn'
        Remove-NamedToken 'sandbox token' -Force -Confirm:$false
        Get-ErrorId (Invoke-Attempt { Get-NamedToken }).Problem | Should -BeExactly 'Unauthorized'
    }

    It 'is done after a lost response' {
        Add-Fault $sandbox @{ Reset = 'AfterHandling'; Match = 'DELETE*' }
        Remove-NamedToken 'ci 1' -Confirm:$false
        Get-ErrorId (Invoke-Attempt { Remove-NamedToken 'ci 1' -Confirm:$false }).Problem | Should -BeExactly 'NamedTokenNameUnknown'
    }
}
