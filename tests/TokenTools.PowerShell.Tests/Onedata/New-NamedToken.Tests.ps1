BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Onezone -Sandbox $sandbox
}

AfterAll {
    Get-TokenConnection Onezone | Disconnect-Onezone
    Stop-TokenSandbox $sandbox
}

Describe 'New-NamedToken' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'creates an access token with typed caveats, which the zone stores' {
        $token = New-NamedToken 'ci access' -ValidFor 1h -Interface rest
        $token.Name | Should -BeExactly 'ci access'
        $token.Type | Should -BeExactly 'accessToken'
        $token.Caveats.Text | Should -Contain 'interface = rest'
        $token.TimeLeft.TotalMinutes | Should -BeGreaterThan 58
        $token.Token | Should -BeOfType securestring
        $token.AlreadyExisted | Should -BeFalse
        $token.Revoked | Should -BeFalse
        (Get-NamedToken 'ci access').Id | Should -BeExactly $token.Id
        $token | Test-TemporaryToken -Interface rest | Should -BeTrue
    }

    It 'creates an invitation with a usage limit, privileges and metadata beside its type' {
        $token = New-NamedToken workshop -InviteType userJoinSpace -TargetId $sandbox.OnezoneSpaceId -UsageLimit 4 -Privileges space_view, space_read_data -Metadata @{ job = [pscustomobject] @{ id = 15 } } -ValidFor 8h
        $body = ($sandbox.Requests | Where-Object Method -eq POST).ToPlainText().Body | ConvertFrom-Json
        $body.usageLimit | Should -Be 4
        $body.privileges | Should -Be 'space_view', 'space_read_data'
        $body.customMetadata.job.id | Should -Be 15
        $body.type.inviteToken.PSObject.Properties.Name | Should -Be 'inviteType', 'spaceId'
        $token.InviteType, $token.UsageLimit, $token.UsageCount | Should -Be 'userJoinSpace', 4, 0
        $token.Privileges | Should -Be 'space_read_data', 'space_view'
        $token.Metadata['job']['id'] | Should -Be 15
    }

    It 'invites to register a Oneprovider for the own user without an id' {
        (New-NamedToken 'register' -InviteType registerOneprovider -ValidFor 1h).TargetId | Should -BeExactly $sandbox.OnezoneUserId
        (New-TemporaryToken -InviteType registerOneprovider).TargetId | Should -BeExactly $sandbox.OnezoneUserId
    }

    It 'adds the caveats of a purpose' {
        $token = New-NamedToken 'rest access' -Purpose OnezoneRest
        $token.Caveats.Text | Should -Be 'service = ozw-onezone', 'interface = rest'
        (New-NamedToken 'rest access' -Purpose OnezoneRest -GetExisting).Id | Should -BeExactly $token.Id
        (New-NamedToken 'who' -Purpose Identity).Type | Should -BeExactly 'identityToken'
    }

    It 'gets the existing token with -GetExisting, and says so' {
        $first = New-NamedToken once
        $attempt = Invoke-Attempt { New-NamedToken once -GetExisting }
        $attempt.Output[0].Id | Should -BeExactly $first.Id
        $attempt.Output[0].AlreadyExisted | Should -BeTrue
        $attempt.Verbose -match "'once' already exists" | Should -Not -BeNullOrEmpty
    }

    It 'creates one token for each row, and returns the token as text with -AsPlainText' {
        $tokens = "Name,InviteType,TargetId,UsageLimit`nrow 1,userJoinSpace,s1,2`nrow 2,userJoinGroup,g1,`n" | ConvertFrom-Csv | New-NamedToken -AsPlainText
        $tokens.Name | Should -Be 'row 1', 'row 2'
        $tokens.UsageLimit | Should -Be 2, $null
        $tokens[0].Token | Should -BeOfType string
        ($tokens[0].ToString() | ConvertFrom-Json).token | Should -BeExactly $tokens[0].Token
        $tokens.TargetId | Should -Be 's1', 'g1'
    }

    It 'returns the token after a lost response, and creates no second one' {
        Add-Fault $sandbox @{ Reset = 'AfterHandling'; Match = 'POST*named*' }
        (New-NamedToken lost).Name | Should -BeExactly 'lost'
        @($sandbox.Requests | Where-Object Method -eq POST).Count | Should -Be 1
        @(Get-NamedToken lost).Count | Should -Be 1
    }

    It 'reports a token that may exist if it cannot be looked up' {
        Add-Fault $sandbox @{ Reset = 'AfterHandling'; Match = 'POST*named*' }
        Add-Fault $sandbox @{ StatusCode = 403; Match = 'GET*name/*' }
        $problem = (Invoke-Attempt { New-NamedToken unsure }).Problem
        $problem.Exception.NeverApplied | Should -BeFalse
        "$problem" | Should -BeLike "*'unsure' may have been created*"
    }

    It 'shows with -WhatIf what it would create' {
        New-NamedToken dry -WhatIf | Should -BeNullOrEmpty
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'is an error: <name>' -ForEach @(
        @{ name = 'an occupied name'; run = { $null = New-NamedToken twice; New-NamedToken twice }; id = 'NamedTokenExists'; category = 'ResourceExists' }
        @{ name = 'an existing token with other caveats'; run = { $null = New-NamedToken full; New-NamedToken full -ReadOnlyData -GetExisting }; id = 'NamedTokenDiffers'; category = 'ResourceExists' }
        @{ name = 'an invalid name'; run = { New-NamedToken 'a/b' }; id = 'NamedTokenNameInvalid'; category = 'InvalidArgument' }
        @{ name = 'a usage limit of an access token'; run = { New-NamedToken n1 -UsageLimit 3 }; id = 'NamedTokenInviteOnly'; category = 'InvalidArgument' }
        @{ name = 'privileges of another kind'; run = { New-NamedToken n1 -InviteType userJoinSpace -TargetId s1 -Privileges group_view }; id = 'NamedTokenPrivilegeUnknown'; category = 'InvalidArgument' }
        @{ name = 'a privilege that the zone does not have'; run = { New-NamedToken n1 -InviteType userJoinSpace -TargetId s1 -Privileges space_fly }; id = 'BadRequest'; category = 'InvalidArgument' }
        @{ name = 'null privileges'; run = { New-NamedToken n1 -InviteType userJoinSpace -TargetId s1 -Privileges $null }; id = 'SettingIsNull'; category = 'InvalidArgument' }
        @{ name = 'metadata that is not an object'; run = { New-NamedToken n1 -Metadata 5 }; id = 'NamedTokenMetadataInvalid'; category = 'InvalidData' }
    ) {
        $problem = (Invoke-Attempt $run).Problem
        Get-ErrorId $problem | Should -BeExactly $id
        $problem.CategoryInfo.Category | Should -Be $category
    }

    It 'completes privileges' {
        (TabExpansion2 'New-NamedToken n1 -Privileges space_read' 40).CompletionMatches.CompletionText | Should -Contain 'space_read_data'
    }
}
