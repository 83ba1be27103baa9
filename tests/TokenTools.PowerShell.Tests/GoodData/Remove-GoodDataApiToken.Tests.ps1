BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-GoodData -Sandbox $sandbox
}

AfterAll {
    Disconnect-GoodData
    Stop-TokenSandbox
}

Describe 'Remove-GoodDataApiToken' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'deletes a token, and tokens from the pipeline' {
        'a', 'b', 'c' | ForEach-Object { $null = New-GoodDataApiToken $_ }
        Remove-GoodDataApiToken a -Confirm:$false
        (Get-GoodDataApiToken).Id | Should -Be 'b', 'c'
        Get-GoodDataApiToken | Remove-GoodDataApiToken -Confirm:$false
        Get-GoodDataApiToken | Should -BeNullOrEmpty
    }

    It 'deletes a token of another user' {
        $null = New-GoodDataUser -Id ada
        New-GoodDataApiToken x -UserId ada | Remove-GoodDataApiToken -Confirm:$false
        Get-GoodDataApiToken -UserId ada | Should -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf' {
        Remove-GoodDataApiToken a -WhatIf
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'reports a missing token and an invalid id' {
        $run = Invoke-Attempt { Remove-GoodDataApiToken none -Confirm:$false }
        Get-ErrorId $run.Problem | Should -BeExactly 'ApiTokenMissing'
        $run = Invoke-Attempt { Remove-GoodDataApiToken 'canary 31337' -Confirm:$false }
        Get-ErrorId $run.Problem | Should -BeExactly 'ApiTokenIdInvalid'
    }
}
