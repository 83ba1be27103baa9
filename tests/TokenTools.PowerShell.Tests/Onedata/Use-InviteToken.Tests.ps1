BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
}

Describe 'Use-InviteToken' {
    BeforeEach {
        $sandbox = Start-TokenSandbox
        $user = Connect-Onezone -Sandbox $sandbox -PassThru
        Connect-Onezone $sandbox.Uri $sandbox.OnezoneOtherUserToken
        $invite = New-NamedToken workshop -InviteType userJoinSpace -TargetId $sandbox.OnezoneSpaceId -UsageLimit 1 -Privileges space_view -Connection $user
        $sandbox.ClearRequests()
    }

    AfterEach {
        Get-TokenConnection Onezone | Disconnect-Onezone
        Stop-TokenSandbox $sandbox
    }

    It 'joins a space, and returns what was joined' {
        $joined = $invite | Use-InviteToken
        $joined.Type, $joined.Id | Should -Be 'space', $sandbox.OnezoneSpaceId
        $joined.MemberType, $joined.MemberId | Should -Be 'user', $sandbox.OnezoneOtherUserId
        ($joined.ToString() | ConvertFrom-Json).inviteType | Should -BeExactly 'userJoinSpace'
        (Get-NamedToken workshop -Connection $user).UsageCount | Should -Be 1
        $privileges = Invoke-RestMethod "$($sandbox.Uri)api/v3/onezone/spaces/$($joined.Id)/users/$($joined.MemberId)/privileges" -Headers @{ 'x-auth-token' = $sandbox.OnezoneOtherUserToken }
        $privileges.privileges | Should -Be 'space_view'
    }

    It 'joins with tokens as text, SecureString and from temporary tokens' {
        $group = New-TemporaryToken -InviteType userJoinGroup -TargetId $sandbox.OnezoneGroupId -AsPlainText -Connection $user
        $cluster = New-TemporaryToken -InviteType userJoinCluster -TargetId $sandbox.OnezoneClusterId -Connection $user
        (Use-InviteToken $group.Token).Type | Should -BeExactly 'group'
        (Use-InviteToken $cluster.Token).Type | Should -BeExactly 'cluster'
    }

    It 'lets a group join' {
        $own = Invoke-WebRequest "$($sandbox.Uri)api/v3/onezone/user/groups" -UseBasicParsing -Method Post -ContentType application/json -Body '{"name":"My Group"}' -Headers @{ 'x-auth-token' = $sandbox.OnezoneOtherUserToken }
        $id = ("$($own.Headers['Location'])" -split '/')[-1]
        $token = New-TemporaryToken -InviteType groupJoinSpace -TargetId $sandbox.OnezoneSpaceId -Connection $user
        $joined = $token | Use-InviteToken -MemberId $id
        $joined.MemberType, $joined.MemberId, $joined.Id | Should -Be 'group', $id, $sandbox.OnezoneSpaceId
    }

    It 'has an error of its own for each reason: <id>' -ForEach @(
        @{ id = 'InviteTokenUsageLimitReached'; category = 'LimitsExceeded'; setup = { $null = $invite | Use-InviteToken } }
        @{ id = 'InviteTokenRevoked'; category = 'InvalidArgument'; setup = { Set-NamedToken workshop -Revoke -Connection $user } }
        @{ id = 'InviteTokenInvalid'; category = 'InvalidArgument'; setup = { Remove-NamedToken workshop -Confirm:$false -Connection $user } }
        @{ id = 'InviteTokenCaveatUnverified'; category = 'PermissionDenied'; setup = { $invite = $invite | Add-TokenCaveat -IpAddress 10.0.0.0/8 } }
        @{ id = 'InviteTokenAlreadyMember'; category = 'ResourceExists'; setup = { $null = New-TemporaryToken -InviteType userJoinSpace -TargetId $sandbox.OnezoneSpaceId -Connection $user | Use-InviteToken } }
        @{ id = 'InviteTokenNotInvite'; category = 'InvalidArgument'; setup = { $invite = New-TemporaryToken } }
        @{ id = 'InviteTokenForProvider'; category = 'InvalidArgument'; setup = { $invite = New-TemporaryToken -InviteType supportSpace -TargetId $sandbox.OnezoneSpaceId -Connection $user } }
        @{ id = 'InviteTokenMemberMissing'; category = 'InvalidArgument'; setup = { $invite = New-TemporaryToken -InviteType groupJoinSpace -TargetId $sandbox.OnezoneSpaceId -Connection $user } }
    ) {
        . $setup
        $problem = (Invoke-Attempt { $invite | Use-InviteToken }).Problem
        Get-ErrorId $problem | Should -BeExactly $id
        $problem.CategoryInfo.Category | Should -Be $category
        (Get-ErrorText $problem) | Should -Not -Match 'MDAx'
    }

    It 'does not use a token again whose use is unknown, and says so' {
        Add-Fault $sandbox @{ Reset = 'BeforeHandling'; Match = 'POST*join' }
        $problem = (Invoke-Attempt { $invite | Use-InviteToken }).Problem
        $problem.Exception.NeverApplied | Should -BeFalse
        "$problem" | Should -BeLike '*may have been used*'
        @($sandbox.Requests | Where-Object Method -eq POST).Count | Should -Be 1
    }

    It 'joins nothing with -WhatIf' {
        $invite | Use-InviteToken -WhatIf | Should -BeNullOrEmpty
        $sandbox.Requests.Count | Should -Be 0
    }
}
