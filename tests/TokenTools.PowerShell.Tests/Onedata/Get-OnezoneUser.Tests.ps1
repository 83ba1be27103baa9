BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
}

AfterAll {
    Get-TokenConnection Onezone | Disconnect-Onezone
    Stop-TokenSandbox $sandbox
}

Describe 'Get-OnezoneUser' {
    It 'gets the user of the connection''s token or password' {
        $password = Connect-Onezone $sandbox.Uri -Credential ([pscredential]::new($sandbox.OnezoneUserName, (ConvertTo-TestSecret $sandbox.OnezonePassword))) -PassThru
        $token = Connect-Onezone -Sandbox $sandbox -PassThru
        $users = $password, $token | Get-OnezoneUser
        $users.UserId | Should -Be $sandbox.OnezoneUserId, $sandbox.OnezoneUserId
        $users[0].Username, $users[0].FullName, $users[0].BasicAuthEnabled, $users[0].Blocked | Should -Be 'sandbox', 'Sandbox User', $true, $false
        ($users[0].ToString() | ConvertFrom-Json).userId | Should -BeExactly $sandbox.OnezoneUserId
    }

    It 'reports that a provider has no user' {
        Connect-Onezone -Sandbox $sandbox -AsProvider
        $problem = (Invoke-Attempt { Get-OnezoneUser }).Problem
        Get-ErrorId $problem | Should -BeExactly 'Forbidden'
        $problem.CategoryInfo.Category | Should -Be 'PermissionDenied'
    }
}
