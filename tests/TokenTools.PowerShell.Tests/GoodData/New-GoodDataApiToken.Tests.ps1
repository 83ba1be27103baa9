BeforeDiscovery {
    $bad = @(
        @{ id = 'ApiTokenIdInvalid'; arguments = @{ Id = '' } }
        @{ id = 'ApiTokenIdInvalid'; arguments = @{ Id = 'canary 31337' } }
        @{ id = 'ApiTokenIdReserved'; arguments = @{ Id = 'bootstrap'; Force = $true } }
        @{ id = 'BootstrapUserInvalid'; arguments = @{ Id = 'x'; UserId = 'canary@31337' } }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
}

Describe 'New-GoodDataApiToken' {
    BeforeEach {
        $sandbox = Start-TokenSandbox
        Connect-GoodData -Sandbox $sandbox
    }
    AfterEach {
        Get-TokenConnection GoodData | Disconnect-GoodData
        Stop-TokenSandbox $sandbox
    }

    It 'returns a token whose secret is a SecureString' {
        $token = New-GoodDataApiToken ci
        $token.Id, $token.UserId | Should -Be 'ci', 'admin'
        $token.Token | Should -BeOfType securestring
        $secret = ConvertFrom-TestSecret $token.Token
        @(($token | Format-List * -Force | Out-String), "$token", ($token | ConvertTo-Json -WarningAction Ignore)) | Should -Not -Match ([regex]::Escape($secret))
        $token | Connect-GoodData $sandbox.Uri
        Test-GoodDataConnection | Should -BeTrue
    }

    It 'returns a string with -AsPlainText, also in the service''s JSON' {
        $token = New-GoodDataApiToken ci -AsPlainText
        $token.Token | Should -BeOfType string
        ("$token" | ConvertFrom-Json).attributes.bearerToken | Should -BeExactly $token.Token
    }

    It 'creates a token of another user, also from the pipeline' {
        $null = New-GoodDataUser -Id ada
        (New-GoodDataApiToken ci -UserId ada).UserId | Should -Be 'ada'
        ([pscustomobject] @{ UserId = 'ada' } | New-GoodDataApiToken two).UserId | Should -Be 'ada'
        (Get-GoodDataApiToken -UserId ada).Id | Should -Be 'ci', 'two'
    }

    It 'can be splatted into Invoke-RestMethod' {
        $header = New-GoodDataApiToken ci | ConvertTo-RestParameter -AsHeader
        (Invoke-RestMethod -Uri "$($sandbox.Uri)api/v1/profile" @header).userId | Should -Be 'admin'
        $run = Invoke-Attempt { Get-GoodDataApiToken | ConvertTo-RestParameter }
        Get-ErrorId $run.Problem | Should -BeExactly 'RestParameterWithoutSecret'
    }

    It 'reports a duplicate id, whose secret cannot be read again, and replaces it with -Force' {
        $first = New-GoodDataApiToken ci
        $run = Invoke-Attempt { New-GoodDataApiToken ci }
        Get-ErrorId $run.Problem | Should -BeExactly 'ApiTokenExists'
        $run.Problem.CategoryInfo.Category | Should -Be 'ResourceExists'
        $run.Problem.Exception.NeverApplied | Should -BeTrue
        $run.Problem.Exception.Message | Should -Match 'cannot be read again'
        $run.Problem.ErrorDetails.RecommendedAction | Should -Match '-Force'
        $second = New-GoodDataApiToken ci -Force
        ConvertFrom-TestSecret $second.Token | Should -Not -Be (ConvertFrom-TestSecret $first.Token)
        $first | Connect-GoodData $sandbox.Uri
        Test-GoodDataConnection | Should -BeFalse
    }

    It 'reports a token whose response was lost, and does not request it again' {
        Add-Fault $sandbox @{ Reset = 'AfterHandling'; Match = 'POST *apiTokens' }
        $run = Invoke-Attempt { New-GoodDataApiToken ci }
        Get-ErrorId $run.Problem | Should -BeExactly 'ApiTokenSecretLost'
        $run.Problem.Exception.NeverApplied | Should -BeFalse
        @($sandbox.Requests | Where-Object Method -EQ POST).Count | Should -Be 1
        (New-GoodDataApiToken ci -Force).Token | Should -BeOfType securestring
    }

    It 'creates nothing with -WhatIf' {
        New-GoodDataApiToken ci -Force -WhatIf
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'rejects <id>' -ForEach $bad {
        $run = Invoke-Attempt { New-GoodDataApiToken @arguments }
        Get-ErrorId $run.Problem | Should -BeExactly $id
        Get-ErrorText $run.Problem | Should -Not -Match 'canary.31337'
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
