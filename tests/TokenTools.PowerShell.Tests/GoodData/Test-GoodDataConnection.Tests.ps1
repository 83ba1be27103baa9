BeforeDiscovery {
    $bad = @(
        @{ id = 'SettingRequiresWait'; target = 'TimeoutSec'; arguments = @{ TimeoutSec = 5 } }
        @{ id = 'SettingRequiresWait'; target = 'RetryIntervalSec'; arguments = @{ RetryIntervalSec = 5 } }
        @{ id = 'SettingOutOfRange'; target = 'TimeoutSec'; arguments = @{ Wait = $true; TimeoutSec = 0 } }
        @{ id = 'SettingOutOfRange'; target = 'RetryIntervalSec'; arguments = @{ Wait = $true; RetryIntervalSec = 3601 } }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $connection = Connect-GoodData -Sandbox $sandbox -PassThru
}

AfterAll {
    Disconnect-GoodData
    Stop-TokenSandbox
}

Describe 'Test-GoodDataConnection' {
    BeforeEach {
        Reset-Sandbox $sandbox
        $sandbox.OrganizationReady = $true
    }

    It 'returns true for a token that the organization accepts' {
        Test-GoodDataConnection | Should -BeExactly $true
        $connection | Test-GoodDataConnection | Should -BeExactly $true
    }

    It 'proves with -Detailed who the user is and that the user has MANAGE' {
        $check = Test-GoodDataConnection -Detailed
        $check.Accepted, $check.UserId, $check.CanManage | Should -Be $true, $sandbox.GoodDataUserName, $true
        $check.Permissions | Should -Contain 'MANAGE'
        $check.OrganizationId | Should -BeExactly $sandbox.GoodDataOrganizationId
    }

    It 'returns false, and the reason with -Detailed, for a token that was deleted' {
        $token = New-GoodDataApiToken gone
        $deleted = $token | Connect-GoodData $sandbox.Uri -PassThru
        Connect-GoodData -Sandbox $sandbox
        Remove-GoodDataApiToken gone -Confirm:$false
        Test-GoodDataConnection -Connection $deleted | Should -BeExactly $false
        $check = Test-GoodDataConnection -Connection $deleted -Detailed
        $check.StatusCode, $check.ReasonId | Should -Be 401, 'Unauthorized'
        $check.Advice | Should -Match 'Test-GoodDataConnection and -Wait'
    }

    It 'waits with -Wait until the organization is ready' {
        Add-Fault $sandbox @{ StatusCode = 404 }
        Add-Fault $sandbox @{ StatusCode = 503; RetryAfter = '1' }
        $check = Test-GoodDataConnection -Wait -TimeoutSec 60 -RetryIntervalSec 1 -Detailed
        $check.Accepted, $check.Attempts | Should -Be $true, 3
    }

    It 'gives up when the time is up' {
        $sandbox.OrganizationReady = $false
        $check = Test-GoodDataConnection -Wait -TimeoutSec 1 -Detailed
        $check.Accepted, $check.StatusCode | Should -Be $false, 404
        $check.Attempts | Should -BeGreaterThan 1
    }

    It 'rejects <id> of <target>' -ForEach $bad {
        $run = Invoke-Attempt { Test-GoodDataConnection @arguments }
        Get-ErrorId $run.Problem | Should -BeExactly $id
        $run.Problem.TargetObject | Should -BeExactly $target
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
