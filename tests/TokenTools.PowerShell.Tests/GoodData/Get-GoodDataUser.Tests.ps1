BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-GoodData -Sandbox $sandbox
    $null = New-GoodDataUser ada@example.com -UserGroup demoGroup
}

AfterAll {
    Disconnect-GoodData
    Stop-TokenSandbox
}

Describe 'Get-GoodDataUser' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'lists all users, with groups and permissions' {
        $users = Get-GoodDataUser
        $users.Id | Should -Be 'ada.at.example.com', 'admin'
        $users[0].UserGroups, $users[0].CanManage | Should -Be 'demoGroup', $false
        $users[1].Permissions | Should -Be 'MANAGE', 'SELF_CREATE_TOKEN'
    }

    It 'completes ids of the organization' {
        (TabExpansion2 'Get-GoodDataUser ' 17).CompletionMatches.CompletionText | Should -Be 'ada.at.example.com', 'admin'
    }

    It 'requests pages until one is empty' {
        $null = Get-GoodDataUser
        @($sandbox.Requests | Where-Object { $_.PlainPath -like '*page=*' }).Count | Should -Be 2
    }

    It 'gets users by id, also from the pipeline' {
        (Get-GoodDataUser admin).Id | Should -Be 'admin'
        ('ada.at.example.com', 'admin' | Get-GoodDataUser).Id | Should -Be 'ada.at.example.com', 'admin'
        ([pscustomobject] @{ UserId = 'admin' } | Get-GoodDataUser).Id | Should -Be 'admin'
    }

    It 'reports a missing user, and continues' {
        $run = Invoke-Attempt { 'none', 'admin' | Get-GoodDataUser }
        $run.Errors.Count | Should -Be 1
        Get-ErrorId $run.Problem | Should -BeExactly 'GoodDataUserMissing'
        $run.Problem.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $run.Output.Id | Should -Be 'admin'
    }

    It 'rejects an id that cannot exist' {
        $run = Invoke-Attempt { Get-GoodDataUser 'canary 31337' }
        Get-ErrorId $run.Problem | Should -BeExactly 'BootstrapUserInvalid'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'ends with an error if the list does not end' {
        Add-Fault $sandbox @{ StatusCode = 200; ContentType = 'application/json'; Body = '{"data":[{"id":"a","type":"user"}]}'; Count = 50; Match = '*entities/users?*' }
        $run = Invoke-Attempt { Get-GoodDataUser }
        Get-ErrorId $run.Problem | Should -BeExactly 'ResponseListTooLong'
        $run.Output | Should -BeNullOrEmpty
    }
}
