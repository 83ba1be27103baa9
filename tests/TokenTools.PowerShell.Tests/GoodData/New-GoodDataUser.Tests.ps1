BeforeDiscovery {
    $bad = @(
        @{ id = 'GoodDataUserUnnamed'; arguments = @{} }
        @{ id = 'GoodDataEmailInvalid'; arguments = @{ Email = 'canary-31337' } }
        @{ id = 'BootstrapUserInvalid'; arguments = @{ Id = 'canary 31337' } }
        @{ id = 'OrganizationGroupInvalid'; arguments = @{ Id = 'ada'; UserGroup = 'canary 31337' } }
        @{ id = 'GoodDataTextInvalid'; arguments = @{ Id = 'ada'; FirstName = 'x' * 256 } }
        @{ id = 'GoodDataPasswordWithoutDex'; arguments = @{ Id = 'ada'; Password = 'canary-31337' } }
        @{ id = 'GoodDataDexWithoutEmail'; arguments = @{ Id = 'ada'; Dex = $true } }
        @{ id = 'SettingsExclusive'; arguments = @{ Email = 'ada@example.com'; Dex = $true; AuthenticationId = 'x' } }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
}

Describe 'New-GoodDataUser' {
    BeforeEach {
        $sandbox = Start-TokenSandbox
        Connect-GoodData -Sandbox $sandbox
    }
    AfterEach {
        Disconnect-GoodData
        Stop-TokenSandbox $sandbox
    }

    It 'creates the first user with MANAGE, and proves it with the user''s own token' {
        $user = New-GoodDataUser ada@example.com -FirstName Ada -LastName Lovelace -UserGroup adminGroup -Manage
        $user.Id, $user.Change, $user.CanManage | Should -Be 'ada.at.example.com', 'Created', $true
        $user.UserGroups | Should -Be 'adminGroup'
        New-GoodDataApiToken first -UserId $user.Id | Connect-GoodData $sandbox.Uri
        $proof = Test-GoodDataConnection -Detailed
        $proof.UserId, $proof.CanManage | Should -Be 'ada.at.example.com', $true
    }

    It 'changes nothing the second time' {
        $null = New-GoodDataUser ada@example.com -UserGroup demoGroup -Manage
        $sandbox.ClearRequests()
        (New-GoodDataUser ada@example.com -UserGroup demoGroup -Manage).Change | Should -Be 'Unchanged'
        $sandbox.Requests.Method | Select-Object -Unique | Should -Be 'GET'
    }

    It 'changes an existing user to what is specified' {
        $null = New-GoodDataUser -Id ada -Email ada@example.com -FirstName Ada
        $user = New-GoodDataUser -Id ada -LastName Lovelace -UserGroup demoGroup
        $user.Change, $user.Email, $user.FirstName, $user.LastName | Should -Be 'Updated', 'ada@example.com', 'Ada', 'Lovelace'
        $user.UserGroups | Should -Be 'demoGroup'
    }

    It 'creates the user in Dex with a generated password, which is only in Password' {
        $user = New-GoodDataUser ada@example.com -FirstName Ada -Dex
        $user.Password | Should -BeOfType securestring
        $password = ConvertFrom-TestSecret $user.Password
        $password.Length | Should -Be 24
        $body = ($sandbox.Requests | Where-Object { $_.Method -eq 'POST' -and $_.Path -like '*/auth/users' }).PlainBody | ConvertFrom-Json
        $body.password, $body.displayName | Should -BeExactly $password, 'Ada'
        @(($user | Format-List * -Force | Out-String), "$user", ($user | ConvertTo-Json -WarningAction Ignore)) | Should -Not -Match ([regex]::Escape($password))
    }

    It 'keeps the password of an existing Dex user, unless one is specified' {
        $null = New-GoodDataUser ada@example.com -Dex
        $run = Invoke-Attempt { New-GoodDataUser ada@example.com -Dex }
        $run.Output.Password | Should -BeNullOrEmpty
        $run.Warnings | Should -Match 'keeps the current password'
        $user = New-GoodDataUser ada@example.com -Dex -Password 'another password'
        ConvertFrom-TestSecret $user.Password | Should -BeExactly 'another password'
    }

    It 'binds the columns of rows' {
        $rows = 'Id,Email,FirstName,UserGroup', 'ada,ada@example.com,Ada,demoGroup', ',ben@example.com,,' | ConvertFrom-Csv
        $users = $rows | New-GoodDataUser
        $users.Id | Should -Be 'ada', 'ben.at.example.com'
        $users[0].UserGroups | Should -Be 'demoGroup'
    }

    It 'sends nothing with -WhatIf' {
        New-GoodDataUser ada@example.com -Dex -WhatIf
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'completes the users and groups that the organization has' {
        $null = New-GoodDataUser ada@example.com -UserGroup demoGroup
        function Get-Completed([string] $Typed) { (TabExpansion2 $Typed $Typed.Length).CompletionMatches.CompletionText }
        Get-Completed 'New-GoodDataUser ada' | Should -BeExactly "'ada@example.com'"
        Get-Completed 'New-GoodDataUser -Id ' | Should -Be 'ada.at.example.com', 'admin'
        Get-Completed 'New-GoodDataUser -UserGroup demo' | Should -BeExactly 'demoGroup'
    }

    It 'reports an error of the service' {
        $run = Invoke-Attempt { New-GoodDataUser ada@example.com -UserGroup none }
        Get-ErrorId $run.Problem | Should -BeExactly 'GoodDataUserGroupMissing'
        $run.Problem.ToString() | Should -Match 'user group none does not exist.*ada\.at\.example\.com is not a member'
        $run.Warnings | Should -BeExactly 'The user ada.at.example.com was created, but a later step failed or was canceled. The command can be repeated.'
        Add-Fault $sandbox @{ StatusCode = 403; Body = '{"detail":"no","status":403,"title":"Forbidden","traceId":"0af7651916cd43dd8448eb211c80319c"}'; Headers = @{ 'X-GDC-TRACE-ID' = '0af7651916cd43dd8448eb211c80319c' } }
        $run = Invoke-Attempt { New-GoodDataUser ada@example.com }
        $run.Problem.CategoryInfo.Category | Should -Be 'PermissionDenied'
        $run.Problem.Exception.TraceId | Should -BeExactly '0af7651916cd43dd8448eb211c80319c'
        $run.Problem.ErrorDetails.RecommendedAction | Should -Match 'MANAGE'
    }

    It 'rejects <id>' -ForEach $bad {
        $run = Invoke-Attempt { New-GoodDataUser @arguments }
        Get-ErrorId $run.Problem | Should -BeExactly $id
        Get-ErrorText $run.Problem | Should -Not -Match 'canary.31337'
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
