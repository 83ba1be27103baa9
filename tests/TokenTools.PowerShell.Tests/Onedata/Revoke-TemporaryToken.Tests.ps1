BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
}

Describe 'Revoke-TemporaryToken' {
    BeforeAll {
        $sandbox = Start-TokenSandbox
        $provider = Connect-Onezone $sandbox.Uri $sandbox.OnezoneProviderToken -PassThru
        Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken
    }

    BeforeEach {
        $sandbox.Faults.Clear()
        $token = New-TemporaryToken -ValidFor 10m
        $others = New-TemporaryToken -ValidFor 10m -Connection $provider
        $sandbox.ClearRequests()
    }

    AfterAll {
        Get-TokenConnection Onezone | Disconnect-Onezone
        Stop-TokenSandbox $sandbox
    }

    It 'revokes all temporary tokens of the connection''s subject, and returns nothing' {
        $narrowed = $token | Add-TokenCaveat -Interface rest
        Revoke-TemporaryToken -Confirm:$false | Should -BeNullOrEmpty
        $sandbox.Requests.Count | Should -Be 1
        $sandbox.Requests[0].Method | Should -BeExactly 'DELETE'
        $sandbox.Requests[0].Path | Should -BeExactly '/api/v3/onezone/user/tokens/temporary'
        ($token, $narrowed | Test-TemporaryToken -Detailed).Reason | Should -Be 'tokenRevoked', 'tokenRevoked'
        $others, $sandbox.OnezoneUserToken | Test-TemporaryToken | Should -Be $true, $true
        New-TemporaryToken -ValidFor 10m | Test-TemporaryToken | Should -BeTrue
    }

    It 'prompts first and revokes nothing without an answer' {
        (Get-Command Revoke-TemporaryToken).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be 'High'
        { Revoke-TemporaryToken } | Should -Throw
        $sandbox.Requests.Count | Should -Be 0
        $token | Test-TemporaryToken | Should -BeTrue
    }

    It 'shows with -WhatIf what it would revoke' {
        $transcript = "TestDrive:/transcript.txt"
        $null = Start-Transcript $transcript
        try { Revoke-TemporaryToken -WhatIf | Should -BeNullOrEmpty } finally { $null = Stop-Transcript }
        Get-Content -Raw $transcript | Should -Match "What if: Revoke all temporary tokens of usr-$($sandbox.OnezoneUserId) at 127\.0\.0\.1, "
        $sandbox.Requests.Count | Should -Be 0
        $token | Test-TemporaryToken | Should -BeTrue
    }

    It 'warns that the connection''s own token is one of them' {
        $zone = Connect-Onezone $sandbox.Uri $token.Token -PassThru
        $transcript = "TestDrive:/own.txt"
        $null = Start-Transcript $transcript
        try { Revoke-TemporaryToken -WhatIf -Connection $zone } finally { $null = Stop-Transcript; Disconnect-Onezone $zone; Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken }
        Get-Content -Raw $transcript | Should -Match "own token is one of them"
    }

    It 'revokes the tokens of another subject with -For' {
        Revoke-TemporaryToken -For "prv-$($sandbox.OnezoneProviderId)" -Confirm:$false
        $others | Test-TemporaryToken | Should -BeFalse
        $token | Test-TemporaryToken | Should -BeTrue
        Revoke-TemporaryToken Provider -Connection $provider -Confirm:$false
        ($sandbox.Requests | Where-Object Method -eq 'DELETE').Path | Should -Be @("/api/v3/onezone/providers/$($sandbox.OnezoneProviderId)/tokens/temporary", '/api/v3/onezone/provider/tokens/temporary')
    }

    It 'revokes with each connection from the pipeline' {
        $user = Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken -PassThru
        $provider, $user | Revoke-TemporaryToken -Confirm:$false
        $token, $others | Test-TemporaryToken | Should -Be $false, $false
    }

    It 'rejects a token, which cannot be revoked alone, without showing it' -ForEach $true, $false {
        $given = ConvertFrom-OnedataToken $sandbox.OnezoneUserToken -AsPlainText:$_
        $given, $sandbox.OnezoneUserToken | Revoke-TemporaryToken -Confirm:$false -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.Count | Should -Be 2
        $problem.FullyQualifiedErrorId | Should -BeLike 'RevokeInputUnknown,*'
        ($problem | Format-List * -Force | Out-String) | Should -Not -Match 'MDAx'
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'reports that the zone rejects the request' {
        Revoke-TemporaryToken -For Provider -Confirm:$false -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
        $problem[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        $problem[0].TargetObject | Should -BeExactly 'Provider'
    }

    It 'rejects an invalid subject before a request' {
        Revoke-TemporaryToken -For everyone -Confirm:$false -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'OnedataForInvalid,*'
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'retries after a lost response' {
        $sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ StatusCode = 502 })
        Revoke-TemporaryToken -Confirm:$false
        $sandbox.Requests.Count | Should -Be 2
        $token | Test-TemporaryToken | Should -BeFalse
    }
}

Describe 'Tab completes for Revoke-TemporaryToken' {
    BeforeDiscovery {
        $words = @(
            @{ line = 'Revoke-TemporaryToken -For U'; expected = 'User'; tip = '*user*' }
            @{ line = 'Revoke-TemporaryToken P'; expected = 'Provider'; tip = '*provider*' }
        )
    }

    It '"<line>" to <expected>' -ForEach $words {
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $match = $found | Where-Object CompletionText -ceq $expected
        $match | Should -Not -BeNullOrEmpty
        $match.ToolTip | Should -BeLike $tip
        $found.ResultType | Sort-Object -Unique | Should -Be 'ParameterValue'
    }
}
