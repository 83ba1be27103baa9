BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-GoodData -Sandbox $sandbox
    $null = New-GoodDataUser -Id ada
    'a', 'b' | ForEach-Object { $null = New-GoodDataApiToken $_ -UserId ada }
}

AfterAll {
    Disconnect-GoodData
    Stop-TokenSandbox
}

Describe 'Get-GoodDataApiToken' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'lists the tokens of a user, without secrets' {
        $tokens = Get-GoodDataApiToken -UserId ada
        $tokens.Id | Should -Be 'a', 'b'
        @($tokens | Where-Object { $null -ne $_.Token }).Count | Should -Be 0
        Get-GoodDataApiToken | Should -BeNullOrEmpty
    }

    It 'requests pages until one is empty, because links.next is always there' {
        $null = Get-GoodDataApiToken -UserId ada
        $sandbox.Requests.PlainPath | Should -Be '/api/v1/entities/users/ada/apiTokens?page=0&size=500', '/api/v1/entities/users/ada/apiTokens?page=1&size=500'
    }

    It 'completes ids of the service, within a time limit' {
        $complete = { param($text) (TabExpansion2 $text $text.Length).CompletionMatches | ForEach-Object CompletionText }
        & $complete 'Get-GoodDataApiToken -UserId ada -Id ' | Should -Be a, b
        & $complete 'Remove-GoodDataApiToken -UserId ada -Id b' | Should -Be b
        & $complete 'New-GoodDataApiToken ci -UserId a' | Should -Be ada, admin
        & $complete 'New-GoodDataJwt ad' | Should -Be ada, admin
        Add-Fault $sandbox @{ Delay = [timespan]::FromMinutes(5); Match = 'GET*apiTokens*' }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        & $complete 'Get-GoodDataApiToken -UserId ada -Id a' | Should -Not -Be a
        $clock.Elapsed.TotalMinutes | Should -BeLessThan 4
    }

    It 'gets one token' {
        (Get-GoodDataApiToken b -UserId ada).Id | Should -Be 'b'
        $run = Invoke-Attempt { Get-GoodDataApiToken none -UserId ada }
        Get-ErrorId $run.Problem | Should -BeExactly 'ApiTokenMissing'
    }

    It 'rejects an id that cannot exist' {
        $run = Invoke-Attempt { Get-GoodDataApiToken 'canary 31337' }
        Get-ErrorId $run.Problem | Should -BeExactly 'ApiTokenIdInvalid'
        Get-ErrorText $run.Problem | Should -Not -Match 'canary.31337 '
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
